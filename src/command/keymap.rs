//! Which action a key means in a stack of layers. A keymap is made from the registry; a preset replaces the keys of
//! some actions.

use super::chord::{Chord, Key};
use super::layer::Layer;
use super::registry::{
    Action, BrowseAction, Entry, GlobalAction, JudgingAction, REGISTRY, RegradeAction, ReviewAction, ScreenAction,
    entry_of, opener,
};
use crate::error::{Problem, Result};

/// The keys that one binding takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trigger {
    /// One chord.
    Chord(Chord),
    /// Any letter `a` to `z`.
    Letter,
    /// Any digit `1` to `9`.
    Digit,
}

impl Trigger {
    /// Reads a chord, `a-z` or `1-9`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "a-z" => Some(Self::Letter),
            "1-9" => Some(Self::Digit),
            chord => Chord::parse(chord).map(Self::Chord),
        }
    }

    fn takes(self, chord: Chord) -> bool {
        match (self, chord) {
            (Self::Chord(bound), pressed) => bound == pressed,
            (Self::Letter, Chord { key: Key::Char('a'..='z'), ctrl: false })
            | (Self::Digit, Chord { key: Key::Char('1'..='9'), ctrl: false }) => true,
            (Self::Letter | Self::Digit, _) => false,
        }
    }

    /// Answers whether both take some key.
    pub fn clashes(self, other: Self) -> bool {
        match (self, other) {
            (Self::Chord(chord), trigger) | (trigger, Self::Chord(chord)) => trigger.takes(chord),
            (a, b) => a == b,
        }
    }
}

impl std::fmt::Display for Trigger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chord(chord) => chord.fmt(f),
            Self::Letter => f.write_str("a–z"),
            Self::Digit => f.write_str("1–9"),
        }
    }
}

/// A key with what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The layer.
    pub layer: Layer,
    /// The key.
    pub trigger: Trigger,
    /// The action and what is said about it.
    pub entry: &'static Entry,
}

/// All bindings, of the default or of a preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
    /// Own commands: what is said of each, and its words.
    pub(super) own: Vec<(&'static Entry, Vec<String>)>,
}

const fn judging(action: JudgingAction) -> Action {
    Action::Screen(ScreenAction::Review(ReviewAction::Judging(action)))
}

const fn browse(action: BrowseAction) -> Action {
    Action::Screen(ScreenAction::Review(ReviewAction::Browse(action)))
}

const fn regrade(action: RegradeAction) -> Action {
    Action::Screen(ScreenAction::Review(ReviewAction::Regrade(action)))
}

/// The presets by name, each with the keys it changes. An action whose key is taken by another gets a new one.
pub const PRESETS: &[(&str, &[(Action, &str)])] = &[
    ("default", &[]),
    (
        "arrows",
        &[
            (judging(JudgingAction::Pass), "Right p"),
            (Action::Open(Layer::FailWith), "Left f F"),
            (judging(JudgingAction::FailPlain), "Left Enter F"),
            (judging(JudgingAction::Defer), "Down d"),
            (browse(BrowseAction::PreviousRecord), "Up k"),
            (browse(BrowseAction::NextRecord), "j"),
            (browse(BrowseAction::ShiftLeft), "H"),
            (browse(BrowseAction::ShiftRight), "L"),
            (regrade(RegradeAction::Met), "Right p"),
            (regrade(RegradeAction::NotMet), "Left f"),
            (regrade(RegradeAction::Later), "Down d"),
            (Action::Global(GlobalAction::Undo), "Backspace u"),
        ],
    ),
    (
        "prodigy",
        &[
            (judging(JudgingAction::Pass), "a"),
            (judging(JudgingAction::Fail), "x"),
            (Action::Open(Layer::FailWith), "F"),
            (judging(JudgingAction::Defer), "Space"),
            (Action::Global(GlobalAction::Undo), "Backspace u"),
            (judging(JudgingAction::AcceptSuggestion), "p"),
            (judging(JudgingAction::DismissSuggestion), "d"),
            (Action::Open(Layer::NotMet), "X"),
            (browse(BrowseAction::Mark), "M"),
            (browse(BrowseAction::Unmask), "Z"),
            (regrade(RegradeAction::Met), "a"),
            (regrade(RegradeAction::NotMet), "x"),
            (regrade(RegradeAction::Later), "Space"),
        ],
    ),
];

impl Default for Keymap {
    fn default() -> Self {
        Self::with(&[])
    }
}

