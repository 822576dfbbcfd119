//! Makes paragraphs of runs, with the margins around them and the blank rows between blocks.

use std::ops::Range;

use super::highlighter::Highlighter;
use super::table::Table;
use crate::layout::block::{Margin, Paragraph, Run, SourceMap};
use crate::layout::row::Look;

/// Deeper nesting than this shows no deeper margin.
const DEEPEST_MARGIN: usize = 12;

/// The margin of everything in a list item or a quote.
#[derive(Debug)]
struct Container {
    /// The bullet, until it is shown.
    bullet: Option<String>,
    rest: String,
    look: Look,
}

/// Takes text in reading order and makes paragraphs of it.
#[derive(Debug)]
pub(crate) struct ParagraphWriter<'a> {
    source_map: SourceMap<'a>,
    text: &'a str,
    done: Vec<Paragraph>,
    runs: Vec<Run>,
    containers: Vec<Container>,
    looks: Vec<Look>,
    /// Whether a container has just begun: its first block has no blank row above.
    is_fresh: bool,
}

/// A block of code that is being read.
#[derive(Debug)]
pub(crate) struct Fence {
    whole: Range<usize>,
    /// The language's word; `None` for an indented block, which has no fences.
    language: Option<String>,
    chunks: Vec<(Range<usize>, String)>,
}

impl Fence {
    pub(crate) fn new(whole: Range<usize>, language: Option<&str>) -> Self {
        Self { whole, language: language.map(str::to_owned), chunks: Vec::new() }
    }

    pub(crate) fn push(&mut self, range: Range<usize>, text: &str) {
        self.chunks.push((range, text.to_owned()));
    }
}

