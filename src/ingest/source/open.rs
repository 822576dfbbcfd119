//! Opens a file or standard input, decompresses gzip, zstd and bzip2 by their first bytes, and refuses what is not text.
//!
//! Knows nothing of lines or records. The file is looked at through its handle, so that it cannot be exchanged between
//! the look and the reading; it is never mapped into memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, IsTerminal, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::rc::Rc;

use super::encoding::{self, Decoded};
use super::endings::{Packing, is_packed};
use super::feed::{FeedFailed, SharedFeed, WholeLines};
use super::magic;
use super::open_file::OpenFile;
use super::packed::{Packed, PackedKind, spooled};
use super::status::{Bomb, StreamStatus, too_far};
use super::unpacked::{Counted, Unpacked};
use crate::error::{Problem, Result};

/// How many bytes are inspected to find out what a stream holds.
const HEAD: usize = 64 * 1024;
const BUFFER: usize = 256 * 1024;

/// An open stream of text.
pub(crate) struct Stream {
    /// The text, without a byte order mark.
    pub(crate) text: Box<dyn BufRead>,
    /// The beginning of the text, for looking at.
    pub(crate) head: Vec<u8>,
    /// Whether `head` is the whole text.
    pub(crate) is_whole: bool,
    /// Where `text` begins in the decompressed stream: 3 after a byte order mark.
    pub(crate) start: u64,
    /// The size of the file, when it is one.
    pub(crate) bytes: Option<u64>,
    /// The progress and faults of reading it.
    pub(crate) status: Rc<StreamStatus>,
    /// The name for sentences.
    pub(crate) name: String,
    /// The encoding of the text where it is not UTF-8 and nobody named it.
    pub(crate) guessed: Option<&'static str>,
}

/// What a path holds.
pub(crate) enum Opened {
    Text(Stream),
    Packed(Packed),
}

/// Opens `path`, which has to be text; `-` is standard input. `encoding` names that of its text, instead of finding it.
pub(crate) fn open(path: &Path, encoding: Option<&str>) -> Result<Stream> {
    match open_any(path, Origin::default(), encoding)? {
        Opened::Text(stream) => Ok(stream),
        Opened::Packed(Packed { kind, name, .. }) => {
            Err(Problem::input(format!("{name} is {}, not a text.", kind.words())))
        }
    }
}

/// Where the bytes come from in a path's place.
#[derive(Default, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) feed: Option<&'a SharedFeed>,
    /// The file, where it is open already.
    pub(crate) file: Option<&'a OpenFile>,
}

/// Opens `path`, or what comes in its place, which is text or holds tables or files; `-` is standard input.
pub(crate) fn open_any(path: &Path, origin: Origin<'_>, encoding: Option<&str>) -> Result<Opened> {
    let given = encoding.map(encoding::named).transpose()?;
    let name = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
    let status = Rc::new(StreamStatus::default());
    let (file, handle, bytes): (Box<dyn Read>, Option<File>, Option<u64>) =
        if let Some(feed) = origin.feed.and_then(SharedFeed::take) {
            let lines = WholeLines::new(feed);
            status.feed.replace(Some(lines.clone()));
            (Box::new(lines), None, None)
        } else if let Some(open) = origin.file {
            (Box::new(open.reader()), open.file.try_clone().ok(), Some(open.bytes()))
        } else if path.as_os_str() == "-" {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                return Err(Problem::usage("Standard input is a terminal; there is no log to read.")
                    .hint("Pipe a log into it: `zcat app.jsonl.gz | gemba import -`."));
            }
            (Box::new(stdin), None, None)
        } else {
            let (file, bytes) = open_file(path, &name)?;
            let handle = bytes.and_then(|_| file.try_clone().ok());
            (Box::new(file), handle, bytes)
        };
    if bytes.is_some() {
        status.begin_hash();
    }
    let counted = Counted { inner: file, status: Rc::clone(&status) };
    let (mut packed, start, _) =
        peek(BufReader::with_capacity(BUFFER, counted), 512, &status).map_err(|error| read_problem(&name, error))?;
    if let Some(kind) = PackedKind::of(&start) {
        let (file, path) = match handle {
            Some(file) => (file, Some(path.to_owned())),
            None => (spooled(&mut packed).map_err(|error| read_problem(&name, error))?, None),
        };
        return Ok(Opened::Packed(Packed { kind, file, path, name, bytes, status }));
    }
    let unpacked = unpack(packed, &start, &status).map_err(|error| read_problem(&name, error))?;
    text_stream(unpacked, name, bytes, status, given).map(Opened::Text)
}

/// Returns a file that is one text inside another, unpacked already, as a stream. `encoding` names that of its text.
pub(crate) fn member(
    inner: Box<dyn Read>,
    name: String,
    status: &Rc<StreamStatus>,
    encoding: Option<&str>,
) -> Result<Stream> {
    // What is damaged in one file says nothing of the next.
    status.fault.borrow_mut().take();
    let given = encoding.map(encoding::named).transpose()?;
    let unpacked = Box::new(BufReader::with_capacity(HEAD, Unpacked { inner, status: Rc::clone(status) }));
    text_stream(unpacked, name, None, Rc::clone(status), given)
}

