//! How checks are typed, refused, described, and brought into one canonical form.

use gemba::checks::{self, KINDS};
use gemba::domain::CheckSpec;
use gemba::error::{Kind, Result};

fn parse(typed: &[&str]) -> Result<CheckSpec> {
    let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
    checks::parse(&words, &|_| Ok("{\"type\": \"object\"}".to_owned()))
}

#[track_caller]
fn refused(typed: &[&str]) -> String {
    let problem = parse(typed).expect_err("should be refused");
    assert_eq!(problem.kind, Kind::Usage);
    problem.to_string()
}

#[test]
fn the_same_meaning_gives_the_same_json() {
    for (one, other) in [
        (vec!["min-length", "40"], vec!["min-length", "--chars=40"]),
        (vec!["contains", "--ignore-case", "x"], vec!["contains", "x", "--ignore-case"]),
        (vec!["contains-any", "b", "a", "b"], vec!["contains-any", "--text", "a", "b"]),
        (vec!["json-path", "a[0]"], vec!["json-path", "--exists", "--path", "$[\"a\"][0]"]),
        (
            vec!["json-path", "a", "--equals", "{\"b\":1.0,\"a\":2}"],
            vec!["json-path", "a", "--equals={ \"a\": 2, \"b\": 1 }"],
        ),
        (vec!["max-latency", "2e3"], vec!["max-latency", "2000"]),
        (vec!["count", "paragraphs", "--exactly", "2"], vec!["count", "paragraphs", "--max", "2", "--min", "2"]),
        (vec!["command", "x", "--timeout", "30"], vec!["command", "--", "x"]),
        (vec!["judge", " {\"type\": \"object\"}\n"], vec!["judge", "--rubric-file", "rubric.md"]),
    ] {
        let json = |typed: &[&str]| serde_json::to_string(&parse(typed).unwrap()).unwrap();
        assert_eq!(json(&one), json(&other));
    }
    assert_eq!(
        serde_json::to_string(&parse(&["contains", "--ignore-case", "as an AI"]).unwrap()).unwrap(),
        r#"{"kind":"contains","params":{"text":"as an AI","ignore-case":true}}"#
    );
}

#[test]
fn a_value_may_begin_with_a_hyphen() {
    for typed in
        [vec!["contains", "- item"], vec!["contains", "---"], vec!["contains", "--", "--chars"], vec!["contains", "-1"]]
    {
        let spec = parse(&typed).unwrap();
        assert_eq!(spec.params["text"].as_str(), typed.last().copied());
    }
    assert_eq!(parse(&["code-fence", "--language", "-x"]).unwrap().params["language"], "-x");
}

#[test]
fn what_is_wrong_is_said() {
    assert!(refused(&["contain", "x"]).contains("`contains`"));
    assert!(refused(&["contains", "x", "--ignorecase"]).contains("--ignore-case"));
    assert!(refused(&["contains"]).contains("text"));
    assert!(refused(&["contains", ""]).contains("empty"));
    assert!(refused(&["contains", "two", "words"]).contains("Quote"));
    assert!(refused(&["min-length"]).contains("--words"));
    assert!(refused(&["min-length", "4", "--words", "2"]).contains("one of"));
    assert!(refused(&["count", "emojis", "--max", "0"]).contains("placeholders"));
    assert!(refused(&["holds-input", "$"]).contains("a field of the input"));
    assert!(refused(&["count-equals-input", "bullets"]).contains("field"));
    assert!(refused(&["count-equals-input", "chars", "--field", "n"]).contains("cannot count"));
    assert!(refused(&["no-duplicates", "words"]).contains("lines or sentences"));
    assert!(refused(&["count", "emoji"]).contains("--min, --max or --exactly"));
    assert!(refused(&["count", "emoji", "--min", "0"]).contains("at least 0"));
    assert!(refused(&["count", "emoji", "--min", "3", "--max", "2"]).contains("at least 3 and at most 2"));
    assert!(refused(&["count", "emoji", "--exactly", "3", "--max", "2"]).contains("leave out"));
    assert!(refused(&["min-length", "--chars", "-4"]).contains("whole number"));
    assert!(refused(&["min-length", "--chars"]).contains("needs a value"));
    assert!(refused(&["is-json", "x"]).contains("no argument"));
    assert!(refused(&["regex", "("]).contains("character 1"));
    assert!(refused(&["json-path", "a..b"]).contains("path"));
    assert!(refused(&["json-path", "a", "--type", "text"]).contains("string"));
    assert!(refused(&["json-path", "a", "--equals", "yes"]).contains("double quotes"));
    assert!(refused(&["command", "x", "--timeout", "0"]).contains("1 to 600"));
    assert!(refused(&["command", " "]).contains("name of a program"));
    assert!(refused(&["command", "x", "--strict"]).contains("--strict"));
    assert!(refused(&["judge", "a", "--rubric-file", "b"]).contains("not both"));
    assert!(refused(&["judge"]).contains("needs a rubric"));
    assert!(refused(&[]).contains("kind"));
}

#[test]
fn a_schema_that_is_none_is_refused() {
    let words = ["json-schema".to_owned(), "s.json".to_owned()];
    let read = |text: &'static str| checks::parse(&words, &move |_| Ok(text.to_owned()));
    assert!(read("{\"type\": 3}").is_err());
    assert!(read("[]").is_err());
    assert!(read("not json").unwrap_err().sentence.contains("s.json"));
    assert!(read("\u{feff}{\"type\": \"object\"}").is_ok());
}

#[test]
fn a_check_is_described_in_words() {
    for (typed, words) in [
        (vec!["min-length", "40"], "min-length 40 chars"),
        (vec!["regex", r"^\s*\{"], r"regex ^\s*\{"),
        (vec!["contains", "as an AI", "--ignore-case"], "contains 'as an AI' ignoring case"),
        (vec!["json-path", "a", "--equals", "1"], "json-path $.a equals 1"),
        (vec!["is-json"], "is-json"),
        (vec!["json-schema", "f"], "json-schema {\"type\":\"object\"}"),
        (vec!["max-latency", "1500"], "max-latency 1500 ms"),
        (vec!["count", "bullets", "--exactly", "3"], "count bullets 3 min 3 max"),
        (vec!["command", "--timeout", "5", "--", "./c.sh", "--all"], "command ./c.sh --all within 5 s"),
        (vec!["command", "./c.sh", "--timeout", "30"], "command ./c.sh"),
        (vec!["judge", "is\n kind "], "judge 'is kind'"),
    ] {
        assert_eq!(checks::describe(&parse(&typed).unwrap()), words);
    }
}

#[test]
fn every_kind_survives_parameters_of_any_type() {
    let values = serde_json::json!([null, true, false, 0, -1, 1e300, "", "x", "(", [], [1], ["a"], {}, {"a": 1}]);
    for kind in KINDS {
        for value in values.as_array().unwrap() {
            for param in kind.params {
                let params = [(param.name.to_owned(), value.clone())].into_iter().collect();
                let spec = CheckSpec { kind: kind.word.to_owned(), params };
                if let Ok(canonical) = checks::canonical(&spec) {
                    assert!(checks::validate_spec(&canonical).is_ok(), "{canonical:?}");
                    assert_eq!(checks::canonical(&canonical).unwrap(), canonical);
                    assert!(!checks::describe(&canonical).is_empty());
                }
            }
        }
    }
}
