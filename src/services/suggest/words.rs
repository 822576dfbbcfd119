//! What people wrote about one mode or criterion, and what the model was told: the words that checks are read off.

use std::collections::HashMap;

use crate::checks::mining::Stated;
use crate::domain::{CodebookView, Content, Judgements, Record, Role, Span, Target};

/// How many different instructions to the model are read.
const INSTRUCTIONS: usize = 20;
/// How long a line of an input may be to be read as an instruction, in characters.
const LINE: usize = 300;
/// How many lines of inputs are counted.
const LINES: usize = 20_000;

/// Reads words off records, one after the other.
pub(super) struct Words<'a> {
    target: &'a Target,
    stated: Stated,
    instructions: Vec<String>,
    /// Lines of inputs, each with how many records have it.
    lines: HashMap<String, usize>,
    records: usize,
}

impl<'a> Words<'a> {
    /// Begins with what the codebook says of the target.
    pub(super) fn new(codebook: &CodebookView, target: &'a Target) -> Self {
        let mut stated = Stated::default();
        match target {
            Target::Mode(key) => {
                for mode in codebook.modes.iter().filter(|mode| mode.key == *key) {
                    stated.failure(mode.name.as_str());
                    stated.failure(mode.definition.raw());
                }
            }
            Target::Criterion(key) => {
                for criterion in codebook.criteria.iter().filter(|criterion| criterion.key == *key) {
                    criterion.current().into_iter().for_each(|version| stated.rule(version.text.raw()));
                }
            }
        }
        Self { target, stated, instructions: Vec::new(), lines: HashMap::new(), records: 0 }
    }

    /// Reads what was written of a bad record: notes, evidence, corrections.
    pub(super) fn bad(&mut self, record: &Record, judgements: &Judgements) {
        for note in &judgements.notes {
            self.stated.remark(note.text.raw(), record.id);
        }
        for passage in evidence(record, judgements, self.target) {
            self.stated.marked(&passage, record.id);
        }
        for correction in &judgements.corrections {
            self.stated.corrected(&record.content.output, &correction.text, record.id);
        }
    }

    /// Reads what the model was told, of any labelled record.
    pub(super) fn told(&mut self, content: &Content) {
        self.records += 1;
        for message in content.before_output() {
            let text = message.plain();
            if message.role == Role::System {
                if self.instructions.len() < INSTRUCTIONS && !self.instructions.iter().any(|own| **own == *text) {
                    self.instructions.push(text.clone());
                }
            } else {
                let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                lines.sort_unstable();
                lines.dedup();
                for line in lines.into_iter().filter(|line| line.len() <= LINE) {
                    if let Some(count) = self.lines.get_mut(line) {
                        *count += 1;
                    } else if self.lines.len() < LINES {
                        self.lines.insert(line.to_owned(), 1);
                    }
                }
            }
        }
    }

    /// Returns what was read; lines that at least half of the inputs have are instructions, too.
    pub(super) fn finish(mut self) -> Stated {
        let mut shared: Vec<&String> = self
            .lines
            .iter()
            .filter(|(_, count)| **count > 1 && **count * 2 >= self.records)
            .map(|(line, _)| line)
            .collect();
        shared.sort_unstable();
        for text in self.instructions.iter().chain(shared) {
            self.stated.rule(text);
        }
        self.stated
    }
}

/// Returns the parts of the output that the tags of a mode mark.
pub(super) fn evidence(record: &Record, judgements: &Judgements, target: &Target) -> Vec<String> {
    let text = |Span { start, end, .. }: Span| -> String {
        let output = record.content.output.raw().chars();
        output.skip(start as usize).take(end.saturating_sub(start) as usize).collect()
    };
    let own = judgements.tags.iter().filter(|tag| matches!(target, Target::Mode(mode) if *mode == tag.mode));
    own.filter_map(|tag| tag.span).filter(|span| span.turn.is_none()).map(text).collect()
}
