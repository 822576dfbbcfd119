//! Lines that break other readers: every one is a record, or a reject with its reason.

use super::{meta, read_bytes, read_with};
use crate::hostile_inputs::HOSTILE;
use gemba::domain::{Content, Flag};

fn only(json: &str) -> Content {
    let all = read_bytes(json.as_bytes());
    assert_eq!(all.rejects, []);
    assert_eq!(all.records.len(), 1);
    all.records[0].clone()
}

#[test]
fn hostile_texts_come_through_unchanged_from_json_and_from_tables() {
    let lines: String = HOSTILE
        .iter()
        .map(|text| serde_json::json!({"id": "x", "input": text, "output": text}).to_string() + "\n")
        .collect();
    let all = read_bytes(lines.as_bytes());
    assert_eq!(all.rejects, []);
    let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!(outputs, HOSTILE);
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "question", "answer"]).unwrap();
    for text in HOSTILE.iter().filter(|text| !text.is_empty()) {
        table.write_record(["x", "q", text]).unwrap();
    }
    let all = read_bytes(&table.into_inner().unwrap());
    assert_eq!(all.rejects, []);
    let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!(outputs, HOSTILE.iter().copied().filter(|text| !text.is_empty()).collect::<Vec<_>>());
}

#[test]
fn double_keys_are_flagged_and_the_line_is_kept() {
    let line = r#"{"input":"a","output":"first","output":"last"}"#;
    let record = only(line);
    assert_eq!(record.output.raw(), "last");
    assert_eq!(record.flags, [Flag::DuplicateKeys]);
    assert_eq!(record.raw.unwrap().raw(), line);
}

