//! The environment of the process: its working folder and the variables that gemba reads.
//!
//! Read once at the start, so that everything that depends on it can be tested without touching the process.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variables that gemba reads.
const VARIABLES: &[&str] = &[
    "GEMBA_WORKSPACE",
    "GEMBA_REVIEWER",
    "GEMBA_ACCESSIBLE",
    "GEMBA_THEME",
    "GEMBA_COLOR",
    "GEMBA_ALLOW_COMMANDS",
    "NO_COLOR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "USER",
    "LOGNAME",
    "COLUMNS",
    "PATH",
    "TERM",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "KITTY_WINDOW_ID",
    "WT_SESSION",
    "KONSOLE_VERSION",
];

/// What `TERM_PROGRAM` says of terminals that know links, in lower case.
const PROGRAMS_WITH_LINKS: &[&str] = &["iterm.app", "wezterm", "vscode", "ghostty", "tabby", "hyper"];
/// How `TERM` begins in terminals that know links and say nothing else.
const TERMS_WITH_LINKS: &[&str] = &["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour"];
/// The first release of VTE (GNOME's terminals) whose links do no harm, as `VTE_VERSION` counts.
const VTE_WITH_LINKS: u32 = 5_000;

/// The working folder and the variables.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The working folder.
    pub folder: PathBuf,
    vars: BTreeMap<&'static str, OsString>,
}

impl Environment {
    /// Reads those of this process. The working folder is `.` where it cannot be read.
    pub fn from_process() -> Self {
        let vars = VARIABLES.iter().filter_map(|name| Some((*name, std::env::var_os(name)?))).collect();
        Self { folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")), vars }
    }

    /// Makes one for a test; variables that gemba does not read are left out.
    pub fn new(folder: &Path, vars: &[(&str, &str)]) -> Self {
        let known = |name: &str| VARIABLES.iter().copied().find(|variable| *variable == name);
        let vars = vars.iter().filter_map(|(name, value)| Some((known(name)?, OsString::from(value)))).collect();
        Self { folder: folder.to_path_buf(), vars }
    }

    /// Returns a variable as a path; an empty one counts as not set.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.vars.get(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// Returns a variable as text; an empty one counts as not set.
    pub fn text(&self, name: &str) -> Option<String> {
        self.vars.get(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
    }

    /// Answers whether the terminal is one that is known to take links (OSC 8); others may print what they do not know.
    pub fn knows_links(&self) -> bool {
        let is_known = |name: &str, known: &[&str]| {
            self.text(name).is_some_and(|word| known.iter().any(|known| word.to_lowercase().starts_with(known)))
        };
        let vte = self.text("VTE_VERSION").and_then(|version| version.parse().ok());
        ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"].iter().any(|name| self.text(name).is_some())
            || vte.is_some_and(|version: u32| version >= VTE_WITH_LINKS)
            || is_known("TERM_PROGRAM", PROGRAMS_WITH_LINKS)
            || is_known("TERM", TERMS_WITH_LINKS)
    }

    /// Returns the user's folder for gemba's settings.
    pub fn config_folder(&self) -> Option<PathBuf> {
        self.xdg("XDG_CONFIG_HOME").or_else(|| Some(project()?.config_dir().to_path_buf()))
    }

    /// Returns the user's folder for gemba's data, where a workspace is looked for last.
    pub fn data_folder(&self) -> Option<PathBuf> {
        self.xdg("XDG_DATA_HOME").or_else(|| Some(project()?.data_dir().to_path_buf()))
    }

    /// By the XDG rules a relative path in such a variable counts as not set.
    fn xdg(&self, name: &str) -> Option<PathBuf> {
        self.path(name).filter(|path| path.is_absolute()).map(|path| path.join("gemba"))
    }
}

fn project() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "gemba")
}
