//! The rows below a check while it is typed: the kinds it may become, how its kind is written, what is wrong, and
//! what it catches, misses and wrongly rejects.

use crate::app::Model;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::checks::{self, Engine, Kind, Typing, check_syntax};
use crate::domain::CheckSpec;
use crate::layout::wrap_plain;
use crate::text::{grouped, visible_words};
use crate::ui::figures::{self, Pieces};
use crate::ui::theme::Role;

/// Rows of kinds at most, while a kind's word is typed.
const KINDS_AT_MOST: usize = 5;
/// Rows of all kinds' words at most, before anything is typed.
const KIND_ROWS_AT_MOST: usize = 7;
/// Rows of a sentence at most.
const SENTENCE_AT_MOST: usize = 3;

/// Returns the rows below the text.
pub(super) fn rows(model: &Model, entry: &TextEntry, width: usize) -> Vec<Pieces> {
    match &entry.check.typing {
        Typing::Nothing => {
            let all: Vec<&str> = checks::KINDS.iter().map(|kind| kind.word).collect();
            sentence(&format!("kinds: {}", all.join(", ")), width, Role::Text, KIND_ROWS_AT_MOST)
        }
        Typing::Kind(kinds) => kinds.iter().take(KINDS_AT_MOST).map(|kind| offered(kind)).collect(),
        Typing::Wrong(kind, problem) => {
            let mut rows = kind.map(|kind| explained(kind, width)).unwrap_or_default();
            rows.extend(sentence(&problem.to_string(), width, Role::Warn, SENTENCE_AT_MOST));
            rows
        }
        Typing::Whole { kind, spec, not_run } => {
            let mut rows = explained(kind, width);
            match not_run {
                None => rows.extend(tried(model, entry, width)),
                Some(why) => rows.extend(sentence(&format!("not run: {why}"), width, Role::Text, SENTENCE_AT_MOST)),
            }
            rows.extend(suites(model, spec, width));
            rows
        }
    }
}

fn offered(kind: &Kind) -> Pieces {
    vec![(format!("{:<20}", kind.word), Role::Strong), (kind.help.to_owned(), Role::Text)]
}

/// Returns how a kind is typed and what it tests.
fn explained(kind: &Kind, width: usize) -> Vec<Pieces> {
    sentence(&format!("{}   {}", check_syntax::usage(kind), kind.help), width, Role::Text, 2)
}

fn sentence(text: &str, width: usize, role: Role, most: usize) -> Vec<Pieces> {
    wrap_plain(text, width).into_iter().take(most).map(|row| vec![(row, role)]).collect()
}

/// Returns the figures so far, and how far they go.
fn tried(model: &Model, entry: &TextEntry, width: usize) -> Vec<Pieces> {
    let Some(trial) = &entry.check.trial else {
        return vec![vec![("trying it on what was judged …".to_owned(), Role::Muted)]];
    };
    // Figures of a part are not held against those of the whole.
    let before = match &entry.writing {
        Writing::CheckEdit(check, _) => model.read_model.tally(check).filter(|_| trial.is_whole()),
        _ => None,
    };
    let mut rows = figures::rows(&trial.tally, before, width);
    let mut words = Vec::new();
    if !trial.is_whole() {
        let (seen, of) = (grouped(trial.seen), grouped(trial.of));
        words.push(format!("so far: {seen} of {of} judged records, from all over the log"));
    }
    words.extend(figures::left_out(&trial.tally));
    if !words.is_empty() {
        rows.extend(sentence(&words.join("; "), width, Role::Text, 2));
    }
    rows
}

/// Returns the suites that can run it, and the reason where a language cannot.
fn suites(model: &Model, spec: &CheckSpec, width: usize) -> Vec<Pieces> {
    let running = &model.suites.running;
    let (mut able, mut unable): (Vec<&str>, Vec<(Engine, String)>) = (Vec::new(), Vec::new());
    for (suite, engine) in running {
        match checks::export(spec, *engine) {
            Ok(_) => able.push(suite),
            Err(_) if unable.iter().any(|(known, _)| known == engine) => {}
            Err(reason) => unable.push((*engine, reason)),
        }
    }
    let mut words: Vec<String> = Vec::new();
    if !able.is_empty() {
        words.push(format!("→ {}", able.join(" · ")));
    }
    let reason = |(engine, reason): &(Engine, String)| format!("not in {}: {}", engine.name(), visible_words(reason));
    words.extend(unable.iter().map(reason));
    sentence(&words.join("; "), width, Role::Text, SENTENCE_AT_MOST)
}
