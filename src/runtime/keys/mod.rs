//! The keyboard: bytes to keys and pastes (`input`), read without blocking the loop (`keyboard`), typing told from text
//! that was pasted without brackets (`paste_guard`).

mod input;
mod keyboard;
mod mouse;
mod paste_guard;

pub(crate) use input::Input;
pub(crate) use keyboard::{Drained, Keyboard, timespec};
