//! What gemba prints: data to standard output, remarks to standard error, every byte of it made safe here.
//!
//! A closed pipe ends quietly: after it nothing is written any more, and [`Out::is_open`] tells loops to stop.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde::Serialize;

use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::text::{WordChange, grouped, json_safe, percent_or, visible_block, visible_line};

/// Standard output.
pub(crate) struct Out {
    stream: BufWriter<Stdout>,
    open: bool,
}

impl Out {
    /// Opens standard output.
    pub(crate) fn new() -> Self {
        Self { stream: BufWriter::new(io::stdout()), open: true }
    }

    /// Returns whether someone still reads.
    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// Prints one line; whatever is in it that would act on a terminal becomes visible.
    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        let safe = visible_line(&Untrusted::from(text));
        self.write(format_args!("{safe}\n"))
    }

    /// Prints text of several lines, keeping its line breaks.
    pub(crate) fn block(&mut self, text: &str) -> Result<()> {
        let safe = visible_block(&Untrusted::from(text));
        self.write(format_args!("{}\n", safe.as_str().trim_end_matches('\n')))
    }

    /// Prints text of several lines in which addresses in angle brackets are links of the terminal (OSC 8). What is shown is
    /// what is opened.
    pub(crate) fn linked_block(&mut self, text: &str) -> Result<()> {
        let safe = visible_block(&Untrusted::from(text));
        self.write(format_args!("{}\n", with_links(safe.as_str().trim_end_matches('\n'))))
    }

    /// Prints what an edit changed: `[-was-]{+is+}`, indented, with `colour` in red and green as well.
    pub(crate) fn word_diff(&mut self, pieces: &[(WordChange, Untrusted)], colour: bool) -> Result<()> {
        let mut text = String::new();
        for (kind, piece) in pieces {
            let (open, close, look) = match kind {
                WordChange::Kept => ("", "", None),
                WordChange::Removed => ("[-", "-]", Some("\u{1b}[31m")),
                WordChange::Added => ("{+", "+}", Some("\u{1b}[32m")),
            };
            let look = look.filter(|_| colour);
            text.extend([look.unwrap_or_default(), open, visible_block(piece).as_str(), close]);
            text.push_str(if look.is_some() { "\u{1b}[39m" } else { "" });
        }
        for line in text.split('\n') {
            self.write(format_args!("    {line}\n"))?;
        }
        Ok(())
    }

    /// Prints one JSON value on one line.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value).map_err(|error| {
            Problem::io(format!("The result could not be written as JSON: {error}.")).caused_by(error)
        })?;
        let safe = json_safe(&text);
        self.write(format_args!("{safe}\n"))
    }

    /// Prints bytes as they are: completions, the man page.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        let done = if self.open { self.stream.write_all(bytes) } else { Ok(()) };
        self.check(done)
    }

    /// Sends everything on its way.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let done = if self.open { self.stream.flush() } else { Ok(()) };
        self.check(done)
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) -> Result<()> {
        let done = if self.open { self.stream.write_fmt(text) } else { Ok(()) };
        self.check(done)
    }

    fn check(&mut self, done: io::Result<()>) -> Result<()> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.open = false;
                Ok(())
            }
            Err(error) => {
                self.open = false;
                Err(Problem::io(format!("Standard output cannot be written: {error}.")).caused_by(error))
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Makes links of the addresses in angle brackets; anything else in such brackets stays as it is.
fn with_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split('<').enumerate() {
        if at > 0 {
            out.push('<');
        }
        let is_address = |address: &str| {
            let is_web = address.starts_with("https://") || address.starts_with("http://");
            is_web && address.bytes().all(|byte| byte.is_ascii_graphic())
        };
        match piece.split_once('>').filter(|(address, _)| at > 0 && is_address(address)) {
            Some((address, rest)) => {
                out.extend(["\u{1b}]8;;", address, "\u{1b}\\", address, "\u{1b}]8;;\u{1b}\\>", rest]);
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// Says something beside the data, on standard error. Nobody listening is no reason to fail.
pub(crate) fn remark(text: &str) {
    let safe = visible_line(&Untrusted::from(text));
    let _ = writeln!(io::stderr().lock(), "{safe}");
}

/// Prints what went wrong, below it what to do next, and with `verbose` the errors behind it.
pub(crate) fn complain(problem: &Problem, verbose: bool) {
    remark(&format!("gemba: {}", problem.sentence));
    explain(problem, verbose);
}

/// Prints what stands below a problem's sentence: its hints, and with `verbose` the errors behind it.
pub(crate) fn explain(problem: &Problem, verbose: bool) {
    for hint in &problem.hints {
        remark(&format!("  {hint}"));
    }
    for cause in problem.causes().take_while(|_| verbose) {
        remark(&format!("  caused by: {}", cause.to_string().trim_end()));
    }
}

/// Returns text of a log as it may be printed within a line.
pub(crate) fn shown(text: &Untrusted) -> String {
    visible_line(text).as_str().to_owned()
}

/// Returns how many cells a printed line may take: the terminal's, what `COLUMNS` says, else 120.
pub(crate) fn width(columns: Option<&str>) -> usize {
    let stdout = io::stdout();
    let of_terminal =
        || rustix::termios::tcgetwinsize(&stdout).ok().map(|size| usize::from(size.ws_col)).filter(|cells| *cells > 0);
    let terminal = if stdout.is_terminal() { of_terminal() } else { None };
    terminal.or_else(|| columns?.parse().ok()).unwrap_or(120).clamp(40, 1_000)
}

/// Reads a share from 0 to 1, as `--tau` and the gates take it.
pub(crate) fn share(typed: &str) -> std::result::Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(_) | Err(_) => Err("a share is a number from 0 to 1".to_owned()),
    }
}

/// Words a share with what it is a share of: `83 % (5 of 6)`.
pub(crate) fn of_whole(share: Option<f64>, part: u64, whole: u64) -> String {
    match share {
        Some(_) => format!("{} ({} of {})", percent_or(share, ""), grouped(part), grouped(whole)),
        None => "n/a".to_owned(),
    }
}

/// Words the counts that are not nothing: `3 stale, 1 disputed`.
pub(crate) fn told(counts: &[(u64, &str)]) -> String {
    let words =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count)));
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::with_links;

    #[test]
    fn only_plain_addresses_in_brackets_become_links_to_themselves() {
        let link = |address: &str| format!("<\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\>");
        let text = "- `3f` <https://t/1%20a> and <http://b>, a < b > c, <b>, <https://é>, <https://a b>, https://c";
        let [first, second] = ["https://t/1%20a", "http://b"].map(link);
        assert_eq!(
            with_links(text),
            format!("- `3f` {first} and {second}, a < b > c, <b>, <https://é>, <https://a b>, https://c")
        );
    }
}
