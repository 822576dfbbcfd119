//! Which values of a column mean fail and which mean pass, as `--fail-when` and `--pass-when` say.

use super::words::{is_null_like, understand};
use crate::domain::Verdict;
use crate::error::{Problem, Result};

/// A value, or a comparison with a number.
#[derive(Debug, Clone, PartialEq)]
enum Condition {
    Text(String),
    Number(f64),
    Below(f64),
    AtMost(f64),
    Above(f64),
    AtLeast(f64),
}

/// Makes a comparison with a number.
type Make = fn(f64) -> Condition;

impl Condition {
    fn parse(typed: &str) -> Result<Self> {
        let typed = typed.trim();
        let made: [(&str, Make); 6] = [
            ("<=", Self::AtMost),
            ("≤", Self::AtMost),
            (">=", Self::AtLeast),
            ("≥", Self::AtLeast),
            ("<", Self::Below),
            (">", Self::Above),
        ];
        for (sign, make) in made {
            if let Some(rest) = typed.strip_prefix(sign) {
                return number(rest).map(make).ok_or_else(|| {
                    Problem::usage(format!("`{typed}` compares with no number."))
                        .hint("Write comparisons as <0.5, <=2, >3 or >=4, in quotes for the shell.")
                });
            }
        }
        if typed.is_empty() {
            return Err(Problem::usage("A value of --fail-when or --pass-when is empty.")
                .hint("A record without a label gets no verdict; name values such as 0, no or '<0.5'."));
        }
        Ok(number(typed).map_or_else(|| Self::Text(typed.to_lowercase()), Self::Number))
    }

    #[expect(clippy::float_cmp, reason = "0 is 0.0, and nothing is computed")]
    fn holds(&self, text: &str, value: Option<f64>) -> bool {
        let is = |holds: fn(f64, f64) -> bool, limit: f64| value.is_some_and(|value| holds(value, limit));
        match self {
            Self::Text(wanted) => *wanted == text,
            Self::Number(wanted) => is(|value, wanted| value == wanted, *wanted),
            Self::Below(limit) => is(|value, limit| value < limit, *limit),
            Self::AtMost(limit) => is(|value, limit| value <= limit, *limit),
            Self::Above(limit) => is(|value, limit| value > limit, *limit),
            Self::AtLeast(limit) => is(|value, limit| value >= limit, *limit),
        }
    }

    const fn is_comparison(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Number(_))
    }
}

/// What a value of a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One of the values that were named, or a word that surely means it.
    Said(Verdict),
    /// Not one of those that were named, so the opposite of what they mean.
    Opposite(Verdict),
    /// Nobody decided.
    Nothing,
    /// A value that maps to no verdict.
    Unknown,
}

/// The values of a column that mean fail, and those that mean pass.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    fail: Vec<Condition>,
    pass: Vec<Condition>,
}

impl Rule {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `Usage` for a comparison without a number, and for a value that would mean both.
    pub(super) fn new(fail: &[String], pass: &[String]) -> Result<Self> {
        let read = |typed: &[String]| typed.iter().map(|one| Condition::parse(one)).collect::<Result<Vec<_>>>();
        let (fail, pass) = (read(fail)?, read(pass)?);
        if fail.iter().any(|condition| pass.contains(condition)) {
            return Err(Problem::usage("The same value is named by --fail-when and by --pass-when."));
        }
        Ok(Self { fail, pass })
    }

    /// Returns what a value means in a column of this name. What was named wins over what usually means nothing.
    pub(super) fn meaning(&self, text: &str, field: &str) -> Meaning {
        let (low, value) = (text.trim().to_lowercase(), number(text));
        let holds = |conditions: &[Condition]| conditions.iter().any(|condition| condition.holds(&low, value));
        match (holds(&self.fail), holds(&self.pass)) {
            (true, true) => return Meaning::Unknown,
            (true, false) => return Meaning::Said(Verdict::Fail),
            (false, true) => return Meaning::Said(Verdict::Pass),
            (false, false) => {}
        }
        if is_null_like(text) {
            return Meaning::Nothing;
        }
        let (named, opposite) = match (self.fail.is_empty(), self.pass.is_empty()) {
            (true, true) => return understand(text, field).map_or(Meaning::Unknown, Meaning::Said),
            (false, false) => return Meaning::Unknown,
            (false, true) => (&self.fail, Verdict::Pass),
            (true, false) => (&self.pass, Verdict::Fail),
        };
        // Numbers on the other side of a limit are what the limit says.
        let is_compared = value.is_some() && named.iter().any(Condition::is_comparison);
        if is_compared { Meaning::Said(opposite) } else { Meaning::Opposite(opposite) }
    }

    /// Returns whether nothing was named.
    pub(super) const fn is_empty(&self) -> bool {
        self.fail.is_empty() && self.pass.is_empty()
    }
}

/// Returns a finite number.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::Meaning::{Nothing, Opposite, Said, Unknown};
    use super::{Meaning, Rule};
    use crate::domain::Verdict::{Fail, Pass};

    fn meanings<const N: usize>(fail: &[&str], pass: &[&str], values: [&str; N]) -> [Meaning; N] {
        let owned = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let rule = Rule::new(&owned(fail), &owned(pass)).unwrap();
        values.map(|value| rule.meaning(value, "reward"))
    }

    #[test]
    fn numbers_compare_as_numbers() {
        let read = meanings(&["0"], &[], ["0.0", "0", "1.0", "-0", "zero"]);
        assert_eq!(read, [Said(Fail), Said(Fail), Opposite(Pass), Said(Fail), Opposite(Pass)]);
        let read = meanings(&["<0.5"], &[], ["0.49", "0.5", "1e3", "NaN", "good"]);
        assert_eq!(read, [Said(Fail), Said(Pass), Said(Pass), Nothing, Opposite(Pass)]);
        let read = meanings(&[], &[">=4"], ["4", "3.9", "5.0"]);
        assert_eq!(read, [Said(Pass), Said(Fail), Said(Pass)]);
    }

    #[test]
    fn with_both_sides_named_all_others_are_no_verdict() {
        let read = meanings(&["no", "<=2"], &["yes", ">3"], ["NO", "Yes ", "maybe", "3", "2", "4", "n/a"]);
        assert_eq!(read, [Said(Fail), Said(Pass), Unknown, Unknown, Said(Fail), Said(Pass), Nothing]);
    }

    #[test]
    fn what_was_named_counts_also_where_it_usually_means_nothing() {
        assert_eq!(meanings(&["-"], &[], ["-", "+", "n/a"]), [Said(Fail), Opposite(Pass), Nothing]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (fail, pass) in [("<x", ""), ("", "no")] {
            let list = |word: &str| if word.is_empty() { vec![] } else { vec![word.to_owned()] };
            let fails = if fail.is_empty() { vec!["no".to_owned()] } else { list(fail) };
            assert!(Rule::new(&fails, &list(pass)).is_err());
        }
        assert!(Rule::new(&[String::new()], &[]).is_err());
    }
}
