//! The store: journal laws, paging, filters, refusals.

mod filters;
mod journal_laws;
mod judging;
mod refusals;
mod storing;
mod survival;
mod workspace;
