//! Gathers modes, criteria, checks and judged records, and has their stubs proven, shown and written.

mod compare;
mod order;
mod outdated;
mod page;
mod run;
mod sources;
mod summary;

pub use order::{StubFiles, StubLine, StubOrder};
pub use outdated::{ChecksChanged, Outdated};
pub use page::{stub_page, suites};
pub use run::run;
pub use summary::summary;
