//! Keys and actions: every action with its words (`registry`), the screens (`screen`), keys by name (`chord`), and
//! which action a key means in a stack of layers (`keymap`). What an action does is in `app`.

mod chord;
mod keymap;
mod layer;
mod own_keys;
mod pick_keys;
mod registry;
mod screen;
mod tables;
#[cfg(test)]
mod tests;

pub use chord::{Chord, Key};
pub use keymap::{Binding, Keymap, PRESETS, Trigger};
pub use layer::Layer;
pub use own_keys::{KeyFlaw, KeyLine, OwnCommand, OwnKeys, layer_word};
pub use pick_keys::{PICK_FIELDS, PICK_KEYS, PickAction, PickKey, pick_action, pick_key, pick_word};
pub use registry::*;
pub(crate) use screen::for_each_screen;
pub use screen::{SCREENS, Screen, ScreenKey, ScreenRow};
pub use tables::{key_table_markdown, key_table_text, keymap_text};
