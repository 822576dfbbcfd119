//! Readers between a file and its text: one counts what is read of the file, one notes damage and stops a bomb.

use std::io::{self, Read};
use std::rc::Rc;

use super::status::StreamStatus;

/// Counts and hashes what was read of the file itself.
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) status: Rc<StreamStatus>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.status.read_on(buffer.get(..got).unwrap_or_default());
        Ok(got)
    }
}

/// Decompressed bytes: damage becomes an early end that the status records, and a bomb is stopped.
pub(super) struct Unpacked {
    pub(super) inner: Box<dyn Read>,
    pub(super) status: Rc<StreamStatus>,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.status.fault.borrow().is_some() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(got) => {
                self.status.expand(got)?;
                Ok(got)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let end =
                    error.kind() == io::ErrorKind::UnexpectedEof || error.to_string().contains("incomplete frame");
                let why = if end {
                    "the compressed data end too early".to_owned()
                } else {
                    format!("the compressed data are damaged: {error}")
                };
                *self.status.fault.borrow_mut() = Some(why);
                Ok(0)
            }
        }
    }
}