#[test]
fn a_lone_surrogate_is_replaced_flagged_and_kept() {
    let record = only(r#"{"input":"a","output":"cut \ud83d here, whole \ud83d\ude00"}"#);
    assert_eq!(record.output.raw(), "cut \u{fffd} here, whole 😀");
    assert_eq!(record.flags, [Flag::LoneSurrogate]);
    assert!(record.raw.unwrap().raw().contains("\\ud83d here"));
}

#[test]
fn bytes_that_are_not_utf8_among_such_that_are_are_replaced_and_flagged() {
    let all = read_bytes(b"{\"input\":\"\xc3\xa4\",\"output\":\"caf\xe9\"}\n");
    assert_eq!(all.records[0].output.raw(), "caf\u{fffd}");
    assert_eq!(all.records[0].flags, [Flag::InvalidUtf8]);
    let rows = read_bytes(b"input,output,\xc3\xa4\na,caf\xe9,\na,caf\xe8,\n");
    assert_eq!(rows.records[0].flags, [Flag::InvalidUtf8]);
    let lines = read_bytes(
        b"{\"input\":\"\xc3\xa4\",\"output\":\"caf\xe9\"}\n{\"input\":\"\xc3\xa4\",\"output\":\"caf\xe8\"}\n",
    );
    for pair in [&rows.records, &lines.records] {
        assert!(pair[0].raw.as_ref().unwrap().raw().contains("caf<E9>"), "{:?}", pair[0].raw);
    }
}

#[test]
fn numbers_beyond_any_float_are_kept_as_written() {
    let record = only(r#"{"input":"a","output":"b","n":123456789012345678901234567890,"e":1e999,"f":0.10}"#);
    assert_eq!(meta(&record, "n"), Some("123456789012345678901234567890"));
    assert_eq!(meta(&record, "e"), Some("1e999"));
    assert_eq!(meta(&record, "f"), Some("0.10"));
    let record = only(r#"{"id":123456789012345678901234567890,"input":"a","output":1e999}"#);
    assert_eq!(record.external_id.unwrap().raw(), "123456789012345678901234567890");
    assert_eq!(record.output.raw(), "1e999");
}

#[test]
fn a_hundred_thousand_brackets_are_kept_as_text() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let record = only(&format!(r#"{{"input":"a","output":"b","deep":{deep}}}"#));
    assert_eq!(record.flags, [Flag::TooDeep]);
    assert_eq!(meta(&record, "deep"), Some(format!("\"{deep}\"").as_str()));
    let stored = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&stored).unwrap(), record);
    let record = only(&format!(r#"{{"input":"a","output":{deep}}}"#));
    assert_eq!(record.output.raw(), deep);
    let record = only(&format!(r#"{{"messages":[{{"role":"user","content":{deep}}}]}}"#));
    assert_eq!(record.messages.len(), 1);
    let stored = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&stored).unwrap(), record);
    let all = read_bytes(format!("{deep}\n{{\"input\":\"a\"}}\n").as_bytes());
    assert_eq!(all.records.len(), 1);
    assert_eq!(all.rejects.len(), 1);
}

#[test]
fn bad_lines_are_set_aside_with_place_and_reason() {
    let text = "{\"input\":\"a\",\"output\":\"1\"}\n{\"input\":\"b\" \"output\":\"2\"}\nnonsense\n[1,2]\n\"text\"\n{\"x\":NaN}\n{\"\\ud800\":1,\"input\":\"c\",\"outp";
    let all = read_bytes(text.as_bytes());
    assert_eq!(all.records.len(), 1);
    let reasons: Vec<(u64, &str)> = all.rejects.iter().map(|reject| (reject.0, reject.2.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (2, "not JSON (expected `,` or `}` at column 14)"),
            (3, "not JSON (expected a value at column 2)"),
            (4, "not a JSON object but an array"),
            (5, "not a JSON object but a string"),
            (6, "it has neither an input nor an output"),
            (7, "the last line is incomplete"),
        ]
    );
    assert_eq!(all.rejects[0].1, 27);
    assert_eq!(all.rejects[1].3, "nonsense");
    assert_eq!(&text[usize::try_from(all.rejects[5].1).unwrap()..], "{\"\\ud800\":1,\"input\":\"c\",\"outp");
}

#[test]
fn envelopes_and_wrapped_values_without_end_are_read_to_a_bounded_depth() {
    let nested = |open: &str, core: &str, close: &str| [&open.repeat(20_000), core, &close.repeat(20_000)].concat();
    let wrapped = format!(r#"{{"input":"a","output":{}}}"#, nested(r#"{"$a":"#, "1", "}"));
    assert_eq!(read_bytes(wrapped.as_bytes()).records.len(), 1);
    let enveloped = nested(r#"{"output":1,"data":"#, r#"{"messages":[{"role":"user","content":"a"}]}"#, "}");
    let all = read_with(format!("{{\"input\":\"a\",\"output\":\"b\"}}\n{enveloped}").as_bytes(), |_| {});
    assert_eq!(all.records.len() + all.rejects.len(), 2);
}

#[test]
fn an_error_of_false_hides_no_message() {
    let record = only(r#"{"input":"a","output":"b","error":false,"error_message":"boom"}"#);
    assert_eq!(record.error.unwrap().raw(), "boom");
}

#[test]
fn an_object_without_input_and_output_is_set_aside_not_lost() {
    let all = read_bytes(b"{\"input\":\"a\",\"output\":\"1\"}\n{\"level\":\"info\"}\n");
    assert_eq!(all.records.len(), 1);
    assert_eq!(all.rejects[0].2, "it has neither an input nor an output");
}

#[test]
fn one_line_of_64_mib_is_read_whole_and_a_longer_one_keeps_head_and_tail() {
    let wrap =
        |length: usize| format!("{{\"id\":\"big\",\"input\":\"a\",\"output\":\"{}\",\"z\":1}}\n", "x".repeat(length));
    let fits = wrap(64 * 1024 * 1024 - 64);
    let all = read_bytes(fits.as_bytes());
    assert_eq!(all.records[0].output.raw().len(), 64 * 1024 * 1024 - 64);
    assert_eq!(all.records[0].flags, []);
    let mut text = wrap(65 * 1024 * 1024);
    text.push_str("{\"input\":\"b\",\"output\":\"2\"}\n");
    let all = read_bytes(text.as_bytes());
    assert_eq!((all.records.len(), all.rejects.len()), (2, 0));
    let record = &all.records[0];
    assert_eq!(record.flags, [Flag::Cut]);
    let said: Vec<_> = all.doubts.iter().map(|doubt| (doubt.what, doubt.count)).collect();
    assert_eq!(said, [("longer than a record may be: {records}, kept at the beginning and the end", 1)]);
    assert_eq!(record.external_id.as_ref().unwrap().raw(), "big");
    assert_eq!(record.input_text(), "a");
    assert!(record.output.raw().len() > 1_000_000);
    assert!(record.raw.as_ref().unwrap().raw().ends_with("xxx\",\"z\":1}"));
    assert_eq!(all.records[1].output.raw(), "2");
}

#[test]
fn a_hundred_thousand_keys_and_odd_keys_pass() {
    let keys: Vec<String> = (0..100_000).map(|n| format!("\"k{n}\":{n}")).collect();
    let record =
        only(&format!(r#"{{"":"empty","__proto__":{{}},"$ref":"x","input":"a","output":"b",{}}}"#, keys.join(",")));
    assert_eq!(record.meta.len(), 100_003);
    assert_eq!(meta(&record, ""), Some("\"empty\""));
}

/// Pieces of which random lines are made: broken JSON is likelier to hurt than random bytes.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u",
    "d83d",
    "\"input\":",
    "\"output\":",
    "\"messages\":",
    "\"choices\":",
    "\"response\":",
    "\"role\":\"user\",",
    "\"content\":",
    "\"type\":\"text\",",
    "\"a\"",
    "\"assistant\"",
    "null",
    "1e999",
    "-",
    " ",
    "\t",
    "\r",
    "\u{feff}",
    "é",
    "\0",
    "{\"role\":\"user\",\"content\":\"x\"}",
    "\"conversations\":",
    "\"usage\":{",
    "\"time\":",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    #[test]
    fn every_line_is_a_record_or_a_reject(lines in proptest::collection::vec(
        proptest::collection::vec((0..PIECES.len() + 4, 0_u8..=255), 0..25), 0..12))
    {
        let mut text = b"{\"input\":\"a\",\"output\":\"b\"}\n{\"input\":\"a\",\"output\":\"b\"}".to_vec();
        let mut expected = 2;
        for line in &lines {
            let mut bytes = Vec::new();
            for (piece, byte) in line {
                match PIECES.get(*piece) {
                    Some(piece) => bytes.extend_from_slice(piece.as_bytes()),
                    None if *byte != b'\n' => bytes.push(*byte),
                    None => {}
                }
            }
            expected += usize::from(!bytes.iter().all(u8::is_ascii_whitespace));
            text.push(b'\n');
            text.extend(bytes);
        }
        // A text that looks binary is refused as a whole, in words.
        let (_folder, path) = super::file("log", &text);
        if let Ok(all) = super::try_read(&gemba::ingest::ImportOptions { path, ..Default::default() }) {
            proptest::prop_assert_eq!(all.records.len() + all.rejects.len(), expected);
        }
    }

    #[test]
    fn no_beginning_of_anything_panics(text in proptest::collection::vec((0..PIECES.len(), 0_u8..3), 0..60)) {
        let pieces = text.iter().map(|(piece, end)| [PIECES[*piece], if *end == 0 { "\n" } else { "" }].concat());
        let text = pieces.collect::<Vec<_>>().concat();
        let (_folder, path) = super::file("log", text.as_bytes());
        let _ = super::try_read(&gemba::ingest::ImportOptions { path, ..Default::default() });
    }
}
