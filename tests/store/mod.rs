//! The store: journal laws, paging, filters, refusals.

mod backups;
mod drifting;
mod filters;
mod grading;
mod journal_laws;
mod judging;
mod refusals;
mod results;
mod storing;
mod survival;
mod workspace;
