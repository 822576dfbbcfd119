//! Masks a summary before it leaves: what people wrote, and the addresses of traces.

use crate::domain::Name;
use crate::redact::{Counts, Redactor};
use crate::views::{NamedRecord, SessionSummary};

/// Masks notes, reasons, texts and names of a summary; returns what was found. Reviewers keep their names.
pub fn mask(summary: &mut SessionSummary, redactor: &Redactor) -> Counts {
    let counts = &mut Counts::default();
    for (record, notes) in &mut summary.deferred {
        link(record, redactor, counts);
        for note in notes {
            redactor.in_place(note, counts);
        }
    }
    for (record, reason) in &mut summary.declined {
        link(record, redactor, counts);
        if let Some(reason) = reason {
            redactor.in_place(reason, counts);
        }
    }
    for mode in &mut summary.modes {
        mode.name = name(&mode.name, redactor, counts);
        mode.exemplars.iter_mut().for_each(|record| link(record, redactor, counts));
    }
    summary.failed_records.iter_mut().for_each(|record| link(record, redactor, counts));
    for criterion in &mut summary.criteria {
        criterion.name = name(&criterion.name, redactor, counts);
        redactor.in_place(&mut criterion.text, counts);
        redactor.in_place(&mut criterion.reason, counts);
    }
    summary.session.filter = redactor.masked(&summary.session.filter, counts);
    counts.clone()
}

fn link(record: &mut NamedRecord, redactor: &Redactor, counts: &mut Counts) {
    if let Some(link) = &mut record.link {
        let masked = redactor.mask(link);
        // Half an address leads nowhere.
        if !masked.counts.is_empty() {
            record.link = None;
            counts.merge(&masked.counts);
        }
    }
}

fn name(name: &Name, redactor: &Redactor, counts: &mut Counts) -> Name {
    Name::cleaned(&redactor.masked(name.as_str(), counts)).unwrap_or_else(|| name.clone())
}
