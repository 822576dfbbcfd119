//! Reads a check while it is typed: its kind or those it may become, and what is wrong so far.

use super::catalog::kind;
use super::check_syntax;
use super::kinds::KINDS;
use super::portable::Kind;
use super::prepared::{Commands, prepare};
use crate::domain::{CheckSpec, spelling};
use crate::error::Problem;
use crate::text::{Backslash, split_words};

/// A check that is being typed.
#[derive(Debug, Default)]
pub enum Typing {
    /// Nothing was typed.
    #[default]
    Nothing,
    /// The kind's word is incomplete: the kinds that it may become; none where no word begins so.
    Kind(Vec<&'static Kind>),
    /// Arguments are missing or wrong, or the kind is unknown (then `None`).
    Wrong(Option<&'static Kind>, Problem),
    /// The check is complete.
    Whole {
        /// Its kind.
        kind: &'static Kind,
        /// Its canonical form.
        spec: CheckSpec,
        /// Why it does not run while it is typed, as a clause; `None` where it does.
        not_run: Option<String>,
    },
}

/// Returns the first word, and whether something was typed behind it.
fn first_word(typed: &str) -> (String, bool) {
    let word = split_words(typed, Backslash::Literal).into_iter().next().unwrap_or_default();
    (word, typed.trim_start().contains(char::is_whitespace))
}

/// Reads what was typed so far.
pub fn typing(typed: &str) -> Typing {
    let (word, is_ended) = first_word(typed);
    if word.is_empty() {
        return Typing::Nothing;
    }
    let known = KINDS.iter().find(|kind| kind.word == word);
    let longer = begins(&word);
    if !is_ended && (known.is_none() && !longer.is_empty()) {
        return Typing::Kind(longer);
    }
    let read = check_syntax::read(typed).and_then(|spec| {
        prepare(&spec, &Commands::not_on_screen()).map(|check| (spec, check.not_run().map(str::to_owned)))
    });
    match (read, known) {
        (Ok((spec, not_run)), Some(kind)) => Typing::Whole { kind, spec, not_run },
        (Err(problem), known) => Typing::Wrong(known, problem),
        (Ok(_), None) => Typing::Nothing,
    }
}

/// Returns the kinds whose word begins so; where there is none, those that hold it.
fn begins(word: &str) -> Vec<&'static Kind> {
    let begins: Vec<&Kind> = KINDS.iter().filter(|kind| kind.word.starts_with(word)).collect();
    if begins.is_empty() { KINDS.iter().filter(|kind| kind.word.contains(word)).collect() } else { begins }
}

/// Returns what was typed, with its last word completed as far as there is only one way: a kind's word, or an option of the
/// kind. `None` where nothing can be added.
pub fn complete(typed: &str) -> Option<String> {
    let (word, is_ended) = first_word(typed);
    if !is_ended {
        let kinds = begins(&word);
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word).collect();
        let words = if words.is_empty() && !word.is_empty() {
            spelling::nearest(&word, KINDS.iter().map(|kind| kind.word)).into_iter().collect()
        } else {
            words
        };
        return completed("", &word, &words);
    }
    let kind = kind(&word).ok()?;
    let at = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, last) = typed.split_at_checked(at)?;
    let name = last.strip_prefix("--").filter(|name| !name.contains('='))?;
    let names: Vec<&str> =
        kind.all_params().filter(|param| !param.positional && param.name.starts_with(name)).map(|p| p.name).collect();
    completed(&format!("{before}--"), name, &names)
}

/// Returns the longest beginning that all words share, behind `before`; with a blank behind it where there is only one.
fn completed(before: &str, typed: &str, words: &[&str]) -> Option<String> {
    let (first, others) = words.split_first()?;
    let mut shared = *first;
    for word in others {
        let same = shared.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        shared = shared.get(..same)?;
    }
    let end = if others.is_empty() { " " } else { "" };
    let whole = format!("{before}{shared}{end}");
    (shared.len() > typed.len() || others.is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_beginning_and_a_slip_is_named() {
        assert!(matches!(typing("  "), Typing::Nothing));
        let Typing::Kind(kinds) = typing("cont") else { panic!() };
        assert_eq!(kinds.first().unwrap().word, "contains");
        let Typing::Kind(kinds) = typing("json") else { panic!() };
        assert!(kinds.iter().all(|kind| kind.word.starts_with("json")), "{kinds:?}");
        let Typing::Wrong(None, problem) = typing("contian x") else { panic!() };
        assert!(problem.to_string().contains("`contains`"), "{problem}");
    }

    #[test]
    fn what_is_missing_or_wrong_is_said_with_the_kind() {
        let Typing::Wrong(Some(kind), problem) = typing("contains") else { panic!() };
        assert_eq!(kind.word, "contains");
        assert!(problem.to_string().contains("text"), "{problem}");
        assert!(matches!(typing("regex ("), Typing::Wrong(Some(_), _)));
        assert!(matches!(typing("regex x"), Typing::Whole { kind, not_run: None, .. } if kind.word == "regex"));
    }

    #[test]
    fn a_program_of_the_users_is_never_started_while_it_is_typed() {
        for line in ["command -- touch /tmp/x", "judge 'Passes when it is kind.'"] {
            assert!(matches!(typing(line), Typing::Whole { not_run: Some(_), .. }), "{line}: {:?}", typing(line));
        }
    }

    #[test]
    fn words_are_completed_as_far_as_there_is_one_way() {
        assert_eq!(complete("reg").as_deref(), Some("regex "));
        assert_eq!(complete("contai").as_deref(), Some("contains"));
        assert_eq!(complete("isjson").as_deref(), Some("is-json "));
        assert_eq!(complete("contains x --ig").as_deref(), Some("contains x --ignore-case "));
        assert_eq!(complete("contains x"), None);
        assert_eq!(complete("zzzzzz"), None);
        assert_eq!(complete(""), None);
    }
}
