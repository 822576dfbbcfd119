//! SQLite databases as logs: those of llm in all its generations, tables with records, and what a foreign file may hold.

use std::path::Path;

use gemba::domain::Role;
use gemba::error::{Kind, Problem};
use gemba::ingest::ImportOptions;
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Gathered, meta, try_read};

/// Makes a database with these statements.
fn database(sql: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    Connection::open(folder.path().join("logs.db")).unwrap().execute_batch(sql).unwrap();
    folder
}

fn order(folder: &TempDir) -> ImportOptions {
    ImportOptions { path: folder.path().join("logs.db"), ..ImportOptions::default() }
}

fn read(folder: &TempDir) -> Gathered {
    try_read(&order(folder)).unwrap()
}

fn refused(order: &ImportOptions) -> Problem {
    match try_read(order) {
        Ok(_) => panic!("it was read"),
        Err(problem) => problem,
    }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest/formats").join(name)).unwrap()
}

#[test]
fn the_first_log_of_llm_is_read_with_its_chats() {
    let folder = database(&fixture("llm-log.sql"));
    let read = read(&folder);
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("llm-logs", 2, 0));
    let second = &read.records[1];
    assert_eq!((second.last_question().as_ref(), second.output.raw()), ("And 3+3?", "6"));
    assert_eq!(second.conversation.as_ref().unwrap().raw(), "1");
    assert_eq!(second.time.unwrap().rfc3339(), "2023-06-01T10:00:05Z");
    assert_eq!(read.records[0].conversation.as_ref().unwrap().raw(), "1");
}

#[test]
fn responses_of_llm_come_with_fragments_tools_and_attachments() {
    let folder = database(&fixture("llm-responses.sql"));
    let read = read(&folder);
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("llm-logs", 3, 0));
    let first = &read.records[0];
    assert_eq!(first.last_question(), "The policy.\n\nSummarise it.");
    assert_eq!(first.output.raw(), "No refunds.");
    assert_eq!(first.messages.iter().find(|turn| turn.role == Role::System).unwrap().plain(), "Be brief.");
    assert_eq!(first.model.as_ref().unwrap().raw(), "gpt-4o");
    assert_eq!((first.latency_ms, first.tokens_in, first.tokens_out), (Some(812.0), Some(20), Some(3)));
    assert_eq!(first.conversation.as_ref().unwrap().raw(), "c1");
    assert_eq!(meta(first, "conversation_name"), Some("\"policies\""));
    assert_eq!(first.messages.last().unwrap().parts.len(), 2, "the attachment is part of the question");
    let call = &read.records[1];
    assert!(format!("{:?}", call.output_parts).contains("lookup"), "{:?}", call.output_parts);
    assert_eq!(call.output.raw(), "");
    let answer = &read.records[2];
    assert_eq!(answer.output.raw(), "It is 21 degrees.");
    assert!(answer.messages.iter().any(|turn| turn.role == Role::Tool && format!("{turn:?}").contains("21")));
}

#[test]
fn turns_of_llm_are_read_from_their_messages_and_older_rows_beside_them() {
    let folder = database(&format!("{}\n{}", fixture("llm-responses.sql"), fixture("llm-turns.sql")));
    let read = read(&folder);
    assert_eq!((read.format(), read.records.len(), read.rejects.len()), ("llm-logs", 5, 0));
    let first = &read.records[3];
    assert_eq!(first.last_question(), "The policy.\nWhat does it say?", "a fragment is put where it is referred to");
    assert_eq!(first.output.raw(), "Nothing.");
    assert_eq!(first.messages[0].plain(), "Be brief.");
    let second = &read.records[4];
    assert_eq!((second.last_question().as_ref(), second.output.raw()), ("Why?", "Nobody wrote it."));
    assert_eq!(second.messages[0].plain(), "Be brief.", "the system prompt holds for the whole thread");
    assert_eq!(second.conversation.as_ref().unwrap().raw(), "t1");
    assert!(format!("{:?}", second.output_parts).contains("hmm"), "{:?}", second.output_parts);
}

#[test]
fn a_fragment_counts_wherever_it_is_referred_to() {
    let refs = vec!["{\"fragment\": 2}"; 70].join(", ");
    let folder = database(&format!(
        "{}\n{}\nINSERT INTO fragments SELECT 2, 'h2', hex(zeroblob(524288)), '', '';
         INSERT INTO prompt_fragments WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70)
             SELECT '01b', 2, i FROM n;
         UPDATE parts SET payload = '{{\"text_ref\": [{refs}]}}' WHERE id = 2;",
        fixture("llm-responses.sql"),
        fixture("llm-turns.sql")
    ));
    let read = read(&folder);
    let reasons: Vec<&str> = read.rejects.iter().map(|(_, _, reason, _)| reason.as_str()).collect();
    assert_eq!((read.records.len(), reasons), (3, vec!["the row is longer than 64 MiB"; 2]));
}

