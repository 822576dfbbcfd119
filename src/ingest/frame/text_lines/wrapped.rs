//! Lines of a program with something written around each: the program's own line is the entry, put together where it was
//! cut into parts.

use std::io;

use super::envelope::{Inside, is_object, joined, of_object, of_prefix, of_runtime};
use crate::ingest::frame::entry::{Body, Entry, Frame};
use crate::ingest::frame::size_cap::LONGEST;

/// How many of the first lines are looked at.
const LOOKED_AT: usize = 50;

/// Returns whether most of the first lines of a text hold the line of a program that is JSON; lines that are a record
/// themselves hold none.
pub(crate) fn are_wrapped(text: &[u8], is_whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    if !is_whole && lines.len() > 1 {
        lines.pop();
    }
    let lines = lines.into_iter().filter(|line| !line.trim_ascii().is_empty()).take(LOOKED_AT);
    let are_objects = text.starts_with(b"{");
    let (mut held, mut parts, mut others) = (0, 0, 0);
    for line in lines {
        // Between the braces of one object over several lines anything may stand.
        match inside(line).filter(|_| !are_objects || line.starts_with(b"{")) {
            Some(inside) if is_object(&inside.text) => held += 1,
            // What a program says beside its log, and parts of a line.
            Some(inside) if inside.is_part || !inside.stream.is_empty() => parts += 1,
            Some(_) | None => others += 1,
        }
    }
    held > 0 && held + parts > others || parts > 1 && others == 0 && held == 0 && begins_object(text)
}

/// Returns whether the first line of a text holds the beginning of an object: all of its lines may be parts of long ones.
fn begins_object(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    inside(first).is_some_and(|inside| inside.is_part && inside.text.trim_ascii_start().starts_with(b"{"))
}

fn inside(line: &[u8]) -> Option<Inside<'_>> {
    let line = line.trim_ascii();
    if line.starts_with(b"{") { of_object(line) } else { of_runtime(line).or_else(|| of_prefix(line)) }
}

/// Parts of a line of one stream.
struct Parts {
    stream: String,
    line: u64,
    offset: u64,
    text: Vec<u8>,
    around: Vec<(String, String)>,
}

/// Lines of which each is taken out of what stands around it.
pub(crate) struct Wrapped<F> {
    lines: F,
    open: Vec<Parts>,
    /// How many more entries are looked at to see whether anything is written around them; `None` where it is.
    looks: Option<usize>,
}

impl<F: Frame> Wrapped<F> {
    pub(crate) const fn new(lines: F) -> Self {
        Self { lines, open: Vec::new(), looks: None }
    }

    /// Takes entries as they are, unless one of the first holds the line of a program.
    pub(crate) const fn looking(lines: F) -> Self {
        Self { lines, open: Vec::new(), looks: Some(LOOKED_AT) }
    }

    /// Takes the line of a program, or a part of one; returns what is whole with it.
    fn take(&mut self, inside: Inside<'_>, line: u64, offset: u64) -> Option<Entry> {
        let at = self.open.iter().position(|parts| parts.stream == inside.stream);
        let mut parts = at.map_or_else(
            || Parts { stream: inside.stream.clone(), line, offset, text: Vec::new(), around: inside.around },
            |at| self.open.swap_remove(at),
        );
        parts.text.extend_from_slice(&inside.text);
        // A collector may drop the newline that says that a line is whole.
        let is_begun = parts.text.trim_ascii_start().starts_with(b"{") && parts.text.len() < LONGEST;
        if inside.is_part && is_begun && !is_object(&parts.text) {
            self.open.push(parts);
            return None;
        }
        Some(entry(parts, false))
    }
}

fn entry(parts: Parts, is_unfinished: bool) -> Entry {
    let bytes = if is_object(&parts.text) { joined(&parts.text, &parts.around) } else { parts.text };
    Entry { line: parts.line, offset: parts.offset, body: Body::Json { bytes: bytes.into(), is_unfinished } }
}

impl<F: Frame> Frame for Wrapped<F> {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        loop {
            let Some(entry_read) = self.lines.next()? else {
                return Ok(self.open.pop().map(|parts| entry(parts, true)));
            };
            let Body::Json { bytes, .. } = &entry_read.body else { return Ok(Some(entry_read)) };
            if let Some(looks) = self.looks {
                let is_wrapped = looks > 0 && of_object(bytes).is_some_and(|inside| is_object(&inside.text));
                self.looks = if is_wrapped { None } else { Some(looks.saturating_sub(1)) };
                if !is_wrapped {
                    return Ok(Some(entry_read));
                }
            }
            let Some(inside) = inside(bytes) else { return Ok(Some(entry_read)) };
            if inside.text.trim_ascii().is_empty() {
                continue;
            }
            let (line, offset) = (entry_read.line, entry_read.offset);
            if let Some(whole) = self.take(inside, line, offset) {
                return Ok(Some(whole));
            }
        }
    }

    fn consumed(&self) -> Option<u64> {
        self.lines.consumed()
    }

    fn outer(&self) -> Option<String> {
        self.lines.outer()
    }
}
