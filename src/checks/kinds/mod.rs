//! The table of all kinds. A kind is one file and one line here.

#![expect(clippy::unnecessary_wraps, reason = "every `compile` has the signature of `Kind::compile`")]

mod code_fence;
pub(super) mod command;
mod contains;
mod contains_all;
mod contains_any;
mod ends_with;
mod equals;
mod finish_reason;
mod is_json;
mod is_xml;
mod is_yaml;
mod json_path;
mod json_schema;
pub(super) mod judge;
mod language;
mod likeness;
mod markdown_table;
mod max_cost;
mod max_latency;
mod max_length;
mod max_tokens;
mod min_length;
mod names_from_input;
mod no_repetition;
mod not_contains;
mod not_refusal;
mod not_regex;
mod numbers_from_input;
mod quotes_from_input;
mod regex;
mod starts_with;
mod tool_call;
mod urls_from_input;

mod expression;
mod figure;
mod grounding;
mod length;
mod schema;
mod wording;
mod xml;

use super::{Compiled, Kind, Objection, Subject};

/// Every kind, in the order of the help.
pub const KINDS: &[Kind] = &[
    contains::KIND,
    not_contains::KIND,
    contains_any::KIND,
    contains_all::KIND,
    equals::KIND,
    starts_with::KIND,
    ends_with::KIND,
    regex::KIND,
    not_regex::KIND,
    is_json::KIND,
    json_schema::KIND,
    json_path::KIND,
    is_yaml::KIND,
    is_xml::KIND,
    code_fence::KIND,
    markdown_table::KIND,
    max_length::KIND,
    min_length::KIND,
    max_latency::KIND,
    max_cost::KIND,
    max_tokens::KIND,
    finish_reason::KIND,
    numbers_from_input::KIND,
    urls_from_input::KIND,
    quotes_from_input::KIND,
    names_from_input::KIND,
    not_refusal::KIND,
    language::KIND,
    no_repetition::KIND,
    tool_call::KIND,
    likeness::KIND,
    command::KIND,
    judge::KIND,
];

/// A check that is one function of the output.
struct By<F>(F);

impl<F> Compiled for By<F>
where
    F: Fn(&Subject<'_>) -> Vec<Objection> + Send + Sync,
{
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection> {
        self.0(subject)
    }
}

/// Makes a check of a function.
fn by<F>(objections: F) -> Box<dyn Compiled>
where
    F: Fn(&Subject<'_>) -> Vec<Objection> + Send + Sync + 'static,
{
    Box::new(By(objections))
}

/// One objection to the whole output unless `good`.
fn unless(good: bool, reason: impl FnOnce() -> String) -> Vec<Objection> {
    if good { Vec::new() } else { vec![Objection::whole(reason())] }
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn the_table_is_in_order() {
        let mut words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KINDS.len());
        for kind in KINDS {
            assert!(kind.params.iter().filter(|param| param.positional).count() <= 1, "{}", kind.word);
            let groups = ["text", "shape", "size", "grounding", "manner", "reference", "own", "judge"];
            assert!(groups.contains(&kind.group) && kind.help.ends_with('.'), "{}", kind.word);
        }
    }
}
