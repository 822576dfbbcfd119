//! Zip archives as logs: of Inspect, of chat exports, of several files; and archives that are made to do harm.

use std::io::Write;

use gemba::error::{Kind, Problem};
use gemba::ingest::ImportOptions;

use super::{file, problem_with, read_bytes, read_with, shared, try_read};

/// How a file is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Stored,
    Deflate,
    Zstd,
}

/// Writes an archive, of files with names, texts and flags.
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Archive {
    fn new() -> Self {
        Self { bytes: Vec::new(), directory: Vec::new(), count: 0 }
    }

    fn with(self, name: &str, text: &str) -> Self {
        self.add(name, text.as_bytes(), Packing::Deflate, 0)
    }

    fn add(mut self, name: &str, text: &[u8], packing: Packing, flags: u16) -> Self {
        let (method, data) = match packing {
            Packing::Stored => (0_u16, text.to_vec()),
            Packing::Deflate => {
                let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
                packer.write_all(text).unwrap();
                (8, packer.finish().unwrap())
            }
            Packing::Zstd => (93, zstd::encode_all(text, 3).unwrap()),
        };
        let mut sum = flate2::Crc::new();
        sum.update(text);
        let mut about = Vec::new();
        about.extend_from_slice(&63_u16.to_le_bytes());
        about.extend_from_slice(&flags.to_le_bytes());
        about.extend_from_slice(&method.to_le_bytes());
        about.extend_from_slice(&[0, 0, 0x21, 0x5c]);
        about.extend_from_slice(&sum.sum().to_le_bytes());
        about.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        about.extend_from_slice(&u32::try_from(text.len()).unwrap().to_le_bytes());
        about.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        about.extend_from_slice(&0_u16.to_le_bytes());
        let place = u32::try_from(self.bytes.len()).unwrap();
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&about);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(&data);
        self.directory.extend_from_slice(b"PK\x01\x02\x3f\x03");
        self.directory.extend_from_slice(&about);
        self.directory.extend_from_slice(&[0; 2 + 2 + 2 + 4]);
        self.directory.extend_from_slice(&place.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.count += 1;
        self
    }

    fn finish(self) -> Vec<u8> {
        let (place, length) = (self.bytes.len(), self.directory.len());
        let mut bytes = [self.bytes, self.directory].concat();
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        bytes.extend_from_slice(&self.count.to_le_bytes());
        bytes.extend_from_slice(&self.count.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(place).unwrap().to_le_bytes());
        bytes.extend_from_slice(&[0, 0]);
        bytes
    }
}

fn refused(archive: Archive) -> Problem {
    problem_with(&archive.finish(), |_| {})
}

const HEADER: &str = r#"{"version": 2, "status": "success", "eval": {"task": "sums", "run_id": "r", "model": "openai/gpt-4o"}, "plan": {}}"#;

fn sample(id: u32) -> String {
    format!(
        r#"{{"id": {id}, "epoch": 1, "input": "2+{id}?", "target": "4", "messages": [{{"role": "user", "content": "2+{id}?"}}, {{"role": "assistant", "content": "5"}}],
        "output": {{"model": "openai/gpt-4o", "choices": [{{"message": {{"role": "assistant", "content": "5"}}, "stop_reason": "stop"}}]}}, "scores": {{"match": {{"value": "I", "explanation": "not 4"}}}}}}"#
    )
}

#[test]
fn a_log_of_inspect_is_read_with_its_scores_however_it_is_packed() {
    for packing in [Packing::Deflate, Packing::Zstd, Packing::Stored] {
        let archive = Archive::new()
            .add("_journal/start.json", HEADER.as_bytes(), packing, 0)
            .add("samples/1_epoch_1.json", sample(1).as_bytes(), packing, 0)
            .add("samples/2_epoch_1.json", sample(2).as_bytes(), packing, 0)
            .add("summaries.json", b"[{\"id\": 1}]", packing, 0)
            .add("reductions.json", b"[]", packing, 0)
            .add("header.json", HEADER.as_bytes(), packing, 0);
        let read = read_bytes(&archive.finish());
        assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("inspect", 2, 0));
        let second = &read.records[1];
        assert_eq!((second.last_question().as_ref(), second.output.raw()), ("2+2?", "5"));
        assert_eq!(super::meta(second, "task"), Some("\"sums\""));
        assert_eq!(read.feedback.len(), 2);
        assert_eq!(read.feedback[0][0].label.as_ref().unwrap().raw(), "I");
    }
}

