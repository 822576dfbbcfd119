//! The picking screen at a terminal, or told in lines: `pick_loop` sleeps and reads, `front` shows and takes what is typed.

mod front;
mod pick_loop;

pub use pick_loop::{PickReader, run_pick};
