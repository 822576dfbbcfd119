//! The store: journal laws, paging, filters, refusals.

mod apply_laws;
mod backups;
mod blindness;
mod daily_months;
mod drift_power;
mod drifting;
mod filters;
mod grading;
mod identity;
mod journal_format;
mod journal_laws;
mod judging;
mod random_changes;
mod random_filters;
mod random_sittings;
mod refusals;
mod results;
mod sampling;
mod storing;
mod survival;
mod tag_answers;
mod text_index;
mod unions;
mod workspace;