#[test]
fn the_real_log_of_inspect_reads_as_its_json() {
    let (Some(archive), Some(json)) = (shared("inspect/log_formats.eval"), shared("inspect/log_formats.json")) else {
        return;
    };
    let read = |path| try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap();
    let (archive, json) = (read(archive), read(json));
    assert_eq!(archive.format(), "inspect");
    assert!(!archive.records.is_empty() && archive.rejects.is_empty());
    let said = |read: &super::Gathered| {
        read.records
            .iter()
            .map(|record| (record.last_question().into_owned(), record.output.raw().to_owned(), record.model.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&archive), said(&json));
    assert_eq!(archive.feedback, json.feedback);
}

#[test]
fn of_a_chat_export_the_conversations_are_read() {
    let chat = r#"[{"title": "sums", "create_time": 1700000000.0, "id": "c1", "conversation_id": "c1", "current_node": "b", "mapping": {
        "a": {"id": "a", "parent": null, "children": ["b"], "message": {"id": "a", "author": {"role": "user"}, "create_time": 1700000001.0, "content": {"content_type": "text", "parts": ["2+2?"]}}},
        "b": {"id": "b", "parent": "a", "children": [], "message": {"id": "b", "author": {"role": "assistant"}, "create_time": 1700000002.0, "content": {"content_type": "text", "parts": ["4"]}, "metadata": {"model_slug": "gpt-4"}}}}}]"#;
    let archive = Archive::new()
        .with("chat.html", "<html></html>")
        .with("user.json", "{\"id\": \"user-1\", \"email\": \"a@b.c\"}")
        .with("message_feedback.json", "[]")
        .with("conversations.json", chat)
        .add("file-1.png", b"\x89PNG", Packing::Stored, 0);
    let read = read_bytes(&archive.finish());
    assert_eq!((read.format(), read.records.len()), ("chatgpt-export", 1));
    assert_eq!((read.records[0].last_question().as_ref(), read.records[0].output.raw()), ("2+2?", "4"));
}

#[test]
fn files_of_one_format_are_one_log_in_the_order_of_their_names() {
    let archive = Archive::new()
        .with("logs/b.jsonl", "{\"input\": \"q2\", \"output\": \"a2\"}\n{\"input\": \"q3\", \"out\n")
        .with("logs/a.jsonl", "{\"input\": \"q1\", \"output\": \"a1\"}\n\n")
        .with("__MACOSX/logs/._a.jsonl", "junk")
        .with("README.md", "# Logs");
    let read = read_bytes(&archive.finish());
    let said: Vec<&str> = read.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!((said, read.rejects.len()), (vec!["a1", "a2"], 1));
    assert!(read.doubts.iter().any(|doubt| doubt.what.contains("passed over")), "{:?}", read.doubts);
    // Only one file: as if it lay there by itself.
    let read = read_bytes(&Archive::new().with("export.csv", "question;answer\nq;a\n").finish());
    assert_eq!(read.records[0].output.raw(), "a");
}

#[test]
fn documents_with_a_list_of_records_each_are_one_log() {
    let document = |model: &str, at: u32| {
        format!(
            "{{\n\"model\": \"{model}\", \"results\": [{{\"prompt\": \"q{at}\", \"response\": \"a{at}\"}}, {{\"prompt\": \"r{at}\", \"response\": \"b{at}\"}}]}}"
        )
    };
    let archive = Archive::new().with("b.json", &document("m2", 2)).with("a.json", &document("m1", 1));
    let read = read_bytes(&archive.finish());
    let said: Vec<(&str, &str)> =
        read.records.iter().map(|one| (one.output.raw(), one.model.as_ref().unwrap().raw())).collect();
    assert_eq!(said, [("a1", "m1"), ("b1", "m1"), ("a2", "m2"), ("b2", "m2")]);
    // Where the records need what stands beside the list, the file is asked for.
    let run = |id: u32| {
        format!(
            "{{\"info\": {{\"agent_info\": {{\"llm\": \"m{id}\"}}}}, \"results\": [{{\"prompt\": \"q\", \"response\": \"a\"}}]}}"
        )
    };
    let problem = refused(Archive::new().with("a.json", &run(1)).with("b.json", &run(2)));
    assert!(format!("{problem:?}").contains("--records"), "{problem:?}");
}

