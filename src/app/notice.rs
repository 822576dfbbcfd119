//! What the footer says until the next key.

use crate::command::Action;
use crate::domain::{Answer, Verdict};
use crate::text::visible_line;
use crate::views::Judgement;

/// A sentence in the footer, with the actions whose keys it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Safe text.
    pub text: String,
    /// What can be done about it.
    pub actions: Vec<Action>,
    /// What kind of news it is.
    pub kind: NoticeKind,
}

/// How a notice is meant, and so how it is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done or is so.
    Plain,
    /// A record was judged as good.
    Good,
    /// A record was judged as bad.
    Bad,
    /// Something went wrong.
    Problem,
    /// The screen is too small for what was asked; no longer true once it grows.
    TooSmall,
}

impl From<Verdict> for NoticeKind {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Good,
            Verdict::Fail => Self::Bad,
            Verdict::Defer | Verdict::Declined => Self::Plain,
        }
    }
}

impl From<Answer> for NoticeKind {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Met => Self::Good,
            Answer::NotMet => Self::Bad,
            Answer::Na => Self::Plain,
        }
    }
}

impl From<&Judgement> for NoticeKind {
    fn from(judgement: &Judgement) -> Self {
        match judgement {
            Judgement::Verdict(verdict) => (*verdict).into(),
            Judgement::FailWith(_) => Self::Bad,
            Judgement::Grade(_, answer) => (*answer).into(),
            Judgement::Declined(_) | Judgement::Tag(_) | Judgement::Untag(_) | Judgement::Note(_) => Self::Plain,
        }
    }
}

impl NoticeKind {
    /// Answers whether something went wrong.
    pub const fn is_problem(self) -> bool {
        matches!(self, Self::Problem | Self::TooSmall)
    }
}

impl Notice {
    /// Makes a notice of safe text.
    pub(crate) fn new(kind: NoticeKind, text: impl Into<String>, actions: &[Action]) -> Self {
        Self { text: text.into(), actions: actions.to_vec(), kind }
    }

    /// Makes a notice of what went wrong. The text may quote a log.
    pub(crate) fn problem(text: &str) -> Self {
        Self::new(NoticeKind::Problem, visible_line(&text.into()).to_string(), &[])
    }
}
