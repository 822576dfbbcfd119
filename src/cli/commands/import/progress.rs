//! How far an import is: a bar on a terminal, and how each file was read.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::output::{agrees, can_ask, counted, remark};
use crate::domain::Untrusted;
use crate::ingest::Detected;
use crate::services::import::{FileReport, ImportProgress};
use crate::text::visible_line;

/// A progress bar on a terminal; how each file was read, on standard error, either way.
pub(crate) struct FileProgress {
    bar: Option<ProgressBar>,
    stopped: Arc<AtomicBool>,
    asks: bool,
}

impl FileProgress {
    /// `stopped` says that somebody pressed ctrl-c; with `asks` questions go to the terminal.
    pub(crate) const fn new(stopped: Arc<AtomicBool>, asks: bool) -> Self {
        Self { bar: None, stopped, asks }
    }
}

impl ImportProgress for FileProgress {
    fn begin(&mut self, path: &str, detected: &Detected) {
        remark(&format!("{path}: {}", detected.format));
        for (field, from) in &detected.mapping {
            remark(&format!("  {field} ← {from}"));
        }
        if !std::io::stderr().is_terminal() {
            return;
        }
        let bar = match detected.bytes {
            Some(bytes) => ProgressBar::new(bytes),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        let template = match detected.bytes {
            Some(_) => "{wide_bar} {bytes} of {total_bytes}  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸╌"));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        self.bar = Some(bar);
    }

    fn advance(&mut self, bytes: u64, records: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let message = Untrusted::from(counted(records, "record"));
            bar.set_message(visible_line(&message).as_str().to_owned());
        }
    }

    fn agrees(&mut self, question: &str) -> bool {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.asks && agrees(question)
    }

    fn declines(&mut self, question: &str) -> bool {
        self.asks && can_ask() && !agrees(question)
    }

    fn tell(&mut self, sentence: &str) {
        remark(sentence);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn end(&mut self, _report: &FileReport) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
