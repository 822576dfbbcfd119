//! What reviewers answered differently on the record on screen, side by side, to be settled.

use crate::app::Session;
use crate::app::screens::detail::{DetailLine, Tone, flow};
use crate::app::screens::review::settled_by;
use crate::domain::{Content, Name, Span, Untrusted};
use crate::redact::Redactor;
use crate::text::{cells, visible_line, visible_words};
use crate::views::{DisputeView, DisputedQuestion, GivenAnswer, RecordView, settled_words};

/// The open view of what was answered differently.
#[derive(Debug, Default)]
pub struct Disputes {
    /// Lines above the view.
    pub scroll: usize,
    /// The chosen question.
    pub chosen: usize,
    /// Whether the reviewer settles alone, as the owner.
    pub alone: bool,
}

/// A column of one reviewer has so many cells at least.
const COLUMN: usize = 24;
/// Characters of a span that are shown at most.
const EVIDENCE: usize = 200;

/// Returns what each reviewer answered, side by side where there is room; and the line at which the chosen question begins.
pub fn dispute_lines(
    record: &RecordView,
    dispute: &DisputeView,
    chosen: Option<usize>,
    (session, present): (&Session, bool),
    width: usize,
) -> (Vec<DetailLine>, usize) {
    let mut lines = Vec::new();
    let mut begin = 0;
    let columns = (width / COLUMN).clamp(1, dispute.people.len().max(1));
    let column = width / columns;
    let names: Vec<String> = dispute.people.iter().map(|name| session.who(name, present)).collect();
    for (at, question) in dispute.questions.iter().enumerate() {
        let is_chosen = chosen == Some(at);
        if is_chosen {
            begin = lines.len();
        }
        flow(title(question, is_chosen, session, present), 0, width, &mut lines);
        let texts = question.answers.iter().zip(&names).map(|(answer, name)| {
            let mut text = Vec::new();
            flow(words(name, answer.as_ref()), 2, column.saturating_sub(1), &mut text);
            for span in answer.iter().flat_map(|answer| &answer.evidence) {
                let redactor = present.then_some(&session.cover.redactor);
                let quoted = format!("“{}”", visible_line(&evidence(&record.record.content, *span, redactor)));
                flow(vec![(Tone::Plain, quoted)], 4, column.saturating_sub(1), &mut text);
            }
            text
        });
        beside(&texts.collect::<Vec<_>>(), columns, column, &mut lines);
        lines.push(DetailLine::default());
    }
    let notes: Vec<Vec<DetailLine>> =
        dispute.people.iter().zip(&names).map(|(name, called)| notes_of(record, name, called, column)).collect();
    if notes.iter().any(|text| !text.is_empty()) {
        lines.push(DetailLine { pieces: vec![(Tone::Muted, "NOTES".to_owned())], version: None });
        beside(&notes, columns, column, &mut lines);
    }
    (lines, begin)
}

fn title(question: &DisputedQuestion, is_chosen: bool, session: &Session, present: bool) -> Vec<(Tone, String)> {
    let mark = if is_chosen { "▌ " } else { "  " };
    let name = visible_words(&question.name).into_string();
    let mut pieces = vec![(Tone::Key, mark.to_owned()), (Tone::Strong, name), (Tone::Plain, "  ".to_owned())];
    match &question.settled {
        Some(view) => {
            pieces.push((Tone::Added, format!("settled: {} ", settled_words(view.answer))));
            pieces.push((Tone::Plain, settled_by(view, session, present)));
        }
        None => pieces.push((Tone::Warn, "not settled".to_owned())),
    }
    pieces
}

fn words(name: &str, answer: Option<&GivenAnswer>) -> Vec<(Tone, String)> {
    let mut pieces = vec![(Tone::Muted, format!("{name}  "))];
    let Some(answer) = answer else {
        pieces.push((Tone::Muted, "no answer".to_owned()));
        return pieces;
    };
    let tone = match answer.is_bad {
        Some(true) => Tone::Removed,
        Some(false) => Tone::Added,
        None => Tone::Plain,
    };
    pieces.push((tone, answer.words.to_owned()));
    pieces.extend(answer.reason.as_ref().map(|reason| (Tone::Plain, format!(": {}", visible_line(reason)))));
    pieces
}

fn notes_of(record: &RecordView, name: &Name, called: &str, column: usize) -> Vec<DetailLine> {
    let mut text = Vec::new();
    for note in record.judgements.notes.iter().filter(|note| note.reviewer == *name) {
        let said = format!("{} ", visible_line(&note.text));
        flow(vec![(Tone::Muted, format!("{called}  ")), (Tone::Plain, said)], 2, column.saturating_sub(1), &mut text);
    }
    text
}

/// Puts texts beside each other, so many to a band.
fn beside(texts: &[Vec<DetailLine>], columns: usize, column: usize, lines: &mut Vec<DetailLine>) {
    for band in texts.chunks(columns) {
        let height = band.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            let mut pieces = Vec::new();
            for text in band {
                let line = text.get(row).map(|line| line.pieces.clone()).unwrap_or_default();
                let used: usize = line.iter().map(|(_, piece)| cells(piece)).sum();
                pieces.extend(line);
                pieces.push((Tone::Plain, " ".repeat(column.saturating_sub(used))));
            }
            lines.push(DetailLine { pieces, version: None });
        }
    }
}

/// Returns the text of a span, as much of it as is shown. Masked, it is so before anything is cut off, and what the span has half
/// of is masked whole.
fn evidence(content: &Content, span: Span, redactor: Option<&Redactor>) -> Untrusted {
    let turn = span.turn.and_then(|turn| usize::try_from(turn).ok());
    let text = match turn {
        None => content.output.raw().to_owned(),
        Some(turn) => content.messages.get(turn).map(crate::domain::Message::plain).unwrap_or_default(),
    };
    let byte = |char: u32| text.char_indices().nth(char as usize).map_or(text.len(), |(at, _)| at);
    let part = byte(span.start)..byte(span.end.max(span.start));
    let shown = match redactor {
        Some(redactor) => redactor.mask_span(&text, part).text,
        None => text.get(part).unwrap_or_default().to_owned(),
    };
    Untrusted::new(shown.chars().take(EVIDENCE).collect::<String>())
}
