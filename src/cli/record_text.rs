//! What people said of a record, in marks and words.

use std::collections::HashMap;

use crate::domain::{Change, CodebookView, Judgements, Name, RecordId, SettleTarget, Verdict};
use crate::error::Result;
use crate::services::record_json::VerdictEvent;
use crate::store::Reader;
use crate::text::visible_line;

/// Returns the glyph of a verdict.
pub(super) const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Defer => "◦",
        Verdict::Declined => "⊘",
    }
}

/// Returns every verdict event of the journal, by record, oldest first.
pub(super) fn verdict_events(reader: &Reader) -> Result<HashMap<RecordId, Vec<VerdictEvent>>> {
    let mut all: HashMap<RecordId, Vec<VerdictEvent>> = HashMap::new();
    reader.events(&mut |event, undone| {
        if let Change::Verdict { record, verdict, reason } = event.change {
            let line = VerdictEvent { reviewer: event.reviewer, verdict, reason, time: event.time, undone };
            all.entry(record).or_default().push(line);
        }
        Ok(true)
    })?;
    Ok(all)
}

/// Returns the verdicts in words, of the whole history where there is one.
pub(super) fn verdict_words(judgements: &Judgements, history: Option<&[VerdictEvent]>) -> String {
    if let Some(events) = history {
        let word = |event: &VerdictEvent| {
            let what = event.verdict.map_or("–", mark);
            format!("{what} {}{}", event.reviewer, if event.undone { " (undone)" } else { "" })
        };
        return events.iter().map(word).collect::<Vec<_>>().join("  ");
    }
    let words = judgements.verdicts.iter().map(|view| {
        let reason = view.reason.as_ref().map(|reason| format!(" ({})", visible_line(reason))).unwrap_or_default();
        format!("{} {}{reason}", mark(view.verdict), view.reviewer)
    });
    words.collect::<Vec<_>>().join("  ")
}

/// Returns what was settled, a line for each question.
pub(super) fn settled_lines(judgements: &Judgements, book: &CodebookView) -> Vec<String> {
    let line = |view: &crate::domain::SettledView| {
        let name = match &view.target {
            SettleTarget::Verdict => "verdict",
            SettleTarget::Mode(key) => book.mode_of(key).map_or(key.as_str(), |mode| mode.name.as_str()),
            SettleTarget::Criterion(key) => book.criterion_of(key).map_or(key.as_str(), |known| known.name.as_str()),
        };
        let by: Vec<&str> = view.by.iter().map(Name::as_str).collect();
        let stale = if view.stale { "  stale" } else { "" };
        format!("settled: {name} {}  {} ({}){stale}", view.answer.word(), by.join(", "), view.how.word())
    };
    judgements.settled.iter().map(line).collect()
}
