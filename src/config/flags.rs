//! The settings that the command line gives.

use std::path::PathBuf;

use super::color::Color;

/// The flags that override settings.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--workspace`.
    pub workspace: Option<PathBuf>,
    /// `--reviewer`.
    pub reviewer: Option<String>,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--color`.
    pub color: Option<Color>,
    /// `--accessible`.
    pub accessible: bool,
}
