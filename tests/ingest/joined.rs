//! A row of a table stays one when it is joined, cut out of a list, or its keys are renamed.

use super::{file, read_with, try_read};
use gemba::ingest::{ImportOptions, JoinedFile};

const ROWS: &str = concat!(
    "id,question,answer,latency,cost,expected\n",
    "1,Why?,\"{\"\"role\"\": \"\"assistant\"\", \"\"content\"\": \"\"Because.\"\"}\",0,\"0,5\",\n",
    "2,Who?,You.,\"812 ms\",\"1,5\",0\n",
);

#[test]
fn cells_are_read_alike_with_a_second_file_and_without() {
    let alone = read_with(ROWS.as_bytes(), |_| {});
    let (_other, other) = file("more.csv", b"id,team\n1,a\n2,\n");
    let (_folder, path) = file("log.csv", ROWS.as_bytes());
    let joined = try_read(&ImportOptions {
        path,
        join: Some(JoinedFile::new(other, "id".to_owned())),
        ..ImportOptions::default()
    })
    .unwrap();
    assert_eq!(alone.records[0].output.raw(), "Because.");
    assert_eq!(alone.records.len(), joined.records.len());
    for (alone, joined) in alone.records.iter().zip(joined.records) {
        let mut joined = joined;
        joined.meta.retain(|(key, _)| key.raw() != "team");
        assert_eq!(alone, &joined);
    }
}

#[test]
fn cells_are_read_alike_where_the_keys_of_a_turn_are_named() {
    let rows = "session_id,who,say,latency\nc1,user,Why?,\nc1,assistant,Because.,0\n";
    let all = read_with(rows.as_bytes(), |order| {
        order.map = [("role", "who"), ("content", "say")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
    });
    let plain = read_with(rows.replace("who,say", "role,content").as_bytes(), |_| {});
    assert_eq!(all.records, plain.records);
    assert_eq!(all.records[0].latency_ms, Some(0.0));
}

#[test]
fn the_second_file_is_read_once_for_all_files_that_it_is_joined_to() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let one = write("one.jsonl", "{\"id\":\"1\",\"input\":\"a?\"}\n");
    let two = write("two.jsonl", "{\"id\":\"2\",\"input\":\"b?\"}\n");
    let answers = write("answers.jsonl", "{\"id\":\"1\",\"output\":\"a\"}\n{\"id\":\"2\",\"output\":\"b\"}\n");
    let order = ImportOptions {
        path: one,
        join: Some(JoinedFile::new(answers.clone(), "id".to_owned())),
        ..ImportOptions::default()
    };
    let output = |read: &ImportOptions| try_read(read).unwrap().records[0].output.raw().to_owned();
    assert_eq!(output(&order), "a");
    std::fs::remove_file(answers).unwrap();
    assert_eq!(output(&ImportOptions { path: two, ..order }), "b");
}
