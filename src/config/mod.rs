//! Settings: where the workspace is (`discovery`), what the configuration files say (`file`), who the reviewer is
//! (`reviewer`), and which of flag, environment, workspace, user and built in wins.
//!
//! Knows no command line and no screen: flags come in as [`Flags`], the environment as [`Surroundings`].

pub mod discovery;
pub mod file;
pub mod reviewer;
mod surroundings;

use std::path::{Path, PathBuf};

pub use discovery::{Found, Origin};
pub use surroundings::Surroundings;

use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::stubs;
use file::File;

/// When the screen and the help may use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// When it goes to a terminal and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// All, in the order of the help.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// The word of this choice.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// Reads a word of [`Color::word`].
    ///
    /// # Errors
    /// A `Usage` problem with the nearest known word.
    pub fn from_word(word: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|color| color.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word);
            Problem::usage(format!("`{word}` is not a colour setting.")).hint(spelling::hint(word, &words))
        })
    }
}

/// What the command line said.
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
}

/// Where a setting came from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A flag.
    Flag,
    /// An environment variable.
    Environment,
    /// `config.toml` of the workspace.
    Workspace,
    /// `config.toml` of the user.
    User,
    /// Nobody said anything.
    BuiltIn,
}

impl Level {
    /// The level in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::Workspace => "workspace",
            Self::User => "user",
            Self::BuiltIn => "built in",
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value that holds.
    pub value: T,
    /// Who set it.
    pub level: Level,
}

/// All settings but the reviewer, who is asked for only where a judgement is written.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The theme's name; `None` for the built-in default.
    pub theme: Setting<Option<String>>,
    /// When colour may be used.
    pub color: Setting<Color>,
    /// The key map.
    pub keymap: Setting<String>,
    /// The suites that stubs are written for.
    pub stub_targets: Setting<Vec<String>>,
    /// The folder that stubs go into, from the working folder.
    pub stub_folder: Setting<String>,
    /// The reviewer's name as the files give it.
    pub reviewer: Option<Setting<String>>,
    /// Whether checks may start programs: only the workspace's own file can say so.
    pub allow_commands: bool,
    /// The user-wide configuration file, whether it is there or not.
    pub user_file: Option<PathBuf>,
    /// The workspace's configuration file, whether it is there or not.
    pub workspace_file: Option<PathBuf>,
}

impl Settings {
    /// Reads both files and lets the stronger win. `workspace` is the workspace's folder, if one was found.
    ///
    /// # Errors
    /// A `Usage` problem that names the file, for one that cannot be read or says something unknown.
    pub fn load(flags: &Flags, around: &Surroundings, workspace: Option<&Path>) -> Result<Self> {
        let user_file = around.config_folder().map(|folder| folder.join("config.toml"));
        let workspace_file = workspace.map(|folder| folder.join("config.toml"));
        let of_user = user_file.as_deref().map(File::read).transpose()?.unwrap_or_default();
        let of_workspace = workspace_file.as_deref().map(File::read).transpose()?.unwrap_or_default();

        if of_user.allow_commands.is_some() {
            let file = user_file.as_deref().unwrap_or(Path::new("config.toml")).display();
            return Err(Problem::usage(format!("In {file}: `allow_commands` holds for one workspace, not for all."))
                .hint("Write it into the config.toml of that workspace."));
        }
        let theme = strongest([
            (Level::Flag, flags.theme.clone()),
            (Level::Environment, around.text("GEMBA_THEME")),
            (Level::Workspace, of_workspace.theme),
            (Level::User, of_user.theme),
        ]);
        let no_color = around.text("NO_COLOR").map(|_| Color::Never);
        let named = around.text("GEMBA_COLOR").map(|word| Color::from_word(&word)).transpose()?;
        let color = strongest([
            (Level::Flag, flags.color),
            (Level::Environment, named.or(no_color)),
            (Level::Workspace, of_workspace.color),
            (Level::User, of_user.color),
        ]);
        let keymap = strongest([(Level::Workspace, of_workspace.keymap), (Level::User, of_user.keymap)]);
        let built_in = |word: &str| word.to_owned();
        let targets = strongest([(Level::Workspace, of_workspace.stub_targets), (Level::User, of_user.stub_targets)]);
        let folder = strongest([(Level::Workspace, of_workspace.stub_folder), (Level::User, of_user.stub_folder)]);
        let reviewer = strongest([(Level::Workspace, of_workspace.reviewer), (Level::User, of_user.reviewer)]);
        Ok(Self {
            theme: theme.map_or(Setting { value: None, level: Level::BuiltIn }, |theme| Setting {
                value: Some(theme.value),
                level: theme.level,
            }),
            color: color.unwrap_or(Setting { value: Color::Auto, level: Level::BuiltIn }),
            keymap: keymap.unwrap_or(Setting { value: built_in("default"), level: Level::BuiltIn }),
            stub_targets: targets
                .unwrap_or(Setting { value: vec![built_in(stubs::DEFAULT.word)], level: Level::BuiltIn }),
            stub_folder: folder.unwrap_or(Setting { value: built_in("evals"), level: Level::BuiltIn }),
            reviewer,
            allow_commands: of_workspace.allow_commands.unwrap_or(false),
            user_file,
            workspace_file,
        })
    }
}

