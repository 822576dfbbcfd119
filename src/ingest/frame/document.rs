//! One JSON object that either is a record or holds the list of records under a well-known name; the list is streamed,
//! never loaded.

use std::io::{self, BufRead};
use std::rc::Rc;

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
    "chats",
];

/// The objects of answers of an API in which such a list may stand (`data.results`).
const AROUND: &[&str] = &["data", "result", "results", "payload", "body"];

/// The most bytes of the fields around a list that are kept.
const LONGEST_OUTER: usize = 4 * 1024 * 1024;

/// One object.
pub(super) struct Document<R> {
    state: State<R>,
    lists: Rc<ListPaths>,
    /// The fields around the list that come before it, as JSON.
    outer: Option<String>,
}

enum State<R> {
    Start(Cutter<R>),
    List { first: Option<Entry>, rest: Elements<R> },
    End,
}

/// Where a list of records may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListPaths {
    /// Under a well-known name, or where one of these formats has it (see `Format::lists`).
    Known(Vec<&'static str>),
    /// Where the user says, as keys joined by dots.
    Given(String),
}

impl ListPaths {
    /// Returns whether a list at `path` is one of records.
    fn is_list(&self, path: &str) -> bool {
        match self {
            Self::Known(lists) => {
                let within = path.split_once('.').filter(|(around, _)| AROUND.contains(around)).map(|(_, list)| list);
                LISTS.contains(&within.unwrap_or(path)) || lists.contains(&path)
            }
            Self::Given(given) => given == path,
        }
    }

    /// Returns whether a list may stand inside the object at `path`.
    fn is_above(&self, path: &str) -> bool {
        let is_below = |list: &str| list.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        match self {
            Self::Known(lists) => AROUND.contains(&path) || lists.iter().any(|list| is_below(list)),
            Self::Given(given) => is_below(given),
        }
    }

    /// Returns whether an object with this key is one entry.
    fn is_whole(&self, key: &str) -> bool {
        match self {
            Self::Known(lists) => lists.iter().any(|list| list.strip_prefix("whole:") == Some(key)),
            Self::Given(_) => false,
        }
    }
}

/// The result of searching an object for its list of records.
enum ListSearch {
    /// The cutter is behind this first element of the list of records; the fields before it.
    List(Entry, String),
    /// There is no such list; the stream was read to its end.
    None,
}

impl<R: BufRead> Document<R> {
    pub(super) fn new(text: R, offset: u64, lists: Rc<ListPaths>) -> Self {
        Self { state: State::Start(Cutter::new(text, offset)), lists, outer: None }
    }
}

/// Returns whether the object that these first bytes begin holds a list of records.
pub(super) fn has_list(head: &[u8], lists: &ListPaths) -> bool {
    let mut cutter = Cutter::new(head, 0);
    cutter.tape = Some(CappedBuffer::new(LONGEST));
    matches!(find_list(&mut cutter, lists), Ok(ListSearch::List(..)))
}

fn find_list<R: BufRead>(cutter: &mut Cutter<R>, lists: &ListPaths) -> io::Result<ListSearch> {
    if cutter.peek()? == Some(b'{') {
        cutter.skip()?;
    }
    // The keys of the objects that are open, and the fields so far.
    let (mut open, mut outer): (Vec<String>, String) = (Vec::new(), "{".to_owned());
    loop {
        match cutter.peek()? {
            Some(b'"') => {}
            Some(b',' | b':') => {
                cutter.skip()?;
                continue;
            }
            Some(b'}') if open.pop().is_some() => {
                cutter.skip()?;
                outer = format!("{}}},", outer.trim_end_matches(','));
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
        let written = match key.finish() {
            Capped::Whole(key) => String::from_utf8(key.into()).unwrap_or_default(),
            Capped::Cut(_) => String::new(),
        };
        let key = decode(&written).into_owned();
        let path = open.iter().map(String::as_str).chain([key.as_str()]).collect::<Vec<_>>().join(".");
        if open.is_empty() && lists.is_whole(&key) {
            cutter.drain()?;
            return Ok(ListSearch::None);
        }
        match cutter.peek()? {
            Some(b'[') if lists.is_list(&path) => {
                cutter.skip()?;
                if cutter.peek()? == Some(b'{') {
                    let offset = cutter.offset;
                    let mut first = CappedBuffer::new(LONGEST);
                    let is_complete = cutter.cut(&mut first)?;
                    let first = entry(1, offset, first.finish(), !is_complete);
                    if matches!(lists, ListPaths::Given(_)) || !is_turn(&first) {
                        let outer = format!("{}{}", outer.trim_end_matches(','), "}".repeat(open.len() + 1));
                        return Ok(ListSearch::List(first, outer));
                    }
                }
                skip_list(cutter)?;
            }
            Some(b'{') if lists.is_above(&path) => {
                cutter.skip()?;
                open.push(key);
                outer.extend([written.as_str(), ":{"]);
            }
            Some(_) => {
                let mut value = CappedBuffer::new(LONGEST_OUTER.saturating_sub(outer.len()));
                cutter.cut(&mut value)?;
                if let Capped::Whole(value) = value.finish()
                    && let Ok(value) = std::str::from_utf8(&value)
                {
                    outer.extend([written.as_str(), ":", value, ","]);
                }
            }
            None => {}
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
    // Messages of a thread are rows of it, whatever their order.
    let speaks = (fields.has("role") || fields.has("from")) && !fields.has("thread_id");
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
                match find_list(&mut cutter, &self.lists)? {
                    ListSearch::List(first, outer) => {
                        cutter.tape = None;
                        self.outer = Some(outer);
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
    fn outer(&self) -> Option<String> {
        self.outer.clone()
    }
}
