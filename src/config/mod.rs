//! Settings: where the workspace is (`discovery`), what the configuration files hold (`file`), who the reviewer is
//! (`reviewer`), and which of flag, environment, workspace, user and built in wins (`settings`).
//!
//! Knows no command line and no screen: flags come in as [`Flags`], the environment as [`Environment`].

mod color;
pub mod discovery;
mod environment;
pub mod file;
mod flags;
pub mod keymap_file;
mod own_command;
mod redact;
pub mod reviewer;
pub mod reviewers_file;
mod settings;
mod stub_folder;

pub use color::Color;
pub use discovery::{FoundWorkspace, Origin};
pub use environment::Environment;
pub use flags::Flags;
pub use settings::{Level, Setting, Settings};
pub use stub_folder::stub_folder;
