//! The keys of the Review screen: one enum for each group of them, and the one that holds them all.

mod browse;
mod grading;
mod judging;
mod notes;
mod pair;
mod regrade;
mod select;

pub use browse::{BrowseAction, CopyAction, SearchAction, ViewAction};
pub use grading::GradingAction;
pub use judging::JudgingAction;
pub use notes::NotesAction;
pub use pair::PairAction;
pub use regrade::RegradeAction;
pub use select::{SpanAction, SpanMotion};

/// Hands the table of Review's groups to another macro.
macro_rules! for_each_group {
    ($then:ident) => {
        $then! {
            /// Judging the record that is shown.
            Judging(JudgingAction);
            /// Grading it by criteria.
            Grading(GradingAction);
            /// Notes on it, and its corrected output.
            Notes(NotesAction);
            /// Moving about.
            Browse(BrowseAction);
            /// Copying a part of the record.
            Copy(CopyAction);
            /// Reading it in the reviewer's own programs.
            View(ViewAction);
            /// Going through the places that a search found.
            Search(SearchAction);
            /// Selecting a span.
            Span(SpanAction);
            /// Moving the end of that span within the text.
            SpanMotion(SpanMotion);
            /// The question of a re-grading round.
            Regrade(RegradeAction);
            /// Votes of two reviewers, and what follows them.
            Pair(PairAction);
        }
    };
}
pub(crate) use for_each_group;

/// Defines `ReviewAction` with a variant for each group.
macro_rules! groups {
    ($($(#[$doc:meta])* $variant:ident($nested:ident);)+) => {
        /// One thing to do on Review.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ReviewAction {
            $($(#[$doc])* $variant($nested),)+
        }
    };
}

for_each_group!(groups);
