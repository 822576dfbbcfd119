//! The body of an API's response is read to the same record in whatever log it stands: each body of each provider, whole
//! and streamed, as JSON and as its text, inside each tool's envelope.

use super::{Gathered, file, try_read};
use gemba::domain::{Content, Role};
use gemba::ingest::ImportOptions;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A body: its provider, its request and its response. All ask "Open?" under "Be brief." and answer "It is open.".
struct Body {
    name: &'static str,
    request: Value,
    response: Value,
}

fn lines(events: &[Value], before: &str, after: &str) -> String {
    events.iter().fold(String::new(), |mut all, event| {
        let _ = write!(all, "{before}{event}\n{after}");
        all
    })
}

fn chat_chunks() -> Vec<Value> {
    let chunk = |choices: Value| json!({"id": "c1", "object": "chat.completion.chunk", "created": 1_772_359_200, "model": "gpt-4o", "choices": choices});
    let mut last = chunk(json!([]));
    last["usage"] = json!({"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8});
    vec![
        chunk(json!([{"index": 0, "delta": {"role": "assistant", "content": "It is "}, "finish_reason": null}])),
        chunk(json!([{"index": 0, "delta": {"content": "open."}, "finish_reason": null}])),
        chunk(json!([{"index": 0, "delta": {}, "finish_reason": "stop"}])),
        last,
    ]
}

fn message_events() -> Vec<Value> {
    vec![
        json!({"type": "message_start", "message": {"id": "m1", "type": "message", "role": "assistant", "model": "claude-x", "content": [], "stop_reason": null, "usage": {"input_tokens": 5, "output_tokens": 1}}}),
        json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
        json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "It is "}}),
        json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "open."}}),
        json!({"type": "content_block_stop", "index": 0}),
        json!({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": null}, "usage": {"output_tokens": 3}}),
        json!({"type": "message_stop"}),
    ]
}

fn response_events() -> Vec<Value> {
    vec![
        json!({"type": "response.created", "response": {"id": "r1", "object": "response", "status": "in_progress", "output": []}}),
        json!({"type": "response.output_text.delta", "item_id": "i1", "output_index": 0, "delta": "It is open."}),
        json!({"type": "response.completed", "response": responses()}),
    ]
}

fn responses() -> Value {
    json!({"id": "r1", "object": "response", "created_at": 1_772_359_200, "status": "completed", "model": "gpt-4o", "output": [
        {"id": "i1", "type": "message", "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": "It is open.", "annotations": []}]}],
        "usage": {"input_tokens": 5, "output_tokens": 3, "total_tokens": 8}})
}

