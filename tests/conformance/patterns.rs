//! A printed expression means in Python and JavaScript what the typed one means in Rust.

use gemba::checks::Engine;
use gemba::checks::pattern::Pattern;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use super::corpus;
use super::helpers::ask;

const PYTHON: &str = r#"
import json, sys
sys.path.insert(0, sys.argv[1] + "/python")
sys.dont_write_bytecode = True
import gemba_checks
for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    if line:
        pattern, texts = json.loads(line)
        check = gemba_checks.compile_check({"kind": "regex", "reads": "output", "params": {"pattern": pattern}})
        print(json.dumps([check({"output": text}) == [] for text in texts]))
"#;

const NODE: &str = r#"
const gemba = require(process.argv[1] + "/gemba_checks.js");
for (const line of require("fs").readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  const [pattern, texts] = JSON.parse(line);
  const check = gemba.compileCheck({ kind: "regex", params: { pattern } });
  console.log(JSON.stringify(texts.map((output) => check({ output }).length === 0)));
}
"#;

/// Expressions put together at random from pieces that engines read differently.
fn expressions() -> Vec<String> {
    let pieces = [
        "a",
        "B",
        r"\d",
        r"\w",
        r"\s",
        r"\S",
        ".",
        "^",
        "$",
        r"\b",
        r"\B",
        "[^a-c]",
        "[é-ž]",
        r"\p{L}",
        r"\p{Lu}",
        "é",
        "ß",
        "k",
        "中",
        "👍",
        r"\.",
        r"\$",
        "-",
        "/",
        "'",
        "\"",
        "#",
        " ",
        r"\n",
        r"[\]\-^]",
        "(?i:straße)",
        "(?m:^)",
        "(?m:$)",
        "(?s:.)",
        r"(?-u:\w)",
        r"\x{1F44D}",
        "(?mR:^)",
        "(?mR:$)",
        r"\A",
        r"\z",
        "[[:alpha:]&&[^x]]",
        r"\b{start}",
        r"\b{end-half}",
        "ab?",
        "{",
        "}",
    ];
    let suffix = proptest::sample::select(vec!["", "", "", "*", "+", "?", "{2}", "{1,3}", "+?"]);
    let piece =
        (proptest::sample::select(pieces.to_vec()), suffix).prop_map(|(piece, suffix)| format!("(?:{piece}){suffix}"));
    let branch = proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat());
    let whole = (proptest::collection::vec(branch, 1..3), proptest::bool::ANY)
        .prop_map(|(branches, fold)| format!("{}{}", if fold { "(?i)" } else { "" }, branches.join("|")));
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    (0..400).map(|_| whole.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn a_printed_expression_agrees_with_rust() {
    let texts: Vec<String> = corpus::outputs().into_iter().filter(|text| text.len() < 2000).collect();
    let (mut typed, mut native, mut python, mut node) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for expression in expressions() {
        let Ok(pattern) = Pattern::parse(&expression, false) else { continue };
        let (Ok(p), Ok(j)) = (pattern.print(Engine::Python), pattern.print(Engine::JavaScript)) else { continue };
        assert!(p.joined().is_ascii() && j.joined().is_ascii());
        native.push(texts.iter().map(|text| pattern.matches(text)).collect::<Vec<_>>());
        python.push(json!([p.to_json(), texts]));
        node.push(json!([j.to_json(), texts]));
        typed.push(expression);
    }
    assert!(typed.len() > 250, "only {} expressions could be tried", typed.len());
    for (program, arguments, lines) in [("python3", ["-c", PYTHON], &python), ("node", ["-e", NODE], &node)] {
        let Some(answers) = ask(program, arguments, lines) else { continue };
        assert_eq!(answers.len(), typed.len());
        for (at, answer) in answers.iter().enumerate() {
            for (text, (theirs, ours)) in texts.iter().zip(answer.as_array().unwrap().iter().zip(&native[at])) {
                assert_eq!(theirs, ours, "{program}: {} on {text:?}, printed {}", typed[at], lines[at][0]);
            }
        }
        eprintln!("{program} agrees on {} expressions over {} texts", typed.len(), texts.len());
    }
}
