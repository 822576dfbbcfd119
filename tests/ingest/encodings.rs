//! Text in other encodings, tables of other makers, and numbers that JSON does not know.

use super::{case, file, problem_with, read_bytes, read_with, try_read};
use gemba::ingest::{DoubtKind, ImportOptions};

const TABLE: &str = "input;output;timestamp;model\n\"Wann öffnet ihr?\";\"Um 9; am Samstag um 10 – außer an Feiertagen\";14.08.2024 10:05;gpt-x\nKostet das was?;12,50 €;15.08.2024 09:00;gpt-x\n";

fn said(bytes: &[u8]) -> Vec<(String, String)> {
    let all = read_bytes(bytes);
    assert_eq!(all.rejects, []);
    all.records.iter().map(|record| (record.input_text(), record.output.raw().to_owned())).collect()
}

fn expected() -> Vec<(String, String)> {
    [("Wann öffnet ihr?", "Um 9; am Samstag um 10 – außer an Feiertagen"), ("Kostet das was?", "12,50 €")]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec()
}

#[test]
fn a_table_in_windows_1252_is_read_right_and_said() {
    let all = read_bytes(&case("cp1252-semicolon.csv"));
    assert_eq!(said(&case("cp1252-semicolon.csv")), expected());
    let doubt = all.doubts.iter().find(|doubt| doubt.kind == DoubtKind::Bytes).unwrap();
    assert_eq!((&*doubt.field, doubt.count), ("windows-1252", 2));
    assert!(doubt.hint.contains("--encoding"));
}

#[test]
fn lines_in_windows_1252_and_utf_16_are_read_right() {
    let line = b"{\"input\": \"Gr\xfc\xdfe\", \"output\": \"caf\xe9 \x80 5\"}\n";
    assert_eq!(said(line), [("Grüße".to_owned(), "café € 5".to_owned())]);
    for text in [TABLE, "{\"input\": \"Grüße\", \"output\": \"😀\"}\n", "[{\"input\": \"x\", \"output\": \"y\"}]"] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let as_utf8 = said(text.as_bytes());
        for bytes in [
            little.clone(),
            big.clone(),
            [b"\xff\xfe", little.as_slice()].concat(),
            [b"\xfe\xff", big.as_slice()].concat(),
        ] {
            assert_eq!(said(&bytes), as_utf8, "{text}");
        }
    }
}

#[test]
fn the_user_can_name_the_encoding() {
    let bytes = b"input,output\n\x83n\x83\x8d\x81[,\x82\xcd\x82\xa2\n";
    let all = read_with(bytes, |order| order.encoding = Some("shift_jis".to_owned()));
    assert_eq!((all.records[0].input_text(), all.records[0].output.raw()), ("ハロー".to_owned(), "はい"));
    assert_eq!(all.doubts, []);
    let problem = problem_with(bytes, |order| order.encoding = Some("latin-99".to_owned()));
    assert!(problem.sentence.contains("latin-99"), "{problem:?}");
}

#[test]
fn a_few_broken_bytes_in_utf8_do_not_change_the_encoding_and_are_counted() {
    let lines =
        "{\"input\": \"ä\", \"output\": \"ok\"}\n{\"input\": \"b\", \"output\": \"caf#\"}\n".replace('#', "\u{1}");
    let bytes: Vec<u8> = lines.bytes().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    let all = read_bytes(&bytes);
    assert_eq!(all.records[1].output.raw(), "caf\u{fffd}");
    assert!(all.records[1].raw.as_ref().unwrap().raw().contains("caf<E9>"));
    assert_eq!(all.doubts[0].count, 1);
    assert_eq!(all.doubts[0].example.as_ref().unwrap().0, 2);
}

#[test]
fn what_excel_writes_first_is_passed_over() {
    assert_eq!(said(&case("sep-line.csv")), expected());
    assert_eq!(said(format!("\u{feff}sep=;\r\n{TABLE}").as_bytes()), expected());
    assert_eq!(said(b"\"sep=|\"\nquestion|answer\na, b|c\n"), [("a, b".to_owned(), "c".to_owned())]);
    assert_eq!(said(b"SEP=\t\nquestion\tanswer\na\tb\n"), [("a".to_owned(), "b".to_owned())]);
    let all = read_bytes(b"sep=,\nquestion,answer\na,b\nc\n");
    assert_eq!(all.rejects[0].0, 4, "the line of the file");
}

#[test]
fn each_delimiter_is_found_also_beside_others() {
    for delimiter in [",", ";", "\t", "|"] {
        let rows = [["question", "answer", "note, or; remark"], ["q", "a", "\"x, y; z | w\""], ["r", "b", "-"]];
        let quoted = |cell: &str| if cell.contains("or;") { format!("\"{cell}\"") } else { cell.to_owned() };
        let text = rows.map(|row| row.map(quoted).join(delimiter)).join("\n");
        assert_eq!(
            said(text.as_bytes()),
            [("q".to_owned(), "a".to_owned()), ("r".to_owned(), "b".to_owned())],
            "{text}"
        );
    }
}

