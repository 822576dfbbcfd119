//! The parts a cell of the screen can play. Colours are given to roles, never to screens.

use crate::domain::Verdict;
use crate::layout::Look;

/// Makes the enum of roles, and the list of their names in theme files.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $word:literal;)*) => {
        /// One part.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        /// Every role with its name in theme files, in the order of the enum.
        pub const ROLES: &[(Role, &str)] = &[$((Role::$role, $word)),*];
    };
}

roles! {
    /// Running text.
    Text "text";
    /// Titles, times, what is less important.
    Muted "muted";
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
    Speaker "speaker";
    /// A heading.
    Heading "heading";
    /// Strong text.
    Strong "strong";
    /// Emphasised text.
    Emphasis "emphasis";
    /// Code.
    Code "code";
    /// A key or keyword.
    Keyword "keyword";
    /// A string literal.
    Literal "literal";
    /// A number, `true`, `null`.
    Number "number";
    /// A comment in code.
    Comment "comment";
    /// Brackets, bullets, rules.
    Punctuation "punctuation";
    /// A link.
    Link "link";
    /// Quoted text.
    Quote "quote";
    /// An invisible character made visible.
    Marker "marker";
    /// A placeholder for what cannot be shown.
    Placeholder "placeholder";
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

impl From<Look> for Role {
    fn from(look: Look) -> Self {
        match look {
            Look::Plain => Self::Text,
            Look::Muted => Self::Muted,
            Look::Speaker => Self::Speaker,
            Look::Heading => Self::Heading,
            Look::Strong => Self::Strong,
            Look::Emphasis => Self::Emphasis,
            Look::Code => Self::Code,
            Look::Keyword => Self::Keyword,
            Look::Literal => Self::Literal,
            Look::Number => Self::Number,
            Look::Comment => Self::Comment,
            Look::Punctuation => Self::Punctuation,
            Look::Link => Self::Link,
            Look::Quote => Self::Quote,
            Look::Marker => Self::Marker,
            Look::Placeholder => Self::Placeholder,
        }
    }
}

impl From<Verdict> for Role {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail => Self::Fail,
            Verdict::Defer => Self::Defer,
        }
    }
}
