//! Every setting with its value, and which of flag, environment, workspace, user and built in wins.

use crate::domain::words::words;
use std::path::{Path, PathBuf};

use super::color::Color;
use super::environment::Environment;
use super::file::File;
use super::flags::Flags;
use super::keymap_file;
use crate::command::OwnCommand;
use crate::domain::StubCases;
use crate::error::{Problem, Result};
use crate::redact::{Mode, Policy};
use crate::stubs;
use crate::text::TraceLinks;

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
    /// No level above sets it.
    BuiltIn,
}

words!(Level: Flag = "flag", Environment = "environment", Workspace = "workspace", User = "user", BuiltIn = "built in");

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value that holds.
    pub value: T,
    /// Where it was set.
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
    /// Whether a fail asks why.
    pub fail_asks_why: Setting<bool>,
    /// Whether what is masked while presenting can be shown.
    pub present_may_unmask: Setting<bool>,
    /// Whether clicks and the wheel are taken.
    pub mouse: Setting<bool>,
    /// Whether screens are told in lines of text.
    pub accessible: Setting<bool>,
    /// The suites that stubs are written for.
    pub stub_targets: Setting<Vec<String>>,
    /// The folder that stubs go into, from the working folder.
    pub stub_folder: Setting<String>,
    /// Whether the cases of weak stubs are replayed too.
    pub stub_allow_weak: Setting<bool>,
    /// The most cases of each side that a stub has.
    pub stub_cases: Setting<usize>,
    /// Where traces are.
    pub trace_url: Setting<TraceLinks>,
    /// The reviewer's name as the files give it.
    pub reviewer: Option<Setting<String>>,
    /// What is masked and what is not: what both files say, together.
    pub redact: Policy,
    /// What of that the user's file says, and what the workspace's.
    pub redact_of: [(Level, Policy); 2],
    /// Whether copies from the screen are masked.
    pub redact_copies: Setting<Mode>,
    /// The user's own commands. A workspace's are not read.
    pub commands: Vec<OwnCommand>,
    /// Whether the workspace's file has commands, which are not read.
    pub brings_commands: bool,
    /// Whether the workspace's file asks that its checks may start programs. It is told why that allows nothing.
    pub allow_commands: bool,
    /// The user's own keys, whether the file is there or not.
    pub keymap_file: Option<PathBuf>,
    /// The user-wide configuration file, whether it is there or not.
    pub user_file: Option<PathBuf>,
    /// The workspace's configuration file, whether it is there or not.
    pub workspace_file: Option<PathBuf>,
}