#[test]
fn numbers_that_are_none_are_taken_and_nothing_else_that_is_no_json() {
    let all = read_bytes(&case("nan.jsonl"));
    assert_eq!(all.rejects, []);
    assert_eq!(all.records.len(), 4);
    assert_eq!(super::meta(&all.records[0], "score"), Some("\"NaN\""));
    assert_eq!(all.records[0].latency_ms, Some(12.0));
    assert_eq!((super::meta(&all.records[1], "score"), all.records[1].cost), (Some("\"Infinity\""), None));
    assert_eq!(all.records[3].output.raw(), "");
    assert_eq!(all.records[3].input_text(), "fourth");
}

const GOOD: &[&str] = &[
    "[NaN]",
    "[Infinity]",
    "[-Infinity]",
    "[1E+2]",
    "[-0]",
    "[0e1]",
    "\"\\u0060\\u012a\\u12AB\"",
    "\"\\ud83d\\ude39\"",
    "[[] ]",
    "{\"a\":{}}",
    "\"\u{7f}\"",
    "[null, 1, \"1\", {}]",
    "true",
    "[123.456e78]",
    "{\"\":0}",
    "{\"a\":1,\"a\":2}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "[1e-2]",
];

const BAD: &[&str] = &[
    "[1 true]",
    "[\"\": 1]",
    "[\"\"],",
    "[,1]",
    "[1,,2]",
    "[1,]",
    "[\"x\"",
    "[x",
    "[3[4]]",
    "[1:2]",
    "[*]",
    "[++1]",
    "[+1]",
    "[+Inf]",
    "[-01]",
    "[-1.0.]",
    "[-2.]",
    "[-NaN]",
    "[.-1]",
    "[.2e-3]",
    "[0.1.2]",
    "[0.3e+]",
    "[0.3e]",
    "[0.e1]",
    "[0E]",
    "[1.0e+]",
    "[1 000.0]",
    "[1eE2]",
    "[2.e+3]",
    "[9.e+]",
    "[Inf]",
    "[1+2]",
    "[0x1]",
    "[0x42]",
    "[-foo]",
    "[- 1]",
    "[-012]",
    "[-.123]",
    "[-1x]",
    "[1ea]",
    "[1.]",
    "[.123]",
    "[1.2a-3]",
    "[012]",
    "[\"x\", truth]",
    "{[: \"x\"}",
    "{\"x\", null}",
    "{\"x\"::\"b\"}",
    "{key: 1}",
    "{\"a\":\"a\" 123}",
    "{1:1}",
    "{\"id\":0,,,,,}",
    "{'a':0}",
    "{\"id\":0,}",
    "{\"a\":\"b\"}/**/",
    "{\"a\":\"b\"}#",
    "{a: \"b\"}",
    "{\"a\":\"a",
    "[\"\\x00\"]",
    "[\"\\uD800\\u1x\"]",
    "[\"\\a\"]",
    "[\"\\u00A\"]",
    "['single quote']",
    "abc",
    "[\"\\",
    "[\"a\u{0}a\"]",
    "\"\t\"",
    "\"\\UA66D\"",
    "<.>",
    "[<null>]",
    "[1]x",
    "[1]]",
    "[True]",
    "1]",
    "{}}",
    "{\"\":",
    "[1",
    "[\u{a0}]",
    "\u{feff}",
    "[\u{2060}]",
    "nul",
    "2@",
    "[NaN,]",
    "[NaN",
    "[NaN NaN]",
    "[Infinity1]",
    "[nan]",
    "NaN1",
    "[-nan]",
    "[--Infinity]",
];

#[test]
fn the_value_of_a_field_is_json_or_the_line_is_set_aside() {
    let lines = GOOD
        .iter()
        .chain(BAD)
        .map(|value| format!("{{\"input\":\"q\",\"output\":\"a\",\"meta\":{value}}}\n"))
        .collect::<Vec<_>>()
        .concat();
    let all = read_bytes(lines.as_bytes());
    let taken = all.records.len();
    let rejected: Vec<u64> = all.rejects.iter().map(|reject| reject.0).collect();
    let wanted: Vec<u64> = (GOOD.len() as u64 + 1..=(GOOD.len() + BAD.len()) as u64).collect();
    assert_eq!(rejected, wanted);
    assert_eq!(taken, GOOD.len());
}

#[test]
fn no_bytes_make_it_panic() {
    for bytes in
        [&b"\xff\xfe"[..], b"\xfe\xff\0", b"sep=", b"sep=;", b"sep=;\n", b"|", b"\xff\xfe{\0", b"NaN", b"{\"a\":NaN"]
    {
        let (_folder, path) = file("log", bytes);
        let _ = try_read(&ImportOptions { path, ..ImportOptions::default() });
    }
}
