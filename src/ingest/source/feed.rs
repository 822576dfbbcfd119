//! Text that comes while it is read: a pipe, a program's output, a file that others append to. Gives whole lines only, so
//! that a half-written one waits for its rest.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes are asked for at a time.
const STEP: usize = 64 * 1024;
/// A line longer than this is passed on before it ends.
const LONGEST_HELD: usize = 4 * 1024 * 1024;

/// Where such text comes from. Reading waits until there is something; nothing read is the end.
pub trait Feed: Read + Send {
    /// Returns whether reading would find something, or the end, without waiting.
    fn is_ready(&mut self) -> bool;
    /// Waits a moment for more; returns whether there is some.
    fn wait_a_moment(&mut self) -> bool;
    /// Returns whether what stands behind the last line's end is to be dropped: somebody stopped the reading there.
    fn drops_rest(&self) -> bool {
        false
    }
}

/// A feed on its way to the reader, which takes it.
#[derive(Clone)]
pub struct SharedFeed(Arc<Mutex<Option<Box<dyn Feed>>>>);

impl SharedFeed {
    /// Wraps a feed.
    pub fn new(feed: impl Feed + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(feed)))))
    }

    /// Takes the feed; `None` where it was taken before.
    pub fn take(&self) -> Option<Box<dyn Feed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for SharedFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedFeed")
    }
}

/// Why a feed ended too early, as a sentence. What it may quote of a program's output is visible text.
#[derive(Debug)]
pub struct FeedFailed(pub String);

impl fmt::Display for FeedFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FeedFailed {}

/// The whole lines of a feed. Cheap to clone: what reads it and what asks whether there is more share it.
#[derive(Clone)]
pub(crate) struct WholeLines(Rc<RefCell<Held>>);

struct Held {
    feed: Box<dyn Feed>,
    bytes: Vec<u8>,
    /// How many of them were given.
    given: usize,
    /// Where the last line that ended ends.
    end: usize,
    is_over: bool,
    /// What went wrong, told once everything before it was given.
    failed: Option<io::Error>,
}

impl WholeLines {
    pub(crate) fn new(feed: Box<dyn Feed>) -> Self {
        Self(Rc::new(RefCell::new(Held { feed, bytes: Vec::new(), given: 0, end: 0, is_over: false, failed: None })))
    }

    /// Returns whether reading would give something, or the end, without waiting.
    pub(crate) fn is_ready(&self) -> bool {
        let held = &mut *self.0.borrow_mut();
        while held.given == held.end && !held.is_over && held.failed.is_none() && held.feed.is_ready() {
            held.failed = held.fill().err();
        }
        held.given < held.end || held.is_over || held.failed.is_some()
    }

    /// Keeps what went wrong until the next reading.
    pub(crate) fn put_back(&self, error: io::Error) {
        self.0.borrow_mut().failed = Some(error);
    }

    /// Waits a moment for more.
    pub(crate) fn wait_a_moment(&self) -> bool {
        self.0.borrow_mut().feed.wait_a_moment();
        self.is_ready()
    }
}

impl Held {
    fn fill(&mut self) -> io::Result<()> {
        self.bytes.drain(..self.given);
        self.end -= self.given;
        self.given = 0;
        let before = self.bytes.len();
        self.bytes.resize(before + STEP, 0);
        let got = match self.feed.read(self.bytes.get_mut(before..).unwrap_or_default()) {
            Ok(got) => got,
            Err(error) => {
                self.bytes.truncate(before);
                return Err(error);
            }
        };
        self.bytes.truncate(before + got);
        if got == 0 {
            self.is_over = true;
            self.end = if self.feed.drops_rest() { self.end } else { self.bytes.len() };
        } else if let Some(at) = memchr::memrchr(b'\n', self.bytes.get(before..).unwrap_or_default()) {
            self.end = before + at + 1;
        } else if self.bytes.len() > LONGEST_HELD {
            self.end = self.bytes.len();
        }
        Ok(())
    }
}

impl Read for WholeLines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = &mut *self.0.borrow_mut();
        while held.given == held.end && !held.is_over {
            held.failed.take().map_or(Ok(()), Err)?;
            held.fill()?;
        }
        let there = held.bytes.get(held.given..held.end).unwrap_or_default();
        let count = there.len().min(buffer.len());
        if let (Some(into), Some(from)) = (buffer.get_mut(..count), there.get(..count)) {
            into.copy_from_slice(from);
        }
        held.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its pieces one by one.
    struct Pieces(Vec<&'static str>, bool);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0).as_bytes();
            buffer[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    impl Feed for Pieces {
        fn is_ready(&mut self) -> bool {
            !self.0.is_empty()
        }
        fn wait_a_moment(&mut self) -> bool {
            false
        }
        fn drops_rest(&self) -> bool {
            self.1
        }
    }

    fn pieces(lines: &[&'static str], drops: bool) -> WholeLines {
        WholeLines::new(Box::new(Pieces(lines.to_vec(), drops)))
    }

    fn next(lines: &mut WholeLines) -> String {
        let mut buffer = [0; 64];
        let count = lines.read(&mut buffer).unwrap();
        String::from_utf8(buffer[..count].to_vec()).unwrap()
    }

    #[test]
    fn half_a_line_waits_for_its_rest() {
        let mut lines = pieces(&["one\ntw", "o", "\nthree"], false);
        assert!(lines.is_ready());
        assert_eq!(
            [next(&mut lines), next(&mut lines), next(&mut lines), next(&mut lines)],
            ["one\n", "two\n", "three", ""]
        );
    }

    #[test]
    fn where_somebody_stopped_half_a_line_is_left() {
        let mut lines = pieces(&["one\ntw"], true);
        assert_eq!([next(&mut lines), next(&mut lines)], ["one\n", ""]);
    }
}
