//! The keyboard: bytes to keys and pastes (`input`), read without blocking the loop (`keyboard`), typing told from text
//! that was pasted without brackets (`paste_guard`); and whole lines where standard input is no terminal (`typed_lines`).

mod input;
mod keyboard;
mod mouse;
mod paste_guard;
mod typed_lines;

pub(crate) use input::Input;
pub(crate) use keyboard::{Drained, Keyboard, panic_when_asked, timespec};
pub(crate) use typed_lines::TypedLines;