#[test]
fn scores_of_langfuse_in_a_file_of_their_own_reach_their_traces() {
    let archive = Archive::new()
        .with("observations.jsonl", r#"{"id": "o1", "traceId": "t1", "type": "GENERATION", "startTime": "2026-03-01T10:00:00Z", "endTime": "2026-03-01T10:00:01Z", "input": "2+2?", "output": "4"}"#)
        .with("scores.jsonl", r#"{"id": "s1", "traceId": "t1", "observationId": "o1", "name": "correct", "value": 1, "dataType": "NUMERIC", "source": "ANNOTATION"}"#);
    let read = read_bytes(&archive.finish());
    assert_eq!((read.format(), read.records.len()), ("langfuse", 1));
    assert_eq!(read.feedback[0].len(), 1, "{:?}", read.rejects);
}

#[test]
fn files_of_several_formats_are_asked_about_and_a_pattern_chooses() {
    let archive = || {
        Archive::new()
            .with("a.jsonl", "{\"input\": \"q1\", \"output\": \"a1\"}")
            .with("b.jsonl", r#"{"messages": [{"role": "user", "content": "q"}], "choices": [{"message": {"role": "assistant", "content": "x"}}]}"#)
            .finish()
    };
    let problem = problem_with(&archive(), |_| {});
    assert_eq!(problem.kind, Kind::Input);
    let said = format!("{problem:?}");
    assert!(said.contains("several formats") && said.contains("a.jsonl") && said.contains("--records"), "{said}");
    let read = read_with(&archive(), |order| order.records = Some("a*".to_owned()));
    assert_eq!(read.records[0].output.raw(), "a1");
    let said = format!("{:?}", problem_with(&archive(), |order| order.records = Some("c".to_owned())));
    assert!(said.contains("no file `c`") && said.contains("a.jsonl, b.jsonl"), "{said}");
}

#[test]
fn what_is_made_to_mislead_is_refused() {
    let encrypted = Archive::new().add("a.jsonl", b"{}", Packing::Stored, 1);
    assert!(refused(encrypted).sentence.contains("encrypted"));
    let twice = Archive::new().with("a.jsonl", "{\"input\":1}").with("a.jsonl", "{\"input\":2}");
    assert!(refused(twice).sentence.contains("two files of one name"));
    let nested =
        refused(Archive::new().add("inner.zip", &Archive::new().with("a.jsonl", "{}").finish(), Packing::Stored, 0));
    assert!(format!("{nested:?}").contains("Archives within archives"), "{nested:?}");
    let masked = refused(Archive::new().add("a.jsonl", &Archive::new().with("a", "{}").finish(), Packing::Stored, 0));
    assert!(masked.sentence.contains("a zip archive within another file"), "{}", masked.sentence);
    let empty = refused(Archive::new());
    assert!(empty.sentence.contains("without a log"), "{}", empty.sentence);
    let mut many = Archive::new();
    for number in 0..10_001 {
        many = many.add(&format!("{number}.jsonl"), b"", Packing::Stored, 0);
    }
    assert!(refused(many).sentence.contains("up to 10000"));
}

#[test]
fn an_archive_that_expands_without_end_is_stopped_over_all_its_files() {
    let blank = "\n".repeat(20 * 1024 * 1024);
    let mut archive = Archive::new();
    for number in 0..5 {
        archive =
            archive.with(&format!("{number}.jsonl"), &format!("{{\"input\": \"q\", \"output\": \"a\"}}\n{blank}"));
    }
    let problem = refused(archive);
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("expands to more than 200 times"), "{}", problem.sentence);
}

#[test]
fn a_damaged_file_is_said_and_the_others_are_read() {
    let good = "{\"input\": \"q2\", \"output\": \"a2\"}";
    let mut bytes = Archive::new()
        .add("a.jsonl", b"{\"input\": \"q1\", \"output\": \"a1\"}\n", Packing::Stored, 0)
        .add("b.jsonl", good.as_bytes(), Packing::Stored, 0)
        .finish();
    let place = bytes.windows(2).position(|pair| pair == b"a1").unwrap();
    bytes[place] = b'b';
    let read = read_bytes(&bytes);
    assert!(read.records.iter().any(|record| record.output.raw() == "a2"));
    assert!(
        read.rejects.iter().any(|(_, _, reason, _)| reason.contains("a.jsonl") && reason.contains("damaged")),
        "{:?}",
        read.rejects
    );
}

#[test]
fn damage_in_a_file_that_is_no_log_leaves_the_next_as_it_is() {
    let mut bytes = Archive::new()
        .add("a.txt", b"\0\x01binary and whole\0", Packing::Stored, 0)
        .add(
            "b.jsonl",
            b"{\"input\": \"q2\", \"output\": \"a2\"}\n{\"input\": \"q3\", \"output\": \"a3\"}",
            Packing::Stored,
            0,
        )
        .finish();
    let place = bytes.windows(5).position(|part| part == b"whole").unwrap();
    bytes[place] = b'W';
    let read = read_bytes(&bytes);
    let said: Vec<&str> = read.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!((said, read.rejects.len()), (vec!["a2", "a3"], 0), "{:?}", read.rejects);
}

#[test]
fn what_is_said_of_encoding_and_delimiter_holds_within_an_archive() {
    let archive = |text: &[u8]| {
        Archive::new().add("a.csv", text, Packing::Stored, 0).add("b.csv", text, Packing::Stored, 0).finish()
    };
    // The same bytes are other text in windows-1251.
    let read = read_with(&archive(b"question,answer\nq,\xc4\xe0\n"), |order| {
        order.encoding = Some("windows-1251".to_owned());
    });
    assert_eq!((read.records.len(), read.records[1].output.raw()), (2, "\u{414}\u{430}"));
    let read = read_with(&archive(b"{\"question\",\"answer\"\n1,2\n"), |order| order.format = Some("csv".to_owned()));
    assert_eq!(read.records[1].output.raw(), "2");
}

#[test]
fn names_within_an_archive_are_data() {
    let (folder, path) =
        file("x.zip", &Archive::new().with("../../evil.jsonl", "{\"input\": \"q\", \"output\": \"a\"}").finish());
    let read = try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap();
    assert_eq!(read.records.len(), 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(!folder.path().join("../../evil.jsonl").exists());
}

/// Returns the archive of a workbook of one sheet with this XML of rows.
fn archive_of_workbook(rows: &str) -> Archive {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    Archive::new()
        .with("[Content_Types].xml", &format!("<Types xmlns=\"{package}/content-types\"/>"))
        .with(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        )
        .with(
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        )
        .with(
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        )
        .with(
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet xmlns=\"{main}\"><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"
            ),
        )
}

/// As [`workbook`], with texts that cells share.
fn workbook_sharing(texts: &[String], rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let items = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect::<Vec<_>>().concat();
    archive_of_workbook(rows).with("xl/sharedStrings.xml", &format!("<sst xmlns=\"{main}\">{items}</sst>")).finish()
}

fn workbook(rows: &str) -> Vec<u8> {
    archive_of_workbook(rows).finish()
}

fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_workbook_is_not_believed_what_it_says_of_its_size() {
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"1048576\">{}</row>",
        cell("A1", "question"),
        cell("B1", "answer"),
        cell("A2", "q"),
        cell("B2", "a"),
        cell("XFD1048576", "far"),
    );
    let read = read_bytes(&workbook(&rows));
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("xlsx", 1, 1));
    assert_eq!(read.records[0].output.raw(), "a");
    let (line, _, reason, text) = &read.rejects[0];
    assert_eq!((*line, reason.as_str()), (1_048_576, "16384 cells where the header has 2"));
    assert!(text.len() < 10, "cells beyond the header are counted, not kept: {} bytes", text.len());
}

