//! What each kind of check says of an output: one line per behaviour a user would notice.

use gemba::checks::{self, Subject};
use gemba::domain::Content;

use super::typed_checks::{judge, objections_to};

#[test]
fn texts_are_looked_for() {
    judge(&["contains", "as an AI"], &["I, as an AI, "], &["", "As an ai"]);
    judge(&["contains", "as an AI", "--ignore-case"], &["AS AN AI"], &["as a model"]);
    judge(&["not-contains", "sorry", "--ignore-case"], &["", "fine"], &["Sorry!"]);
    judge(&["contains-any", "refund", "credit"], &["a credit"], &["", "Refund"]);
    judge(&["contains-all", "name", "date"], &["date name"], &["name"]);
    judge(&["equals", ""], &[""], &[" "]);
    judge(&["equals", "No.", "--ignore-case"], &["NO."], &["No. "]);
    judge(&["starts-with", "{"], &["{}"], &[" {}", ""]);
    judge(&["ends-with", "?"], &["ok?"], &["ok? "]);
}

#[test]
fn expressions_match_as_rust_has_them() {
    judge(&["regex", r"^\s*\{"], &[" \n{"], &["x{", ""]);
    judge(&["regex", "^straße$", "--ignore-case"], &["STRAßE"], &["strasse\n"]);
    judge(&["not-regex", r"\d{4}"], &["123"], &["1234", "٢٠٢٤"]);
}

#[test]
fn json_is_judged_strictly() {
    judge(
        &["is-json"],
        &["{\"a\": 1, \"a\": 2}", "1e999", " [] "],
        &["", "{\"a\": NaN}", "[1, 2,", "no", "\u{feff}{}"],
    );
    judge(&["json-path", "a.b"], &["{\"a\":{\"b\":null}}"], &["{\"a\":{}}", "{", "[]"]);
    judge(
        &["json-path", "a[-1]", "--equals", "{\"x\":1.0,\"y\":[]}"],
        &["{\"a\":[{\"y\":[],\"x\":1}]}"],
        &["{\"a\":[1]}"],
    );
    judge(&["json-path", "$", "--type", "integer"], &["1", "1.0", "-0"], &["1.5", "\"1\"", "null"]);
    judge(&["json-path", "n", "--type", "string"], &["{\"n\":\"\"}"], &["{\"n\":1}"]);
}

#[test]
fn shapes_are_told_apart() {
    judge(&["is-yaml"], &["a: 1\nb: [x]", "- a\n- b"], &["a: b: c", "[1,", "a: \"x"]);
    judge(&["is-xml"], &["<a>x</a>"], &["", "x", "<a>", "<script>alert(1)</script>x"]);
    judge(&["code-fence"], &["see:\n```\nx\n```"], &["", "`x`", "```\nx", "```a\nx\n```\n```\nopen"]);
    judge(&["code-fence", "--language", "Python"], &["```python title\nx\n```"], &["```\nx\n```", "```py\nx\n```"]);
    judge(&["markdown-table"], &["|a|b|\n|-|-|\n|1|2|"], &["a|b", "|a|\n|b|"]);
}

#[test]
fn lengths_have_units() {
    judge(&["min-length", "--chars", "4"], &["aé👍x"], &["👍🏽x", ""]);
    judge(&["max-length", "2"], &["👍🏽"], &["abc"]);
    judge(&["max-length", "--words=2"], &["a\u{2003}b\n"], &["a b c"]);
    judge(&["min-length", "--sentences", "2"], &["One. Two."], &["One, e.g 2.5."]);
}

