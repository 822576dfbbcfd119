//! What screens and lists ask of the store: filters, judgements, figures, results.

pub(crate) mod body_filter;
pub(crate) mod conditions;
pub(crate) mod facts;
pub(crate) mod figures;
pub(crate) mod filter_sql;
pub(crate) mod grading;
pub(crate) mod judged;
pub(crate) mod judgements;
#[expect(clippy::disallowed_methods, reason = "threads that end before the walk does")]
pub(crate) mod parallel;
pub(crate) mod pool;
pub(crate) mod results;
pub(crate) mod saved;
pub(crate) mod scan;
pub(crate) mod source;
pub(crate) mod tree;
