//! The table of the screens, and what the layer `command` makes of it.

/// Hands the table of all screens to another macro, which makes of it what its part of the program needs.
///
/// A row is the screen, its folder in `src/app/screens/`, its actions, its title, the key that goes there (see `goes`;
/// none for a screen that opens by itself), the groups of its keys, and the layers that lie over it or open for one key:
/// layer, heading in the help, groups of keys.
macro_rules! for_each_screen {
    ($then:ident) => {
        $then! {
            /// The queue, a record, its judgements.
            Review(review, ReviewAction, "Review",
                Some(goes("GoReview", "r", "Review", "Goes to the Review screen.")),
                [JudgingAction::VERDICTS JudgingAction::AT_ONCE GradingAction::REVIEW NotesAction::REVIEW BrowseAction::MOVING
                    JudgingAction::AGAIN BrowseAction::SHOWING],
                [
                    Tag "Tag with a hotkey" [JudgingAction::TAG]
                    FailWith "Fail, and why" [JudgingAction::FAIL_WITH]
                    NotMet "Criterion not met" [GradingAction::NOT_MET]
                    NotApplicable "Criterion not applicable" [GradingAction::NOT_APPLICABLE]
                    Met "Criterion met" [GradingAction::MET]
                    Promote "Note becomes" [NotesAction::PROMOTE]
                    Criterion "Criterion" [GradingAction::CRITERION]
                    CriterionEdit "Edit which criterion" [GradingAction::CRITERION_EDIT]
                    Regrade "Re-grading" [RegradeAction::KEYS]
                    Hands "Two reviewers at one terminal" [PairAction::HANDS]
                    Blind "Before a blind vote is revealed" [PairAction::BLIND]
                    Revealed "After a blind vote was revealed" [PairAction::REVEALED]
                    Copy "Copy" [CopyAction::KEYS CopyAction::AS_LOGGED]
                    View "Open in another program" [ViewAction::KEYS]
                    Select "Selecting a span"
                        [SpanMotion::SIDES SpanAction::LINES SpanMotion::TEXT SpanAction::KEYS]
                    Search "While the search shows" [SearchAction::KEYS]
                ]);
            /// The failure modes.
            Modes(modes, ModesAction, "Modes",
                Some(goes("GoModes", "m", "Modes", "Goes to the failure modes, and to the notes that none was made of.")), [ModesAction::KEYS], [Hotkey "New hotkey" [ModesAction::HOTKEY]]);
            /// The criteria and their versions.
            Criteria(criteria, CriteriaAction, "Criteria",
                Some(goes("GoCriteria", "c", "Criteria", "Goes to the criteria.")),
                [CriteriaAction::KEYS], []);
            /// The checks and what they catch.
            Checks(checks, ChecksAction, "Checks",
                Some(goes("GoChecks", "k", "checKs", "Goes to the checks.")),
                [ChecksAction::KEYS], []);
            /// Counts and rates.
            Insights(insights, InsightsAction, "Insights",
                Some(goes("GoInsights", "i", "Insights", "Goes to counts and rates.")),
                [InsightsAction::KEYS], []);
            /// Records with the same input side by side.
            Compare(compare, CompareAction, "Compare",
                Some(goes("GoCompare", "o", "cOmpare", "Compares the records with this input.")),
                [CompareAction::KEYS], []);
            /// The end of a session, and its hand-off.
            End(end, EndAction, "Session",
                Some(goes("GoEnd", "e", "End", "Shows what was judged in this session, to hand it over.")),
                [EndAction::KEYS], []);
            /// An empty workspace.
            Welcome(welcome, WelcomeAction, "Welcome", None, [WelcomeAction::KEYS], []);
        }
    };
}
pub(crate) use for_each_screen;

/// What is fixed about a screen.
#[derive(Debug, Clone, Copy)]
pub struct ScreenRow {
    /// The screen.
    pub screen: Screen,
    /// Its title.
    pub title: &'static str,
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

/// Makes the key that goes to a screen.
const fn goes(id: &'static str, key: &'static str, hint: &'static str, sentence: &'static str) -> ScreenKey {
    ScreenKey { id, key, hint, sentence }
}

/// Defines `Screen` and `SCREENS` with a variant and an entry for each row.
macro_rules! screens {
    ($($(#[$doc:meta])* $screen:ident(
        $module:ident, $action:ident, $title:literal, $goes:expr, $keys:tt, $prefixes:tt
    );)+) => {
        /// A screen; each has its own layer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Screen {
            $($(#[$doc])* $screen,)+
        }

        /// Every screen, in the order of the keys that go there.
        pub const SCREENS: &[ScreenRow] = &[
            $(ScreenRow { screen: Screen::$screen, title: $title, key: $goes },)+
        ];
    };
}

for_each_screen!(screens);

impl Screen {
    /// Returns its title.
    pub fn title(self) -> &'static str {
        SCREENS.iter().find(|row| row.screen == self).map_or("", |row| row.title)
    }
}