#[test]
fn what_is_counted_is_what_a_reader_would_count() {
    judge(&["count", "emoji", "--max", "0"], &["", "Fine ✓ (1) #2 ©"], &["Great! 🎉", "❤", "1️⃣ first"]);
    judge(&["count", "emoji", "--exactly", "1"], &["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽"], &["🇩🇪🇫🇷", "👍👍"]);
    judge(&["count", "hashtags", "--max", "0"], &["# Title", "C# and #1", "`#x`"], &["So good #blessed", "#été"]);
    judge(
        &["count", "placeholders", "--max", "0"],
        &["See [1] and [Docs](https://e.example).", "<b>x</b>", "- [x] done"],
        &["Dear [Name],", "{{first_name}}", "Regards, <YOUR NAME>", "by {user_name}"],
    );
    judge(
        &["count", "bullets", "--min", "3"],
        &["- a\n- b\n  * c", "• a\r\n• b\r• c"],
        &["- a\n- b", "```\n- a\n- b\n- c\n```"],
    );
    judge(
        &["count", "numbered-items", "--max", "2"],
        &["1. a\n2. b", "1.5 m\n2.5 m\n3.5 m"],
        &["1) a\n2) b\n3) c", "**1.** a\n## 2. b\n3. c"],
    );
    judge(&["count", "headings", "--max", "0"], &["#tag", "    # comment"], &["Hi\n## There"]);
    judge(
        &["count", "paragraphs", "--exactly", "2"],
        &["a\n\nb\nc", "# Title\n\na\n\nb\n- item"],
        &["a\nb", "a\n\nb\n\nc"],
    );
    judge(&["count", "lines", "--min", "2", "--max", "3"], &["a\n\nb", "a\r\nb\rc\n"], &["a\u{2028}b", "a\nb\nc\nd"]);
    judge(&["count", "sentences", "--max", "1"], &["One. ", "It is 3.5"], &["One. Two."]);
    judge(
        &["count", "markdown", "--max", "0"],
        &["Plain.\n1. still plain"],
        &["**bold**", "# x", "- x", "`x`", "[a](b)", "```\n```"],
    );
}

#[test]
fn logged_figures_are_held_against_a_limit_and_silence_fails() {
    let content = Content {
        latency_ms: Some(1500.0),
        cost: Some(0.02),
        tokens_out: Some(10),
        finish_reason: Some("stop".into()),
        ..Content::default()
    };
    for (check, limit, passes) in [
        ("max-latency", "1500", true),
        ("max-latency", "1499.5", false),
        ("max-cost", "0.02", true),
        ("max-cost", "0.019", false),
        ("max-tokens", "10", true),
        ("max-tokens", "9", false),
        ("finish-reason", "stop", true),
        ("finish-reason", "length", false),
    ] {
        assert_eq!(objections_to(&[check, limit], &content).is_empty(), passes, "{check} {limit}");
        assert!(!objections_to(&[check, limit], &Content::default()).is_empty(), "{check} on a silent record");
    }
}

#[test]
fn an_objection_points_at_its_place_in_characters() {
    let at = |typed: &[&str], output: &str| -> Vec<Option<(u32, u32)>> {
        let content = Content { output: output.into(), ..Content::default() };
        objections_to(typed, &content).into_iter().map(|objection| objection.place).collect()
    };
    assert_eq!(at(&["not-contains", "ai", "--ignore-case"], "é AI ai"), vec![Some((2, 4)), Some((5, 7))]);
    assert_eq!(at(&["not-regex", "b+"], "👍abb"), vec![Some((2, 4))]);
    assert_eq!(at(&["max-length", "--words", "1"], "é two three"), vec![Some((2, 11))]);
    assert_eq!(at(&["count", "emoji", "--max", "1"], "é 👍🏽 🎉 a ❤️"), vec![Some((5, 6)), Some((9, 11))]);
    assert_eq!(at(&["is-json"], "{\"é\" 1}"), vec![Some((5, 6))]);
}

#[test]
fn a_schema_names_what_it_misses() {
    let schema = r#"{"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}}"#;
    let words = ["json-schema".to_owned(), "s.json".to_owned()];
    let spec = checks::parse(&words, &|name| {
        assert_eq!(name, "s.json");
        Ok(schema.to_owned())
    })
    .unwrap();
    let check = checks::compile(&spec).unwrap();
    let reasons = |output: &str| -> Vec<String> {
        let content = Content { output: output.into(), ..Content::default() };
        check.objections(&Subject { output, content: &content }).into_iter().map(|o| o.reason).collect()
    };
    assert!(reasons("{\"id\": 1.0}").is_empty());
    assert!(reasons("{\"id\": \"x\"}")[0].contains("/id"), "{:?}", reasons("{\"id\": \"x\"}"));
    assert!(reasons("{}")[0].contains("id"));
    assert!(reasons("x")[0].contains("not JSON"));
}
