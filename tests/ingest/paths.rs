//! `--map`, `--records`, `--where`, `--split` and `--join`: the user's ways into a log.

use super::{Gathered, case, file, problem_with, read_with, try_read};
use gemba::domain::{Message, Role};
use gemba::ingest::{DoubtKind, ImportOptions};

pub(super) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn said(all: &Gathered) -> Vec<(String, &str)> {
    all.records.iter().map(|record| (record.input_text(), record.output.raw())).collect()
}

#[test]
fn a_dotted_key_is_reached_as_it_is_listed() {
    let bytes = case("dotted-attributes.jsonl");
    for path in [
        "attributes.llm.input_messages.0.message.content",
        "attributes[\"llm.input_messages.0.message.content\"]",
        "attributes['llm.input_messages.0.message.content']",
        "$.attributes.llm.input_messages.0.message.content",
    ] {
        let all = read_with(&bytes, |order| order.map = pairs(&[("input", path)]));
        assert_eq!(all.records[0].input_text(), "Do you deliver on Sunday?", "{path}");
    }
}

#[test]
fn places_in_a_list_are_written_in_two_ways() {
    for path in ["turns.0", "turns[0]", "turns[-2]", "$.turns[0]"] {
        let all = read_with(&case("path-index.jsonl"), |order| order.map = pairs(&[("input", path)]));
        assert_eq!(all.records[0].input_text(), "What is two plus two?", "{path}");
    }
}

#[test]
fn whatever_a_refusal_lists_can_be_mapped() {
    let lines = [
        String::from_utf8(case("dotted-attributes.jsonl")).unwrap(),
        r#"{"a b": {"c.d": [{"e[0]": {"f": "x"}}]}, " g": "y", "h": "{\"i\": {\"j.k\": 1}}", "$l": 2, "m=n": 3}"#
            .to_owned(),
        r#"{"traces": {"": {"x": "y"}}, "q'": {"r\"]": {"s": "t"}}, "[0]": 1, "u": [[{"v": 1}]]}"#.to_owned(),
    ];
    for line in lines {
        let problem = problem_with(line.as_bytes(), |order| order.map = pairs(&[("input", "nowhere")]));
        let advice = problem.advice();
        let listed = advice.split_once("has: ").unwrap().1.trim_end_matches('.');
        assert!(listed.split(", ").count() >= 4, "{listed}");
        for path in listed.split(", ").filter(|path| *path != "…") {
            let (_folder, log) = file("log", line.as_bytes());
            let map = pairs(&[("input", path)]);
            let all = try_read(&ImportOptions { path: log, map, ..ImportOptions::default() });
            assert!(all.is_ok(), "{path}: {:?}", all.err());
        }
    }
}

#[test]
fn two_paths_into_one_object_leave_only_what_neither_took() {
    let line = br#"{"call": {"q": "Why?", "a": "Because.", "n": 1}}"#;
    let all = read_with(line, |order| order.map = pairs(&[("input", "call.q"), ("output", "call.a")]));
    assert_eq!(super::meta(&all.records[0], "call"), Some("{\"n\":1}"));
}

#[test]
fn all_elements_are_put_together() {
    let line = br#"{"steps": [{"m": [{"role": "user", "content": "Why?"}]}, {"m": [{"role": "assistant", "content": "So."}]}]}"#;
    let all = read_with(line, |order| order.map = pairs(&[("messages", "steps[*].m")]));
    assert_eq!(said(&all), [("Why?".to_owned(), "So.")]);
}

#[test]
fn the_keys_of_a_turn_are_named_for_lists_and_for_rows() {
    let line = br#"{"traj": [{"who": "human", "say": "Why?"}, {"who": "bot", "say": "Because."}]}"#;
    let map = pairs(&[("messages", "traj"), ("role", "who"), ("content", "say")]);
    let all = read_with(line, |order| order.map = map);
    assert_eq!(said(&all), [("Why?".to_owned(), "Because.")]);
    let rows = b"chat_id,speaking,said\n1,human,Why?\n1,bot,Because.\n";
    let all = read_with(rows, |order| order.map = pairs(&[("role", "speaking"), ("content", "said")]));
    assert_eq!(said(&all), [("Why?".to_owned(), "Because.")]);
    assert_eq!(all.records[0].conversation.as_ref().unwrap().raw(), "1");
}

