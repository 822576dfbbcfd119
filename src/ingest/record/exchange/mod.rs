//! One call of a model as programs log it: the request, the response, or both, in one of many envelopes. Known by the
//! response's own shape, never by the envelope alone; the providers' formats share it.

mod answer;
mod answered;
mod asked;
mod envelope;
mod pieces;
mod read;
mod shape;
mod stream;
mod stream_events;

pub(crate) use answered::{put_found_answer, put_mapped_answer, put_response};
pub(crate) use asked::put_request;
pub(crate) use envelope::{claims_any, is_call};
pub(crate) use pieces::Pieces;
pub(crate) use read::{put_request_body, read, read_bodies, read_joined};
pub(crate) use shape::Shape;
pub(crate) use stream_events::{add, is_piece};