fn strongest<T>(levels: impl IntoIterator<Item = (Level, Option<T>)>) -> Option<Setting<T>> {
    levels.into_iter().find_map(|(level, value)| value.map(|value| Setting { value, level }))
}

#[cfg(test)]
mod tests {
    use super::{Color, Flags, Level, Settings, Surroundings};

    fn around(home: &std::path::Path, vars: &[(&str, &str)]) -> Surroundings {
        let config = home.join("config");
        let mut all = vec![("XDG_CONFIG_HOME", config.to_str().unwrap())];
        all.extend_from_slice(vars);
        Surroundings::of(home, &all)
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_workspace_which_beats_the_user() {
        let home = tempfile::tempdir().unwrap();
        let workspace = home.path().join("w");
        std::fs::create_dir_all(home.path().join("config/gemba")).unwrap();
        std::fs::create_dir_all(&workspace).unwrap();
        let theme = |flags: &Flags, vars: &[(&str, &str)]| {
            let settings = Settings::load(flags, &around(home.path(), vars), Some(&workspace)).unwrap();
            (settings.theme.value, settings.theme.level)
        };
        let plain = Flags::default();
        assert_eq!(theme(&plain, &[]), (None, Level::BuiltIn));
        std::fs::write(home.path().join("config/gemba/config.toml"), "theme = 'light'").unwrap();
        assert_eq!(theme(&plain, &[]), (Some("light".into()), Level::User));
        std::fs::write(workspace.join("config.toml"), "theme = 'dark'").unwrap();
        assert_eq!(theme(&plain, &[]), (Some("dark".into()), Level::Workspace));
        assert_eq!(theme(&plain, &[("GEMBA_THEME", "x")]), (Some("x".into()), Level::Environment));
        let flag = Flags { theme: Some("y".into()), ..Flags::default() };
        assert_eq!(theme(&flag, &[("GEMBA_THEME", "x")]), (Some("y".into()), Level::Flag));
    }

    #[test]
    fn no_color_turns_colour_off_unless_a_flag_asks_for_it() {
        let home = tempfile::tempdir().unwrap();
        let around = around(home.path(), &[("NO_COLOR", "1")]);
        let plain = Settings::load(&Flags::default(), &around, None).unwrap();
        assert_eq!((plain.color.value, plain.color.level), (Color::Never, Level::Environment));
        let flags = Flags { color: Some(Color::Always), ..Flags::default() };
        assert_eq!(Settings::load(&flags, &around, None).unwrap().color.value, Color::Always);
    }
}
