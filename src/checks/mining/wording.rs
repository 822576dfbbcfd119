//! Words suggestions: why they are made, and how they would be typed. Both may quote untrusted text.

use serde_json::Value;

use super::suggestion::MinedChecks;
use crate::checks::{self, Takes, describe};
use crate::domain::{CheckSpec, Target};
use crate::measures::alignment::Confusion;
use crate::text::grouped;

/// The words for the two classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nouns {
    /// `tagged`.
    pub bad: &'static str,
    /// `passed`.
    pub good: &'static str,
}

impl Nouns {
    /// Returns "tagged" and "passed" for a mode, "not met" and "met" for a criterion.
    pub const fn for_target(target: &Target) -> Self {
        match target {
            Target::Mode(_) => Self { bad: "tagged", good: "passed" },
            Target::Criterion(_) => Self { bad: "not met", good: "met" },
        }
    }

    /// Words figures: `9 of 11 tagged, 0 of 60 passed`.
    pub fn figures(self, figures: Confusion) -> String {
        let (bad, good) = (figures.positives(), figures.negatives());
        format!(
            "{} of {} {}, {} of {} {}",
            grouped(figures.tp),
            grouped(bad),
            self.bad,
            grouped(figures.fp),
            grouped(good),
            self.good
        )
    }
}

/// Words why a check is suggested: `outputs that contain ‘as an AI’: 9 of 11 tagged, 0 of 60 passed`.
pub fn why(spec: &CheckSpec, figures: Confusion, nouns: Nouns) -> String {
    format!("{}: {}", failing(spec), nouns.figures(figures))
}

/// Words the outputs that a check fails.
fn failing(spec: &CheckSpec) -> String {
    match checks::kind(&spec.kind) {
        Ok(kind) => (kind.describes_failure)(spec),
        Err(_) => format!("outputs that fail {}", describe(spec)),
    }
}

/// Says that nothing was found, and what came closest.
pub fn nothing_found(mined: &MinedChecks, nouns: Nouns) -> String {
    let (bad, good) = (mined.train.0 + mined.test.0, mined.train.1 + mined.test.1);
    let Nouns { bad: bad_noun, good: good_noun } = nouns;
    if bad == 0 || good == 0 {
        let missing = if bad == 0 { bad_noun } else { good_noun };
        return format!("No record is {missing} yet: there is nothing to compare the others with.");
    }
    let counts = format!("the {} {bad_noun} from the {} {good_noun}", grouped(bad), grouped(good));
    if [mined.train.0, mined.train.1, mined.test.0, mined.test.1].contains(&0) {
        return format!(
            "There are too few records to tell {counts}: one half of the inputs chooses, the other proves, and each \
             needs both."
        );
    }
    if mined.is_covered {
        return format!(
            "Nothing more separates {counts} than the checks that are attached already and the suggestions that were \
             dismissed."
        );
    }
    let Some(closest) = &mined.closest else {
        return format!(
            "Nothing separates {counts}: of {} candidates none caught a tenth and rejected no more than a fifth.",
            grouped(mined.tried)
        );
    };
    let held_out = nouns.figures(closest.test);
    format!(
        "Nothing separates {counts} better than {}; on the held-out half {held_out}, which is too little.",
        why(&closest.spec, closest.all(), nouns)
    )
}

/// Returns a check as it is typed in a shell: `not-contains 'as an AI' --ignore-case`.
pub fn typed(spec: &CheckSpec) -> String {
    let Ok(kind) = checks::kind(&spec.kind) else { return describe(spec) };
    let (mut options, mut arguments) = (Vec::new(), Vec::new());
    for param in kind.all_params() {
        let Some(value) = spec.params.get(param.name) else { continue };
        let values: Vec<String> = match value {
            Value::Array(items) => items.iter().map(plain).collect(),
            value => vec![plain(value)],
        };
        match (param.takes, param.positional) {
            (Takes::Flag, _) => options.push(format!("--{}", param.name)),
            (_, true) => arguments.extend(values),
            (_, false) => options.extend(values.iter().map(|value| format!("--{} {}", param.name, quoted(value)))),
        }
    }
    let mut words = vec![spec.kind.clone()];
    if arguments.iter().any(|argument| argument.starts_with("--")) {
        words.extend(options);
        words.push("--".to_owned());
        words.extend(arguments.iter().map(|argument| quoted(argument)));
    } else {
        words.extend(arguments.iter().map(|argument| quoted(argument)));
        words.extend(options);
    }
    words.join(" ")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns a text as one word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | ',');
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Nouns, typed, why};
    use crate::checks;
    use crate::domain::CheckSpec;
    use crate::measures::alignment::Confusion;

    fn spec(words: &[&str]) -> CheckSpec {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        checks::parse(&words, &|_| unreachable!()).unwrap()
    }

    #[test]
    fn a_suggestion_says_why_in_words() {
        let figures = Confusion { tp: 9, fn_: 2, fp: 0, tn: 60 };
        let nouns = Nouns { bad: "tagged", good: "passed" };
        let words = why(&spec(&["not-contains", "as an AI", "--ignore-case"]), figures, nouns);
        assert_eq!(words, "outputs that contain ‘as an AI’: 9 of 11 tagged, 0 of 60 passed");
        assert!(
            why(&spec(&["min-length", "--words", "40"]), figures, nouns).starts_with("outputs of fewer than 40 words:")
        );
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        assert_eq!(typed(&spec(&["not-contains", "it's", "--ignore-case"])), r"not-contains 'it'\''s' --ignore-case");
        assert_eq!(typed(&spec(&["min-length", "--words", "40"])), "min-length --words 40");
        assert_eq!(typed(&spec(&["finish-reason", "stop", "end turn"])), "finish-reason 'end turn' stop");
        let spec = CheckSpec {
            kind: "not-contains".into(),
            params: [("text".to_owned(), json!("--x"))].into_iter().collect(),
        };
        assert_eq!(typed(&spec), "not-contains -- --x");
    }
}