fn ollama_lines() -> Vec<Value> {
    vec![
        json!({"model": "llama3", "created_at": "2026-03-01T10:00:00Z", "message": {"role": "assistant", "content": "It is "}, "done": false}),
        json!({"model": "llama3", "created_at": "2026-03-01T10:00:01Z", "message": {"role": "assistant", "content": "open."}, "done": false}),
        json!({"model": "llama3", "created_at": "2026-03-01T10:00:02Z", "message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "stop", "prompt_eval_count": 5, "eval_count": 3}),
    ]
}

fn gemini(text: &str, is_last: bool) -> Value {
    let mut one = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}], "modelVersion": "gemini-x"});
    if is_last {
        one["candidates"][0]["finishReason"] = "STOP".into();
        one["usageMetadata"] = json!({"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8});
    }
    one
}

fn bodies() -> Vec<Body> {
    let turns = json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Open?"}]);
    let chat = json!({"model": "gpt-4o", "messages": turns});
    let anthropic = json!({"model": "claude-x", "system": "Be brief.", "max_tokens": 99, "messages": [{"role": "user", "content": "Open?"}]});
    let asked = json!({"model": "gpt-4o", "instructions": "Be brief.", "input": "Open?"});
    let contents = json!({"systemInstruction": {"parts": [{"text": "Be brief."}]}, "contents": [{"role": "user", "parts": [{"text": "Open?"}]}]});
    let converse = json!({"modelId": "nova", "system": [{"text": "Be brief."}], "messages": [{"role": "user", "content": [{"text": "Open?"}]}], "inferenceConfig": {"maxTokens": 99}});
    let local = json!({"model": "llama3", "messages": turns});
    let body = |name, request: &Value, response| Body { name, request: request.clone(), response };
    let message = json!({"id": "m1", "type": "message", "role": "assistant", "model": "claude-x", "content": [{"type": "text", "text": "It is open."}], "stop_reason": "end_turn", "stop_sequence": null, "usage": {"input_tokens": 5, "output_tokens": 3}});
    let events = |list: &[Value]| lines(list, "data: ", "\n");
    let named = message_events().iter().fold(String::new(), |mut all, event| {
        let _ = write!(all, "event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap());
        all
    });
    vec![
        body(
            "chat",
            &chat,
            json!({"id": "c1", "object": "chat.completion", "created": 1_772_359_200, "model": "gpt-4o", "choices": [{"index": 0, "message": {"role": "assistant", "content": "It is open.", "refusal": null}, "logprobs": null, "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}),
        ),
        body(
            "chat, the least of it",
            &chat,
            json!({"choices": [{"message": {"content": "It is open."}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 3}}),
        ),
        body("chat in a list of chunks", &chat, json!(chat_chunks())),
        body(
            "chat in a list of texts",
            &chat,
            json!(chat_chunks().iter().map(|chunk| format!("data: {chunk}\n\n")).collect::<Vec<_>>()),
        ),
        body("chat as events", &chat, format!("{}data: [DONE]\n\n", events(&chat_chunks())).into()),
        body("responses", &asked, responses()),
        body("responses as events", &asked, events(&response_events()).into()),
        body("responses in a list of events", &asked, json!(response_events())),
        body(
            "completion",
            &json!({"model": "gpt-3.5", "prompt": "Open?", "max_tokens": 9}),
            json!({"id": "c1", "object": "text_completion", "created": 1_772_359_200, "model": "gpt-3.5", "choices": [{"text": "It is open.", "index": 0, "logprobs": null, "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}),
        ),
        body("anthropic", &anthropic, message),
        body("anthropic as events", &anthropic, named.into()),
        body("anthropic in a list of events", &anthropic, json!(message_events())),
        body("gemini", &contents, gemini("It is open.", true)),
        body("gemini in a list", &contents, json!([gemini("It is ", false), gemini("open.", true)])),
        body("gemini as events", &contents, events(&[gemini("It is ", false), gemini("open.", true)]).into()),
        body(
            "converse",
            &converse,
            json!({"output": {"message": {"role": "assistant", "content": [{"text": "It is open."}]}}, "stopReason": "end_turn", "usage": {"inputTokens": 5, "outputTokens": 3, "totalTokens": 8}, "metrics": {"latencyMs": 100}}),
        ),
        body(
            "converse in a list of events",
            &converse,
            json!([{"messageStart": {"role": "assistant"}}, {"contentBlockDelta": {"delta": {"text": "It is "}, "contentBlockIndex": 0}}, {"contentBlockDelta": {"delta": {"text": "open."}, "contentBlockIndex": 0}}, {"contentBlockStop": {"contentBlockIndex": 0}}, {"messageStop": {"stopReason": "end_turn"}}, {"metadata": {"usage": {"inputTokens": 5, "outputTokens": 3, "totalTokens": 8}}}]),
        ),
        body(
            "titan",
            &json!({"inputText": "Open?", "textGenerationConfig": {"maxTokenCount": 9}}),
            json!({"inputTextTokenCount": 5, "results": [{"tokenCount": 3, "outputText": "It is open.", "completionReason": "FINISH"}]}),
        ),
        body(
            "llama",
            &json!({"prompt": "Open?", "max_gen_len": 9}),
            json!({"generation": "It is open.", "prompt_token_count": 5, "generation_token_count": 3, "stop_reason": "stop"}),
        ),
        body(
            "ollama",
            &local,
            json!({"model": "llama3", "created_at": "2026-03-01T10:00:00Z", "message": {"role": "assistant", "content": "It is open."}, "done": true, "done_reason": "stop", "prompt_eval_count": 5, "eval_count": 3}),
        ),
        body("ollama in a list of lines", &local, json!(ollama_lines())),
        body("ollama in lines", &local, lines(&ollama_lines(), "", "").into()),
    ]
}

/// A log that holds a call: its name, and how it is written of a request and a response.
type Envelope = (&'static str, fn(&Value, &Value) -> String);

fn text(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).into()
}

fn cell(value: &Value) -> String {
    format!("\"{}\"", text(value).as_str().unwrap().replace('"', "\"\""))
}

fn attribute(key: &str, value: &Value) -> Value {
    json!({"key": key, "value": {"stringValue": text(value)}})
}

const ENVELOPES: &[Envelope] = &[
    ("a row", |request, response| json!({"request": request, "response": response}).to_string()),
    ("a row with other names", |request, response| {
        json!({"ts": "2026-03-01T10:00:00Z", "latency_ms": 12, "input": request, "output": response}).to_string()
    }),
    ("a row with one more layer", |request, response| {
        json!({"id": "x", "data": {"request": {"url": "https://a", "body": request}, "response": {"status": 200, "body": response}}}).to_string()
    }),
    ("a table", |request, response| format!("id,request,response\n1,{},{}\n", cell(request), cell(response))),
    ("rows of a conversation", |_, response| {
        let row =
            |role: &str, message: Value| json!({"session_id": "s1", "role": role, "message": message}).to_string();
        let asked = [row("system", "Be brief.".into()), row("user", "Open?".into())].join("\n");
        format!("{asked}\n{}", row("assistant", response.clone()))
    }),
    ("helicone", |request, response| {
        json!({"request_id": "q1", "response_id": "a1", "request_created_at": "2026-03-01T10:00:00Z", "response_status": 200,
            "delay_ms": 1250, "request_properties": {}, "request_body": request, "response_body": response})
        .to_string()
    }),
    ("langfuse", |request, response| {
        json!({"id": "o1", "traceId": "t1", "type": "GENERATION", "startTime": "2026-03-01T10:00:00Z", "endTime": "2026-03-01T10:00:01Z",
            "parentObservationId": null, "input": request, "output": response})
        .to_string()
    }),
    ("langsmith", |request, response| {
        let outputs = if response.is_object() { response.clone() } else { json!({"output": response}) };
        json!({"id": "r1", "trace_id": "r1", "run_type": "llm", "name": "call", "start_time": "2026-03-01T10:00:00", "inputs": request, "outputs": outputs})
            .to_string()
    }),
    ("litellm", |request, response| {
        json!({"id": "l1", "call_type": "acompletion", "startTime": 1_772_359_200.0, "endTime": 1_772_359_201.0, "litellm_call_id": "l",
            "messages": {}, "proxy_server_request": {"url": "u", "method": "POST", "body": request}, "response": response})
        .to_string()
    }),
    ("braintrust", |request, response| {
        json!({"id": "e1", "span_id": "s1", "root_span_id": "s1", "span_attributes": {"name": "call", "type": "llm"}, "created": "2026-03-01T10:00:00Z",
            "input": request, "output": response, "metrics": {}})
        .to_string()
    }),
    ("weave", |request, response| {
        json!({"id": "c1", "op_name": "weave:///t/p/op/call:1", "trace_id": "t1", "parent_id": null, "started_at": "2026-03-01T10:00:00Z",
            "inputs": request, "output": response})
        .to_string()
    }),
    ("openinference", |request, response| {
        json!({"name": "call", "context": {"trace_id": "t1", "span_id": "s1"}, "span_kind": "LLM", "start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-01T10:00:01Z",
            "attributes": {"openinference.span.kind": "LLM", "input.value": text(request), "output.value": text(response), "input.mime_type": "application/json"}})
        .to_string()
    }),
    ("otlp", |request, response| {
        json!({"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "t1", "spanId": "s1", "name": "call", "startTimeUnixNano": "1772359200000000000",
            "endTimeUnixNano": "1772359201000000000", "attributes": [attribute("gen_ai.prompt", request), attribute("gen_ai.completion", response)]}]}]}]})
        .to_string()
    }),
    ("otlp events", |request, response| {
        let log = |name: &str, key: &str, value: &Value| {
            json!({"traceId": "t1", "spanId": "s1", "eventName": name, "timeUnixNano": "1772359200000000000",
            "attributes": [attribute(key, value)]})
        };
        json!({"resourceLogs": [{"scopeLogs": [{"logRecords": [log("gen_ai.content.prompt", "gen_ai.prompt", request), log("gen_ai.content.completion", "gen_ai.completion", response)]}]}]})
            .to_string()
    }),
    ("mlflow", |request, response| {
        json!({"trace_id": "t1", "request_time": "2026-03-01T10:00:00Z", "state": "OK", "request": text(request), "response": text(response), "trace_metadata": {}, "spans": []})
            .to_string()
    }),
];

fn faults(name: &str, record: &Content, body: &Body) -> Vec<String> {
    let mut faults = Vec::new();
    let asked: Vec<String> =
        record.messages.iter().filter(|turn| turn.role == Role::User).map(gemba::domain::Message::plain).collect();
    if asked != ["Open?"] {
        faults.push(format!("asked {asked:?}"));
    }
    if record.output.raw() != "It is open." {
        faults.push(format!("answered {:.120?}", record.output.raw()));
    }
    let systems: Vec<String> =
        record.messages.iter().filter(|turn| turn.role == Role::System).map(gemba::domain::Message::plain).collect();
    let has_system = body.request.to_string().contains("Be brief.") || name == "rows of a conversation";
    if systems.len() != usize::from(has_system) || systems.iter().any(|said| said != "Be brief.") {
        faults.push(format!("under {systems:?}"));
    }
    if (record.tokens_in, record.tokens_out) != (Some(5), Some(3)) {
        faults.push(format!("tokens {:?}/{:?}", record.tokens_in, record.tokens_out));
    }
    if record.finish_reason.is_none() {
        faults.push("no finish reason".to_owned());
    }
    faults
}

fn gathered(log: &str) -> Result<Gathered, String> {
    let (_folder, path) = file("log", log.as_bytes());
    try_read(&ImportOptions { path, ..ImportOptions::default() })
        .map_err(|problem| format!("{problem} {}", problem.advice()))
}

#[test]
fn what_came_over_the_wire_is_a_log_of_responses() {
    let streamed =
        bodies().into_iter().filter(|body| body.name.ends_with(" as events") || body.name.ends_with("in lines"));
    let mut count = 0;
    for body in streamed {
        let once = text(&body.response).as_str().unwrap().to_owned();
        let all = gathered(&format!("{once}{once}")).unwrap();
        let outputs: Vec<&str> = all.records.iter().map(|record| record.output.raw()).collect();
        // A response of Responses is known by its id; two with one id follow each other all the same.
        assert_eq!(outputs, ["It is open."; 2], "{}: {:?} {:?}", body.name, all.skipped, all.rejects);
        assert!(all.records.iter().all(|record| record.tokens_out == Some(3) && record.finish_reason.is_some()));
        assert!(all.rejects.is_empty() && all.skipped.is_empty(), "{}: {:?} {:?}", body.name, all.skipped, all.rejects);
        count += 1;
    }
    assert_eq!(count, 5);
}

#[test]
fn a_response_that_is_mapped_to_the_output_is_read_as_one() {
    for body in bodies() {
        let line = json!({"q": "Open?", "reply": {"status": 200, "body": body.response}}).to_string();
        let (_folder, path) = file("log", line.as_bytes());
        let map = [("input", "q"), ("output", "reply.body")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
        let all = try_read(&ImportOptions { path, map, ..ImportOptions::default() }).unwrap();
        assert_eq!(all.records[0].output.raw(), "It is open.", "{}", body.name);
    }
}

#[test]
fn an_error_ends_a_stream_that_has_begun() {
    let chunks = chat_chunks();
    let log = format!("data: {}\n\ndata: {}\n\n", chunks[0], json!({"error": {"message": "Overloaded"}}));
    let all = gathered(&log).unwrap();
    assert_eq!(all.records.len(), 1, "{:?}", all.skipped);
    assert_eq!(all.records[0].output.raw(), "It is ");
    assert_eq!(all.records[0].error.as_ref().unwrap().raw(), "Overloaded");
}

#[test]
fn a_response_is_read_alike_in_every_log() {
    let mut wrong = String::new();
    for (name, envelope) in ENVELOPES {
        for body in bodies() {
            for (form, log) in [
                ("json", envelope(&body.request, &body.response)),
                ("text", envelope(&text(&body.request), &text(&body.response))),
            ] {
                let faults = match gathered(&log) {
                    Ok(all) if all.records.len() == 1 => faults(name, &all.records[0], &body),
                    Ok(all) => vec![format!(
                        "{} records as {} {:?} {:?}",
                        all.records.len(),
                        all.format(),
                        all.skipped,
                        all.rejects
                    )],
                    Err(problem) => vec![problem],
                };
                if !faults.is_empty() {
                    let _ = writeln!(wrong, "{name}: {} ({form}): {}", body.name, faults.join("; "));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
