//! What each kind of check says of an output, and how checks are typed and named.

mod jobs;
mod kinds;
mod mining;
mod typed;
