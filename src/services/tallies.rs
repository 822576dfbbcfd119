//! Runs checks over the judged records and compares their answers with what people said.

use crate::checks::{self, Answer, Commands, Evaluator, Prepared};
use crate::domain::{Check, CheckSpec, Record, Tally, Target, Untrusted};
use crate::domain::{CodebookView, Judgements};
use crate::error::Result;
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;

/// For how many records a program's messages are kept.
const MOST_MESSAGES: usize = 20;

/// Returns every check of the workspace with its tally, oldest first.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn tallies(reader: &Reader, commands: &Commands) -> Result<Vec<(Check, Tally)>> {
    tallies_for(reader, commands, &|_| true)
}

/// Returns the tallies of the checks that are `asked` for.
///
/// # Errors
/// As [`tallies`].
pub fn tallies_for(
    reader: &Reader,
    commands: &Commands,
    asked: &dyn Fn(&Check) -> bool,
) -> Result<Vec<(Check, Tally)>> {
    let codebook = reader.codebook()?;
    let checks: Vec<&Check> = codebook.checks.iter().filter(|check| asked(check)).collect();
    let mut lines = Vec::new();
    for check in &checks {
        lines.push(Line::new(&codebook, &check.target, &check.spec, commands)?);
    }
    walk(reader, &mut lines)?;
    let tallies = lines.into_iter().map(|line| line.tally);
    Ok(checks.into_iter().cloned().zip(tallies).collect())
}

/// Returns what each of these specs would catch on one target, in one walk. Starts no program.
///
/// # Errors
/// Store problems as they are; wrong parameters in words.
pub fn trials(reader: &Reader, target: &Target, specs: &[CheckSpec]) -> Result<Vec<Tally>> {
    let codebook = reader.codebook()?;
    let commands = Commands::not_on_screen();
    let line = |spec| Line::new(&codebook, target, spec, &commands);
    let mut lines = specs.iter().map(line).collect::<Result<Vec<_>>>()?;
    walk(reader, &mut lines)?;
    Ok(lines.into_iter().map(|line| line.tally).collect())
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

/// One check while the records are counted.
struct Line {
    target: Target,
    check: Prepared,
    keeps_messages: bool,
    tally: Tally,
}

impl Line {
    fn new(codebook: &CodebookView, target: &Target, spec: &CheckSpec, commands: &Commands) -> Result<Self> {
        let check = checks::prepare(spec, commands)?;
        let tally = Tally { idle: check.not_run().map(str::to_owned), ..Tally::default() };
        Ok(Self {
            target: codebook.current_target(target),
            check,
            keeps_messages: Evaluator::for_check(spec) == Evaluator::Command,
            tally,
        })
    }

    fn take(&mut self, record: &Record, judgements: &Judgements) {
        if self.tally.idle.is_some() {
            return;
        }
        let Some(is_bad) = known_bad(truth(&self.target, judgements), &mut self.tally) else { return };
        let fails = match self.check.answer(record) {
            Answer::Passes => false,
            Answer::Fails(objections) => {
                if self.keeps_messages && self.tally.messages.len() < MOST_MESSAGES {
                    self.tally
                        .messages
                        .extend(objections.into_iter().map(|objection| (record.id, Untrusted::from(objection.reason))));
                }
                true
            }
            Answer::Unknown(why) => {
                self.tally.not_run += 1;
                self.tally.trouble.get_or_insert_with(|| Untrusted::from(why));
                return;
            }
        };
        match (is_bad, fails) {
            (true, true) => self.tally.caught.push(record.id),
            (true, false) => self.tally.missed.push(record.id),
            (false, true) => self.tally.wrongly_rejected.push(record.id),
            (false, false) => self.tally.accepted += 1,
        }
    }
}

/// Whether the record is known to be bad (`true`) or good; counts it in the tally and returns `None` where neither.
pub(super) const fn known_bad(truth: Truth, tally: &mut Tally) -> Option<bool> {
    match truth {
        Truth::Positive => return Some(true),
        Truth::Negative => return Some(false),
        Truth::NotComparable => tally.not_comparable += 1,
        Truth::Disputed => tally.excluded_disputed += 1,
        Truth::Stale => tally.excluded_stale += 1,
        Truth::Na => tally.excluded_na += 1,
        Truth::Silent => {}
    }
    None
}
