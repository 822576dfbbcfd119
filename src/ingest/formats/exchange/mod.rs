//! One call of a model as programs log it: the request, the response, or both, in one of many envelopes. Known by the
//! response's own shape, never by the envelope alone; the providers' formats share it.

mod answer;
mod envelope;
mod pieces;
mod read;
mod shape;
mod stream;
mod stream_events;

pub(super) use envelope::{claim, claims_any};
pub(super) use pieces::Pieces;
pub(super) use read::{read, read_bodies, read_joined};
pub(super) use shape::Shape;
pub(super) use stream_events::{add, is_piece};
