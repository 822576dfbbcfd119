//! Gathers modes, criteria, checks and judged records, and has their stubs proven, shown and written.

mod compare;
mod keep;
mod order;
mod page;
mod run;
mod sources;
mod summary;

pub use keep::keep_written;
pub use order::{ChecksChanged, Outdated, StubFiles, StubLine, StubOrder};
pub use page::{stub_page, suites};
pub use run::run;
pub use summary::summary;
