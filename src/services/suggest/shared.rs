//! What of suggested checks may be seen on a shared screen: a word that was mined may be a piece of a secret, by which alone
//! nothing finds it.

use regex::Regex;
use serde_json::Value;

use super::labelled::each_labelled;
use crate::domain::{CheckSpec, Message, Target};
use crate::error::Result;
use crate::redact::Redactor;
use crate::store::Reader;
use crate::views::CheckSuggestion;

/// What may be offered and quoted.
pub(super) struct Offered {
    pub(super) suggestions: Vec<CheckSuggestion>,
    /// How a check written by hand may begin.
    pub(super) by_hand: Option<CheckSpec>,
    /// What came closest where nothing was found.
    pub(super) closest: Option<CheckSpec>,
}

impl Offered {
    /// Leaves out what only stands where something is masked; says how many suggestions that are.
    ///
    /// # Errors
    /// Store problems as they are; `Io` when the read was stopped.
    pub(super) fn leave_out_what_is_masked(
        &mut self,
        reader: &Reader,
        target: &Target,
        redactor: &Redactor,
    ) -> Result<Option<String>> {
        let suggested = self.suggestions.iter().map(|suggestion| &suggestion.spec);
        let specs: Vec<&CheckSpec> = suggested.chain(&self.by_hand).chain(&self.closest).collect();
        let mut seen = may_be_seen(reader, target, &specs, redactor)?.into_iter();
        let before = self.suggestions.len();
        self.suggestions.retain(|_| seen.next().unwrap_or(false));
        for spec in [&mut self.by_hand, &mut self.closest] {
            if spec.is_some() && !seen.next().unwrap_or(false) {
                *spec = None;
            }
        }
        let left_out = before - self.suggestions.len();
        let subject = if left_out == 1 { "1 suggestion is".to_owned() } else { format!("{left_out} suggestions are") };
        Ok((left_out > 0).then(|| {
            format!("{subject} not shown while presenting: what they look for stands only where something is masked.")
        }))
    }
}

/// One piece of text in a check, and where it stands in what was logged and written.
struct Piece {
    pattern: Regex,
    stands: bool,
    /// Whether it stands beside what is masked, too.
    is_seen: bool,
}

/// Answers for each of these checks whether each text in it may be seen: it stands where nothing is masked, in an output, an
/// input, a note or a correction of a labelled record, or it was read off none of them.
///
/// # Errors
/// Store problems as they are; `Io` when the read was stopped.
pub(super) fn may_be_seen(
    reader: &Reader,
    target: &Target,
    specs: &[&CheckSpec],
    redactor: &Redactor,
) -> Result<Vec<bool>> {
    let mut checks: Vec<Vec<Piece>> = specs.iter().map(|spec| pieces(spec)).collect();
    each_labelled(reader, target, &mut |record, judgements, _| {
        let notes = judgements.notes.iter().map(|note| note.text.raw().to_owned());
        let corrections = judgements.corrections.iter().map(|correction| correction.text.raw().to_owned());
        let inputs = record.content.before_output().iter().map(Message::plain);
        let output = record.content.output.raw().to_owned();
        for text in inputs.chain(notes).chain(corrections).chain([output]) {
            look(&text, &mut checks, redactor);
        }
    })?;
    Ok(checks.iter().map(|pieces| pieces.iter().all(|piece| piece.is_seen || !piece.stands)).collect())
}

/// Looks for the pieces that were not seen yet in one text: as it is, and masked.
fn look(text: &str, checks: &mut [Vec<Piece>], redactor: &Redactor) {
    let mut masked: Option<String> = None;
    for piece in checks.iter_mut().flatten().filter(|piece| !piece.is_seen) {
        if piece.pattern.is_match(text) {
            piece.stands = true;
            piece.is_seen = piece.pattern.is_match(masked.get_or_insert_with(|| redactor.mask(text).text));
        }
    }
}

/// Returns the texts in a check, as they are looked for: without regard to case, an expression by its alternatives.
fn pieces(spec: &CheckSpec) -> Vec<Piece> {
    let strings = spec.params.iter().flat_map(|(name, value)| {
        let texts = match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            value => value.as_str().into_iter().collect::<Vec<_>>(),
        };
        texts.into_iter().map(move |text| (name == "pattern", text))
    });
    let literal = |text: &str| compiled(&regex::escape(text));
    let pieces = strings.flat_map(|(is_expression, text)| {
        if !is_expression {
            return literal(text.trim()).into_iter().collect();
        }
        // An alternation is taken apart where each of its parts is an expression by itself.
        let parts: Option<Vec<Regex>> = text.split('|').map(compiled).collect();
        parts.unwrap_or_else(|| compiled(text).or_else(|| literal(text)).into_iter().collect())
    });
    pieces.map(|pattern| Piece { pattern, stands: false, is_seen: false }).collect()
}

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("(?i){pattern}")).ok()
}
