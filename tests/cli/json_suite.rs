//! The texts of `JSONTestSuite` as fields of a log: what is JSON comes in as it is, what is none is set aside.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::Cli;

/// The suite, its bytes escaped. See its head and `LICENSE` beside it.
const SUITE: &str = include_str!("../fixtures/json_test_suite/cases.tsv");
/// What Python writes for numbers that are none is taken, though it is not JSON.
const TAKEN: &[&str] = &["n_number_NaN", "n_number_infinity", "n_number_minus_infinity"];
/// The longest text that the rejects file quotes.
const QUOTED: usize = 64 * 1024;

/// The texts of the suite that fit on a line of a log, by their names.
fn cases() -> BTreeMap<&'static str, Vec<u8>> {
    let case = |line: &'static str| {
        let mut columns = line.splitn(3, '\t');
        let mut column = || columns.next().unwrap();
        let (name, times, text) = (column(), column().parse().unwrap(), unescaped(column()));
        let mut text = text.repeat(times);
        text.truncate(text.iter().rposition(|byte| *byte != b'\n').map_or(0, |last| last + 1));
        (name, text)
    };
    let fits = |(_, text): &(&str, Vec<u8>)| !text.trim_ascii().is_empty() && !text.contains(&b'\n');
    let all: Vec<_> = SUITE.lines().filter(|line| !line.starts_with('#')).map(case).collect();
    assert_eq!(all.len(), 318);
    all.into_iter().filter(fits).collect()
}

fn unescaped(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    loop {
        rest = match rest {
            [] => return bytes,
            [b'\\', b'\\', rest @ ..] => {
                bytes.push(b'\\');
                rest
            }
            [b'\\', b'x', high, low, rest @ ..] => {
                let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
                bytes.push(digit(*high) * 16 + digit(*low));
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
}

fn line(name: &str, text: &[u8]) -> Vec<u8> {
    let head = format!(r#"{{"input":"Is this JSON?","output":"{name}","meta":"#);
    [head.as_bytes(), text, b"}\n"].concat()
}

/// The JSON text without blanks between its parts.
fn compact(text: &str) -> String {
    let (mut is_inside, mut is_escaped) = (false, false);
    let keeps = |letter: &char| {
        let is_kept = is_inside || !letter.is_ascii_whitespace();
        is_inside ^= *letter == '"' && !is_escaped;
        is_escaped = *letter == '\\' && !is_escaped;
        is_kept
    };
    text.chars().filter(keeps).collect()
}

#[test]
fn every_text_of_the_json_test_suite_comes_in_as_it_is_or_is_set_aside_with_its_line() {
    let (cli, cases) = (Cli::new(), cases());
    let log: Vec<u8> = cases.iter().flat_map(|(name, text)| line(name, text)).collect();
    std::fs::write(cli.work().join("suite.jsonl"), log).unwrap();
    let report = cli.run(&["import", "suite.jsonl", "--json"]).good().json().remove(0);

    let rejects = std::fs::read_to_string(report["rejects_file"].as_str().unwrap()).unwrap();
    let rejects: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rejects: HashMap<u64, Value> = rejects.into_iter().map(|one| (one["line"].as_u64().unwrap(), one)).collect();
    let listed = cli.run(&["list", "--json"]).good();
    let output = |line: &str| line.split_once(r#""output":""#).unwrap().1.split_once('"').unwrap().0.to_owned();
    let records: HashMap<String, &str> = listed.out.lines().map(|line| (output(line), line)).collect();
    assert_eq!(rejects.len() + records.len(), cases.len(), "each is there once");

    for (number, (name, text)) in (1..).zip(&cases) {
        match (name.as_bytes()[0], rejects.get(&number), records.get(*name)) {
            (b'n', None, Some(_)) => assert!(TAKEN.contains(name), "{name} came in"),
            (b'n' | b'i', Some(reject), None) => {
                let whole = line(name, text);
                let whole = String::from_utf8_lossy(whole.strip_suffix(b"\n").unwrap());
                let quoted = reject["text"].as_str().unwrap();
                assert!(*whole == *quoted || quoted.len() == QUOTED && whole.starts_with(quoted), "{name}: {quoted}");
                assert!(reject["reason"].as_str().unwrap().starts_with("not JSON ("), "{name}: {reject}");
            }
            (b'y' | b'i', None, Some(printed)) => {
                // Fields of an object stand beside the others, any other value under its name.
                let meta = compact(&String::from_utf8_lossy(text));
                let meta = if meta.starts_with('{') { meta } else { format!(r#"{{"meta":{meta}}}"#) };
                let is_same = || {
                    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
                    value(printed).is_some_and(|record| Some(&record["meta"]) == value(&meta).as_ref())
                };
                let is_flagged = name.starts_with('i') && !printed.contains(r#""flags":[]"#);
                let is_there = printed.contains(&format!(r#""meta":{meta},"verdicts""#));
                assert!(is_there || is_same() || is_flagged, "{name} was changed: {printed}");
            }
            (_, reject, record) => panic!("{name}: {reject:?} {record:?}"),
        }
    }
}

#[test]
fn a_text_of_the_json_test_suite_alone_in_a_log_ends_as_among_others() {
    let cli = Cli::new();
    // What may make a log look like something else: bytes that are no text, and depth.
    let is_odd = |text: &[u8]| text.len() > 500 || text.iter().any(|byte| !(b' '..0x7f).contains(byte));
    for (name, text) in cases().iter().filter(|(_, text)| is_odd(text)) {
        std::fs::write(cli.work().join("one.jsonl"), line(name, text)).unwrap();
        let answer = cli.run(&["import", "one.jsonl", "--dry-run", "--json"]);
        match name.as_bytes()[0] {
            b'y' => assert_eq!(answer.good().json()[0]["imported"], 1, "{name}"),
            b'n' => assert!(answer.bad(3).err.contains("line 1: not JSON"), "{name}"),
            _ => assert!([0, 3].contains(&answer.code), "{name}: {}", answer.err),
        }
    }
}