#[test]
fn a_text_that_ends_with_a_quotation_mark_is_read() {
    let folder = database(
        "CREATE TABLE log(question TEXT, answer TEXT); INSERT INTO log VALUES('\"q\"', 'say \"hi\"'), ('q', '\"'), ('q', '\\');",
    );
    let read = read(&folder);
    let said: Vec<&str> = read.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!((said, read.rejects.len()), (vec!["say \"hi\"", "\"", "\\"], 0));
}

#[test]
fn nothing_is_created_beside_a_log_and_what_is_only_in_its_wal_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Connection::open(folder.path().join("logs.db")).unwrap();
    writer.execute_batch("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;").unwrap();
    writer.execute_batch("CREATE TABLE log(input, output); INSERT INTO log VALUES('q', 'a');").unwrap();
    let listed = || {
        let mut names: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
            })
            .filter(|(name, _)| !name.ends_with("-shm"))
            .collect();
        names.sort();
        names
    };
    let before = listed();
    let read = read(&folder);
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.records[0].output.raw(), "a");
    assert_eq!(listed(), before);
    drop(writer);
    let read = self::read(&folder);
    assert_eq!(read.records.len(), 1);
    assert_eq!(listed().len(), 1);
}

#[test]
fn the_only_table_with_questions_and_answers_is_the_log() {
    let folder = database(
        "CREATE TABLE users(id INTEGER, name TEXT, note TEXT); INSERT INTO users VALUES(1, 'x', 'y');
         CREATE TABLE empty_log(prompt TEXT, response TEXT);
         CREATE TABLE \"LiteLLM_SpendLogs\"(request_id TEXT, model TEXT, spend REAL, \"startTime\" TEXT, \"endTime\" TEXT,
             messages JSON, response JSON);
         INSERT INTO \"LiteLLM_SpendLogs\" VALUES('r1', 'gpt-4o', 0.5, '2026-01-02T03:04:05Z', '2026-01-02T03:04:06Z',
             '[{\"role\": \"user\", \"content\": \"2+2?\"}]',
             '{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"4\"}, \"finish_reason\": \"stop\"}]}');",
    );
    let read = read(&folder);
    assert_eq!((read.records.len(), read.rejects.len()), (1, 0));
    assert_eq!((read.records[0].last_question().as_ref(), read.records[0].output.raw()), ("2+2?", "4"));
}

#[test]
fn spans_of_phoenix_are_read_with_trace_and_annotations() {
    let folder = database(
        "CREATE TABLE traces(id INTEGER PRIMARY KEY, trace_id TEXT); INSERT INTO traces VALUES(7, 'tr');
         CREATE TABLE spans(id INTEGER PRIMARY KEY, trace_rowid INTEGER, span_id TEXT, parent_id TEXT, name TEXT,
             span_kind TEXT, start_time TIMESTAMP, end_time TIMESTAMP, attributes JSON, status_code TEXT);
         INSERT INTO spans VALUES(1, 7, 'sp', NULL, 'ChatCompletion', 'LLM', '2026-03-01 10:00:00.000000',
             '2026-03-01 10:00:01.500000',
             '{\"llm\": {\"model_name\": \"gpt-4o\"}, \"input\": {\"value\": \"2+2?\"}, \"output\": {\"value\": \"4\"}}', 'OK');
         CREATE TABLE span_annotations(id INTEGER PRIMARY KEY, span_rowid INTEGER, name TEXT, label TEXT, score REAL,
             explanation TEXT, annotator_kind TEXT);
         INSERT INTO span_annotations VALUES(1, 1, 'correct', 'yes', 1.0, NULL, 'HUMAN');",
    );
    let read = read(&folder);
    assert_eq!((read.format(), read.records.len()), ("openinference", 1));
    let record = &read.records[0];
    assert_eq!((record.last_question().as_ref(), record.output.raw()), ("2+2?", "4"));
    assert_eq!(meta(record, "trace_id"), Some("\"tr\""));
    assert_eq!(record.latency_ms, Some(1500.0));
    assert_eq!(read.feedback[0].len(), 1, "{:?}", read.feedback);
}