#[test]
fn a_transcript_is_split_into_turns() {
    let line = br#"{"chat": "\n\nHuman: Why?\n\nAssistant: Because.\n\nHuman: And?\n\nAssistant: So."}"#;
    let all = read_with(line, |order| {
        order.map = pairs(&[("messages", "chat")]);
        order.split = Some("\n\nHuman: |\n\nAssistant: ".to_owned());
    });
    let record = &all.records[0];
    assert_eq!(record.messages[1], Message::text(Role::Assistant, "Because."));
    assert_eq!((record.messages.len(), record.output.raw()), (3, "So."));
}

#[test]
fn records_stand_where_the_user_says() {
    let records = |path: &str| {
        let path = path.to_owned();
        move |order: &mut ImportOptions| order.records = Some(path)
    };
    let document = br#"{"run": {"id": 1, "steps": [{"question": "Why?", "answer": "So."}, {"question": "Who?", "answer": "I."}]}}"#;
    assert_eq!(read_with(document, records("run.steps")).records.len(), 2);
    let lines = b"{\"run\": {\"steps\": [{\"question\": \"a\", \"answer\": \"b\"}]}}\n{\"run\": {\"steps\": [{\"question\": \"c\", \"answer\": \"d\"}]}}\n";
    assert_eq!(read_with(lines, records("run.steps")).records.len(), 2);
    let deep = br#"{"runs": [{"steps": [{"question": "Why?", "answer": "So."}]}]}"#;
    assert_eq!(said(&read_with(deep, records("runs[0].steps"))), [("Why?".to_owned(), "So.")]);
    let problem = problem_with(document, records("run.rows"));
    assert!(problem.sentence.contains("no list of records at `run.rows`"), "{problem:?}");
}

#[test]
fn only_entries_with_a_value_are_taken() {
    let lines = b"{\"type\": \"a\", \"input\": \"1\", \"output\": \"x\"}\n{\"type\": \"b\", \"input\": \"2\", \"output\": \"y\"}\n\
        {\"type\": \"c\", \"input\": \"3\", \"output\": \"z\"}\n";
    let all = read_with(lines, |order| order.wheres = pairs(&[("type", "a"), ("type", "c")]));
    assert_eq!(said(&all), [("1".to_owned(), "x"), ("3".to_owned(), "z")]);
    assert_eq!(all.skipped.len(), 1);
    let problem = problem_with(lines, |order| order.wheres = pairs(&[("type", "d")]));
    assert!(problem.sentence.contains("type=d"), "{problem:?}");
}

#[test]
fn two_files_are_joined_and_what_does_not_match_is_counted() {
    let questions = b"{\"id\": 1, \"question\": \"Why?\"}\n{\"id\": 2, \"question\": \"Who?\"}\n{\"id\": 3, \"question\": \"How?\"}\n\
        {\"id\": 1, \"question\": \"Again?\"}\n";
    let answers = "id,answer\n1,So.\n2,I.\n2,You.\n9,Nobody.\n";
    let (_folder, path) = file("answers.csv", answers.as_bytes());
    let all = read_with(questions, |order| order.join = Some(gemba::ingest::JoinedFile::new(path, "id".to_owned())));
    let read = said(&all);
    assert_eq!(read[..3], [("Why?".to_owned(), "So."), ("Who?".to_owned(), "I."), ("Who?".to_owned(), "You.")]);
    assert_eq!(all.records.len(), 5);
    let counts: Vec<(u64, &str)> = all.doubts.iter().map(|doubt| (doubt.count, doubt.what)).collect();
    assert!(all.doubts.iter().all(|doubt| doubt.kind == DoubtKind::Unmatched && doubt.field == "id"));
    assert_eq!(counts.iter().map(|(count, _)| *count).collect::<Vec<_>>(), [1, 1, 1, 1], "{counts:?}");
}
