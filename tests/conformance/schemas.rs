//! The models say, by the real pydantic, what gemba says, case by case; and the schemas, by the real jsonschema, do so
//! wherever they are said to say everything.

use std::fs;

use gemba::checks::{self, Engine};
use gemba::stubs::StubSource;

use super::agreement::holds_no_logged_text;
use super::hooks::{four_outcomes, replace, right_outcomes, spec};
use super::sources::{self, expected, table};
use super::{corpus, tools};

/// Whether a stub's test module holds its schema to every case.
fn has_schema_test(out: &std::path::Path, source: &StubSource) -> bool {
    let module = format!("test_{}__jsonschema.py", source.stem.replace('-', "_"));
    fs::read_to_string(out.join(module)).unwrap().contains("_schema(case_id")
}

#[test]
fn pydantic_and_jsonschema_agree_on_every_case() {
    if !tools::has_pydantic() {
        return;
    }
    let sources = sources::all();
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &sources, &["jsonschema"]);
    assert!(holds_no_logged_text(out.path()) > 3 * sources.len());
    let Some(result) = tools::pytest_reporting(out.path(), false, "-rfE") else { return };
    let (mut bad, mut good, todo) = expected(&sources, Engine::Python);
    let with_schema: Vec<StubSource> = sources.iter().filter(|one| has_schema_test(out.path(), one)).cloned().collect();
    assert!(with_schema.len() >= 25, "only {} schemas say everything", with_schema.len());
    let of_schemas = expected(&with_schema, Engine::Python);
    (bad, good) = (bad + of_schemas.0, good + of_schemas.1);
    let wrong: Vec<&str> =
        result.text.lines().filter(|line| line.starts_with("FAILED") || line.starts_with("ERROR")).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(tools::counts(&result), [good, 0, todo, bad, 0]);
    assert_eq!(result.code, 0);
    eprintln!("{}{bad} bad, {good} good, {} schemas", table(&sources, "jsonschema", Engine::Python), with_schema.len());
}

#[test]
fn each_outcome_has_its_mark_and_what_breaks_is_red() {
    if !tools::has_pydantic() {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[four_outcomes()], &["jsonschema"]);
    let Some(result) = tools::pytest(out.path(), false) else { return };
    assert_eq!((tools::counts(&result), result.code), ([2, 0, 3, 6, 0], 0), "{}", result.text);

    replace(out.path(), "schema/too-short.schema.json", "\"minLength\": 5", "\"minLength\": 0");
    let Some(result) = tools::pytest(out.path(), false) else { return };
    assert_eq!(
        (tools::counts(&result)[1], result.code),
        (3, 1),
        "a schema that stops catching is red: {}",
        result.text
    );
    replace(out.path(), "checks/too-short.python.json", "\"chars\": 5", "\"chars\": 0");
    let Some(result) = tools::pytest(out.path(), false) else { return };
    assert_eq!((tools::counts(&result)[1], result.code), (6, 1), "{}", result.text);

    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &[right_outcomes()], &["jsonschema"]);
    for body in ["raise AssertionError(\"boom\")", "raise ValueError(\"boom\")", "return None"] {
        let broken = format!("def generate(case):\n    {body}\n\n\ndef unused(case):");
        replace(out.path(), "conftest.py", "def generate(case: dict[str, Any]) -> Any:", &broken);
        let Some(result) = tools::pytest(out.path(), false) else { return };
        assert_eq!((tools::counts(&result), result.code), ([0, 6, 0, 0, 0], 1), "{}", result.text);
        replace(out.path(), "conftest.py", &broken, "def generate(case: dict[str, Any]) -> Any:");
    }
    replace(out.path(), "gemba_hook.py", "raise NotImplementedError(", "return \"a good answer\" or (");
    let Some(result) = tools::pytest(out.path(), true) else { return };
    assert_eq!((tools::counts(&result), result.code), ([6, 0, 0, 0, 0], 0), "{}", result.text);
}

const AS_A_PROGRAM: &str = r#"
import json, pydantic
from model_intent import IntentAnswer
from model_grounded import GroundedAnswer
from model_too_short import TooShortAnswer

answer = IntentAnswer.model_validate_json('{"intent": "refund", "tags": ["ab"]}')
assert answer.intent == "refund" and answer.tags == ["ab"], answer
for wrong in ['{"intent": 1}', "no JSON", '{"intent": "refund"', "[]", '{"intent": NaN}']:
    try:
        IntentAnswer.model_validate_json(wrong)
    except pydantic.ValidationError as error:
        assert "intent" in str(error), error
    else:
        raise SystemExit("accepted " + wrong)
IntentAnswer.model_validate({"intent": "refund"})
class Both(pydantic.BaseModel):
    first: IntentAnswer
assert Both(first={"intent": "refund"}).first.intent == "refund"
assert IntentAnswer.model_json_schema()["properties"]["intent"] == {"type": "string"}
assert TooShortAnswer.model_json_schema()["properties"]["text"]["minLength"] == 5
TooShortAnswer.model_validate_json('{"text": "long enough"}')
context = {"messages": [{"role": "user", "content": "It was 42."}]}
assert GroundedAnswer.model_validate_json('{"text": "42 it is"}', context=context).text == "42 it is"
for answer, context, expected in [("43", context, pydantic.ValidationError), ("42", None, RuntimeError)]:
    try:
        GroundedAnswer.model_validate({"text": answer}, context=context)
    except expected:
        continue
    raise SystemExit("accepted " + answer)
print("all as expected")
"#;

#[test]
fn a_model_stands_alone_without_the_cases() {
    let records = corpus::records(&["{}".to_owned()]);
    let source = |name: &str, typed: &[&str]| corpus::source(name, &[&spec(typed)], &records);
    let out = tempfile::tempdir().unwrap();
    let sources = [
        source("Intent", &["json-path", "intent", "--type", "string"]),
        source("Grounded", &["numbers-from-input"]),
        source("Too short", &["min-length", "5"]),
    ];
    tools::write(out.path(), &sources, &["jsonschema"]);
    fs::remove_dir_all(out.path().join("cases")).unwrap();
    let Some(result) = tools::python(out.path(), AS_A_PROGRAM) else { return };
    assert!(result.code == 0 && result.text.contains("all as expected"), "{}", result.text);
}

#[test]
fn a_schema_of_the_user_s_keeps_its_own_words_beside_other_checks() {
    let schema = r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "properties": {"n": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}}"##;
    let own = checks::parse(&["json-schema".to_owned(), "file".to_owned()], &|_| Ok(schema.to_owned())).unwrap();
    let others = [spec(&["json-path", "n"]), spec(&["contains", "n"])];
    let records = corpus::records(&["{\"n\": 1}", "{\"n\": 1.5}", "{}", "[]", "n"].map(str::to_owned));
    let out = tempfile::tempdir().unwrap();
    for (others, says_all) in [(&others[..1], true), (&others[..], false)] {
        let specs: Vec<_> = std::iter::once(&own).chain(others).collect();
        let source = corpus::source("Mixed", &specs, &records);
        tools::write(out.path(), std::slice::from_ref(&source), &["jsonschema"]);
        assert_eq!(has_schema_test(out.path(), &source), says_all);
        let written = fs::read_to_string(out.path().join("schema/mixed.schema.json")).unwrap();
        assert_eq!(written.contains("$comment"), !says_all, "{written}");
        if let Some(result) = tools::has_pydantic().then(|| tools::pytest(out.path(), false)).flatten() {
            assert_eq!(result.code, 0, "{}", result.text);
        }
    }
}
