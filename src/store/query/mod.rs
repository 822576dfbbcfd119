//! What screens and lists ask of the store: filters, judgements, figures, results.

pub(crate) mod body_filter;
pub(crate) mod figures;
pub(crate) mod filter_sql;
pub(crate) mod grading;
pub(crate) mod judged;
pub(crate) mod judgements;
pub(crate) mod pool;
pub(crate) mod results;
pub(crate) mod scan;
