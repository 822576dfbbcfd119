//! Parquet files and workbooks as logs; what they say of their size is not believed.

use gemba::error::Kind;

use super::{case, fixture, meta, problem_with, read_bytes, read_with};

#[test]
fn conversations_in_parquet_are_read_as_their_json_would_be() {
    let read = read_bytes(&fixture("wildchat.parquet"));
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("wildchat", 2, 0));
    let second = &read.records[1];
    assert_eq!((second.last_question().as_ref(), second.output.raw()), ("Und?", "Nichts."));
    assert_eq!(second.time.unwrap().rfc3339(), "2023-04-09T00:03:01Z");
    assert_eq!(second.messages.len(), 3);
    let read = read_bytes(&fixture("lmsys.parquet"));
    assert_eq!((read.format(), read.records.len()), ("wildchat", 2));
    assert_eq!((read.records[1].last_question().as_ref(), read.records[1].output.raw()), ("q2", "a2"));
    let read = read_bytes(&fixture("ufbin.parquet"));
    assert_eq!(read.records.len(), 2);
    assert!(read.records.iter().any(|record| record.output.raw() == "good"));
}

#[test]
fn data_frames_of_phoenix_are_read_as_traces() {
    let read = read_bytes(&fixture("phoenix.parquet"));
    assert_eq!((read.format(), read.records.len()), ("openinference", 1));
    let record = &read.records[0];
    assert_eq!((record.last_question().as_ref(), record.output.raw()), ("What is 2+2?", "It is 4."));
    assert_eq!(record.latency_ms, Some(1500.0));
    let read = read_with(&fixture("phoenix.parquet"), |order| order.spans = gemba::ingest::SpanView::Llm);
    let record = &read.records[0];
    assert_eq!((record.last_question().as_ref(), record.output.raw()), ("2+2?", "4"));
    assert_eq!((record.model.as_ref().unwrap().raw(), record.tokens_in), ("gpt-4o", Some(9)));
}

#[test]
fn columns_of_every_type_keep_what_they_say() {
    let read = read_bytes(&fixture("table.parquet"));
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("parquet", 3, 0));
    let first = &read.records[0];
    assert_eq!((first.last_question().as_ref(), first.output.raw()), ("q1", "a1"));
    assert_eq!(first.time.unwrap().rfc3339(), "2026-01-02T03:04:05.678Z");
    assert_eq!((first.latency_ms, first.cost), (Some(12.5), Some(0.5)));
    assert_eq!(meta(first, "score"), Some("1"));
    assert_eq!(meta(first, "day"), Some("\"2026-01-02\""));
    assert_eq!(meta(first, "raw"), Some("\"(2 bytes)\""));
    assert_eq!(meta(first, "tags"), Some("{\"a\":\"b\"}"));
    let second = &read.records[1];
    assert_eq!((second.time, second.latency_ms, second.cost), (None, None, Some(0.1)));
    assert_eq!(read.records[2].output.raw(), "");
}

#[test]
fn damaged_parquet_files_end_with_a_reason_wherever_they_are_damaged() {
    let whole = fixture("wildchat.parquet");
    for name in ["wildchat.parquet", "table.parquet", "phoenix.parquet"] {
        let bytes = fixture(name);
        for at in (4..bytes.len()).step_by(37) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x5a;
            let (_folder, path) = super::file("log", &bytes);
            let order = gemba::ingest::ImportOptions { path, ..Default::default() };
            if let Err(problem) = super::try_read(&order) {
                assert!(matches!(problem.kind, Kind::Input | Kind::Io), "{name} at {at}: {problem:?}");
            }
        }
    }
    let cut = problem_with(&whole[..whole.len() / 2], |_| {});
    assert!(cut.sentence.contains("cannot be read as a Parquet file"), "{}", cut.sentence);
}

#[test]
fn a_workbook_is_read_from_the_sheet_that_holds_answers() {
    let read = read_bytes(&fixture("answers.xlsx"));
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("xlsx", 3, 0));
    let first = &read.records[0];
    assert_eq!((first.last_question().as_ref(), first.output.raw()), ("2+2?", "4"));
    assert_eq!(meta(first, "Grade"), Some("\"1\""));
    assert_eq!(first.latency_ms, Some(812.5));
    assert_eq!(read.records[1].output.raw(), "It is.\nReally.");
    let read = read_bytes(&fixture("answers.xlsx"));
    assert_eq!(read.records[2].output.raw(), "");
}

#[test]
fn a_workbook_with_several_logs_is_asked_about_and_a_sheet_is_chosen() {
    let problem = problem_with(&fixture("two-sheets.xlsx"), |_| {});
    assert_eq!(problem.kind, Kind::Input);
    let said = format!("{problem:?}");
    assert!(said.contains("--records SHEET") && said.contains("More (prompt, response)"), "{said}");
    let read = read_with(&fixture("two-sheets.xlsx"), |order| order.records = Some("more".to_owned()));
    assert_eq!((read.records.len(), read.records[0].output.raw()), (1, "r"));
    let said = problem_with(&fixture("two-sheets.xlsx"), |order| order.records = Some("Less".to_owned()));
    assert!(said.sentence.contains("no sheet `Less`"), "{}", said.sentence);
}

#[test]
fn a_log_packed_with_bzip2_is_read() {
    use std::io::Write as _;
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    writer.write_all(&case("team-log.jsonl")).unwrap();
    let packed = read_bytes(&writer.finish().unwrap());
    let plain = read_bytes(&case("team-log.jsonl"));
    assert_eq!(packed.records, plain.records);
    assert!(!packed.records.is_empty());
}
