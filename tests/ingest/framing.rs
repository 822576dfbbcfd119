//! Lines, arrays, objects, tables, and what they come packed in.

use std::io::Write;

use super::{file, problem_with, read_bytes, read_with, try_read};
use gemba::error::Kind;
use gemba::ingest::ImportOptions;

const TWO: &str = "{\"input\":\"a\",\"output\":\"1\"}\n{\"input\":\"b\",\"output\":\"2\"}\n";

fn outputs(bytes: &[u8]) -> Vec<String> {
    let all = read_bytes(bytes);
    assert_eq!(all.rejects, []);
    all.records.iter().map(|record| record.output.raw().to_owned()).collect()
}

#[test]
fn the_same_records_in_every_frame() {
    let a = r#"{"input":"a","output":"1"}"#;
    let b = r#"{"input":"b","output":"2"}"#;
    let pretty = "{\n  \"input\": \"a\",\n  \"output\": \"1\"\n}";
    for text in [
        TWO.to_owned(),
        TWO.replace('\n', "\r\n"),
        format!("\u{feff}{TWO}"),
        format!("\n\n{a}\n\n  \n{b}"),
        format!("[{a},{b}]"),
        format!("[\n  {pretty}\n,\n  {b}\n]\n"),
        format!("{pretty}\n{b}\n"),
        format!("{{\"data\": [{a}, {b}]}}"),
        format!(
            "{{\n \"version\": 2,\n \"notes\": [1, {{\"x\": []}}],\n \"results\": [\n{a}, {b}\n], \"more\": {{}}\n}}"
        ),
        "input,output\na,1\nb,2\n".to_owned(),
        "\u{feff}input;output\r\na;1\r\nb;2\r\n".to_owned(),
        "input\toutput\na\t1\nb\t2".to_owned(),
    ] {
        assert_eq!(outputs(text.as_bytes()), ["1", "2"], "{text}");
    }
}

#[test]
fn a_list_in_an_object_longer_than_any_buffer_is_streamed() {
    let record = format!(r#"{{"input":"a","output":"{}"}}"#, "x".repeat(3000));
    let all = read_bytes(format!("{{\"total\":200,\"records\":[{}]}}", vec![record; 200].join(",")).as_bytes());
    assert_eq!((all.records.len(), all.rejects.len()), (200, 0));
}

#[test]
fn a_conversation_under_the_name_of_a_list_is_one_record() {
    let all = read_bytes(
        b"{\n\"items\": [{\"role\": \"user\", \"content\": \"Q\"},\n {\"role\": \"assistant\", \"content\": \"A\"}]\n}",
    );
    assert_eq!(all.records.len(), 1);
    assert_eq!(all.records[0].output.raw(), "A");
}

#[test]
fn table_cells_keep_newlines_quotes_and_json() {
    let all = read_bytes(
        b"question,answer,info\n\"line one\nline two\",\"say \"\"hi\"\"\",\"{\"\"a\"\": 1}\"\nq2,a2\nq3,a3,\n",
    );
    assert_eq!(all.format(), "csv");
    assert_eq!(all.records[0].input_text(), "line one\nline two");
    assert_eq!(all.records[0].output.raw(), "say \"hi\"");
    assert_eq!(all.records.len(), 2);
    let (line, offset, reason, text) = &all.rejects[0];
    assert_eq!((*line, *offset, reason.as_str()), (4, 67, "2 cells where the header has 3"));
    assert_eq!(text, "q2\ta2");
}

#[test]
fn a_quote_that_never_closes_stops_at_the_cap() {
    let mut text = b"question,answer\nq,a\nq,\"".to_vec();
    text.resize(70 * 1024 * 1024, b'x');
    let all = read_bytes(&text);
    assert_eq!(all.records.len(), 1);
    assert!(all.rejects[0].2.contains("does not end"), "{:?}", all.rejects[0].2);
}

#[test]
fn packed_logs_are_known_by_their_bytes() {
    let gz = |text: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    };
    assert_eq!(outputs(&gz(TWO.as_bytes())), ["1", "2"]);
    assert_eq!(outputs(&zstd::encode_all(TWO.as_bytes(), 1).unwrap()), ["1", "2"]);
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(TWO.as_bytes()).unwrap();
    assert_eq!(outputs(&packer.finish().unwrap()), ["1", "2"]);
    let mut twice = gz(TWO.as_bytes());
    twice.extend(gz(TWO.as_bytes()));
    assert_eq!(outputs(&twice), ["1", "2", "1", "2"]);
    assert!(problem_with(&gz(&gz(TWO.as_bytes())), |_| {}).sentence.contains("compressed twice"));
}

