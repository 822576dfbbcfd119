//! Puts placeholders into the runs of an item, in the place of what is covered.

use std::collections::HashSet;
use std::ops::Range;

use super::block::{Content, Item, Paragraph, Run, narrow};
use super::row::Look;
use crate::redact::{Counts, Found, Redactor};

/// Something that is covered in one of the texts of a document.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    pub(super) bytes: Range<usize>,
    /// The same in characters.
    pub(super) chars: Range<u32>,
    pub(super) placeholder: String,
}

/// A part of a run that is covered.
struct Part {
    /// Its bytes in the run's text.
    bytes: Range<usize>,
    /// Which of the covers it is.
    cover: usize,
    placeholder: String,
    /// The source characters that the placeholder stands for.
    source: Option<Range<u32>>,
}

/// What covers an item.
pub(super) struct ItemCover<'a> {
    pub(super) redactor: &'a Redactor,
    /// The item's text.
    pub(super) text: &'a str,
    /// What is covered in it.
    pub(super) closed: &'a [Cover],
    /// What was uncovered.
    pub(super) open: &'a [Cover],
}

impl ItemCover<'_> {
    /// Covers what an item shows; adds to the counts what only the shown text has.
    pub(super) fn cover(&self, item: &mut Item, counts: &mut Counts) {
        // One that goes over several runs or paragraphs has its placeholder at the first.
        let mut placed = HashSet::new();
        let mut kept = Vec::with_capacity(item.paragraphs.len());
        for paragraph in std::mem::take(&mut item.paragraphs) {
            let was_blank = paragraph.runs.is_empty();
            let runs = paragraph.runs.into_iter().flat_map(|run| self.by_source(run, item.sourced, &mut placed));
            let runs = self.by_look(runs.collect(), counts);
            if was_blank || !runs.is_empty() {
                kept.push(Paragraph { runs, ..paragraph });
            }
        }
        if kept.is_empty() {
            kept.push(Paragraph::new(vec![Run::inserted("…", Look::Placeholder)]));
        }
        item.paragraphs = kept;
        if let Some(label) = &mut item.label {
            *label = self.redactor.mask(label).text;
        }
    }

    /// Covers of a run what is found in the text that it comes from.
    fn by_source(&self, run: Run, sourced: bool, placed: &mut HashSet<usize>) -> Vec<Run> {
        let mut parts = Vec::new();
        match &run.content {
            Content::Source { bytes, .. } => {
                let run_bytes = bytes.start as usize..bytes.end as usize;
                for (number, cover) in self.overlapping(|cover| overlap(&cover.bytes, &run_bytes)) {
                    let start = cover.bytes.start.max(run_bytes.start) - run_bytes.start;
                    let end = cover.bytes.end.min(run_bytes.end) - run_bytes.start;
                    parts.push(part(number, cover, start..end, sourced));
                }
            }
            Content::Inserted { text, source: Some(source) } => {
                let chars = |cover: &Cover| cover.chars.start < source.end && source.start < cover.chars.end;
                if let Some((number, cover)) = self.overlapping(chars).next() {
                    parts.push(part(number, cover, 0..text.len(), sourced));
                }
            }
            Content::Inserted { source: None, .. } => {}
        }
        cut(run, self.text, parts, placed)
    }

    fn overlapping(&self, is_meant: impl Fn(&Cover) -> bool) -> impl Iterator<Item = (usize, &Cover)> {
        self.closed.iter().enumerate().filter(move |(_, cover)| is_meant(cover))
    }

    /// Covers in a paragraph what is only found as it is shown: marks of emphasis within a word, decoded entities.
    fn by_look(&self, runs: Vec<Run>, counts: &mut Counts) -> Vec<Run> {
        let shown: String = runs.iter().map(|run| run.text(self.text)).collect();
        let found = self.redactor.find(&shown);
        if found.is_empty() {
            return runs;
        }
        let mut out = Vec::with_capacity(runs.len());
        let mut placed = HashSet::new();
        let mut at = 0;
        for run in runs {
            let here = at..at + run.text(self.text).len();
            at = here.end;
            let chars = self.chars_of(&run);
            let is_open = |found: &Found| {
                let place = found.range.start.max(here.start) - here.start;
                let char = chars.as_ref().map(|chars| match run.content {
                    Content::Source { .. } => {
                        chars.start + narrow(run.text(self.text).get(..place).map_or(0, |text| text.chars().count()))
                    }
                    Content::Inserted { .. } => chars.start,
                });
                char.is_some_and(|char| self.open.iter().any(|cover| cover.chars.contains(&char)))
            };
            let mut parts = Vec::new();
            for (number, found) in found.iter().enumerate().filter(|(_, found)| overlap(&found.range, &here)) {
                if is_open(found) {
                    continue;
                }
                if !placed.contains(&number) && found.range.start >= here.start {
                    counts.add(found);
                }
                parts.push(Part {
                    bytes: found.range.start.max(here.start) - here.start..found.range.end.min(here.end) - here.start,
                    cover: number,
                    placeholder: found.placeholder(),
                    source: chars.clone(),
                });
            }
            out.extend(cut(run, self.text, parts, &mut placed));
        }
        out
    }

    /// Returns the source characters of a run.
    fn chars_of(&self, run: &Run) -> Option<Range<u32>> {
        match &run.content {
            Content::Source { first, .. } => {
                Some(*first..first.saturating_add(narrow(run.text(self.text).chars().count())))
            }
            Content::Inserted { source, .. } => source.clone(),
        }
    }
}

const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn part(number: usize, cover: &Cover, bytes: Range<usize>, sourced: bool) -> Part {
    let source = sourced.then(|| cover.chars.clone());
    Part { bytes, cover: number, placeholder: cover.placeholder.clone(), source }
}

/// Cuts a run at its covered parts, and puts the placeholder of each that has none yet in its place.
fn cut(run: Run, item_text: &str, parts: Vec<Part>, placed: &mut HashSet<usize>) -> Vec<Run> {
    if parts.is_empty() {
        return vec![run];
    }
    let text = run.text(item_text);
    let mut out = Vec::new();
    let mut at = 0;
    for part in parts {
        out.extend(piece(&run, text, at..part.bytes.start));
        at = part.bytes.end;
        if placed.insert(part.cover) {
            let content = Content::Inserted { text: part.placeholder.into(), source: part.source };
            out.push(Run { content, look: Look::Placeholder });
        }
    }
    out.extend(piece(&run, text, at..text.len()));
    out
}

/// Returns these bytes of a run as a run.
fn piece(run: &Run, text: &str, bytes: Range<usize>) -> Option<Run> {
    let part = text.get(bytes.clone()).filter(|part| !part.is_empty())?;
    let content = match &run.content {
        Content::Source { bytes: own, first } => Content::Source {
            bytes: own.start + narrow(bytes.start)..own.start + narrow(bytes.end),
            first: first + narrow(text.get(..bytes.start)?.chars().count()),
        },
        Content::Inserted { source, .. } => Content::Inserted { text: part.into(), source: source.clone() },
    };
    Some(Run { content, look: run.look })
}
