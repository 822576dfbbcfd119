//! Sessions of agents: one record a user turn, the steps in it, what is passed over counted.

use super::{Gathered, fixture, meta, read_bytes};
use gemba::domain::{Content, Part, Role};

fn passed_over(all: &Gathered, reason: &str) -> usize {
    all.skipped.iter().filter(|(_, said)| *said == reason).count()
}

fn roles(record: &Content) -> Vec<&str> {
    record.messages.iter().map(|turn| turn.role.as_str()).collect()
}

#[test]
fn a_session_of_claude_code_is_one_record_a_prompt() {
    let all = read_bytes(&fixture("claude-code.jsonl"));
    assert_eq!(all.format(), "claude-code");
    assert_eq!((all.records.len(), all.rejects.len()), (2, 0));
    let first = &all.records[0];
    assert_eq!(roles(first), ["user", "assistant", "tool"]);
    assert_eq!(first.messages[0].plain(), "Why does the total fail?");
    assert!(matches!(first.messages[1].parts.as_slice(), [Part::Reasoning(_), Part::ToolCall { .. }]));
    assert_eq!(first.output.raw(), "The tax is added twice.");
    assert_eq!((first.tokens_in, first.tokens_out), (Some(8), Some(39)));
    assert_eq!(meta(first, "cache_read_input_tokens"), Some("230"));
    assert_eq!(first.latency_ms, Some(7500.0));
    assert_eq!(first.conversation.as_ref().unwrap().raw(), "b7");
    assert_eq!(first.finish_reason.as_ref().unwrap().raw(), "end_turn");
    let second = &all.records[1];
    assert_eq!(roles(second), ["user"]);
    assert_eq!(second.output.raw(), "I will edit cart.js.");
    assert!(matches!(second.output_parts.as_slice(), [Part::ToolCall { name, .. }] if name.raw() == "Edit"));
    assert_eq!(second.finish_reason.as_ref().unwrap().raw(), "interrupted");
    assert_eq!(passed_over(&all, "a line of a sidechain"), 1);
    assert_eq!(passed_over(&all, "a summary of a compacted session"), 1);
    assert_eq!(passed_over(&all, "a local command"), 1);
    assert_eq!(passed_over(&all, "an interruption"), 1);
    assert_eq!(passed_over(&all, "a meta line"), 3);
}

#[test]
fn the_stream_of_one_run_has_its_cost() {
    let all = read_bytes(
        br#"{"type":"system","subtype":"init","session_id":"s","model":"m-1","tools":["Bash"]}
{"type":"assistant","session_id":"s","parent_tool_use_id":null,"message":{"id":"a","role":"assistant","model":"m-1","content":[{"type":"text","text":"Done."}],"usage":{"input_tokens":3,"output_tokens":4}}}
{"type":"result","subtype":"success","is_error":false,"duration_ms":1200,"result":"Done.","session_id":"s","total_cost_usd":0.25}
"#,
    );
    assert_eq!(all.records.len(), 1);
    let record = &all.records[0];
    assert_eq!((record.output.raw(), record.cost, record.latency_ms), ("Done.", Some(0.25), Some(1200.0)));
}