fn text_stream(
    unpacked: Box<dyn BufRead>,
    name: String,
    bytes: Option<u64>,
    status: Rc<StreamStatus>,
    given: Option<&'static encoding_rs::Encoding>,
) -> Result<Stream> {
    let (text, head, is_whole) = peek(unpacked, HEAD, &status).map_err(|error| read_problem(&name, error))?;
    refuse_foreign(&name, &head)?;
    let encoding = given.unwrap_or_else(|| encoding::of(&head, is_whole));
    if encoding == encoding_rs::UTF_8 {
        refuse_binary(&name, &head)?;
        let (text, head, start) = strip_bom(text, head);
        return Ok(Stream { text, head, is_whole, start, bytes, status, name, guessed: None });
    }
    status.feed.replace(None);
    let decoded = BufReader::with_capacity(BUFFER, Decoded::new(text, encoding));
    let (text, head, is_whole) = peek(decoded, HEAD, &status).map_err(|error| read_problem(&name, error))?;
    refuse_binary(&name, &head)?;
    let guessed = given.is_none().then(|| encoding.name());
    Ok(Stream { text: Box::new(text), head, is_whole, start: 0, bytes, status, name, guessed })
}

/// Opens a file as text, unpacked; `-` is standard input.
///
/// # Errors
/// `Input` where it cannot be opened or is no text.
pub fn open_text(path: &Path) -> Result<Box<dyn BufRead>> {
    Ok(open(path, None)?.text)
}

fn open_file(path: &Path, name: &str) -> Result<(File, Option<u64>)> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::input(format!("There is no file {name}.")).caused_by(error),
        io::ErrorKind::PermissionDenied => {
            Problem::input(format!("{name} may not be read by this user.")).caused_by(error)
        }
        _ => Problem::input(format!("{name} cannot be opened: {error}.")).caused_by(error),
    })?;
    let about = file.metadata().map_err(|error| read_problem(name, error))?;
    let kind = about.file_type();
    if kind.is_dir() {
        return Err(Problem::input(format!("{name} is a folder, not a log.")).hint("Name the files in it."));
    }
    if kind.is_char_device() || kind.is_block_device() {
        return Err(Problem::input(format!("{name} is a device, not a log.")));
    }
    let bytes = kind.is_file().then_some(about.len());
    Ok((file, bytes))
}

/// Returns the problem of an error while reading `name`.
pub(crate) fn read_problem(name: &str, error: io::Error) -> Problem {
    if let Some(problem) = error.get_ref().and_then(|inner| inner.downcast_ref::<Problem>()) {
        return problem.clone();
    }
    if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Bomb>) {
        return too_far(name)
            .hint("If it really is a log, decompress it first and import the result.")
            .caused_by(error);
    }
    if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<FeedFailed>) {
        return Problem::input(error.to_string());
    }
    Problem::io(format!("{name} cannot be read: {error}.")).caused_by(error)
}

type Peeked<R> = Chain<Cursor<Vec<u8>>, R>;

/// Reads the first `want` bytes and puts them back: fewer at the end, or where a feed has no more yet. Says whether that
/// was all.
fn peek<R: BufRead>(mut reader: R, want: usize, status: &StreamStatus) -> io::Result<(Peeked<R>, Vec<u8>, bool)> {
    let (mut head, mut is_whole) = (Vec::new(), false);
    while head.len() < want && (!is_telling(&head) || status.has_more_now(head.len() as u64)) {
        let there = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // What was read before it comes first.
            Err(error) if !head.is_empty() => match &*status.feed.borrow() {
                Some(feed) => {
                    feed.put_back(error);
                    break;
                }
                None => return Err(error),
            },
            there => there?,
        };
        let taken = there.len().min(want - head.len());
        head.extend_from_slice(there.get(..taken).unwrap_or_default());
        reader.consume(taken);
        if taken == 0 {
            is_whole = true;
            break;
        }
    }
    Ok((Cursor::new(head.clone()).chain(reader), head, is_whole))
}

/// Returns whether so much of a text tells how it is framed: a line of JSON, or a header with a row below.
fn is_telling(head: &[u8]) -> bool {
    let lines = memchr::memchr_iter(b'\n', head).take(2).count();
    lines > 1 || (lines == 1 && head.trim_ascii_start().starts_with(b"{"))
}

fn unpack<R: BufRead + 'static>(packed: R, head: &[u8], status: &Rc<StreamStatus>) -> io::Result<Box<dyn BufRead>> {
    let packing: Box<dyn Read> = match Packing::of(head) {
        Some(Packing::Gzip) => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        Some(Packing::Zstd) => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        Some(Packing::Bzip2) => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        None => return Ok(Box::new(packed)),
    };
    status.feed.replace(None);
    let unpacked = Unpacked { inner: packing, status: Rc::clone(status) };
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

fn refuse_foreign(name: &str, head: &[u8]) -> Result<()> {
    if is_packed(head) {
        return Err(Problem::input(format!("{name} is compressed twice.")).hint("Take one layer off first."));
    }
    if let Some(what) = magic::foreign(head) {
        return Err(Problem::input(format!("{name} is {what}, not a log.")));
    }
    if magic::is_utf32(head) {
        return Err(Problem::input(format!(
            "{name} is UTF-32 text; gemba reads UTF-8, UTF-16 and what --encoding names."
        ))
        .hint("Convert it: `iconv -f UTF-32 -t UTF-8 FILE > FILE.utf8`."));
    }
    Ok(())
}

fn refuse_binary(name: &str, head: &[u8]) -> Result<()> {
    if magic::is_binary(head) {
        return Err(Problem::input(format!("{name} holds binary data, not a log.")));
    }
    Ok(())
}

/// Takes the UTF-8 byte order mark off.
fn strip_bom(mut text: Peeked<Box<dyn BufRead>>, mut head: Vec<u8>) -> (Box<dyn BufRead>, Vec<u8>, u64) {
    let start = if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        head.drain(..3);
        text.consume(3);
        3
    } else {
        0
    };
    (Box::new(text), head, start)
}
