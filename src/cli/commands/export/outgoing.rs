//! What goes out: masked, or as it is and counted.

use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::cli::redacting::{RedactArgs, finder, say_masked};
use crate::error::Result;
use crate::redact::{Counts, Mode, NOT_FOUND, Redactor};
use crate::store::Reader;

/// Looks at every line that goes out.
pub(super) struct Outgoing {
    redactor: Redactor,
    masks: bool,
    found: Counts,
}

impl Outgoing {
    /// Masks where `--redact mask` was given, else only counts.
    pub(super) fn new(context: &Context, reader: &Reader, args: &RedactArgs) -> Result<Self> {
        let masking = args.redactor(context, reader, Mode::Off)?;
        let masks = masking.is_some();
        let redactor = masking.map_or_else(|| finder(context, reader), Ok)?;
        Ok(Self { redactor, masks, found: Counts::default() })
    }

    /// Returns whether lines are masked.
    pub(super) const fn masks(&self) -> bool {
        self.masks
    }

    /// Returns what was masked, or is held unmasked.
    pub(super) const fn found(&self) -> &Counts {
        &self.found
    }

    /// Returns a line of JSON as it goes out.
    pub(super) fn line(&mut self, json: String) -> String {
        if !self.masks {
            self.found.merge(&self.redactor.count(&json));
            return json;
        }
        let masked = self.redactor.mask_json(&json);
        self.found.merge(&masked.counts);
        masked.text
    }

    /// Says on standard error what was masked, or what the export holds.
    pub(super) fn say(&self) {
        if self.masks {
            say_masked(&self.found);
        } else if !self.found.is_empty() {
            remark(&format!("It holds {}: --redact mask masks them. {NOT_FOUND}", self.found.words()));
        }
    }
}
