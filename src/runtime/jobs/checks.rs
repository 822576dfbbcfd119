//! Runs checks over the judged records and holds their answers against what people said.

use crate::checks::{self, Compiled, Subject};
use crate::domain::view::{Codebook, Judgements, Tally};
use crate::domain::{Check, CheckSpec, Record, Target};
use crate::error::Result;
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;

/// Every check of the workspace with its tally, in order of birth.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn tallies(reader: &Reader) -> Result<Vec<(Check, Tally)>> {
    let codebook = reader.codebook()?;
    let mut lines = Vec::new();
    for check in &codebook.checks {
        lines.push(Line::new(&codebook, &check.target, &check.spec)?);
    }
    walk(reader, &mut lines)?;
    let tallies = lines.into_iter().map(|line| line.tally);
    Ok(codebook.checks.iter().cloned().zip(tallies).collect())
}

/// What one spec on one target would catch.
///
/// # Errors
/// Store problems as they are; wrong parameters in words.
pub fn trial(reader: &Reader, target: &Target, spec: &CheckSpec) -> Result<Tally> {
    let codebook = reader.codebook()?;
    let mut lines = [Line::new(&codebook, target, spec)?];
    walk(reader, &mut lines)?;
    let [line] = lines;
    Ok(line.tally)
}

/// The target that counts now: a merged mode gives way to its heir.
pub(super) fn standing(codebook: &Codebook, target: &Target) -> Target {
    match target {
        Target::Mode(key) => {
            let heir = codebook.mode_of(key).and_then(|mode| codebook.heir_of(mode));
            Target::Mode(heir.map_or_else(|| key.clone(), |mode| mode.key.clone()))
        }
        Target::Criterion(_) => target.clone(),
    }
}

fn walk(reader: &Reader, lines: &mut [Line]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    reader.each_judged(&mut |record, judgements| {
        for line in lines.iter_mut() {
            line.take(&record, &judgements);
        }
        Ok(true)
    })
}

/// One check on its way over the records.
struct Line {
    target: Target,
    check: Box<dyn Compiled>,
    tally: Tally,
}

impl Line {
    fn new(codebook: &Codebook, target: &Target, spec: &CheckSpec) -> Result<Self> {
        Ok(Self { target: standing(codebook, target), check: checks::compile(spec)?, tally: Tally::default() })
    }

    fn take(&mut self, record: &Record, judgements: &Judgements) {
        let is_bad = match truth(&self.target, judgements) {
            Truth::Positive => true,
            Truth::Negative => false,
            Truth::NotComparable => return self.tally.not_comparable += 1,
            Truth::Disputed => return self.tally.excluded_disputed += 1,
            Truth::Stale => return self.tally.excluded_stale += 1,
            Truth::Na => return self.tally.excluded_na += 1,
            Truth::Silent => return,
        };
        let subject = Subject { output: record.content.output.raw(), content: &record.content };
        let fails = !self.check.objections(&subject).is_empty();
        match (is_bad, fails) {
            (true, true) => self.tally.caught.push(record.id),
            (true, false) => self.tally.missed.push(record.id),
            (false, true) => self.tally.wrongly_rejected.push(record.id),
            (false, false) => self.tally.accepted += 1,
        }
    }
}
