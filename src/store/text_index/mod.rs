//! Full text: what a word is, how words are found in a text, and the index over the words of all records.
//!
//! Two FTS5 tables without content (`fts_user`: the user's own words, `fts_output`: the answers). Both the index and the
//! search in a text split words by `tokens`, so that a filter holds the same records with the index and without it.

#[expect(clippy::disallowed_methods, reason = "a thread that ends before the building does")]
pub(crate) mod build;
pub(crate) mod expression;
pub(crate) mod lookup;
pub(crate) mod row_set;
pub(crate) mod texts;
pub(crate) mod tokens;
pub(crate) mod words;
