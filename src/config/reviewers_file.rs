//! `reviewers.toml` in a workspace: who reviews, with which hand where two share the keys, and who may settle what alone.

use std::path::Path;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::file::text_of;
use crate::domain::roles::{Hand, ReviewerRole};
use crate::domain::{GoldShare, Name, Roles, spelling};
use crate::error::{Problem, Result};

/// The name of the file.
pub const FILE: &str = "reviewers.toml";

/// What may be said of a reviewer.
const KEYS: [&str; 4] = ["name", "hand", "settles", "gold"];

/// How an entry is written.
const EXAMPLE: &str =
    "An entry is [[reviewer]] with name = \"ana\", and hand = \"left\", settles = [\"polite\"] or gold = 5 below.";

/// How the known answers of a session are written.
const GOLD: &str = "Write gold = 5 for so many known answers in each new session, gold = true for one in ten, or gold = { every = 20 }.";

/// Reads the file of a workspace; one that does not exist says nothing of anyone.
///
/// # Errors
/// A `Usage` problem that names the file and what is wrong in it.
pub fn read(folder: &Path) -> Result<Roles> {
    let path = folder.join(FILE);
    let Some(text) = text_of(&path, "reviewers")? else { return Ok(Roles::default()) };
    let within = |sentence: &str| format!("In {}: {sentence}", path.display());
    let mut roles = parse(&text).map_err(|problem| Problem { sentence: within(&problem.sentence), ..problem })?;
    roles.flaws.iter_mut().for_each(|flaw| *flaw = within(flaw));
    Ok(roles)
}

/// Reads the file's text.
///
/// # Errors
/// A `Usage` problem for what is not TOML, an unknown key, a wrong value, or a name that stands twice. A wrong number of known
/// answers is a flaw of the roles: the rest of the file stands.
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
            let (mut role, gold) = (reviewer(entry, at + 1)?, entry.get("gold"));
            match gold.map(share) {
                None => {}
                Some(Ok(share)) => role.gold = share,
                Some(Err(wrong)) => {
                    let line = line_of_gold(text, at).map(|line| format!("line {line}, ")).unwrap_or_default();
                    roles.flaws.push(format!(
                        "{line}the gold of {} {wrong}, so no known answers are mixed in. {GOLD}",
                        role.name
                    ));
                }
            }
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
    Ok(ReviewerRole { name, hand, settles, gold: None })
}

/// Reads how many known answers are mixed in; or says what is wrong with it.
fn share(value: &Value) -> std::result::Result<Option<GoldShare>, &'static str> {
    let number = |value: i64, wrong| u32::try_from(value).map_err(|_| wrong);
    match value {
        Value::Boolean(wants) => Ok(wants.then_some(GoldShare::USUAL)),
        Value::Integer(count) => {
            let count = number(*count, "is no number that can be counted to")?;
            Ok((count > 0).then_some(GoldShare::Number(count)))
        }
        Value::Table(table) => match table.get("every").map(Value::as_integer) {
            Some(Some(step)) if step > 0 && table.len() == 1 => {
                Ok(Some(GoldShare::Every(number(step, "is one in more than there can be")?)))
            }
            Some(_) if table.len() > 1 => Err("says more than `every`"),
            Some(_) => Err("is not one in a whole number above 0"),
            None => Err("does not say `every`"),
        },
        Value::String(_) | Value::Float(_) | Value::Datetime(_) | Value::Array(_) => {
            Err("is neither a whole number nor true or false")
        }
    }
}

/// Returns the line of the text on which the known answers of an entry stand, counted from 1.
fn line_of_gold(text: &str, at: usize) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let DeValue::Array(entries) = table.get_ref().get("reviewer")?.get_ref() else { return None };
    let DeValue::Table(entry) = entries.get(at)?.get_ref() else { return None };
    let start = entry.get("gold")?.span().start;
    Some(text.get(..start)?.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::domain::GoldShare;
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
    fn known_answers_are_a_number_the_usual_share_or_one_in_so_many() {
        for (value, share) in [
            ("5", Some(GoldShare::Number(5))),
            ("true", Some(GoldShare::Every(10))),
            ("{ every = 20 }", Some(GoldShare::Every(20))),
            ("false", None),
            ("0", None),
        ] {
            let roles = parse(&format!("[[reviewer]]\nname = \"ana\"\ngold = {value}\n")).unwrap();
            assert_eq!((roles.reviewers[0].gold, roles.flaws.as_slice()), (share, [].as_slice()), "{value}");
        }
    }

    #[test]
    fn a_wrong_number_of_known_answers_is_said_with_its_line_and_the_rest_stands() {
        for (value, part) in [
            ("-1", "no number that can be counted to"),
            ("\"many\"", "neither a whole number nor true or false"),
            ("0.5", "neither a whole number"),
            ("{ every = 0 }", "not one in a whole number above 0"),
            ("{ share = 3 }", "does not say `every`"),
            ("{ every = 3, at = 4 }", "says more than `every`"),
        ] {
            let text = format!(
                "# Who reviews.\n\n[[reviewer]]\nname = \"ana\"\ngold = {value}\nsettles = [\"*\"]\n[[reviewer]]\nname = \"ben\"\ngold = 2\n"
            );
            let roles = parse(&text).unwrap();
            let [flaw] = roles.flaws.as_slice() else { panic!("{value}: {:?}", roles.flaws) };
            assert!(flaw.starts_with("line 5, the gold of ana ") && flaw.contains(part), "{flaw}");
            assert!(flaw.contains("gold = 5"), "it says what to write: {flaw}");
            let golds: Vec<_> = roles.reviewers.iter().map(|role| (role.settles.len(), role.gold)).collect();
            assert_eq!(golds, [(1, None), (0, Some(GoldShare::Number(2)))]);
        }
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
