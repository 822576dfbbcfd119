//! The parts a cell of the screen can play. Colours are given to roles, never to screens.

use crate::domain::Verdict;
use crate::layout::Look;

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// Titles, times, what is less important.
    Muted,
    /// The one accent: what has the focus.
    Accent,
    /// The selected row of a list.
    Selected,
    /// A pass, a criterion met.
    Pass,
    /// A fail, a criterion not met.
    Fail,
    /// A record put off.
    Defer,
    /// A warning, something unsaved.
    Warn,
    /// The speaker in a transcript's margin.
    Speaker,
    /// A heading.
    Heading,
    /// Strong text.
    Strong,
    /// Emphasised text.
    Emphasis,
    /// Code.
    Code,
    /// A key or keyword.
    Keyword,
    /// A string literal.
    Literal,
    /// A number, `true`, `null`.
    Number,
    /// A comment in code.
    Comment,
    /// Brackets, bullets, rules.
    Punctuation,
    /// A link.
    Link,
    /// Quoted text.
    Quote,
    /// An invisible character made visible.
    Marker,
    /// A placeholder for what cannot be shown.
    Placeholder,
    /// What a check objects to.
    Objection,
    /// A search hit.
    Hit,
    /// The search hit in view.
    CurrentHit,
    /// The text being selected.
    Selection,
    /// The line at the top.
    Header,
    /// The line at the bottom.
    Footer,
    /// A key in a hint.
    Key,
    /// Rules between columns, frames of overlays.
    Border,
}

/// Every role with its name in theme files, in the order of the enum.
pub const ROLES: &[(Role, &str)] = &[
    (Role::Text, "text"),
    (Role::Muted, "muted"),
    (Role::Accent, "accent"),
    (Role::Selected, "selected"),
    (Role::Pass, "pass"),
    (Role::Fail, "fail"),
    (Role::Defer, "defer"),
    (Role::Warn, "warn"),
    (Role::Speaker, "speaker"),
    (Role::Heading, "heading"),
    (Role::Strong, "strong"),
    (Role::Emphasis, "emphasis"),
    (Role::Code, "code"),
    (Role::Keyword, "keyword"),
    (Role::Literal, "literal"),
    (Role::Number, "number"),
    (Role::Comment, "comment"),
    (Role::Punctuation, "punctuation"),
    (Role::Link, "link"),
    (Role::Quote, "quote"),
    (Role::Marker, "marker"),
    (Role::Placeholder, "placeholder"),
    (Role::Objection, "objection"),
    (Role::Hit, "hit"),
    (Role::CurrentHit, "current_hit"),
    (Role::Selection, "selection"),
    (Role::Header, "header"),
    (Role::Footer, "footer"),
    (Role::Key, "key"),
    (Role::Border, "border"),
];

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
