//! `quotes-from-input`: what the output puts in quotation marks is in the input. Code is left out, and so are
//! single marks, which may be apostrophes.

use serde_json::{Map, Value};

use super::portable::char_ranges::{at, before};
use super::portable::lengths::Unit;
use super::portable::{
    CheckSpec, Compiled, Group, Kind, Param, Problem, Reads, Result, Takes, char_ranges, check_fn, prose,
};
use super::shared::grounding;

pub(crate) const KIND: Kind = Kind {
    word: "quotes-from-input",
    group: Group::Grounding,
    help: "What the output has in quotation marks, of three words or more, is in the input (blanks, case and the \
           form of the marks aside).",
    params: &[Param::option("words", Takes::Count, "From how many words on a quotation counts; 3 when absent.")],
    describes_failure: |_| "outputs with a quotation that is not in the input".to_owned(),
    normalize_params,
    compile,
    reads: Reads::ModelText,
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    if given.get("words").and_then(Value::as_u64) == Some(0) {
        return Err(Problem::usage("`--words` wants 1 or more."));
    }
    given.entry("words").or_insert_with(|| 3.into());
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let fewest = spec.params.get("words").and_then(Value::as_u64).unwrap_or(3);
    Ok(check_fn(move |subject| {
        let output = prose::without_code(subject.output);
        let mut found = quotations(&output);
        found.retain(|(start, end)| Unit::Words.count(&char_ranges::slice(&output, *start, *end)) >= fewest);
        if found.is_empty() {
            return Vec::new();
        }
        let known = prose::plain_text(grounding::input(subject.content).chars());
        found.retain(|(start, end)| {
            let quoted = prose::plain_text(output.get(*start..*end).unwrap_or_default().iter().copied());
            !pieces(&quoted).all(|piece| known.contains(piece))
        });
        grounding::object_to(&output, found)
    }))
}

/// Returns what is between quotation marks on one line. A mark that is never closed takes in the rest of its line.
fn quotations(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (place, c) in text.iter().enumerate() {
        let is_after_blank = place == 0 || before(text, place, 1).is_whitespace();
        match open {
            _ if matches!(c, '\n' | '\r') => open = None,
            Some((start, mark)) => {
                let closes = match mark {
                    '“' => *c == '”',
                    '„' => matches!(c, '“' | '”'),
                    '«' => *c == '»',
                    '»' => *c == '«',
                    _ => *c == '"' && !is_after_blank,
                };
                if closes {
                    found.push((start, place));
                    open = None;
                }
            }
            None => {
                let is_start = is_after_blank || "([{:=>*_-–—/,".contains(before(text, place, 1));
                let opens = match c {
                    '“' | '„' | '«' => true,
                    '»' | '"' => is_start && place + 1 < text.len() && !at(text, place + 1).is_whitespace(),
                    _ => false,
                };
                if opens {
                    open = Some((place + 1, *c));
                }
            }
        }
    }
    found
}

/// The pieces of a folded quotation between ellipses, without punctuation around them.
fn pieces(quoted: &str) -> impl Iterator<Item = &str> {
    quoted
        .split('…')
        .flat_map(|piece| piece.split("..."))
        .map(|piece| piece.trim_matches(|c| " .,;:!?'\"[]()".contains(c)))
}
