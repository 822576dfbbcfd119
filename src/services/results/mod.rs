//! Results of judges and checks that ran elsewhere: imported, compared with people, compared with each other.

mod comparison;
mod import;
mod judges;

pub use comparison::{Basis, Comparison, Flip, PairLine, Side, compare};
pub use import::{Imported, ResultOrder, import};
pub use judges::{lines, newest};