impl<'a> ParagraphWriter<'a> {
    pub(crate) fn new(source_map: SourceMap<'a>, text: &'a str) -> Self {
        let (done, runs, containers, looks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { source_map, text, done, runs, containers, looks, is_fresh: true }
    }

    pub(crate) fn finish(mut self) -> Vec<Paragraph> {
        self.end_line_if_begun();
        self.done
    }

    /// Returns the current look, or this one where there is none.
    pub(crate) fn look_or(&self, otherwise: Look) -> Look {
        match self.looks.last() {
            None | Some(Look::Quote | Look::Strong | Look::Emphasis) if otherwise == Look::Code => otherwise,
            Some(look) => *look,
            None => otherwise,
        }
    }

    pub(crate) fn push_look(&mut self, look: Look) {
        self.looks.push(look);
    }

    /// Begins a look inside another; a heading and a link keep theirs.
    pub(crate) fn push_inner_look(&mut self, look: Look) {
        let outer = self.looks.last().copied().filter(|outer| matches!(outer, Look::Heading | Look::Link));
        self.looks.push(outer.unwrap_or(look));
    }

    pub(crate) fn pop_look(&mut self) {
        self.looks.pop();
    }

    /// Returns whether the source has anything but white space there.
    pub(crate) fn has_ink(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_some_and(|text| !text.trim().is_empty())
    }

    /// Returns the number of a list's item, with its dot or parenthesis.
    pub(crate) fn number_at(&self, start: usize) -> String {
        let item = self.text.get(start..).unwrap_or_default().trim_start();
        let digits = item.bytes().take_while(u8::is_ascii_digit).count();
        item.get(..=digits).unwrap_or_default().to_owned()
    }

    pub(crate) fn push_inserted(&mut self, text: &str, look: Look) {
        self.runs.push(Run::inserted(text, look));
    }

    pub(crate) fn push_replacement(&mut self, range: Range<usize>, text: &str, look: Look) {
        self.runs.push(self.source_map.replacement(range, text, look));
    }

    /// Adds the source, without the white space around it.
    pub(crate) fn push_source(&mut self, range: Range<usize>, look: Look) {
        let Some(slice) = self.text.get(range.clone()) else { return };
        let start = range.start + (slice.len() - slice.trim_start().len());
        self.runs.push(self.source_map.run(start..start + slice.trim().len(), look));
    }

    /// Adds text that a range of source means, pointing at the source characters where it is literally there.
    pub(crate) fn push_text(&mut self, range: Range<usize>, text: &str, look: Look) {
        let run = self.run_of(range, 0, text, look);
        self.runs.extend(run);
    }

    /// Adds the text of inline code without its ticks.
    pub(crate) fn inline_code(&mut self, range: Range<usize>, text: &str, look: Look) {
        let slice = self.text.get(range.clone()).unwrap_or_default();
        let ticks = slice.len() - slice.trim_start_matches('`').len();
        let run = self.run_of(range, ticks, text, look);
        self.runs.extend(run);
    }

    /// Adds the last occurrence of this text in the range (an address follows its words), or the text alone.
    pub(crate) fn push_last_of(&mut self, range: &Range<usize>, text: &str, look: Look) {
        let found = self.text.get(range.clone()).and_then(|slice| slice.rfind(text)).filter(|_| !text.is_empty());
        self.runs.push(match found {
            Some(at) => self.source_map.run(range.start + at..range.start + at + text.len(), look),
            None => Run::inserted(text, look),
        });
    }

    fn run_of(&self, range: Range<usize>, skip: usize, text: &str, look: Look) -> Option<Run> {
        if text.is_empty() {
            return None;
        }
        let found = self.text.get(range.start + skip..range.end).and_then(|slice| slice.find(text));
        Some(match found {
            Some(at) => {
                let start = range.start + skip + at;
                self.source_map.run(start..start + text.len(), look)
            }
            None => self.source_map.replacement(range, text, look),
        })
    }

    /// Takes the runs of a table's cell.
    pub(crate) fn take_runs(&mut self) -> Vec<Run> {
        std::mem::take(&mut self.runs)
    }

    /// Ends what is open, and leaves a blank row unless a container has just begun.
    pub(crate) fn begin_block(&mut self) {
        self.end_line_if_begun();
        if !self.is_fresh {
            let margin = self.margin(true);
            self.done.push(Paragraph { first: margin.clone(), rest: margin, runs: Vec::new() });
        }
        self.is_fresh = false;
    }

    pub(crate) fn begin_container(&mut self, bullet: Option<String>, rest: &str, look: Look) {
        self.end_line_if_begun();
        self.containers.push(Container { bullet, rest: rest.to_owned(), look });
        self.is_fresh = true;
    }

    pub(crate) fn end_container(&mut self) {
        // An empty item still shows its bullet.
        if self.containers.last().is_some_and(|container| container.bullet.is_some()) {
            self.end_line();
        }
        self.end_line_if_begun();
        self.containers.pop();
        self.is_fresh = false;
    }

    pub(crate) fn end_line_if_begun(&mut self) {
        if !self.runs.is_empty() {
            self.end_line();
        }
    }

    pub(crate) fn end_line(&mut self) {
        let first = self.margin(false);
        let rest = self.margin(true);
        let runs = std::mem::take(&mut self.runs);
        self.done.push(Paragraph { first, rest, runs });
        self.is_fresh = false;
    }

    /// Returns the margin of all open containers; bullets are shown once.
    fn margin(&mut self, rest: bool) -> Margin {
        if self.containers.is_empty() {
            return Margin::default();
        }
        let containers = self.containers.iter_mut().take(DEEPEST_MARGIN);
        let parts = containers
            .map(|container| {
                let bullet = if rest { None } else { container.bullet.take() };
                (bullet.unwrap_or_else(|| container.rest.clone()), container.look)
            })
            .collect();
        Margin::Parts(parts)
    }

    pub(crate) fn push_table(&mut self, table: Table) {
        for line in table.lines(&self.source_map) {
            self.runs = line;
            self.end_line();
        }
    }

    /// Adds a block of code between its fences, its tokens coloured where the language is known.
    pub(crate) fn push_fence(&mut self, fence: Fence, highlighter: &Highlighter) {
        let slice = self.text.get(fence.whole.clone()).unwrap_or_default();
        if fence.language.is_some() {
            let opening = slice.lines().next().unwrap_or_default().len();
            self.push_source(fence.whole.start..fence.whole.start + opening, Look::Muted);
            self.end_line();
        }
        let mut block = fence.language.as_deref().and_then(|language| highlighter.block(language));
        let mut shown = fence.whole.start;
        for (range, chunk) in fence.chunks {
            let is_exact = self.text.get(range.clone()) == Some(chunk.as_str());
            let mut at = range.start;
            for piece in chunk.split_inclusive('\n') {
                let line = piece.strip_suffix('\n').unwrap_or(piece);
                let place = if is_exact { at..at + line.len() } else { range.clone() };
                match block.as_mut().filter(|_| is_exact).and_then(|block| block.line(line)) {
                    Some(tokens) => {
                        for (token, look) in tokens {
                            self.runs.push(self.source_map.run(at + token.start..at + token.end, look));
                        }
                    }
                    None => self.push_text(place, line, Look::Code),
                }
                if piece.ends_with('\n') {
                    self.end_line();
                }
                at += piece.len();
            }
            shown = range.end;
        }
        self.end_line_if_begun();
        let tail = self.text.get(shown..fence.whole.end).unwrap_or_default();
        let closing = tail.trim_end().rsplit('\n').next().unwrap_or_default();
        let is_fence = fence.language.is_some() && shown > fence.whole.start && closing.contains(['`', '~']);
        if let Some(from) = closing.find(['`', '~']).filter(|_| is_fence) {
            let start = shown + tail.trim_end().len() - closing.len() + from;
            self.push_source(start..shown + tail.trim_end().len(), Look::Muted);
            self.end_line();
        }
    }
}
