//! Which words an output must hold for an expression to match: its literals that are bounded on both sides.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class as HirClass, Hir, HirKind, Look};

use crate::store::text_index::tokens::{Class, class, fold};

/// The most alternatives that are asked of the index one by one.
const MOST_BRANCHES: usize = 16;

/// One step of an expression, as far as it tells something of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// This character of a word, in any case.
    Letter(char),
    /// A place where no word goes on: white space, punctuation, `\b`, an end of the text.
    Bound,
    /// Anything.
    Open,
}

/// Returns the words that must be there: those of one of the alternatives. `None` where no literal is bounded, so that
/// the index cannot tell.
pub(crate) fn required_words(pattern: &str, ignore_case: bool) -> Option<Vec<Vec<String>>> {
    let hir = ParserBuilder::new().case_insensitive(ignore_case).build().parse(pattern).ok()?;
    let branches = match hir.kind() {
        HirKind::Alternation(branches) => branches.iter().collect(),
        _ => vec![&hir],
    };
    if branches.len() > MOST_BRANCHES {
        return None;
    }
    let words = |branch: &&Hir| {
        let mut steps = Vec::new();
        steps_of(branch, &mut steps);
        let words = bounded(&steps);
        (!words.is_empty()).then_some(words)
    };
    branches.iter().map(words).collect()
}

/// Returns texts of which every match holds one, in any case; `None` where the expression has none worth looking for.
pub(crate) fn literals(pattern: &str, ignore_case: bool) -> Option<Vec<String>> {
    let hir = ParserBuilder::new().case_insensitive(ignore_case).build().parse(pattern).ok()?;
    let branches = match hir.kind() {
        HirKind::Alternation(branches) => branches.iter().collect(),
        _ => vec![&hir],
    };
    let longest = |branch: &&Hir| {
        let mut steps = Vec::new();
        steps_of(branch, &mut steps);
        let letter = |step: &Step| if let Step::Letter(c) = step { Some(*c) } else { None };
        let runs = steps.split(|step| letter(step).is_none());
        let run: String = runs.max_by_key(|run| run.len())?.iter().filter_map(letter).collect();
        (run.len() > 2).then_some(run)
    };
    if branches.len() > MOST_BRANCHES { None } else { branches.iter().map(longest).collect() }
}

fn steps_of(hir: &Hir, steps: &mut Vec<Step>) {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => steps.extend(text.chars().map(step)),
            Err(_) => steps.push(Step::Open),
        },
        HirKind::Class(class) => steps.push(step_of_class(class)),
        HirKind::Look(look) => steps.push(match look {
            Look::Start
            | Look::End
            | Look::StartLF
            | Look::EndLF
            | Look::StartCRLF
            | Look::EndCRLF
            | Look::WordUnicode
            | Look::WordStartUnicode
            | Look::WordEndUnicode => Step::Bound,
            // These take a letter beyond ASCII for the end of a word, or say nothing of one.
            Look::WordAscii
            | Look::WordAsciiNegate
            | Look::WordUnicodeNegate
            | Look::WordStartAscii
            | Look::WordEndAscii
            | Look::WordStartHalfAscii
            | Look::WordEndHalfAscii
            | Look::WordStartHalfUnicode
            | Look::WordEndHalfUnicode => Step::Open,
        }),
        HirKind::Repetition(repeated) => {
            let mut inner = Vec::new();
            steps_of(&repeated.sub, &mut inner);
            let is_bound = repeated.min > 0 && inner == [Step::Bound];
            steps.push(if is_bound { Step::Bound } else { Step::Open });
        }
        HirKind::Capture(capture) => steps_of(&capture.sub, steps),
        HirKind::Concat(parts) => parts.iter().for_each(|part| steps_of(part, steps)),
        HirKind::Alternation(_) => steps.push(Step::Open),
    }
}

fn step(c: char) -> Step {
    match class(c) {
        Class::Word => Step::Letter(fold(c)),
        Class::Between => Step::Bound,
        Class::Unspaced => Step::Open,
    }
}

/// A class of one letter in its cases is that letter; one of characters between words is a bound.
fn step_of_class(class: &HirClass) -> Step {
    let HirClass::Unicode(class) = class else { return Step::Open };
    let mut found: Option<Step> = None;
    let mut seen = 0_u32;
    for range in class.iter() {
        for c in range.start()..=range.end() {
            seen += 1;
            let step = step(c);
            if seen > 2_000 || found.is_some_and(|found| found != step) {
                return Step::Open;
            }
            found = Some(step);
        }
    }
    found.unwrap_or(Step::Open)
}

/// Returns the runs of letters with a bound on both sides.
fn bounded(steps: &[Step]) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    for step in steps {
        match step {
            Step::Letter(c) => {
                if let Some(word) = &mut word {
                    word.push(*c);
                }
            }
            Step::Bound => words.extend(word.replace(String::new()).filter(|word| !word.is_empty())),
            Step::Open => word = None,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{literals, required_words};

    fn words(pattern: &str) -> Vec<Vec<String>> {
        required_words(pattern, true).unwrap_or_default()
    }

    #[test]
    fn a_literal_counts_only_where_it_is_bounded_on_both_sides() {
        assert_eq!(words(r"\bPartial\s+refund\b"), [["partial", "refund"]]);
        assert_eq!(words(r"a refund of"), [["refund"]]);
        assert_eq!(words(r"^sorry,? (but )?I"), Vec::<Vec<String>>::new());
        assert_eq!(words("refund"), Vec::<Vec<String>>::new());
        assert_eq!(words(r"\bfund.*\bask\b"), [["ask"]]);
        assert_eq!(words(" ask |,kin,"), [["ask"], ["kin"]]);
        // The parser takes what both have in common out of the alternatives.
        assert_eq!(words(r"\bask\b|\bkin\b"), Vec::<Vec<String>>::new());
        assert_eq!(words(r"\bask\b|kin"), Vec::<Vec<String>>::new());
        assert_eq!(words(r"(?-u:\b)ask\b"), Vec::<Vec<String>>::new());
        assert_eq!(words(r"\Bask\b"), Vec::<Vec<String>>::new());
        assert_eq!(words(r"\bas?k\b"), Vec::<Vec<String>>::new());
        assert_eq!(literals("sorry,? (but )?I", true), Some(vec!["sorry".into()]));
        assert_eq!(literals("refund.*[ab]|partial", false), Some(vec!["refund".into(), "partial".into()]));
        assert_eq!(literals("refund|.*", false), None);
    }
}
