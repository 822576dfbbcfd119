//! The Criteria screen: statements under version control, with the page of the selected one.

mod actions;
pub(crate) mod draw;
pub mod forecast;
pub(crate) mod keys;
mod rows;
mod state;
pub mod versions;

pub(crate) use actions::{link, merge};
pub use state::Criteria;
