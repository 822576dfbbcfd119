//! jsonl: every case as one JSON object, for any other tool; and the data file that the running suites share.

use serde_json::{Value, json};

use super::suite::Suite;
use crate::domain::{Check, Content, Message, Part, Role, Untrusted};
use crate::stubs::evidence::proof::{Outcome, Proof};
use crate::stubs::evidence::stub_source::{Case, StubSource};
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::{ascii, judge};

pub(super) const SUITE: Suite = Suite {
    word: "jsonl",
    help: "Cases as JSON lines: input, output, expected verdict, checks, notes.",
    engine: None,
    file,
    write,
    shared: |_: &[StubEntry]| Vec::new(),
    run: None,
    ci: None,
    results: None,
};

fn file(stem: &str) -> String {
    format!("jsonl/{stem}.jsonl")
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let line = |check: &Check| json!({ "check": check.key, "kind": check.spec.kind, "params": check.spec.params });
    let checks: Vec<Value> = proof.checks.iter().map(|(check, _)| line(check)).collect();
    let judges: Vec<Value> = proof.judges.iter().map(line).collect();
    let (weak, is_red) = (proof.weak(source), proof.red(source).is_some());
    let lines = proof.cases.iter().filter_map(|(at, outcome)| {
        let mut line = case_line(source, source.cases.get(*at)?);
        let verdict = match outcome {
            _ if checks.is_empty() || is_red => Value::Null,
            Outcome::Caught | Outcome::WronglyRejected => "fail".into(),
            Outcome::Missed | Outcome::Accepted => "pass".into(),
        };
        if !proof.judges.is_empty() {
            line["judges"] = judges.clone().into();
            line["judge_example"] = proof.examples.contains(at).into();
        }
        line["checks"] = checks.clone().into();
        line["checks_say"] = verdict;
        if let Some(words) = &weak {
            line["weak"] = words.as_str().into();
        }
        Some(line)
    });
    let cases = OutFile::ours(file(&source.stem), ascii::json_lines(lines));
    std::iter::once(cases).chain(judge::data(source, proof)).collect()
}

/// `cases/<stem>.jsonl`, which the suites read that run. Of those that share it in one folder, pytest comes first
/// and says of what kind a case is.
pub(super) fn cases(source: &StubSource, proof: &Proof) -> OutFile {
    let mut places = proof.cases.clone();
    places.sort_unstable_by_key(|(at, _)| *at);
    let lines = places.into_iter().filter_map(|(at, outcome)| {
        let mut line = case_line(source, source.cases.get(at)?);
        line["kind"] = kind(outcome).into();
        // The turns say it: what reads the cases makes it of them.
        if let Some(fields) = line.as_object_mut() {
            fields.remove("input");
        }
        Some(line)
    });
    OutFile::ours(format!("cases/{}.jsonl", source.stem), ascii::json_lines(lines))
}

/// Returns what the checks make of a case, in the word that readers of cases know.
const fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Caught => "caught",
        Outcome::Missed => "missed",
        Outcome::WronglyRejected => "false",
        Outcome::Accepted => "good",
    }
}

fn case_line(source: &StubSource, case: &Case) -> Value {
    let content: &Content = &case.record.content;
    let raw = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    let messages: Vec<Value> = content.messages.iter().map(turn).collect();
    let notes: Vec<&str> = case.notes.iter().map(Untrusted::raw).collect();
    let mut line = json!({
        "id": case.record.id,
        "input": content.input_text(),
        "output": content.output.raw(),
        "expect": if case.is_bad { "fail" } else { "pass" },
        "target": source.target,
        "target_name": source.name,
        "definition": source.definition.raw(),
        "notes": notes,
        "messages": messages,
        "model": raw(&content.model),
        "expected_output": raw(&content.expected),
        "tool_calls": tool_calls(&content.output_parts),
        "refusal": has_refusal(&content.output_parts),
        "finish_reason": raw(&content.finish_reason),
        "latency_ms": content.latency_ms,
        "cost": content.cost,
        "tokens_in": content.tokens_in,
        "tokens_out": content.tokens_out,
    });
    if content.after_output > 0 {
        line["after_output"] = content.after_output.into();
    }
    if case.is_masked {
        line["masked"] = true.into();
    }
    line
}

/// Returns a turn; one of the model that holds more than a text says which part of it is the text, and what it called.
fn turn(message: &Message) -> Value {
    let mut line = json!({ "role": message.role.as_str(), "content": message.plain() });
    if message.role == Role::Assistant && !matches!(message.parts.as_slice(), [Part::Text(_)]) {
        let text = |part: &Part| if matches!(part, Part::Text(_)) { part.plain() } else { None };
        line["text"] = message.parts.iter().filter_map(text).collect::<String>().into();
        line["tool_calls"] = tool_calls(&message.parts).into();
        line["refusal"] = has_refusal(&message.parts).into();
    }
    line
}

fn has_refusal(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Refusal(_)))
}

/// Returns the tools that were called, with the arguments as they were logged.
fn tool_calls(parts: &[Part]) -> Vec<Value> {
    let call = |part: &Part| match part {
        Part::ToolCall { name, arguments, .. } => Some(json!({ "name": name.raw(), "arguments": arguments.raw() })),
        Part::Text(_)
        | Part::Reasoning(_)
        | Part::Refusal(_)
        | Part::ToolResult { .. }
        | Part::Media { .. }
        | Part::Other(_) => None,
    };
    parts.iter().filter_map(call).collect()
}
