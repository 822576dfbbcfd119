//! From what a format finds to records: the turns of a conversation in every shape, a record while it is being read, and
//! what a format gives out for one entry.

mod by_names;
mod direct;
pub(super) mod exchange;
mod judged;
mod measured;
mod names;
mod place;
mod record_builder;
mod record_turns;
mod records;
mod scalars;
mod shapes;
mod slots;
mod sources;
mod told;

pub(crate) use by_names::read_by_names;
pub(crate) use direct::DirectReader;
pub(crate) use exchange::{put_request, put_response};
pub(crate) use measured::put_seconds;
pub(crate) use names::PARAMETERS;
pub(crate) use place::Place;
pub(crate) use record_builder::{Mapping, RecordBuilder};
pub(crate) use record_turns::observations;
pub(crate) use records::{Given, Records};
pub use shapes::answer_object::answer_beside_sources;
pub(crate) use shapes::langchain::{turn, turns};
pub(super) use shapes::message;
pub(crate) use shapes::message::answer;
