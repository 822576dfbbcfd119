//! Files of an archive one after the other: each one entry, or each a log whose entries follow those of the file before.

use std::cell::OnceCell;
use std::io::{self, Read};

use bytes::Bytes;

use super::directory::{Directory, Member};
use crate::domain::RawJson;
use crate::error::Result;
use crate::ingest::frame::document::ListPaths;
use crate::ingest::frame::entries::Entries;
use crate::ingest::frame::entry::{Body, Entry, Frame};
use crate::ingest::frame::size_cap::{Capped, CappedBuffer, LONGEST};
use crate::ingest::json::Fields;
use crate::ingest::source::{self, StreamStatus};

/// Files of which each is one entry.
pub(super) struct Whole {
    pub(super) directory: Directory,
    pub(super) left: std::vec::IntoIter<Member>,
    /// What they have in common, as a JSON object.
    pub(super) common: Option<String>,
    pub(super) given: u64,
}

impl Frame for Whole {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(member) = self.left.next() else { return Ok(None) };
        self.given += 1;
        let broken =
            |reason: String| Body::Broken { reason: format!("{}: {reason}", member.name), text: String::new() };
        let body = match self.directory.open(&member) {
            Err(problem) => broken(problem.sentence),
            Ok(mut bytes) => match capped(&mut bytes, &self.directory.status)? {
                (_, Some(reason)) => broken(reason),
                (Capped::Whole(bytes), None) => Body::Json { bytes, is_unfinished: false },
                (Capped::Cut(cut), None) => Body::Cut(cut),
            },
        };
        Ok(Some(Entry { line: self.given, offset: 0, body }))
    }

    fn outer(&self) -> Option<String> {
        self.common.clone()
    }
}

/// Reads a whole file. Says why, where it is damaged.
pub(crate) fn capped(bytes: &mut dyn Read, status: &StreamStatus) -> io::Result<(Capped, Option<String>)> {
    let (mut buffer, mut step) = (CappedBuffer::new(LONGEST), vec![0; 64 * 1024]);
    loop {
        match bytes.read(&mut step) {
            Ok(0) => return Ok((buffer.finish(), None)),
            Ok(got) => {
                status.expand(got)?;
                buffer.push(step.get(..got).unwrap_or_default());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Ok((buffer.finish(), Some(format!("the compressed data are damaged: {error}")))),
        }
    }
}

/// How the texts of an archive are read.
pub(crate) struct Texts {
    /// Their encoding, where it was named.
    pub(crate) encoding: Option<String>,
    /// The delimiters of the tables that they are.
    pub(crate) delimiters: Option<Vec<u8>>,
    /// Where the list of records may stand in an object.
    pub(crate) lists: ListPaths,
}

/// Files of which each is a log.
pub(super) struct Logs {
    directory: Directory,
    left: std::vec::IntoIter<Member>,
    texts: Texts,
    current: Option<Current>,
    /// Whether each is a document with a list of records.
    is_lists: bool,
    /// The last line of the files before the current one, and the last one given.
    before: u64,
    last: u64,
}

/// The file that is being read.
struct Current {
    name: String,
    log: Entries,
    /// The model that stands beside its list of records, as a member of each.
    model: OnceCell<Option<String>>,
}

impl Logs {
    pub(super) fn new(directory: Directory, members: Vec<Member>, texts: Texts, is_lists: bool) -> Self {
        Self { directory, left: members.into_iter(), texts, current: None, is_lists, before: 0, last: 0 }
    }

    fn step(&mut self) -> Result<Option<Entry>> {
        loop {
            if let Some(Current { name, log, model }) = &mut self.current {
                if let Some(mut entry) = log.next()? {
                    let model = model.get_or_init(|| model_beside(log.outer().as_deref()));
                    if let (Some(model), Body::Json { bytes, is_unfinished: false }) = (model, &mut entry.body) {
                        *bytes = with_member(bytes, model);
                    }
                    entry.line += self.before;
                    self.last = entry.line;
                    if let Body::Broken { reason, .. } = &mut entry.body {
                        *reason = format!("{name}: {reason}");
                    }
                    return Ok(Some(entry));
                }
                self.current = None;
                self.before = self.last;
            }
            let Some(member) = self.left.next() else { return Ok(None) };
            match log(&self.directory, &member, &self.texts) {
                Ok(log) => self.current = Some(Current { name: member.name, log, model: OnceCell::new() }),
                Err(problem) => {
                    self.last += 1;
                    self.before = self.last;
                    let body = Body::Broken { reason: problem.sentence, text: String::new() };
                    return Ok(Some(Entry { line: self.last, offset: 0, body }));
                }
            }
        }
    }
}

impl Frame for Logs {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        self.step().map_err(io::Error::other)
    }

    fn outer(&self) -> Option<String> {
        self.is_lists.then(|| "{}".to_owned())
    }
}

/// Returns the model that stands beside a list of records, as a member of an object.
fn model_beside(outer: Option<&str>) -> Option<String> {
    let around = Fields::parse(outer?).ok()?;
    let model = ["model", "model_name"].iter().find_map(|key| around.get(key)?.scalar())?;
    Some(format!("\"model\":{}", RawJson::string(&model).text()))
}

/// Adds a member to an object that has none of that name.
fn with_member(bytes: &Bytes, member: &str) -> Bytes {
    let Ok(fields) = std::str::from_utf8(bytes).map_err(|_| ()).and_then(|text| Fields::parse(text).map_err(|_| ()))
    else {
        return bytes.clone();
    };
    if fields.is_empty() || ["model", "model_name"].iter().any(|key| fields.has(key)) {
        return bytes.clone();
    }
    let end = bytes.iter().rposition(|byte| *byte == b'}');
    let begin = end.and_then(|end| bytes.get(..end));
    begin.map_or_else(|| bytes.clone(), |begin| [begin, b",", member.as_bytes(), b"}"].concat().into())
}

/// Opens one file of an archive as a log.
pub(super) fn log(directory: &Directory, member: &Member, texts: &Texts) -> Result<Entries> {
    let name = format!("{} in {}", member.name, directory.name);
    let stream = source::member(directory.open(member)?, name, &directory.status, texts.encoding.as_deref())?;
    Entries::new(stream, texts.delimiters.as_deref(), texts.lists.clone())
}
