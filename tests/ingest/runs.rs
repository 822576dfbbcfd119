//! Runs of agents: which turn is the output, and where the others stay.

use gemba::domain::{Flag, RecordId, Role};

use super::paths::pairs;
use super::{case, read_bytes, read_with};

#[test]
fn a_run_that_a_user_ends_has_the_last_answer_as_its_output() {
    let all = read_with(&case("agent-run-ends-with-user.jsonl"), |order| order.map = pairs(&[("messages", "traj")]));
    let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
    assert_eq!(outputs, ["Booked as HAT1.", "I cannot cancel it."]);
    let first = &all.records[0];
    let (before, after) = first.around_output();
    assert_eq!((before.len(), after.len()), (6, 1));
    assert_eq!((&after[0].role, after[0].plain().as_str()), (&Role::User, "Thanks! ###STOP###"));
    assert_eq!(first.last_question(), "Book JFK to SEA.");
    assert!(all.records.iter().all(|record| record.flags.is_empty()));
}

#[test]
fn a_run_that_a_tool_ends_has_the_last_call_as_its_output() {
    let all = read_bytes(
        br#"{"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":null,"tool_calls":[{"id":"c1",
        "type":"function","function":{"name":"submit","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}]}"#,
    );
    let record = &all.records[0];
    assert_eq!((record.output.raw(), record.output_text().as_ref()), ("", "submit({})"));
    assert_eq!((record.after_output, record.flags.as_slice()), (1, [].as_slice()));
}

#[test]
fn an_answer_that_is_empty_is_not_replaced_by_an_earlier_one() {
    let all = read_bytes(
        br#"{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"one"},{"role":"user","content":"2"},
        {"role":"assistant","content":""}]}"#,
    );
    assert_eq!((all.records[0].output.raw(), all.records[0].after_output), ("", 0));
    let all = read_bytes(
        br#"{"output":"","messages":[{"role":"user","content":"1"},{"role":"assistant","content":"one"},{"role":"user","content":"2"}]}"#,
    );
    assert_eq!((all.records[0].output.raw(), all.records[0].messages.len()), ("", 3));
}

#[test]
fn a_question_without_an_answer_is_not_given_that_of_the_question_before() {
    let all = read_bytes(
        b"session_id,role,message\ns1,user,Hi\ns1,assistant,Hello\ns1,user,Bye\ns2,user,Hi\ns2,assistant,Hello\n",
    );
    let unanswered = all.records.iter().find(|record| record.last_question() == "Bye").unwrap();
    assert_eq!((unanswered.output.raw(), unanswered.flags.as_slice()), ("", [Flag::NoFinalAnswer].as_slice()));
}

#[test]
fn where_the_output_stood_is_part_of_what_a_record_is() {
    let all = read_with(&case("agent-run-ends-with-user.jsonl"), |order| order.map = pairs(&[("messages", "traj")]));
    let mut moved = all.records[1].clone();
    moved.after_output = 0;
    assert_ne!(RecordId::of(&moved), RecordId::of(&all.records[1]));
}
