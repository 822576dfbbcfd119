//! Reads verdicts from a column of people's labels: by the values that mean fail, or by common words.

use super::LabelOptions;
use super::field_names::normalized;
use super::json::{Fields, Value};
use super::paths::FieldPath;
use crate::domain::Verdict;
use crate::error::{Problem, Result};

/// How a column is read.
pub(super) struct Label {
    pub(super) path: FieldPath,
    fail_when: Vec<String>,
}

/// The label of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LabelValue {
    /// The record has no such field.
    Absent,
    /// The field is there and empty.
    Nothing,
    Verdict(Verdict),
    /// None of the values that mean fail, so a pass; the label's text.
    Passed(String),
    /// A text that maps to no verdict.
    Unknown(String),
}

impl Label {
    pub(super) fn new(options: &LabelOptions) -> Result<Self> {
        let fail_when = options.fail_when.iter().map(|value| value.trim().to_lowercase()).collect();
        Ok(Self { path: FieldPath::parse(&options.field)?, fail_when })
    }

    /// Reads the label of one record.
    pub(super) fn read(&self, fields: &Fields<'_>) -> LabelValue {
        let Some(found) = self.path.find(fields) else { return LabelValue::Absent };
        let value: Value<'_> = found.value();
        let text = value.plain();
        let text = text.trim();
        if value.is_null() || text.is_empty() {
            return LabelValue::Nothing;
        }
        if !self.fail_when.is_empty() {
            let is_fail = self.fail_when.contains(&text.to_lowercase());
            return if is_fail { LabelValue::Verdict(Verdict::Fail) } else { LabelValue::Passed(shortened(text)) };
        }
        match understand(text, &self.path.typed) {
            Some(verdict) => LabelValue::Verdict(verdict),
            None => LabelValue::Unknown(shortened(text)),
        }
    }

    /// Returns the problem of a column none of whose values is understood.
    pub(super) fn unclear_labels(&self, values: &[String]) -> Problem {
        let seen = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let field = &self.path.typed;
        let example = self.likely_fail(values);
        Problem::usage(format!("Which values of `{field}` mean fail? It holds {seen}."))
            .hint(format!("Say it with --fail-when, for example `--label {field} --fail-when {example}`."))
    }

    /// Returns the value for an example: a yes to a bad thing, a no to a good one.
    fn likely_fail<'v>(&self, values: &'v [String]) -> &'v str {
        let words: &[&str] = match Tone::from_name(&self.path.typed) {
            Tone::Bad => &["yes", "y", "true", "1"],
            Tone::Good => &["no", "n", "false", "0"],
            Tone::Plain => &[],
        };
        let likely = values.iter().find(|value| words.contains(&value.to_lowercase().as_str()));
        likely.or(values.first()).map_or("VALUE", String::as_str)
    }

    /// Returns the problem of a column that no record has.
    pub(super) fn missing(&self, keys: &[String]) -> Problem {
        Problem::usage(format!("No record has a field `{}` to take labels from.", self.path.typed))
            .hint(format!("The fields are: {}.", keys.join(", ")))
    }
}

/// Returns the beginning of a label, for messages.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Whether a yes in a column is good or bad, by the column's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// `hallucination`, `failed`: a yes is bad.
    Bad,
    /// `passed`, `thumbs`: a yes is good.
    Good,
    /// Neither.
    Plain,
}

impl Tone {
    fn from_name(field: &str) -> Self {
        const BAD: [&str; 12] = [
            "hallucinat",
            "fail",
            "error",
            "bad",
            "wrong",
            "toxic",
            "incorrect",
            "refus",
            "violat",
            "unsafe",
            "flag",
            "issue",
        ];
        const GOOD: [&str; 8] = ["pass", "success", "correct", "thumb", "good", "accept", "approv", "like"];
        let name = normalized(field);
        let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
        match (holds(&BAD), holds(&GOOD)) {
            (true, _) => Self::Bad,
            (false, true) => Self::Good,
            (false, false) => Self::Plain,
        }
    }
}

fn understand(text: &str, field: &str) -> Option<Verdict> {
    let tone = Tone::from_name(field);
    let (is_bad_thing, is_good_thing) = (tone == Tone::Bad, tone == Tone::Good);
    match normalized(text).as_str() {
        "pass" | "passed" | "good" | "correct" | "ok" | "okay" | "thumbsup" | "thumbup" | "👍" => Some(Verdict::Pass),
        "fail" | "failed" | "bad" | "incorrect" | "wrong" | "notok" | "notokay" | "thumbsdown" | "thumbdown" | "👎" => {
            Some(Verdict::Fail)
        }
        "true" if !is_bad_thing => Some(Verdict::Pass),
        "false" if !is_bad_thing => Some(Verdict::Fail),
        "1" | "10" if is_good_thing && matches!(text, "1" | "1.0") => Some(Verdict::Pass),
        "up" if is_good_thing => Some(Verdict::Pass),
        "0" | "00" if is_good_thing && matches!(text, "0" | "0.0") => Some(Verdict::Fail),
        "down" if is_good_thing => Some(Verdict::Fail),
        _ if is_good_thing && matches!(text, "-1" | "-1.0") => Some(Verdict::Fail),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::understand;
    use crate::domain::Verdict;

    #[test]
    fn words_that_everybody_understands() {
        let pass = Some(Verdict::Pass);
        let fail = Some(Verdict::Fail);
        assert_eq!(understand("PASS", "label"), pass);
        assert_eq!(understand("not ok", "rating"), fail);
        assert_eq!(understand("thumbs_down", "x"), fail);
        assert_eq!(understand("👍", "x"), pass);
        assert_eq!(understand("1", "passed"), pass);
        assert_eq!(understand("0.0", "success"), fail);
        assert_eq!(understand("-1", "thumbs"), fail);
        assert_eq!(understand("true", "is_correct"), pass);
    }

    #[test]
    fn what_could_mean_either_is_not_guessed() {
        assert_eq!(understand("yes", "hallucination"), None);
        assert_eq!(understand("true", "hallucination"), None);
        assert_eq!(understand("true", "incorrect"), None);
        assert_eq!(understand("1", "rating"), None);
        assert_eq!(understand("4", "passed"), None);
    }
}