impl Keymap {
    /// Returns the keymap of this name: `default`, `arrows` or `prodigy`.
    ///
    /// # Errors
    /// A `Usage` problem that names the presets.
    pub fn preset(name: &str) -> Result<Self> {
        let Some((_, changes)) = PRESETS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = PRESETS.iter().map(|(known, _)| *known).collect();
            return Err(Problem::usage(format!("There is no key preset \"{}\".", name.escape_default()))
                .hint(format!("Presets are {}.", known.join(", "))));
        };
        Ok(Self::with(changes))
    }

    /// Returns the keymap with which the keys that fail do not ask why, but for `F`. A preset that has a key for failing at
    /// once stays as it is.
    #[must_use]
    pub fn failing_at_once(mut self) -> Self {
        let at_once = entry_of(judging(JudgingAction::Fail)).filter(|_| self.key(JudgingAction::Fail).is_none());
        let Some(at_once) = at_once else { return self };
        for binding in &mut self.bindings {
            let asks = binding.layer == at_once.layer && binding.entry.opens() == Some(Layer::FailWith);
            if asks && binding.trigger != Trigger::Chord(Chord::char('F')) {
                binding.entry = at_once;
            }
        }
        self
    }

    fn with(changes: &[(Action, &'static str)]) -> Self {
        let mut bindings = Vec::with_capacity(REGISTRY.len() + 32);
        for entry in REGISTRY.iter() {
            // An action that other layers open too keeps its keys there.
            let is_first = entry_of(entry.action) == Some(entry);
            let replaced = changes.iter().find(|(action, _)| *action == entry.action && is_first);
            let keys = replaced.map_or(entry.keys, |(_, keys)| keys);
            let triggers = keys.split(' ').filter_map(Trigger::parse);
            bindings.extend(triggers.map(|trigger| Binding { layer: entry.layer, trigger, entry }));
        }
        Self { bindings, own: Vec::new() }
    }

    /// Returns what a key means: the binding of the first layer in the stack that takes it.
    pub fn lookup(&self, layers: &[Layer], chord: Chord) -> Option<Binding> {
        layers.iter().find_map(|layer| {
            let takes = |binding: &&Binding| binding.layer == *layer && binding.trigger.takes(chord);
            self.bindings.iter().find(takes).copied()
        })
    }

    /// Returns the bindings of one layer, in the order of the registry.
    pub fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |binding| binding.layer == layer)
    }

    /// Returns all bindings.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Returns the first key of an action alone, without its prefix.
    pub fn key(&self, action: impl Into<Action>) -> Option<Trigger> {
        self.key_of(entry_of(action.into())?)
    }

    /// Returns the first key of an entry alone, without its prefix.
    pub fn key_of(&self, entry: &Entry) -> Option<Trigger> {
        self.bindings.iter().find(|binding| binding.entry == entry).map(|binding| binding.trigger)
    }

    /// Returns all key sequences of an action from the screen, prefixes before: `g r`, `c e 1–9`.
    pub fn sequences(&self, action: impl Into<Action>) -> Vec<String> {
        entry_of(action.into()).map(|entry| self.sequences_of(entry)).unwrap_or_default()
    }

    /// Returns all key sequences of an entry from the screen.
    pub fn sequences_of(&self, entry: &Entry) -> Vec<String> {
        let bindings = self.bindings.iter().filter(|binding| binding.entry == entry);
        bindings.filter_map(|binding| Some(format!("{}{}", self.prefix(binding.layer)?, binding.trigger))).collect()
    }

    /// Returns the keys that open a layer, each followed by a blank: empty for a layer that is no prefix layer, `None` for
    /// one that no key opens.
    fn prefix(&self, layer: Layer) -> Option<String> {
        let Some(entry) = opener(layer) else { return Some(String::new()) };
        let key = self.key_of(entry)?;
        Some(format!("{}{key} ", self.prefix(entry.layer)?))
    }

    /// Returns what the footer shows for a stack of layers: keys and words by rank. A key that a higher layer takes is
    /// left out.
    pub fn hints(&self, layers: &[Layer]) -> Vec<(String, &'static Entry)> {
        let mut ranked: Vec<&Binding> = Vec::new();
        for (depth, layer) in layers.iter().enumerate() {
            for binding in self.of_layer(*layer).filter(|binding| binding.entry.rank > 0) {
                let above = layers.iter().take(depth);
                let taken =
                    above.flat_map(|above| self.of_layer(*above)).any(|taken| taken.trigger.clashes(binding.trigger));
                let twice = ranked.iter().any(|known| known.entry.action == binding.entry.action);
                if !taken && !twice {
                    ranked.push(binding);
                }
            }
        }
        ranked.sort_by_key(|binding| binding.entry.rank);
        ranked.into_iter().map(|binding| (binding.trigger.to_string(), binding.entry)).collect()
    }
}
