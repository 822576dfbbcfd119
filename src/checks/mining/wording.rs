//! Words suggestions: why they are made, and how they would be typed. Both may quote untrusted text.

use serde_json::Value;

use super::limits::TAU;
use super::suggestion::MinedCheck;
use crate::checks::{self, Takes, describe};
use crate::domain::{CheckSpec, Target};
use crate::measures::alignment::Confusion;
use crate::measures::statistics::intervals::wilson;
use crate::text::grouped;

/// From this phi coefficient on a check is said to go with the length of the output.
const LEANS: f64 = 0.7;
/// How many checks that say the same are named.
const MOST_BESIDE: usize = 3;

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

/// Says what is to be known of a suggestion beside its figures: that it is weak, that it goes with the length, what says the
/// same. May quote untrusted text.
pub fn remarks(check: &MinedCheck) -> Vec<String> {
    let mut remarks = Vec::new();
    let MinedCheck { all, .. } = check;
    if let (true, Some((low, high))) = (check.is_weak, wilson(all.fp, all.negatives())) {
        remarks.push(format!(
            "weak: rejects {} of {} good ones, {:.0} % to {:.0} % of all; up to {:.0} % is tolerated",
            grouped(all.fp),
            grouped(all.negatives()),
            low * 100.0,
            high * 100.0,
            TAU * 100.0
        ));
    }
    if check.length.is_some_and(|phi| phi >= LEANS) {
        remarks.push("goes with the length: a limit of the length fails mostly the same outputs".to_owned());
    }
    if !check.beside.is_empty() {
        let others: Vec<String> = check.beside.iter().take(MOST_BESIDE).map(typed).collect();
        remarks.push(format!("fails nearly the same: {}", others.join(" · ")));
    }
    remarks
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
