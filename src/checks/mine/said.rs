//! Suggestions in words: why they are made, and how they would be typed. Both may quote untrusted text.

use serde_json::Value;

use super::Mined;
use crate::checks::{self, Takes, describe};
use crate::domain::{CheckSpec, Target};
use crate::measures::alignment::Confusion;
use crate::text::grouped;

/// What the two classes are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nouns {
    /// `tagged`.
    pub bad: &'static str,
    /// `passed`.
    pub good: &'static str,
}

impl Nouns {
    /// Of a mode: tagged and passed; of a criterion: not met and met.
    #[must_use]
    pub const fn of(target: &Target) -> Self {
        match target {
            Target::Mode(_) => Self { bad: "tagged", good: "passed" },
            Target::Criterion(_) => Self { bad: "not met", good: "met" },
        }
    }

    /// `9 of 11 tagged, 0 of 60 passed`.
    #[must_use]
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

/// Why a check is suggested: `outputs that contain ‘as an AI’: 9 of 11 tagged, 0 of 60 passed`.
#[must_use]
pub fn why(spec: &CheckSpec, figures: Confusion, nouns: Nouns) -> String {
    format!("{}: {}", failing(spec), nouns.figures(figures))
}

/// The outputs that a check fails, in words.
fn failing(spec: &CheckSpec) -> String {
    let text = |name: &str| spec.params.get(name).and_then(Value::as_str).unwrap_or_default();
    let list = |name: &str| -> String {
        let items = spec.params.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(|item| format!("‘{item}’")).collect::<Vec<_>>().join(" or ")
    };
    let limit = || spec.params.iter().next().map(|(unit, value)| format!("{value} {unit}")).unwrap_or_default();
    let number = |name: &str| spec.params.get(name).map(ToString::to_string).unwrap_or_default();
    match spec.kind.as_str() {
        "not-contains" => format!("outputs that contain ‘{}’", text("text")),
        "contains" => format!("outputs without ‘{}’", text("text")),
        "not-regex" => format!("outputs that match ‘{}’", text("pattern")),
        "regex" => format!("outputs that do not match ‘{}’", text("pattern")),
        "starts-with" => format!("outputs that do not begin with ‘{}’", text("text")),
        "ends-with" => format!("outputs that do not end with ‘{}’", text("text")),
        "max-length" => format!("outputs of more than {}", limit()),
        "min-length" => format!("outputs of fewer than {}", limit()),
        "max-tokens" => format!("outputs of more than {} tokens, or of an unknown number", number("tokens")),
        "max-latency" => format!("outputs that took more than {} ms, or nobody knows how long", number("ms")),
        "max-cost" => format!("outputs that cost more than {}, or nobody knows how much", number("cost")),
        "finish-reason" => format!("outputs that did not stop for {}", list("text")),
        "is-json" => "outputs that are not JSON".to_owned(),
        "is-yaml" => "outputs that are not YAML".to_owned(),
        "is-xml" => "outputs that are not XML".to_owned(),
        "code-fence" => "outputs without a closed code fence".to_owned(),
        "markdown-table" => "outputs without a Markdown table".to_owned(),
        "not-refusal" => "outputs that refuse".to_owned(),
        "no-repetition" => "outputs that repeat themselves".to_owned(),
        "numbers-from-input" => "outputs with a number that stands nowhere in the input".to_owned(),
        "urls-from-input" => "outputs with an address that stands nowhere in the input".to_owned(),
        "quotes-from-input" => "outputs with a quotation that stands nowhere in the input".to_owned(),
        "names-from-input" => "outputs with a name that stands nowhere in the input".to_owned(),
        "language" => format!("outputs in another language than {}", text("code")),
        "tool-call" => format!("outputs that do not call the tool ‘{}’", text("name")),
        "json-path" if spec.params.contains_key("type") => {
            format!("outputs whose {} is no {}", text("path"), text("type"))
        }
        "json-path" => format!("outputs without {}", text("path")),
        _ => format!("outputs that fail {}", describe(spec)),
    }
}

/// That nothing was found, and what came closest.
#[must_use]
pub fn nothing(mined: &Mined, nouns: Nouns) -> String {
    let (bad, good) = (mined.train.0 + mined.test.0, mined.train.1 + mined.test.1);
    let Nouns { bad: bad_noun, good: good_noun } = nouns;
    if bad == 0 || good == 0 {
        let missing = if bad == 0 { bad_noun } else { good_noun };
        return format!("No record is {missing} yet: there is nothing to hold the others against.");
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
        "Nothing separates {counts} better than {}; on the held-out half {held_out}, which is too little to stand on.",
        why(&closest.spec, closest.all(), nouns)
    )
}

/// A check as it is typed in a shell: `not-contains 'as an AI' --ignore-case`.
#[must_use]
pub fn typed(spec: &CheckSpec) -> String {
    let Ok(kind) = checks::kind(&spec.kind) else { return describe(spec) };
    let (mut options, mut arguments) = (Vec::new(), Vec::new());
    for param in kind.params {
        let Some(value) = spec.params.get(param.name) else { continue };
        let values: Vec<String> = match value {
            Value::Array(items) => items.iter().map(plain).collect(),
            one => vec![plain(one)],
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

/// As one word of a shell.
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
        let said = why(&spec(&["not-contains", "as an AI", "--ignore-case"]), figures, nouns);
        assert_eq!(said, "outputs that contain ‘as an AI’: 9 of 11 tagged, 0 of 60 passed");
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
