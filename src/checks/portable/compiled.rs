//! A compiled check: what it looks at, and what it answers.

use super::{Content, Record};

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The output's text.
    pub output: &'a str,
    /// The whole record, for latency, cost, tokens, finish reason.
    pub content: &'a Content,
}

impl<'a> Subject<'a> {
    /// Returns the output of a content.
    #[must_use]
    pub fn of(content: &'a Content) -> Self {
        Self { output: content.output.raw(), content }
    }
}

impl<'a> From<&'a Record> for Subject<'a> {
    fn from(record: &'a Record) -> Self {
        Self::of(&record.content)
    }
}

/// Why a check fails a record: a reason in words, and the place, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// A sentence; may quote untrusted text.
    pub reason: String,
    /// The turn that it is about, by its number; `None` for the output.
    pub turn: Option<u32>,
    /// The stretch of the output, or of that turn's plain text, half-open, in Unicode scalar values.
    pub place: Option<(u32, u32)>,
}

impl Objection {
    /// Objects to the output as a whole.
    #[must_use]
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), turn: None, place: None }
    }

    /// Objects to a stretch of the output, half-open, in characters.
    #[must_use]
    pub fn at(reason: impl Into<String>, start: usize, end: usize) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { reason: reason.into(), turn: None, place: Some((count(start), count(end))) }
    }
}

/// A compiled check, ready for many outputs.
pub trait Compiled: Send + Sync {
    /// Returns all objections to an output; none when the check passes it.
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection>;
}

/// A check that is one function of the output.
struct FnCheck<F>(F);

impl<F> Compiled for FnCheck<F>
where
    F: Fn(&Subject<'_>) -> Vec<Objection> + Send + Sync,
{
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection> {
        self.0(subject)
    }
}

/// Makes a check of a function.
pub(crate) fn check_fn<F>(objections: F) -> Box<dyn Compiled>
where
    F: Fn(&Subject<'_>) -> Vec<Objection> + Send + Sync + 'static,
{
    Box::new(FnCheck(objections))
}

/// Objects to the whole output unless `good`.
pub(crate) fn fail_unless(good: bool, reason: impl FnOnce() -> String) -> Vec<Objection> {
    if good { Vec::new() } else { vec![Objection::whole(reason())] }
}
