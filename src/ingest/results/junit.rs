//! `JUnit` XML as pytest and Vitest write it: a test's name holds the record's id, its outcome is the check's answer.
//!
//! In gemba's own suites the names identify the stub or judge (see `test_names`). pytest:
//! `skipped type="pytest.xfail"`: the check failed the record, as was expected. `[XPASS(strict)]`: it passed it. Any
//! other skip, an error around the test, and a crash that is no failed assertion: no answer. Entities that a document
//! declares itself are not expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::gathered::Gathered;
use super::results_reader::ResultsReader;
use super::test_names::{self, TestName};
use crate::domain::result::{Finding, JudgeVerdict, ResultsFormat, kept_reason};
use crate::error::{Problem, Result};

/// One `testcase` that is being read.
struct Case {
    name: String,
    class: String,
    verdict: JudgeVerdict,
    is_answered: bool,
    reason: String,
    keys: Vec<String>,
    model: Option<String>,
    prompt_version: Option<String>,
}

/// The reader of this format.
pub(super) const READER: ResultsReader =
    ResultsReader { format: ResultsFormat::Junit, detect: |beginning| beginning.text.starts_with('<'), read };

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let broken = |at: u64, why: String| Problem::input(format!("it is not well-formed XML at byte {at}: {why}."));
    let mut case: Option<Case> = None;
    let mut has_suite = false;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| broken(at, error.to_string()).caused_by(error))?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let is_empty = matches!(event, Event::Empty(_));
                match tag.local_name().as_ref() {
                    "testsuites" | "testsuite" => has_suite = true,
                    "testcase" => {
                        case = Some(Case::new(tag));
                        if is_empty {
                            finish(case.take(), gathered)?;
                        }
                    }
                    word => {
                        if let Some(case) = &mut case {
                            case.take(word, tag);
                        }
                    }
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "testcase" => finish(case.take(), gathered)?,
            _ => {}
        }
    }
    if !has_suite {
        return Err(Problem::input("it is XML without a `testsuite`.")
            .hint("pytest writes one: `pytest --junitxml=results.xml`."));
    }
    Ok(())
}

impl Case {
    fn new(tag: &BytesStart<'_>) -> Self {
        Self {
            name: attribute(tag, "name"),
            class: attribute(tag, "classname"),
            verdict: JudgeVerdict::Pass,
            is_answered: false,
            reason: String::new(),
            keys: Vec::new(),
            model: None,
            prompt_version: None,
        }
    }

    fn take(&mut self, word: &str, tag: &BytesStart<'_>) {
        let verdict = match word {
            "property" => return self.property(&attribute(tag, "name"), attribute(tag, "value")),
            "skipped" if attribute(tag, "type") == "pytest.xfail" => JudgeVerdict::Fail,
            "skipped" | "error" => JudgeVerdict::NoAnswer,
            "failure" => failure_verdict(&attribute(tag, "type"), &attribute(tag, "message")),
            _ => return,
        };
        // The text of a mark was written before the check ran: it is not the reason for this output's verdict.
        if verdict != JudgeVerdict::Pass && attribute(tag, "type") != "pytest.xfail" {
            self.reason = attribute(tag, "message");
        }
        // A failure and an error in the teardown: without a whole run there is no answer.
        self.verdict = if self.is_answered && self.verdict != verdict { JudgeVerdict::NoAnswer } else { verdict };
        self.is_answered = true;
    }

    fn property(&mut self, name: &str, value: String) {
        match name {
            "model" => self.model = Some(value),
            "prompt_version" | "prompt" => self.prompt_version = Some(value),
            "id" | "record" | "record_id" | "gemba_id" => self.keys.push(value),
            _ => {}
        }
    }
}

/// Returns the verdict of a failure: a failed assertion is an answer, another exception is a crash. pytest begins its
/// message with the class of what was raised; Vitest has it as the type.
fn failure_verdict(class: &str, message: &str) -> JudgeVerdict {
    if message.starts_with("[XPASS(strict)]") {
        return JudgeVerdict::Pass;
    }
    let head = if class.is_empty() { message } else { class };
    let head = head.split([':', ' ', '\n', '(']).next().unwrap_or_default();
    let class = head.rsplit('.').next().unwrap_or_default();
    let is_crash = class != "AssertionError" && (class.ends_with("Error") || class.ends_with("Exception"));
    if is_crash { JudgeVerdict::NoAnswer } else { JudgeVerdict::Fail }
}

fn finish(case: Option<Case>, gathered: &mut Gathered) -> Result<()> {
    let Some(mut case) = case else { return Ok(()) };
    let named =
        test_names::vitest(&case.class, &case.name).unwrap_or_else(|| test_names::pytest(&case.class, &case.name));
    let TestName { judge, aim, keys, expects_failure } = named;
    case.keys.extend(keys);
    if case.keys.is_empty() {
        let name = case.name;
        gathered.set_aside(|| format!("the test {name} names no record"));
        return Ok(());
    }
    let verdict = if expects_failure { case.verdict.reversed() } else { case.verdict };
    gathered.take(Finding {
        judge: judge.into(),
        aim,
        verdict,
        reason: kept_reason(&case.reason),
        keys: case.keys,
        output: None,
        model: case.model.map(Into::into),
        prompt_version: case.prompt_version.map(Into::into),
    })
}

/// Returns the value of an attribute; empty where it is missing or unreadable.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    let value = found.map(|found| {
        found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Into::into)
    });
    value.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::failure_verdict;
    use crate::domain::result::JudgeVerdict;

    #[test]
    fn a_crash_is_no_answer_and_a_failed_assertion_is_one() {
        assert_eq!(failure_verdict("", "AssertionError: no JSON\nassert not ['x']"), JudgeVerdict::Fail);
        assert_eq!(failure_verdict("", "assert 1 == 2"), JudgeVerdict::Fail);
        assert_eq!(failure_verdict("", "Failed: by hand"), JudgeVerdict::Fail);
        assert_eq!(failure_verdict("", "[XPASS(strict)] known bad"), JudgeVerdict::Pass);
        assert_eq!(failure_verdict("", "NotImplementedError: live"), JudgeVerdict::NoAnswer);
        assert_eq!(failure_verdict("", "json.decoder.JSONDecodeError: x"), JudgeVerdict::NoAnswer);
        assert_eq!(failure_verdict("", ""), JudgeVerdict::Fail);
        assert_eq!(
            failure_verdict("AssertionError", "the checks no longer object: expected false to be true"),
            JudgeVerdict::Fail
        );
        assert_eq!(failure_verdict("TypeError", "boom"), JudgeVerdict::NoAnswer);
        assert_eq!(failure_verdict("Error", "the hook threw"), JudgeVerdict::NoAnswer);
    }
}
