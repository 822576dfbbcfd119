//! `JUnit` XML as pytest and Vitest write it: a test's name holds the record's id, its outcome is the check's answer.
//!
//! gemba's own suites say by their names which stub or judge it was (see `test_names`). pytest:
//! `skipped type="pytest.xfail"`: the check failed the record, as was expected. `[XPASS(strict)]`: it passed it. Any
//! other skip, an error around the test, and a crash that is no failed assertion: no answer. Entities that a document
//! declares itself are not expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::gathered::Gathered;
use super::results_reader::ResultsReader;
use super::test_names::{self, TestName};
use crate::domain::result::{Finding, ResultsFormat, Said, kept_reason};
use crate::error::{Problem, Result};

/// One `testcase` on its way.
struct Case {
    name: String,
    class: String,
    said: Said,
    is_told: bool,
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
                        case = Some(Case::of(tag));
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
    fn of(tag: &BytesStart<'_>) -> Self {
        Self {
            name: attribute(tag, "name"),
            class: attribute(tag, "classname"),
            said: Said::Pass,
            is_told: false,
            reason: String::new(),
            keys: Vec::new(),
            model: None,
            prompt_version: None,
        }
    }

    fn take(&mut self, word: &str, tag: &BytesStart<'_>) {
        let said = match word {
            "property" => return self.property(&attribute(tag, "name"), attribute(tag, "value")),
            "skipped" if attribute(tag, "type") == "pytest.xfail" => Said::Fail,
            "skipped" | "error" => Said::Nothing,
            "failure" => of_failure(&attribute(tag, "type"), &attribute(tag, "message")),
            _ => return,
        };
        // What a mark says was written before the check ran: only what was said of this very output is its reason.
        if said != Said::Pass && attribute(tag, "type") != "pytest.xfail" {
            self.reason = attribute(tag, "message");
        }
        // A failure and an error in the teardown: without a whole run there is no answer.
        self.said = if self.is_told && self.said != said { Said::Nothing } else { said };
        self.is_told = true;
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

/// What a failure says: a failed assertion is an answer, another exception is a crash. pytest begins its message with
/// the class of what was raised; Vitest has it as the type.
fn of_failure(class: &str, message: &str) -> Said {
    if message.starts_with("[XPASS(strict)]") {
        return Said::Pass;
    }
    let head = if class.is_empty() { message } else { class };
    let head = head.split([':', ' ', '\n', '(']).next().unwrap_or_default();
    let class = head.rsplit('.').next().unwrap_or_default();
    let is_crash = class != "AssertionError" && (class.ends_with("Error") || class.ends_with("Exception"));
    if is_crash { Said::Nothing } else { Said::Fail }
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
    let said = match case.said {
        Said::Pass if expects_failure => Said::Fail,
        Said::Fail if expects_failure => Said::Pass,
        said => said,
    };
    gathered.take(Finding {
        judge: judge.into(),
        aim,
        said,
        reason: kept_reason(&case.reason),
        keys: case.keys,
        output: None,
        model: case.model.map(Into::into),
        prompt_version: case.prompt_version.map(Into::into),
    })
}

/// The value of an attribute; one that cannot be read says nothing.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    let value = found.map(|found| {
        found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Into::into)
    });
    value.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::of_failure;
    use crate::domain::result::Said;

    #[test]
    fn a_crash_is_no_answer_and_a_failed_assertion_is_one() {
        assert_eq!(of_failure("", "AssertionError: no JSON\nassert not ['x']"), Said::Fail);
        assert_eq!(of_failure("", "assert 1 == 2"), Said::Fail);
        assert_eq!(of_failure("", "Failed: by hand"), Said::Fail);
        assert_eq!(of_failure("", "[XPASS(strict)] known bad"), Said::Pass);
        assert_eq!(of_failure("", "NotImplementedError: live"), Said::Nothing);
        assert_eq!(of_failure("", "json.decoder.JSONDecodeError: x"), Said::Nothing);
        assert_eq!(of_failure("", ""), Said::Fail);
        assert_eq!(of_failure("AssertionError", "the checks no longer object: expected false to be true"), Said::Fail);
        assert_eq!(of_failure("TypeError", "boom"), Said::Nothing);
        assert_eq!(of_failure("Error", "the hook threw"), Said::Nothing);
    }
}
