//! Theme files: TOML, a style for each role, and the colours of evidence. Says in words what is wrong with one.

use std::collections::BTreeMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::role::ROLES;
use super::theme::Theme;
use crate::domain::spelling;
use crate::error::{Problem, Result};

/// Name and text of the built-in themes, the files of `themes/`, listed by `themes/build.rs` when gemba is compiled:
/// `dark`, the default, then the others by name.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in_themes.rs"));

/// A theme file of the user's own, read by whoever may read files.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnTheme {
    /// The file's name without its ending.
    pub name: String,
    /// Its text, or why it cannot be read.
    pub text: Result<String>,
}

/// A theme file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The built-in theme that gives what this file leaves out; `dark` without.
    extends: Option<String>,
    /// The background to paint. Without it, the terminal's own stays.
    background: Option<String>,
    /// The colours of evidence, one mode after another.
    #[serde(default)]
    evidence: Vec<String>,
    /// The styles, by role.
    #[serde(default)]
    roles: BTreeMap<String, Entry>,
}

/// A style: a colour alone, or in full.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Colour(String),
    Full(Full),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each stands alone, as in the file")]
struct Full {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    italic: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
}

impl Default for Theme {
    /// Makes the dark theme on the terminal's background.
    fn default() -> Self {
        Self::load("dark", &[]).unwrap_or_else(|_| Self::empty("dark").without_colour())
    }
}

impl Theme {
    /// Reads the theme of this name: the first of the user's own that has it, else a built-in one.
    ///
    /// # Errors
    /// Wrong usage when no theme has this name (the hint lists those that do) or when the file is not understood.
    pub fn load(name: &str, own: &[OwnTheme]) -> Result<Self> {
        if let Some(file) = own.iter().find(|file| file.name == name) {
            return parse(name, file.text.as_deref().map_err(Clone::clone)?);
        }
        if let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
            return parse(name, text);
        }
        let known = Self::known(own);
        let nearest = spelling::nearest(name, known.iter().map(String::as_str));
        let guess = nearest.map_or_else(String::new, |nearest| format!("Did you mean `{nearest}`? "));
        Err(Problem::usage(format!("There is no theme `{name}`."))
            .hint(format!("{guess}Known themes: {}.", known.join(", "))))
    }

    /// Lists the names of all themes: the built-in ones, then the user's own.
    pub fn known(own: &[OwnTheme]) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        for file in own {
            if !names.contains(&file.name) {
                names.push(file.name.clone());
            }
        }
        names
    }
}

/// Reads a theme's text.
pub(super) fn parse(name: &str, text: &str) -> Result<Theme> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default().matches('\n').count() + 1;
        Problem::usage(format!("The theme `{name}` is not understood at line {at}: {}.", error.message()))
            .caused_by(error)
    })?;
    let mut theme = match file.extends.as_deref() {
        None if name == "dark" => Theme::empty(name),
        other => {
            let base = other.unwrap_or("dark");
            let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == base && base != name) else {
                return Err(Problem::usage(format!("The theme `{name}` extends `{base}`, which is not built in.")));
            };
            parse(base, text)?
        }
    };
    name.clone_into(&mut theme.name);
    if let Some(background) = &file.background {
        theme.background = Some(colour(name, "background", background)?);
    }
    if !file.evidence.is_empty() {
        let colours = file.evidence.iter().map(|word| colour(name, "evidence", word));
        theme.evidence = colours.collect::<Result<_>>()?;
    }
    for (word, entry) in &file.roles {
        let Some((role, _)) = ROLES.iter().find(|(_, role_name)| role_name == word) else {
            let names: Vec<&str> = ROLES.iter().map(|(_, name)| *name).collect();
            return Err(Problem::usage(format!("The theme `{name}` styles the unknown role `{word}`."))
                .hint(format!("Roles: {}.", names.join(", "))));
        };
        theme.set(*role, style(name, word, entry)?);
    }
    Ok(theme)
}

fn style(theme: &str, role: &str, entry: &Entry) -> Result<Style> {
    let full = match entry {
        Entry::Colour(word) => return Ok(Style::new().fg(colour(theme, role, word)?)),
        Entry::Full(full) => full,
    };
    let mut style = Style::new();
    if let Some(word) = &full.fg {
        style = style.fg(colour(theme, role, word)?);
    }
    if let Some(word) = &full.bg {
        style = style.bg(colour(theme, role, word)?);
    }
    let modifiers = [
        (full.bold, Modifier::BOLD),
        (full.dim, Modifier::DIM),
        (full.italic, Modifier::ITALIC),
        (full.underline, Modifier::UNDERLINED),
        (full.reverse, Modifier::REVERSED),
    ];
    for (_, modifier) in modifiers.into_iter().filter(|(wanted, _)| *wanted) {
        style = style.add_modifier(modifier);
    }
    Ok(style)
}

fn colour(theme: &str, role: &str, word: &str) -> Result<Color> {
    Color::from_str(word).map_err(|_| {
        Problem::usage(format!("The theme `{theme}` has an unknown colour `{word}` for `{role}`."))
            .hint("A colour is written #rrggbb, or as one of the terminal's own: red, light-green, reset.")
    })
}
