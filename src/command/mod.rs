//! Every action once: its title, sentence, layer and keys (`registry`), our own key type (`chord`), and which action
//! a key means in a stack of layers (`keymap`). Knows nothing of what an action does.

mod chord;
mod keymap;
mod layer;
mod registry;
mod screen;
mod tables;
#[cfg(test)]
mod tests;

pub use chord::{Chord, Key};
pub use keymap::{Binding, Keymap, PRESETS, Trigger};
pub use layer::Layer;
pub use registry::*;
pub use screen::{SCREENS, Screen, ScreenKey, ScreenRow};
pub use tables::{key_table_markdown, key_table_text, keymap_text};
