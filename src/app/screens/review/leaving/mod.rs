//! What leaves the screen: copies, and what the reviewer's own programs get.

mod copying;
mod elsewhere;
