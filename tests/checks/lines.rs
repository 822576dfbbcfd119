//! Every check prints as a line that reads back as the same check, whatever texts it holds.

use std::collections::BTreeSet;

use gemba::checks::{self, KINDS, Takes, check_syntax};
use gemba::domain::CheckSpec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::hostile_inputs::HOSTILE;

fn text() -> impl Strategy<Value = String> {
    let typical = [
        "x",
        "as an AI",
        "don't \"quote\" me",
        "it's",
        "\"",
        "'",
        "''\"'",
        " ",
        "two\nlines",
        "tab\there",
        "--",
        "-",
        "--ignore-case",
        "--text=x",
        "--chars",
        "a=b",
        r"^\s*\{(?i)x",
        "$.a[0]",
        "a.b",
        "en",
        "de",
        "stop",
        "json",
        "string",
        "42",
        "0.5",
        "{\"a\": \"it's\"}",
        "rouge-l",
        "levenshtein",
        "search_web",
        "bullets",
        "lines",
        "sentences",
        "emoji",
    ];
    prop_oneof![
        6 => prop::sample::select(typical.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => any::<String>(),
        2 => "['\" \\-=a-z]{1,8}",
    ]
}

fn value(takes: Takes) -> BoxedStrategy<Value> {
    match takes {
        Takes::Text | Takes::TextFile => text().prop_map(Value::from).boxed(),
        Takes::Texts => prop::collection::vec(text(), 1..4).prop_map(Value::from).boxed(),
        Takes::Count => (0_u64..5000).prop_map(Value::from).boxed(),
        Takes::Number => prop_oneof![(0_u64..5000).prop_map(Value::from), (0.0..1.0).prop_map(Value::from)].boxed(),
        Takes::Flag => Just(Value::from(true)).boxed(),
        Takes::JsonFile => {
            let described = text().prop_map(|text| json!({"type": "object", "description": text}));
            prop_oneof![Just(json!({"type": "string"})), described].boxed()
        }
    }
}

#[test]
fn a_check_of_every_kind_is_printed_as_it_reads() {
    let mut runner = TestRunner::deterministic();
    for kind in KINDS {
        let params: Vec<_> =
            kind.params.iter().map(|param| (Just(param.name), prop::option::of(value(param.takes)))).collect();
        let mut lines = BTreeSet::new();
        for _ in 0..600 {
            let given = params.new_tree(&mut runner).unwrap().current();
            let params: Map<String, Value> =
                given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
            // Wrong parameters are no check, and so are never printed.
            let Ok(spec) = checks::canonical(&CheckSpec { kind: kind.word.to_owned(), params }) else { continue };
            let printed = check_syntax::print(&spec);
            let read = check_syntax::read(&printed);
            assert!(read.as_ref().is_ok_and(|read| *read == spec), "{printed:?} gave {read:?}, not {spec:?}");
            lines.insert(printed);
        }
        let enough = if kind.params.is_empty() { 1 } else { 2 };
        assert!(lines.len() >= enough, "{}: only {lines:?} came up", kind.word);
    }
}