#[test]
fn a_text_that_many_cells_share_counts_with_each_of_them() {
    let texts = ["question".to_owned(), "answer".to_owned(), "x".repeat(1024 * 1024)];
    let shared = |number: u32, row: u32, text: u32| {
        let column = char::from(b'A' + u8::try_from(number % 26).unwrap());
        let before = ["", "A", "B", "C"][number as usize / 26];
        format!("<c r=\"{before}{column}{row}\" t=\"s\"><v>{text}</v></c>")
    };
    let header: String = (0..70).map(|at| shared(at, 1, at.min(1))).collect();
    let long: String = (0..70).map(|at| shared(at, 2, 2)).collect();
    let short: String = (0..2).map(|at| shared(at, 3, at)).collect();
    let rows = format!("<row r=\"1\">{header}</row><row r=\"2\">{long}</row><row r=\"3\">{short}</row>");
    let read = read_bytes(&workbook_sharing(&texts, &rows));
    let reasons: Vec<&str> = read.rejects.iter().map(|(_, _, reason, _)| reason.as_str()).collect();
    assert_eq!((read.records.len(), reasons), (1, vec!["the row is longer than 64 MiB"]));
}

#[test]
fn a_workbook_that_expands_without_end_is_stopped() {
    let problem = problem_with(&workbook(&" ".repeat(90 * 1024 * 1024)), |_| {});
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("expands to more than 200 times"), "{}", problem.sentence);
}
