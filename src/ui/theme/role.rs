//! The parts a cell of the screen can play. Colours are given to roles, never to screens.

use crate::domain::Verdict;
use crate::layout::Look;

/// Makes the enum of roles, the list of their names in theme files, and which look of a text has which role.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $word:literal $(= Look::$look:ident)?;)*) => {
        /// One part.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        /// Every role with its name in theme files, in the order of the enum.
        pub const ROLES: &[(Role, &str)] = &[$((Role::$role, $word)),*];

        impl From<Look> for Role {
            fn from(look: Look) -> Self {
                match look {
                    $($(Look::$look => Self::$role,)?)*
                }
            }
        }
    };
}

roles! {
    /// Running text.
    Text "text" = Look::Plain;
    /// Titles, times, what is less important.
    Muted "muted" = Look::Muted;
    /// The one accent: what has the focus.
    Accent "accent";
    /// The selected row of a list.
    Selected "selected";
    /// A pass, a criterion met.
    Pass "pass";
    /// A fail, a criterion not met.
    Fail "fail";
    /// A record put off.
    Defer "defer";
    /// A warning, something unsaved.
    Warn "warn";
    /// The speaker in a transcript's margin.
    Speaker "speaker" = Look::Speaker;
    /// The label of the answer that is judged, and the bar beside it.
    Judged "judged" = Look::Judged;
    /// A heading.
    Heading "heading" = Look::Heading;
    /// Strong text.
    Strong "strong" = Look::Strong;
    /// Emphasised text.
    Emphasis "emphasis" = Look::Emphasis;
    /// Code.
    Code "code" = Look::Code;
    /// A key or keyword.
    Keyword "keyword" = Look::Keyword;
    /// A string literal.
    Literal "literal" = Look::Literal;
    /// A number, `true`, `null`.
    Number "number" = Look::Number;
    /// A comment in code.
    Comment "comment" = Look::Comment;
    /// Brackets, bullets, rules.
    Punctuation "punctuation" = Look::Punctuation;
    /// A link.
    Link "link" = Look::Link;
    /// Quoted text.
    Quote "quote" = Look::Quote;
    /// An invisible character made visible.
    Marker "marker" = Look::Marker;
    /// A placeholder for what cannot be shown.
    Placeholder "placeholder" = Look::Placeholder;
    /// What a check objects to.
    Objection "objection";
    /// A search hit.
    Hit "hit";
    /// The search hit in view.
    CurrentHit "current_hit";
    /// The text being selected.
    Selection "selection";
    /// The line at the top.
    Header "header";
    /// The line at the bottom.
    Footer "footer";
    /// A key in a hint.
    Key "key";
    /// Rules between columns, frames of overlays.
    Border "border";
}

impl From<Verdict> for Role {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail => Self::Fail,
            Verdict::Defer | Verdict::Declined => Self::Defer,
        }
    }
}
