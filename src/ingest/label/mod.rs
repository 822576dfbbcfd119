//! Reads people's judgements from columns that the user names: labels with what their values mean, notes, tags,
//! corrections, and whose they are.

mod annotators;
mod column;
mod judged;
mod own;
mod people;
mod rule;
mod unnamed;
mod words;

pub use self::annotators::{Annotators, RowFields};
pub(super) use self::column::{Columns, missing};
pub use self::judged::{Judged, LabelValue, Opined, Opinion, PersonsLabel};
pub(super) use self::own::own;
pub use self::unnamed::Unnamed;
