//! What each kind of check says of an output, and how checks are typed and named.

mod grounding;
mod jobs;
mod kinds;
mod lines;
mod manner;
mod mining;
mod runs;
mod stated;
mod trying;
mod typed;
mod typed_checks;
