//! A theme: the style of each role, of marks and of evidence, with colour or without.

use std::sync::OnceLock;

use ratatui::style::{Color, Modifier, Style};

use crate::layout::{Look, Mark};

use super::role::{ROLES, Role};

/// A theme as it is while presenting, kept beside the theme that it is made of once it was asked for: it is the same at every
/// frame. It says nothing about a theme that the theme does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct Presented(pub(super) OnceLock<Box<Theme>>);

impl PartialEq for Presented {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub(super) name: String,
    pub(super) background: Option<Color>,
    pub(super) evidence: Vec<Color>,
    styles: Vec<Style>,
    pub(super) presented: Presented,
}

impl Theme {
    /// Makes a theme in which every role looks the same.
    pub(super) fn empty(name: &str) -> Self {
        let styles = vec![Style::new(); ROLES.len()];
        Self { name: name.to_owned(), background: None, evidence: Vec::new(), styles, presented: Presented::default() }
    }

    /// Returns the theme's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the same theme without any colour: bold, underline and reverse still tell the roles apart (`NO_COLOR`).
    #[must_use]
    pub fn without_colour(mut self) -> Self {
        for style in &mut self.styles {
            *style = Style { fg: None, bg: None, underline_color: None, ..*style };
        }
        self.background = None;
        self.evidence.clear();
        self.presented = Presented::default();
        let bare = [
            (Role::Selected, Modifier::REVERSED),
            (Role::Fail, Modifier::BOLD),
            (Role::Warn, Modifier::BOLD),
            (Role::Speaker, Modifier::BOLD),
            (Role::Judged, Modifier::BOLD),
            (Role::Marker, Modifier::REVERSED),
            (Role::Objection, Modifier::UNDERLINED),
            (Role::Hit, Modifier::REVERSED),
            (Role::CurrentHit, Modifier::REVERSED.union(Modifier::BOLD).union(Modifier::UNDERLINED)),
            (Role::Selection, Modifier::REVERSED),
            (Role::Key, Modifier::BOLD),
        ];
        for (role, modifier) in bare {
            let style = self.style(role).add_modifier(modifier);
            self.set(role, style);
        }
        self
    }

    /// Returns the style of a role, to be patched over [`Theme::base`].
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// Returns what the whole screen is filled with first: running text on the theme's background, if it has one.
    pub fn base(&self) -> Style {
        let text = self.style(Role::Text);
        self.background.map_or(text, |background| text.bg(background))
    }

    /// Returns the style of a part of a transcript.
    pub fn look(&self, look: Look) -> Style {
        self.style(Role::from(look))
    }

    /// Returns the style of evidence of a mode, by the mode's number: underlined in its colour.
    pub fn evidence(&self, mode: usize) -> Style {
        let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
        let colour = self.evidence.get(mode.checked_rem(self.evidence.len()).unwrap_or(0));
        colour.map_or(underlined, |colour| underlined.fg(*colour).underline_color(*colour))
    }

    /// Returns the style of a mark.
    pub fn mark(&self, mark: Mark) -> Style {
        match mark {
            Mark::Evidence(mode) => self.evidence(mode),
            Mark::Objection => self.style(Role::Objection),
            Mark::Hit => self.style(Role::Hit),
            Mark::CurrentHit => self.style(Role::CurrentHit),
            Mark::Selection => self.style(Role::Selection),
        }
    }

    pub(super) fn set(&mut self, role: Role, style: Style) {
        self.presented = Presented::default();
        if let Some(place) = self.styles.get_mut(role as usize) {
            *place = style;
        }
    }
}
