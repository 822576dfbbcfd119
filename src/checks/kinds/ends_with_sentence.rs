//! `ends-with-sentence`: the output ends with a full sentence, not in the middle of one.

use super::portable::{CheckSpec, Compiled, Group, Kind, Objection, Result, check_fn, lengths};
use super::shared::{emoji, wording};

pub(crate) const KIND: Kind = Kind {
    word: "ends-with-sentence",
    group: Group::Manner,
    help: "The output ends with a full sentence: blanks, closing marks and emoji aside, its last character is . ! ? … or their like.",
    describes_failure: |_| "outputs that do not end with a full sentence".to_owned(),
    compile,
    ..Kind::USUAL
};

/// What ends a sentence: of Latin scripts, Chinese and Japanese, Arabic, Urdu, Hindi and Amharic.
const ENDS: &str = ".!?…。！？؟۔।॥።";

/// How much of the end is quoted, in characters.
const QUOTED: usize = 30;

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| {
        let text: Vec<char> = subject.output.chars().collect();
        let end = end_of_words(&text);
        match text.get(..end).and_then(<[char]>::last) {
            Some(last) if ENDS.contains(*last) => Vec::new(),
            None => vec![Objection::whole("says nothing")],
            Some(_) => {
                let start = end.saturating_sub(QUOTED);
                let said: String = text.get(start..end).unwrap_or_default().iter().collect();
                vec![Objection::at(format!("ends in the middle of a sentence: {}", wording::quote(&said)), start, end)]
            }
        }
    }))
}

/// Returns where a text ends without the blanks, closing marks and emoji at its end.
fn end_of_words(text: &[char]) -> usize {
    let mut emoji = emoji::places(text);
    let mut end = text.len();
    loop {
        let is_aside = |c: &&char| c.is_whitespace() || lengths::is_closing(**c);
        end -= text.get(..end).unwrap_or_default().iter().rev().take_while(is_aside).count();
        while emoji.last().is_some_and(|(_, last)| *last > end) {
            emoji.pop();
        }
        match emoji.pop() {
            Some((start, last)) if last == end => end = start,
            _ => return end,
        }
    }
}
