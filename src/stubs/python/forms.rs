//! The table of kinds in Python: what the helper of each reads, and how it stands inline where it may.

use super::inline::{self, Inline, Wanted};

/// What the helper of a kind reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// The output alone, as a text.
    Output,
    /// More of the record.
    Record,
}

impl Reads {
    /// Returns its word in a data file.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Record => "record",
        }
    }
}

/// A kind in Python.
pub(crate) struct Form {
    /// Its helper's function; the file is `gemba_<function>.py`.
    pub(crate) function: &'static str,
    /// The helper's text.
    pub(super) text: &'static str,
    pub(crate) reads: Reads,
    /// How it stands inline; `None` where only the helper has every verdict of gemba.
    pub(super) inline: fn(&Wanted<'_>) -> Option<Inline>,
}

/// Makes the table, with the text of each helper.
macro_rules! forms {
    ($($function:ident: $reads:ident, $inline:expr;)*) => {
        /// Every kind that Python can express, named like its function.
        pub(crate) const FORMS: &[Form] = &[$(Form {
            function: stringify!($function),
            text: include_str!(concat!("../helpers/python/gemba_", stringify!($function), ".py")),
            reads: Reads::$reads,
            inline: $inline,
        }),*];
    };
}

/// Ignore-case, words, sentences and whatever reads more than the output want a helper.
const HELPER: fn(&Wanted<'_>) -> Option<Inline> = |_| None;

forms! {
    contains: Output, inline::contains;
    not_contains: Output, inline::not_contains;
    contains_any: Output, inline::contains_any;
    contains_all: Output, inline::contains_all;
    equals: Output, inline::equals;
    starts_with: Output, inline::starts_with;
    ends_with: Output, inline::ends_with;
    regex: Output, inline::regex;
    not_regex: Output, inline::not_regex;
    is_json: Output, inline::is_json;
    json_schema: Output, HELPER;
    json_path: Output, HELPER;
    is_xml: Output, HELPER;
    code_fence: Output, HELPER;
    markdown_table: Output, HELPER;
    max_length: Output, inline::max_length;
    min_length: Output, inline::min_length;
    count: Output, HELPER;
    max_latency: Record, HELPER;
    max_cost: Record, HELPER;
    max_tokens: Record, HELPER;
    finish_reason: Record, HELPER;
    numbers_from_input: Record, HELPER;
    urls_from_input: Record, HELPER;
    quotes_from_input: Record, HELPER;
    names_from_input: Record, HELPER;
    holds_input: Record, HELPER;
    begins_with_input: Record, HELPER;
    count_equals_input: Record, HELPER;
    not_refusal: Record, HELPER;
    language: Output, HELPER;
    no_repetition: Output, HELPER;
    no_duplicates: Output, HELPER;
    ends_with_sentence: Output, HELPER;
    tool_call: Record, HELPER;
    similar: Record, HELPER;
}

/// Returns the row of a kind; `None` for one that Python cannot express.
pub(crate) fn form(kind: &str) -> Option<&'static Form> {
    let function = kind.replace('-', "_");
    FORMS.iter().find(|form| form.function == function)
}
