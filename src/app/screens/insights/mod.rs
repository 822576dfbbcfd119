//! The Insights screen: one chart at a time, its lines chosen by the cursor, its figures copied as a table.

mod actions;
pub mod agreement;
pub(crate) mod draw;
pub mod judges;
pub(crate) mod keys;
pub mod line;
mod lines;
mod section;
mod state;

pub use agreement::AgreementRow;
pub use line::InsightLine;
pub use section::Section;
pub use state::Insights;
