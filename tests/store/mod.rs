//! The store: journal laws, paging, filters, refusals.
