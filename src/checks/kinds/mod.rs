//! The table of all kinds. A kind is one file, named like it, and one row here; `shared` is what some kinds share.

#![expect(clippy::unnecessary_wraps, reason = "every `compile` has the signature of `Kind::compile`")]

pub(crate) mod begins_with_input;
pub(crate) mod code_fence;
pub(crate) mod command;
pub(crate) mod contains;
pub(crate) mod contains_all;
pub(crate) mod contains_any;
pub(crate) mod count;
pub(crate) mod count_equals_input;
pub(crate) mod ends_with;
pub(crate) mod ends_with_sentence;
pub(crate) mod equals;
pub(crate) mod finish_reason;
pub(crate) mod holds_input;
pub(crate) mod is_json;
pub(crate) mod is_xml;
pub(crate) mod is_yaml;
pub(crate) mod json_path;
pub(crate) mod json_schema;
pub(crate) mod judge;
pub(crate) mod language;
pub(crate) mod markdown_table;
pub(crate) mod max_cost;
pub(crate) mod max_latency;
pub(crate) mod max_length;
pub(crate) mod max_tokens;
pub(crate) mod min_length;
pub(crate) mod names_from_input;
pub(crate) mod no_duplicates;
pub(crate) mod no_repetition;
pub(crate) mod not_contains;
pub(crate) mod not_refusal;
pub(crate) mod not_regex;
pub(crate) mod numbers_from_input;
pub(crate) mod quotes_from_input;
pub(crate) mod regex;
mod shared;
pub(crate) mod similar;
pub(crate) mod starts_with;
pub(crate) mod tool_call;
pub(crate) mod urls_from_input;

use super::portable::{self, Kind};

/// Makes the table of kinds, and beside it the source of each, for the Rust helper of generated stubs.
macro_rules! kinds {
    ($($file:ident),* $(,)?) => {
        /// Every kind, in the order of the help.
        pub const KINDS: &[Kind] = &[$($file::KIND),*];
        /// The file of each of [`KINDS`]: the name of its module, and its text.
        pub(crate) const SOURCES: &[(&str, &str)] =
            &[$((stringify!($file), include_str!(concat!(stringify!($file), ".rs")))),*];
    };
}

kinds![
    contains,
    not_contains,
    contains_any,
    contains_all,
    equals,
    starts_with,
    ends_with,
    regex,
    not_regex,
    is_json,
    json_schema,
    json_path,
    is_yaml,
    is_xml,
    code_fence,
    markdown_table,
    max_length,
    min_length,
    count,
    max_latency,
    max_cost,
    max_tokens,
    finish_reason,
    numbers_from_input,
    urls_from_input,
    quotes_from_input,
    names_from_input,
    holds_input,
    begins_with_input,
    count_equals_input,
    not_refusal,
    language,
    no_repetition,
    no_duplicates,
    ends_with_sentence,
    tool_call,
    similar,
    command,
    judge,
];

#[cfg(test)]
mod tests {
    use super::portable::{CheckSpec, Params};
    use super::{KINDS, SOURCES};

    #[test]
    fn the_table_is_in_order() {
        let mut words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KINDS.len());
        for (kind, (file, _)) in KINDS.iter().zip(SOURCES) {
            assert_eq!(kind.word.replace('-', "_"), *file);
            assert!(kind.params.iter().filter(|param| param.positional).count() <= 1, "{}", kind.word);
            assert!(kind.help.ends_with('.'), "{}", kind.word);
            let spec = CheckSpec { kind: kind.word.to_owned(), params: Params::new() };
            assert!((kind.describes_failure)(&spec).starts_with("outputs "), "{}", kind.word);
        }
    }
}