impl Settings {
    /// Reads both files and lets the stronger win. `workspace` is the workspace's folder, if one was found.
    ///
    /// # Errors
    /// A `Usage` problem that names the file, for one that cannot be read or has an unknown setting.
    pub fn load(flags: &Flags, env: &Environment, workspace: Option<&Path>) -> Result<Self> {
        let user_file = env.config_folder().map(|folder| folder.join("config.toml"));
        let workspace_file = workspace.map(|folder| folder.join("config.toml"));
        let from_user = user_file.as_deref().map(File::read).transpose()?.unwrap_or_default();
        let from_workspace = workspace_file.as_deref().map(File::read).transpose()?.unwrap_or_default();

        if from_user.allow_commands.is_some() {
            let file = user_file.as_deref().unwrap_or(Path::new("config.toml")).display();
            return Err(Problem::usage(format!(
                "In {file}: `allow_commands` is not a setting of yours for all workspaces."
            ))
            .hint("Take the line away. `gemba trust` allows the programs of one workspace."));
        }
        let theme = strongest([
            (Level::Flag, flags.theme.clone()),
            (Level::Environment, env.text("GEMBA_THEME")),
            (Level::Workspace, from_workspace.theme),
            (Level::User, from_user.theme),
        ]);
        let no_color = env.text("NO_COLOR").map(|_| Color::Never);
        let named = env.text("GEMBA_COLOR").map(|word| Color::from_word(&word)).transpose()?;
        let color = strongest([
            (Level::Flag, flags.color),
            (Level::Environment, named.or(no_color)),
            (Level::Workspace, from_workspace.color),
            (Level::User, from_user.color),
        ]);
        let keymap = strongest([(Level::Workspace, from_workspace.keymap), (Level::User, from_user.keymap)]);
        let asks =
            strongest([(Level::Workspace, from_workspace.fail_asks_why), (Level::User, from_user.fail_asks_why)]);
        let accessible = strongest([
            (Level::Flag, flags.accessible.then_some(true)),
            (Level::Environment, env.text("GEMBA_ACCESSIBLE").map(|word| !["0", "false"].contains(&word.as_str()))),
            (Level::Workspace, from_workspace.accessible),
            (Level::User, from_user.accessible),
        ]);
        let unmasks = strongest([
            (Level::Workspace, from_workspace.present_may_unmask),
            (Level::User, from_user.present_may_unmask),
        ]);
        let mouse = strongest([(Level::Workspace, from_workspace.mouse), (Level::User, from_user.mouse)]);
        let targets =
            strongest([(Level::Workspace, from_workspace.stub_targets), (Level::User, from_user.stub_targets)]);
        let folder = strongest([(Level::Workspace, from_workspace.stub_folder), (Level::User, from_user.stub_folder)]);
        let weak =
            strongest([(Level::Workspace, from_workspace.stub_allow_weak), (Level::User, from_user.stub_allow_weak)]);
        let cases = strongest([(Level::Workspace, from_workspace.stub_cases), (Level::User, from_user.stub_cases)]);
        let traces = strongest([(Level::Workspace, from_workspace.trace_url), (Level::User, from_user.trace_url)]);
        let reviewer = strongest([(Level::Workspace, from_workspace.reviewer), (Level::User, from_user.reviewer)]);
        let (by_user, by_workspace) = (from_user.redact.unwrap_or_default(), from_workspace.redact.unwrap_or_default());
        let copies = strongest([(Level::Workspace, by_workspace.copies), (Level::User, by_user.copies)]);
        Ok(Self {
            theme: theme
                .map_or_else(|| built_in(None), |Setting { value, level }| Setting { value: Some(value), level }),
            color: color.unwrap_or_else(|| built_in(Color::Auto)),
            keymap: keymap.unwrap_or_else(|| built_in("default".to_owned())),
            fail_asks_why: asks.unwrap_or_else(|| built_in(true)),
            accessible: accessible.unwrap_or_else(|| built_in(false)),
            present_may_unmask: unmasks.unwrap_or_else(|| built_in(true)),
            mouse: mouse.unwrap_or_else(|| built_in(true)),
            stub_targets: targets.unwrap_or_else(|| built_in(vec![stubs::DEFAULT.word.to_owned()])),
            stub_folder: folder.unwrap_or_else(|| built_in("evals".to_owned())),
            stub_allow_weak: weak.unwrap_or_else(|| built_in(false)),
            stub_cases: cases.unwrap_or_else(|| built_in(StubCases::default().each)),
            trace_url: traces.map_or_else(
                || built_in(TraceLinks::default()),
                |Setting { value, level }| Setting { value: TraceLinks::new(value), level },
            ),
            reviewer,
            redact: by_user.policy.clone().and(by_workspace.policy.clone()),
            redact_of: [(Level::User, by_user.policy), (Level::Workspace, by_workspace.policy)],
            redact_copies: copies.unwrap_or_else(|| built_in(Mode::Mask)),
            commands: from_user.command.unwrap_or_default(),
            brings_commands: from_workspace.command.is_some(),
            allow_commands: from_workspace.allow_commands.unwrap_or(false),
            keymap_file: env.config_folder().map(|folder| folder.join(keymap_file::FILE)),
            user_file,
            workspace_file,
        })
    }

    /// The cases that stubs carry.
    pub const fn stub_cases(&self) -> StubCases {
        StubCases { each: self.stub_cases.value, of_weak: self.stub_allow_weak.value }
    }
}

fn built_in<T>(value: T) -> Setting<T> {
    Setting { value, level: Level::BuiltIn }
}

/// Returns the value of the first level that has one.
fn strongest<T>(levels: impl IntoIterator<Item = (Level, Option<T>)>) -> Option<Setting<T>> {
    levels.into_iter().find_map(|(level, value)| value.map(|value| Setting { value, level }))
}

#[cfg(test)]
mod tests {
    use super::{Color, Environment, Flags, Level, Settings};

    fn env(home: &std::path::Path, vars: &[(&str, &str)]) -> Environment {
        let config = home.join("config");
        let mut all = vec![("XDG_CONFIG_HOME", config.to_str().unwrap())];
        all.extend_from_slice(vars);
        Environment::new(home, &all)
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_workspace_which_beats_the_user() {
        let home = tempfile::tempdir().unwrap();
        let workspace = home.path().join("w");
        std::fs::create_dir_all(home.path().join("config/gemba")).unwrap();
        std::fs::create_dir_all(&workspace).unwrap();
        let theme = |flags: &Flags, vars: &[(&str, &str)]| {
            let settings = Settings::load(flags, &env(home.path(), vars), Some(&workspace)).unwrap();
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
        let env = env(home.path(), &[("NO_COLOR", "1")]);
        let plain = Settings::load(&Flags::default(), &env, None).unwrap();
        assert_eq!((plain.color.value, plain.color.level), (Color::Never, Level::Environment));
        let flags = Flags { color: Some(Color::Always), ..Flags::default() };
        assert_eq!(Settings::load(&flags, &env, None).unwrap().color.value, Color::Always);
    }
}
