//! Zip archives: their directory, checked, and the files in them as streams. Nothing is extracted; a file's name is data.

mod chosen;
mod directory;
mod members;
mod open;
mod part;

pub(super) use directory::Directory;
pub(super) use members::{Texts, capped};
pub(super) use open::open;