#[test]
fn a_packed_log_that_ends_early_keeps_what_came_before() {
    let line = |n: u32| format!("{{\"input\":\"{}\",\"output\":\"{n}\"}}\n", n.wrapping_mul(2_654_435_761));
    let lines = (0..3000).map(line).collect::<Vec<_>>().concat();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(lines.as_bytes()).unwrap();
    let gz = packer.finish().unwrap();
    let many = (0..60_000).map(line).collect::<Vec<_>>().concat();
    let zst = zstd::encode_all(many.as_bytes(), 1).unwrap();
    for packed in [gz, zst] {
        let all = read_bytes(&packed[..packed.len() * 2 / 3]);
        assert!(all.records.len() > 500, "{}", all.records.len());
        assert_eq!(all.rejects.len(), 1);
        assert_eq!(all.rejects[0].2, "the compressed data end too early");
    }
}

#[test]
fn a_bomb_is_stopped() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(TWO.as_bytes()).unwrap();
    let blank = vec![b'\n'; 1024 * 1024];
    for _ in 0..80 {
        packer.write_all(&blank).unwrap();
    }
    let problem = problem_with(&packer.finish().unwrap(), |_| {});
    assert_eq!(problem.kind, Kind::Input);
    assert!(problem.sentence.contains("expands to more than 200 times"));
}

#[test]
fn what_is_no_log_is_refused_by_its_name() {
    let wide: Vec<u8> = ['\u{feff}'].into_iter().chain(TWO.chars()).flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for (bytes, word) in [
        (&b"SQLite format 3\0\x10\0\x01\x01"[..], "an SQLite database"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"PAR1....", "a Parquet file"),
        (&wide, "UTF-32"),
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"Dear diary, today\nwas a day\n", "neither JSON nor a table"),
        (b"\0\x01\x02\x03\x04\x05\x06\x07binary", "binary data"),
    ] {
        let problem = problem_with(bytes, |_| {});
        assert_eq!(problem.kind, Kind::Input, "{word}");
        assert!(problem.sentence.contains(word), "{}", problem.sentence);
    }
    assert!(problem_with(&wide, |_| {}).advice().contains("iconv"));
    let advice = problem_with(b"Dear diary, today\nwas a day\n", |_| {}).advice();
    for word in ["JSON Lines", "CSV", "gzip", "zip", "sqlite", "parquet", "xlsx"] {
        assert!(advice.contains(word), "{word} is missing: {advice}");
    }
}

#[test]
fn folders_devices_and_missing_files_are_refused_in_words() {
    let say =
        |path: &std::path::Path| match try_read(&ImportOptions { path: path.to_owned(), ..ImportOptions::default() }) {
            Ok(_) => panic!("read"),
            Err(problem) => problem.sentence,
        };
    let folder = tempfile::tempdir().unwrap();
    assert!(say(folder.path()).contains("is a folder"));
    assert!(say("/dev/zero".as_ref()).contains("is a device"));
    assert!(say(&folder.path().join("no.jsonl")).contains("There is no file"));
}

#[test]
fn a_named_pipe_is_read_like_a_file() {
    let (folder, _) = file("unused", b"");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mkfifo");
        return;
    }
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, TWO).unwrap()
    });
    let all = try_read(&ImportOptions { path: pipe, ..ImportOptions::default() }).unwrap();
    writer.join().unwrap();
    assert_eq!(all.records.len(), 2);
    assert_eq!(all.detected.unwrap().bytes, None);
}

#[test]
fn a_forced_format_reads_a_table_without_known_names() {
    let all = read_with(b"a|b,c\n1,2\n", |order| {
        order.format = Some("csv".to_owned());
        order.map = vec![("output".to_owned(), "c".to_owned())];
    });
    assert_eq!(all.records[0].output.raw(), "2");
}

/// Holds each record against how far the file was read when it came.
struct Watch {
    line: u64,
    count: u64,
    furthest: u64,
}

impl gemba::ingest::Sink for Watch {
    fn detected(&mut self, _detected: &gemba::ingest::Detected) -> gemba::error::Result<()> {
        Ok(())
    }

    fn item(&mut self, _item: gemba::ingest::Item, position: u64) -> gemba::error::Result<bool> {
        self.count += 1;
        self.furthest = self.furthest.max(position.saturating_sub(self.count * self.line));
        Ok(true)
    }
}

#[test]
fn the_reader_never_runs_far_ahead_of_its_records() {
    let record = format!("{{\"input\":\"q\",\"output\":\"{}\"}}", "x".repeat(4000));
    for (between, before, after) in [("\n", "", "\n"), (",\n", "[", "]"), (",\n", "{\"data\":[", "]}")] {
        let text = format!("{before}{}{after}", vec![record.as_str(); 6000].join(between));
        let (_folder, path) = file("log", text.as_bytes());
        let mut watch = Watch { line: record.len() as u64, count: 0, furthest: 0 };
        gemba::ingest::read(&ImportOptions { path, ..ImportOptions::default() }, &mut watch).unwrap();
        assert_eq!(watch.count, 6000);
        assert!(text.len() > 20_000_000 && watch.furthest < 1_000_000, "{}", watch.furthest);
    }
}
