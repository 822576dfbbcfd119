//! Lines of standard input, thousands at a time.

use std::io::{BufRead, Read};

use crate::error::{Problem, Result};

/// How many lines are one transaction,
const CHUNK: usize = 5_000;
/// or how many bytes of them.
const CHUNK_BYTES: usize = 8 << 20;
/// The longest line in bytes; what is longer is set aside.
const LONGEST: u64 = 16 << 20;

/// A line with its number.
pub(super) type Numbered = (u64, Vec<u8>);

/// The lines of a reader, numbered from 1.
pub(super) struct Lines<R> {
    from: R,
    number: u64,
    is_over: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(from: R) -> Self {
        Self { from, number: 0, is_over: false }
    }

    /// Reads the next lines, blank ones left out; `None` at the end. Overlong ones go to `set_aside`.
    pub(super) fn next_chunk(&mut self, set_aside: &mut dyn FnMut(u64, &Problem)) -> Result<Option<Vec<Numbered>>> {
        let (mut lines, mut total) = (Vec::new(), 0);
        while !self.is_over && lines.len() < CHUNK && total < CHUNK_BYTES {
            let mut bytes = Vec::new();
            let read = self.from.by_ref().take(LONGEST).read_until(b'\n', &mut bytes).map_err(unreadable)?;
            if read == 0 {
                self.is_over = true;
                break;
            }
            self.number += 1;
            if !bytes.ends_with(b"\n") && bytes.len() as u64 == LONGEST {
                self.skip_line()?;
                set_aside(self.number, &Problem::usage("the line is longer than 16 MiB."));
            } else if !bytes.trim_ascii().is_empty() {
                total += bytes.len();
                lines.push((self.number, bytes));
            }
        }
        Ok((!self.is_over || !lines.is_empty()).then_some(lines))
    }

    /// Reads on to the end of an overlong line.
    fn skip_line(&mut self) -> Result<()> {
        loop {
            let (used, done) = {
                let buffer = self.from.fill_buf().map_err(unreadable)?;
                match buffer.iter().position(|byte| *byte == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (buffer.len(), buffer.is_empty()),
                }
            };
            self.from.consume(used);
            if done {
                return Ok(());
            }
        }
    }
}

fn unreadable(error: std::io::Error) -> Problem {
    Problem::input(format!("Standard input cannot be read: {error}.")).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Lines};

    #[test]
    fn lines_come_in_chunks_with_their_numbers() {
        let text = "\n".to_owned() + &"{}\n".repeat(CHUNK) + "last";
        let mut lines = Lines::new(text.as_bytes());
        let mut next = || lines.next_chunk(&mut |_, _| panic!("nothing is overlong")).unwrap();
        let first = next().unwrap();
        assert_eq!((first.len(), first[0].0), (CHUNK, 2));
        assert_eq!(next().unwrap(), [(CHUNK as u64 + 2, b"last".to_vec())]);
        assert_eq!(next(), None);
    }
}
