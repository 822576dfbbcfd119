//! `reviewers.toml` in a workspace: who reviews, with which hand where two share the keys, and who may settle what alone.

use std::path::Path;

use toml::{Table, Value};

use super::file::text_of;
use crate::domain::roles::{Hand, ReviewerRole};
use crate::domain::{Name, Roles, spelling};
use crate::error::{Problem, Result};

/// The name of the file.
pub const FILE: &str = "reviewers.toml";

/// What may be said of a reviewer.
const KEYS: [&str; 3] = ["name", "hand", "settles"];

/// How an entry is written.
const EXAMPLE: &str =
    "An entry is [[reviewer]] with name = \"ana\", and hand = \"left\" or settles = [\"polite\"] below.";

/// Reads the file of a workspace; one that does not exist says nothing of anyone.
///
/// # Errors
/// A `Usage` problem that names the file and what is wrong in it.
pub fn read(folder: &Path) -> Result<Roles> {
    let path = folder.join(FILE);
    let Some(text) = text_of(&path, "reviewers")? else { return Ok(Roles::default()) };
    parse(&text)
        .map_err(|problem| Problem { sentence: format!("In {}: {}", path.display(), problem.sentence), ..problem })
}

/// Reads the file's text.
///
/// # Errors
/// A `Usage` problem for what is not TOML, an unknown key, a wrong value, or a name that stands twice.
pub fn parse(text: &str) -> Result<Roles> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or(text).lines().count().max(1));
        Problem::usage(format!("line {line} is not TOML: {}.", error.message())).hint(EXAMPLE).caused_by(error)
    })?;
    let mut roles = Roles::default();
    for (key, value) in &table {
        let Some(entries) = value.as_array().filter(|_| key == "reviewer") else {
            return Err(Problem::usage(format!("`{key}` is not a list of reviewers.")).hint(EXAMPLE));
        };
        for (at, entry) in entries.iter().enumerate() {
            let role = reviewer(entry, at + 1)?;
            if roles.of(&role.name).is_some() {
                return Err(Problem::usage(format!("{} stands there twice.", role.name)).hint(EXAMPLE));
            }
            roles.reviewers.push(role);
        }
    }
    Ok(roles)
}

fn reviewer(entry: &Value, number: usize) -> Result<ReviewerRole> {
    let wrong = |what: String| Problem::usage(format!("reviewer {number}: {what}")).hint(EXAMPLE);
    let Some(entry) = entry.as_table() else { return Err(wrong("it is no table.".to_owned())) };
    if let Some(unknown) = entry.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(Problem::usage(format!("reviewer {number}: `{unknown}` is nothing that is said of a reviewer."))
            .hint(spelling::hint(unknown, &KEYS)));
    }
    let Some(name) = entry.get("name").and_then(Value::as_str) else {
        return Err(wrong("`name` is missing, or is not text.".to_owned()));
    };
    let name = Name::new(name)?;
    let hand = match entry.get("hand") {
        None => None,
        Some(value) => {
            let hand = value.as_str().and_then(Hand::from_word);
            Some(hand.ok_or_else(|| wrong(format!("the hand of {name} is neither \"left\" nor \"right\".")))?)
        }
    };
    let settles = match entry.get("settles") {
        None => Vec::new(),
        Some(value) => {
            let words =
                value.as_array().map(|words| words.iter().map(|word| word.as_str().map(str::to_owned)).collect());
            let not_texts = || wrong(format!("what {name} settles is not a list of texts."));
            words.and_then(|words: Option<Vec<String>>| words).ok_or_else(not_texts)?
        }
    };
    Ok(ReviewerRole { name, hand, settles })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::domain::roles::Hand;

    #[test]
    fn names_hands_and_what_each_settles_are_read() {
        let roles = parse(
            "[[reviewer]]\nname = \"ana\"\nhand = \"left\"\nsettles = [\"polite\", \"verdict\"]\n\n[[reviewer]]\nname = \"ben\"\n",
        );
        let roles = roles.unwrap().reviewers;
        assert_eq!((roles[0].name.as_str(), roles[0].hand, roles[0].settles.len()), ("ana", Some(Hand::Left), 2));
        assert_eq!((roles[1].name.as_str(), roles[1].hand), ("ben", None));
        assert!(parse("").unwrap().reviewers.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, part) in [
            ("[[reviewer]]\nname = ", "line 2 is not TOML"),
            ("reviewer = 3", "not a list of reviewers"),
            ("[[reviewer]]\nhand = \"left\"", "reviewer 1: `name` is missing"),
            ("[[reviewer]]\nname = \"ana\"\nhand = \"both\"", "the hand of ana is neither"),
            ("[[reviewer]]\nname = \"ana\"\nsettles = \"polite\"", "what ana settles is not a list"),
            ("[[reviewer]]\nname = \"ana\"\nsettle = []", "`settle` is nothing"),
            ("[[reviewer]]\nname = \"ana\"\n[[reviewer]]\nname = \"ana\"", "ana stands there twice"),
        ] {
            let problem = parse(text).unwrap_err().to_string();
            assert!(problem.contains(part), "{part} in: {problem}");
        }
    }
}
