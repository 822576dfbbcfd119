//! One JSON object that either is a record or holds the list of records under a well-known name; the list is streamed,
//! never loaded.

use std::io::{self, BufRead};

use super::elements::{Cutter, Elements, entry};
use super::entry::{Body, Entry, Frame};
use super::size_cap::{Capped, CappedBuffer, LONGEST};

use crate::ingest::json::{Fields, decode};

/// The names that tools give their list of records.
const LISTS: &[&str] = &[
    "data",
    "records",
    "items",
    "results",
    "conversations",
    "rows",
    "examples",
    "samples",
    "logs",
    "entries",
    "traces",
    "runs",
    "instances",
    "dataset",
    "test_cases",
    "testCases",
];

/// One object.
pub(super) struct Document<R> {
    state: State<R>,
}

enum State<R> {
    Start(Cutter<R>),
    List { first: Option<Entry>, rest: Elements<R> },
    End,
}

/// The result of searching an object for its list of records.
enum ListSearch {
    /// The cutter is behind this first element of the list of records.
    List(Entry),
    /// There is no such list; the stream was read to its end.
    None,
}

impl<R: BufRead> Document<R> {
    pub(super) fn new(text: R, offset: u64) -> Self {
        Self { state: State::Start(Cutter::new(text, offset)) }
    }
}

/// Returns whether the object that these first bytes begin holds a list of records.
pub(super) fn has_list(head: &[u8]) -> bool {
    let mut cutter = Cutter::new(head, 0);
    cutter.tape = Some(CappedBuffer::new(LONGEST));
    matches!(find_list(&mut cutter), Ok(ListSearch::List(_)))
}

fn find_list<R: BufRead>(cutter: &mut Cutter<R>) -> io::Result<ListSearch> {
    if cutter.peek()? == Some(b'{') {
        cutter.skip()?;
    }
    loop {
        match cutter.peek()? {
            Some(b'"') => {}
            Some(b',' | b':') => {
                cutter.skip()?;
                continue;
            }
            Some(_) | None => {
                cutter.drain()?;
                return Ok(ListSearch::None);
            }
        }
        let mut key = CappedBuffer::new(4096);
        cutter.cut(&mut key)?;
        if cutter.peek()? == Some(b':') {
            cutter.skip()?;
        }
        let is_named = match key.finish() {
            Capped::Whole(key) => std::str::from_utf8(&key).is_ok_and(|key| LISTS.contains(&decode(key).as_ref())),
            Capped::Cut(_) => false,
        };
        if is_named && cutter.peek()? == Some(b'[') {
            cutter.skip()?;
            if cutter.peek()? == Some(b'{') {
                let offset = cutter.offset;
                let mut first = CappedBuffer::new(LONGEST);
                let is_complete = cutter.cut(&mut first)?;
                let first = entry(1, offset, first.finish(), !is_complete);
                if !is_turn(&first) {
                    return Ok(ListSearch::List(first));
                }
            }
            skip_list(cutter)?;
        } else if cutter.peek()?.is_some() {
            cutter.cut(&mut CappedBuffer::new(0))?;
        }
    }
}

/// Passes over the rest of a list whose bracket is open.
fn skip_list<R: BufRead>(cutter: &mut Cutter<R>) -> io::Result<()> {
    loop {
        match cutter.peek()? {
            None => return Ok(()),
            Some(b']') => return cutter.skip(),
            Some(b',' | b':' | b'}') => cutter.skip()?,
            Some(_) => {
                cutter.cut(&mut CappedBuffer::new(0))?;
            }
        }
    }
}

/// Returns whether an element is a turn of a conversation, so that its list belongs to one record.
fn is_turn(entry: &Entry) -> bool {
    let bytes = match &entry.body {
        Body::Json { bytes, is_unfinished: false } => bytes,
        Body::Json { bytes, is_unfinished: true } => {
            let begin = String::from_utf8_lossy(bytes.get(..64.min(bytes.len())).unwrap_or_default()).into_owned();
            let begin: String = begin.chars().filter(|c| !c.is_whitespace()).collect();
            return begin.starts_with("{\"role\":") || begin.starts_with("{\"from\":");
        }
        Body::Cut(_) | Body::Row { .. } | Body::Broken { .. } => return false,
    };
    let text = String::from_utf8_lossy(bytes);
    let Ok(fields) = Fields::parse(&text) else { return false };
    let speaks = fields.has("role") || fields.has("from");
    speaks && ["content", "value", "text", "parts", "tool_calls"].iter().any(|key| fields.has(key))
}

impl<R: BufRead> Frame for Document<R> {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        match std::mem::replace(&mut self.state, State::End) {
            State::End => Ok(None),
            State::Start(mut cutter) => {
                cutter.peek()?;
                let offset = cutter.offset;
                cutter.tape = Some(CappedBuffer::new(LONGEST));
                match find_list(&mut cutter)? {
                    ListSearch::List(first) => {
                        cutter.tape = None;
                        let is_unfinished = matches!(first.body, Body::Json { is_unfinished: true, .. });
                        let rest = Elements::behind_first(cutter, is_unfinished);
                        self.state = State::List { first: Some(first), rest };
                        self.next()
                    }
                    ListSearch::None => {
                        let tape = cutter.tape.take().unwrap_or_else(|| CappedBuffer::new(0));
                        Ok(Some(entry(1, offset, tape.finish(), false)))
                    }
                }
            }
            State::List { first: Some(first), rest } => {
                self.state = State::List { first: None, rest };
                Ok(Some(first))
            }
            State::List { first: None, mut rest } => {
                let next = rest.next()?;
                self.state = State::List { first: None, rest };
                Ok(next)
            }
        }
    }
}
