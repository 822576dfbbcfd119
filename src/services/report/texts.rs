//! The one way of a text into a report: through the redactor, where there is one, and before anything of it is cut off.

use std::borrow::Cow;

use crate::domain::{Content, Name, Untrusted};
use crate::redact::{Counts, Redactor};
use crate::report::Passage;

/// Takes texts over, and counts what it masks in them.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    redactor: Option<&'a Redactor>,
    counts: Counts,
}

impl<'a> Texts<'a> {
    /// Makes one that masks with this redactor; without one every text stays as it is.
    pub(super) fn new(redactor: Option<&'a Redactor>) -> Self {
        Self { redactor, counts: Counts::default() }
    }

    /// Returns what was masked; `None` where nothing was to be.
    pub(super) fn masked(self) -> Option<Counts> {
        self.redactor.map(|_| self.counts)
    }

    /// Takes a text over.
    pub(super) fn text(&mut self, raw: &str) -> Untrusted {
        let masked = self.redactor.map(|redactor| redactor.masked(raw, &mut self.counts));
        masked.map_or_else(|| Untrusted::from(raw), Untrusted::from)
    }

    /// Takes a name over.
    pub(super) fn name(&mut self, name: &Name) -> Untrusted {
        self.text(name.as_str())
    }

    /// Takes over what was logged.
    pub(super) fn content<'c>(&mut self, content: &'c Content) -> Cow<'c, Content> {
        match self.redactor {
            Some(redactor) => Cow::Owned(redactor.mask_content(content, &mut self.counts)),
            None => Cow::Borrowed(content),
        }
    }
}

/// Returns the beginning of a text that was taken over, of so many characters at most.
pub(super) fn passage(taken: &str, most: usize) -> Passage {
    let Some((end, _)) = taken.char_indices().nth(most) else {
        return Passage { text: Untrusted::from(taken), left_out: 0 };
    };
    let (shown, rest) = taken.split_at_checked(end).unwrap_or((taken, ""));
    Passage { text: Untrusted::from(shown), left_out: rest.chars().count() as u64 }
}
