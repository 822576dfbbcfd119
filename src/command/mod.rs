//! Every action once: its id, title, sentence, layer and keys (`registry`), and our own key type (`chord`).
mod chord;
pub use chord::{Chord, Key};