#[test]
fn codex_rollouts_of_both_forms_are_read() {
    let new = read_bytes(
        br##"{"timestamp":"2026-03-01T10:00:00Z","type":"session_meta","payload":{"id":"s1"}}
{"timestamp":"2026-03-01T10:00:00Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"# AGENTS.md instructions for /w\n\nBe brief."}]}}
{"timestamp":"2026-03-01T10:00:01Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"<b>bold</b> or not?"}]}}
{"timestamp":"2026-03-01T10:00:01Z","type":"event_msg","payload":{"type":"user_message","message":"<b>bold</b> or not?"}}
{"timestamp":"2026-03-01T10:00:02Z","type":"response_item","payload":{"type":"reasoning","summary":[{"type":"summary_text","text":"Think."}],"encrypted_content":"x"}}
{"timestamp":"2026-03-01T10:00:03Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Not."}]}}
{"timestamp":"2026-03-01T10:00:04Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"Why?"}]}}
{"timestamp":"2026-03-01T10:00:05Z","type":"event_msg","payload":{"type":"turn_aborted","reason":"interrupted"}}
"##,
    );
    assert_eq!(new.format(), "codex");
    assert_eq!(new.records.iter().map(|record| record.output.raw()).collect::<Vec<_>>(), ["Not.", ""]);
    assert_eq!(new.records[0].messages[0].plain(), "<b>bold</b> or not?");
    assert_eq!(new.records[1].finish_reason.as_ref().unwrap().raw(), "aborted interrupted");
    assert!(new.records.iter().all(|record| record.conversation.as_ref().unwrap().raw() == "s1"));
    let old = read_bytes(
        br#"{"id":"s0","timestamp":"2025-06-01T10:00:00Z","instructions":null,"git":{}}
{"record_type":"state"}
{"type":"message","role":"user","content":[{"type":"input_text","text":"List."}]}
{"type":"function_call","name":"shell","arguments":"{}","call_id":"c"}
{"type":"function_call_output","call_id":"c","output":"a.txt"}
{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a.txt"}]}
"#,
    );
    assert_eq!(old.format(), "codex");
    assert_eq!(old.records.len(), 1);
    assert_eq!(roles(&old.records[0]), ["user", "assistant", "tool"]);
    assert_eq!(old.records[0].output.raw(), "a.txt");
}

#[test]
fn a_chatgpt_export_follows_the_branch_that_was_kept() {
    let node = |id: &str, parent: &str, message: &str| {
        format!(r#""{id}":{{"id":"{id}","parent":{parent},"children":[],"message":{message}}}"#)
    };
    let said = |id: &str, role: &str, more: &str| format!(r#"{{"id":"{id}","author":{{"role":"{role}"}},{more}}}"#);
    let text = |text: &str| format!(r#""content":{{"content_type":"text","parts":["{text}"]}}"#);
    let nodes = [
        node("r", "null", "null"),
        node("s", "\"r\"", &said("s", "system", &text(""))),
        node("q", "\"s\"", &said("q", "user", &text("Plot 1 to 3"))),
        node(
            "c",
            "\"q\"",
            &said(
                "c",
                "assistant",
                r#""recipient":"python","content":{"content_type":"code","language":"python","text":"plot()"}"#,
            ),
        ),
        node("t", "\"c\"", &said("t", "tool", r#""content":{"content_type":"execution_output","text":"ok"}"#)),
        node("old", "\"t\"", &said("old", "assistant", &text("Wrong"))),
        node("a", "\"t\"", &said("a", "assistant", &text("Here it is."))),
        node("q2", "\"a\"", &said("q2", "user", &text("Thanks"))),
        node("a2", "\"q2\"", &said("a2", "assistant", &text("Welcome."))),
    ];
    let one = format!(r#"{{"title":"Plot","mapping":{{{}}},"current_node":"a2","id":"c9"}}"#, nodes.join(","));
    for log in [one.clone(), format!("[{one}]")] {
        let all = read_bytes(log.as_bytes());
        assert_eq!(all.format(), "chatgpt-export");
        let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
        assert_eq!(outputs, ["Here it is.", "Welcome."]);
        assert_eq!(roles(&all.records[0]), ["user", "assistant", "tool"]);
        assert_eq!(all.records[1].messages.len(), 1);
        assert_eq!(all.records[0].messages[0].role, Role::User);
        assert_eq!(passed_over(&all, "a message of a branch that was left"), 1);
        assert!(all.records.iter().all(|record| record.conversation.as_ref().unwrap().raw() == "c9"));
    }
}

#[test]
fn the_totals_of_a_run_are_told_once() {
    let run = |steps: &str| {
        format!(
            "{{\"schema_version\": \"ATIF-v1.2\", \"session_id\": \"s\", \"steps\": [{steps}], \"final_metrics\": {{\"total_cost_usd\": 0.5}}}}"
        )
    };
    let (user, agent) =
        (r#"{"step_id": 1, "source": "user", "message": "q"}"#, r#"{"step_id": 2, "source": "agent", "message": "a"}"#);
    let costs = |steps: &[&str]| {
        let read = super::read_bytes(run(&steps.join(", ")).as_bytes());
        read.records.iter().map(|record| record.cost).collect::<Vec<_>>()
    };
    assert_eq!(costs(&[user, agent]), [Some(0.5)]);
    assert_eq!(costs(&[agent, agent]), [Some(0.5)]);
    assert_eq!(costs(&[agent, user, agent]), [None, None], "they are those of no single turn");
    assert_eq!(costs(&[user, agent, user, agent]), [None, None]);
}

#[test]
fn what_the_agent_of_openhands_does_before_it_is_asked_knows_the_system_prompt() {
    let events = r#"[{"id": 0, "source": "agent", "action": "system", "args": {"content": "Be brief."}},
{"id": 1, "source": "agent", "action": "message", "args": {"content": "Hello."}},
{"id": 2, "source": "agent", "action": "run", "args": {"command": "ls"}, "model_used": "m"}]"#;
    let read = super::read_with(events.as_bytes(), |order| {
        order.map = vec![("model".to_owned(), "model_used".to_owned())];
    });
    let record = &read.records[0];
    assert_eq!((read.format(), record.messages[0].plain().as_str()), ("openhands-trajectory", "Be brief."));
    assert_eq!(record.model.as_ref().unwrap().raw(), "m");
}

#[test]
fn what_claude_says_before_the_first_question_is_counted() {
    let said =
        |sender: &str, text: &str| format!("{{\"uuid\": \"m\", \"sender\": \"{sender}\", \"text\": \"{text}\"}}");
    let export =
        |said: &[String]| format!("[{{\"uuid\": \"c1\", \"name\": \"\", \"chat_messages\": [{}]}}]", said.join(", "));
    let read = super::read_bytes(
        export(&[said("assistant", "Hello."), said("human", "q"), said("assistant", "a")]).as_bytes(),
    );
    assert_eq!((read.format(), read.records.len(), read.records[0].output.raw()), ("claude-export", 1, "a"));
    assert_eq!(read.skipped, [(1, "what was said before the first user turn")]);
    let read = super::read_bytes(
        format!(
            "{}\n{}",
            export(&[said("human", "q"), said("assistant", "a")]),
            export(&[said("assistant", "Hello.")])
        )
        .replace("]\n[", ", ")
        .as_bytes(),
    );
    assert_eq!((read.records.len(), read.skipped), (1, vec![(2, "a conversation without a user turn")]));
}
