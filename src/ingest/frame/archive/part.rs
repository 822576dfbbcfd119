//! The bytes of one file within an archive, unpacked and checked against its checksum.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::rc::Rc;

use crate::ingest::source::StreamStatus;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflate,
    Zstd,
    Bzip2,
    Other,
}

/// A stretch of a file.
pub(super) struct Part {
    file: File,
    at: u64,
    left: u64,
    status: Rc<StreamStatus>,
}

impl Part {
    pub(super) const fn new(file: File, at: u64, left: u64, status: Rc<StreamStatus>) -> Self {
        Self { file, at, left, status }
    }

    /// Unpacks it; `None` for a method that gemba cannot unpack.
    pub(super) fn unpacked(self, method: Method, crc: u32) -> io::Result<Option<Box<dyn Read>>> {
        let inner: Box<dyn Read> = match method {
            Method::Stored => Box::new(self),
            Method::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(BufReader::new(self))),
            Method::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(BufReader::new(self))?),
            Method::Bzip2 => Box::new(bzip2::bufread::BzDecoder::new(BufReader::new(self))),
            Method::Other => return Ok(None),
        };
        Ok(Some(Box::new(Checked { inner, sum: flate2::Crc::new(), crc })))
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let got = self.file.read_at(buffer.get_mut(..most).unwrap_or_default(), self.at)?;
        self.at += got as u64;
        self.left -= got as u64;
        self.status.read.set(self.status.read.get() + got as u64);
        Ok(got)
    }
}

/// Compares what was read with its checksum at the end.
struct Checked {
    inner: Box<dyn Read>,
    sum: flate2::Crc,
    crc: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        if got == 0 && !buffer.is_empty() && self.sum.sum() != self.crc {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the checksum is another"));
        }
        self.sum.update(buffer.get(..got).unwrap_or_default());
        Ok(got)
    }
}
