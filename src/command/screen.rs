//! The screens: one row each.

use super::layer::Layer;

/// A screen; each has its own layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Screen {
    /// The queue, a record, its judgements.
    #[default]
    Review,
    /// The failure modes.
    Modes,
    /// The criteria and their versions.
    Criteria,
    /// The checks and what they catch.
    Checks,
    /// Counts and rates.
    Insights,
    /// Records with the same input side by side.
    Compare,
    /// An empty workspace.
    Welcome,
}

/// What is fixed about a screen.
#[derive(Debug, Clone, Copy)]
pub struct ScreenRow {
    /// The screen.
    pub screen: Screen,
    /// The layer of its keys.
    pub layer: Layer,
    /// Its title.
    pub title: &'static str,
    /// Whether its body is a list, which the keys of every list move in.
    pub is_list: bool,
    /// The key that goes there; none for a screen that opens by itself.
    pub key: Option<ScreenKey>,
}

/// The key of a screen, behind the one that goes.
#[derive(Debug, Clone, Copy)]
pub struct ScreenKey {
    /// The word that `gemba keys --json` names it by.
    pub id: &'static str,
    /// The key.
    pub key: &'static str,
    /// The words of the footer.
    pub hint: &'static str,
    /// What it does, as a sentence.
    pub sentence: &'static str,
}

/// Every screen, in the order of the keys that go there.
pub const SCREENS: &[ScreenRow] = &[
    ScreenRow {
        screen: Screen::Review,
        layer: Layer::Review,
        title: "Review",
        is_list: false,
        key: Some(ScreenKey { id: "GoReview", key: "r", hint: "Review", sentence: "Goes to the Review screen." }),
    },
    ScreenRow {
        screen: Screen::Modes,
        layer: Layer::Modes,
        title: "Modes",
        is_list: true,
        key: Some(ScreenKey { id: "GoModes", key: "m", hint: "Modes", sentence: "Goes to the failure modes." }),
    },
    ScreenRow {
        screen: Screen::Criteria,
        layer: Layer::Criteria,
        title: "Criteria",
        is_list: true,
        key: Some(ScreenKey { id: "GoCriteria", key: "c", hint: "Criteria", sentence: "Goes to the criteria." }),
    },
    ScreenRow {
        screen: Screen::Checks,
        layer: Layer::Checks,
        title: "Checks",
        is_list: true,
        key: Some(ScreenKey { id: "GoChecks", key: "k", hint: "checKs", sentence: "Goes to the checks." }),
    },
    ScreenRow {
        screen: Screen::Insights,
        layer: Layer::Insights,
        title: "Insights",
        is_list: true,
        key: Some(ScreenKey { id: "GoInsights", key: "i", hint: "Insights", sentence: "Goes to counts and rates." }),
    },
    ScreenRow {
        screen: Screen::Compare,
        layer: Layer::Compare,
        title: "Compare",
        is_list: true,
        key: Some(ScreenKey {
            id: "GoCompare",
            key: "o",
            hint: "cOmpare",
            sentence: "Compares the records with this input.",
        }),
    },
    ScreenRow { screen: Screen::Welcome, layer: Layer::Welcome, title: "Welcome", is_list: false, key: None },
];

impl Screen {
    /// Returns its row of the table.
    fn row(self) -> Option<&'static ScreenRow> {
        SCREENS.iter().find(|row| row.screen == self)
    }

    /// Returns the layer of its keys.
    #[must_use]
    pub fn layer(self) -> Layer {
        self.row().map_or(Layer::Always, |row| row.layer)
    }

    /// Returns its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().map_or("", |row| row.title)
    }

    /// Answers whether its body is a list.
    #[must_use]
    pub fn is_list(self) -> bool {
        self.row().is_some_and(|row| row.is_list)
    }
}