#[test]
fn several_tables_that_may_be_logs_are_named_and_one_is_chosen() {
    let folder = database(
        "CREATE TABLE a(input, output); INSERT INTO a VALUES('q', 'of a');
         CREATE TABLE \"b c\"(prompt, response); INSERT INTO \"b c\" VALUES('q', 'of b');",
    );
    let problem = refused(&order(&folder));
    assert_eq!(problem.kind, Kind::Input);
    let said = format!("{problem:?}");
    assert!(said.contains("2 tables that may be logs") && said.contains("--records TABLE"), "{said}");
    assert!(said.contains("a (input, output); b c (prompt, response)"), "{said}");
    let chosen = ImportOptions { records: Some("b c".to_owned()), ..order(&folder) };
    assert_eq!(try_read(&chosen).unwrap().records[0].output.raw(), "of b");
    let unknown = ImportOptions { records: Some("d".to_owned()), ..order(&folder) };
    assert!(refused(&unknown).sentence.contains("has no table `d`"));
}

#[test]
fn a_database_without_a_log_is_refused_with_its_tables_unless_columns_are_named() {
    let folder = database("CREATE TABLE t(q TEXT, z TEXT); INSERT INTO t VALUES('ask', 'say');");
    let said = format!("{:?}", refused(&order(&folder)));
    assert!(said.contains("t (q, z)") && said.contains("--map input=COLUMN"), "{said}");
    let map = vec![("input".to_owned(), "q".to_owned()), ("output".to_owned(), "z".to_owned())];
    let read = try_read(&ImportOptions { map, ..order(&folder) }).unwrap();
    assert_eq!(read.records[0].output.raw(), "say");
}

#[test]
fn a_database_of_gemba_is_refused_with_what_to_do() {
    let folder = database("PRAGMA application_id=1735221857; CREATE TABLE log(input, output);");
    let said = format!("{:?}", refused(&order(&folder)));
    assert!(said.contains("a database of gemba") && said.contains("gemba restore"), "{said}");
}

#[test]
fn views_and_triggers_of_a_foreign_database_never_run() {
    let folder = database(
        "CREATE TABLE secret(x); INSERT INTO secret VALUES('hidden');
         CREATE TABLE touched(x);
         CREATE VIEW log AS SELECT x AS input, x AS output FROM secret;
         CREATE TRIGGER t AFTER INSERT ON touched BEGIN DELETE FROM secret; END;",
    );
    let said = format!("{:?}", refused(&order(&folder)));
    assert!(said.contains("none of its tables"), "{said}");
    let asked = ImportOptions { records: Some("log".to_owned()), ..order(&folder) };
    assert!(refused(&asked).sentence.contains("has no table `log`"));
    // Tables that llm has, as views.
    let folder = database(
        "CREATE TABLE secret(x);
         CREATE VIEW conversations AS SELECT x AS id, x AS name, x AS model FROM secret;
         CREATE TABLE responses(id, model, prompt, system, response, conversation_id, duration_ms, datetime_utc);
         INSERT INTO responses VALUES('1', 'm', 'q', NULL, 'a', 'c', 5, '2026-01-02T03:04:05');",
    );
    assert_eq!(read(&folder).records[0].output.raw(), "a", "read as a table like any other");
}

#[test]
fn a_value_that_is_too_long_is_set_aside_and_the_rest_is_read() {
    let folder = database(
        "CREATE TABLE log(input, output); INSERT INTO log VALUES('q1', 'a1');
         INSERT INTO log VALUES('q2', zeroblob(70000000)); INSERT INTO log VALUES('q3', 'a3');",
    );
    let read = read(&folder);
    let said: Vec<&str> = read.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!(said, ["a1", "a3"]);
    assert_eq!(read.rejects.len(), 1);
    assert!(read.rejects[0].2.contains("longer than 64 MiB"), "{}", read.rejects[0].2);
}

#[test]
fn a_damaged_database_is_read_as_far_as_it_goes_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logs.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA page_size=1024; CREATE TABLE log(input, output);").unwrap();
    for number in 0..400 {
        conn.execute("INSERT INTO log VALUES(?1, ?2)", [format!("question {number}"), "answer ".repeat(20)]).unwrap();
    }
    drop(conn);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 1024 * 1024;
    bytes[middle..middle + 4096].fill(0xee);
    std::fs::write(&path, &bytes).unwrap();
    let read = read(&folder);
    assert!((20..400).contains(&read.records.len()), "{}", read.records.len());
    assert!(read.rejects.iter().any(|(_, _, reason, _)| reason.contains("damaged")), "{:?}", read.rejects);
    bytes[100..].fill(7);
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(refused(&order(&folder)).kind, Kind::Input);
}
