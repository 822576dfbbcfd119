//! Reads the body of a response, by its shape.

use super::shape::Shape;
use crate::domain::{Part, RawJson};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::RecordBuilder;
use crate::ingest::record::message::{self, message};

/// Takes the answer out of a response, with its model, usage, finish reason and error.
pub(super) fn put_answer(shape: Shape, answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    match shape {
        Shape::Chat | Shape::Completion => put_choices(answer, builder, prefix),
        Shape::Responses => put_items(answer, builder, prefix),
        Shape::Anthropic => put_blocks(answer, builder, prefix),
        Shape::Gemini => put_candidates(answer, builder, prefix),
        Shape::Bedrock => put_bedrock(answer, builder, prefix),
        Shape::Ollama => put_ollama(answer, builder, prefix),
        Shape::Error => builder.put_no_answer(),
    }
    put_error(answer, builder, prefix);
    for (field, names) in [
        (Field::Model, &["model", "modelVersion", "model_version"][..]),
        (Field::Usage, &["usage", "usageMetadata", "usage_metadata"]),
        (Field::FinishReason, &["stop_reason", "stopReason", "finish_reason", "done_reason"]),
        (Field::TokensIn, &["prompt_eval_count", "prompt_token_count", "inputTextTokenCount"]),
        (Field::TokensOut, &["eval_count", "generation_token_count"]),
    ] {
        for name in names {
            if let Some(value) = answer.get(name)
                && (value.is_null() || builder.put(field, &format!("{prefix}{name}"), value))
            {
                answer.take(name);
            }
        }
    }
}

/// Reads the response's own id, time and conversation, where the envelope had none.
pub(super) fn put_identity(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    for (field, name) in [
        (Field::Id, "id"),
        (Field::Id, "responseId"),
        (Field::Id, "response_id"),
        (Field::Time, "created"),
        (Field::Time, "created_at"),
        (Field::Time, "createTime"),
        (Field::Time, "create_time"),
    ] {
        if let Some(value) = answer.get(name)
            && builder.put(field, &format!("{prefix}{name}"), value)
        {
            answer.take(name);
        }
    }
}

/// Reads an error body: the message may stand in an error within the error (`{"type": "error", "error": {…}}`).
fn put_error(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let Some(error) = answer.get("error").filter(|error| !error.is_null()) else {
        answer.take("error");
        return;
    };
    if builder.put(Field::Error, &format!("{prefix}error"), error) {
        answer.take("error");
        if answer.get("type").and_then(Value::text).as_deref() == Some("error") {
            answer.take("type");
        }
    }
}

fn put_choices(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let choices = answer.take("choices").and_then(Value::elements).unwrap_or_default();
    if answer.get("object").and_then(Value::text).is_some_and(|kind| kind.starts_with("chat.completion")) {
        answer.take("object");
    }
    let Some((first, others)) = choices.split_first() else { return builder.put_no_answer() };
    let Some(mut choice) = first.members() else { return builder.put_no_answer() };
    let path = format!("{prefix}choices[0]");
    if let Some(said) = choice.take("message").or_else(|| choice.take("delta")) {
        let parts = message::answer(said, &mut builder.is_partial);
        builder.put_answer(&format!("{path}.message"), parts);
    } else if let Some(text) = choice.take("text") {
        builder.put_answer(&format!("{path}.text"), message::content(text));
    }
    if let Some(reason) = choice.take("finish_reason") {
        builder.put(Field::FinishReason, &format!("{path}.finish_reason"), reason);
    }
    choice.take("index");
    if choice.get("logprobs").is_some_and(Value::is_null) {
        choice.take("logprobs");
    }
    builder.keep_rest("choice", &choice);
    keep_others("other_choices", others, builder);
}

/// Keeps the choices or candidates that are not the answer.
pub(super) fn keep_others(key: &str, others: &[Value<'_>], builder: &mut RecordBuilder) {
    let list: Vec<String> = others.iter().map(|other| other.kept().text().to_owned()).collect();
    if !list.is_empty()
        && let Ok(list) = RawJson::parse(&format!("[{}]", list.join(",")))
    {
        builder.keep(key, list);
    }
}

fn put_items(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let items = answer.take("output").and_then(Value::elements).unwrap_or_default();
    let parts: Vec<Part> = items
        .into_iter()
        .flat_map(|item| match message(item, &mut builder.is_partial) {
            Some(turn) => turn.parts,
            None => vec![Part::Other(item.kept())],
        })
        .collect();
    builder.put_answer(&format!("{prefix}output"), parts);
    let text = answer.get("output_text").and_then(Value::text);
    if text.is_some_and(|text| text == builder.answer_text()) {
        answer.take("output_text");
    }
    if let Some(within) = answer.get("incomplete_details").and_then(Value::members)
        && let Some(reason) = within.get("reason")
        && builder.put(Field::FinishReason, &format!("{prefix}incomplete_details.reason"), reason)
    {
        answer.take("incomplete_details");
    } else if let Some(status) = answer.get("status")
        && builder.put(Field::FinishReason, &format!("{prefix}status"), status)
    {
        answer.take("status");
    }
    let conversation = answer.get("conversation");
    let id = conversation.and_then(|value| value.members()?.get("id")).or(conversation);
    if let Some(id) = id
        && builder.put(Field::Conversation, &format!("{prefix}conversation"), id)
    {
        answer.take("conversation");
    }
    put_request_echo(answer, builder, prefix);
}

/// Reads the instructions and tools of the request, which a response of the Responses API repeats.
fn put_request_echo(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    for (field, name) in [(Field::System, "instructions"), (Field::Tools, "tools")] {
        let Some(value) = answer.get(name) else { continue };
        if value.is_null() || value.source() == "[]" || builder.put(field, &format!("{prefix}{name}"), value) {
            answer.take(name);
        }
    }
}

fn put_blocks(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let name = if answer.has("content") { "content" } else { "completion" };
    let Some(content) = answer.take(name) else { return builder.put_no_answer() };
    builder.put_answer(&format!("{prefix}{name}"), message::content(content));
    answer.take("type");
    answer.take("role");
    if answer.get("stop_sequence").is_some_and(Value::is_null) {
        answer.take("stop_sequence");
    }
}

fn put_candidates(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let candidates = answer.take("candidates").and_then(Value::elements).unwrap_or_default();
    let first = candidates.first().and_then(|first| first.members());
    let Some(mut candidate) = first else {
        builder.put_no_answer();
        let reason = ["promptFeedback", "prompt_feedback"].iter().find_map(|key| answer.get(key));
        let reason = reason.and_then(Value::members);
        let reason = reason.and_then(|within| within.get("blockReason").or_else(|| within.get("block_reason")));
        if let Some(reason) = reason {
            builder.put(Field::FinishReason, &format!("{prefix}promptFeedback.blockReason"), reason);
        }
        return;
    };
    let path = format!("{prefix}candidates[0]");
    let parts = match candidate.take("content") {
        Some(content) => message::answer(content, &mut builder.is_partial),
        None => Vec::new(),
    };
    builder.put_answer(&format!("{path}.content"), parts);
    for name in ["finishReason", "finish_reason"] {
        if let Some(reason) = candidate.take(name) {
            builder.put(Field::FinishReason, &format!("{path}.{name}"), reason);
        }
    }
    candidate.take("index");
    builder.keep_rest("candidate", &candidate);
    keep_others("other_candidates", candidates.get(1..).unwrap_or_default(), builder);
}

/// Reads an answer of Bedrock: Converse has a message; the models behind `InvokeModel` each have a form of their own.
fn put_bedrock(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    if let Some(mut output) = answer.get("output").and_then(Value::members)
        && let Some(said) = output.take("message")
    {
        let parts = message::answer(said, &mut builder.is_partial);
        builder.put_answer(&format!("{prefix}output.message"), parts);
        answer.take("output");
        builder.keep_rest("output", &output);
        let metrics = answer.get("metrics").and_then(Value::members);
        if let Some(latency) = metrics.and_then(|metrics| metrics.get("latencyMs"))
            && builder.put(Field::Latency, &format!("{prefix}metrics.latencyMs"), latency)
        {
            answer.take("metrics");
        }
        return;
    }
    if let Some(text) = answer.take("generation") {
        return builder.put_answer(&format!("{prefix}generation"), message::content(text));
    }
    for (list, text, reason) in [
        ("results", "outputText", "completionReason"),
        ("outputs", "text", "stop_reason"),
        ("generations", "text", "finish_reason"),
    ] {
        let Some(items) = answer.take(list).and_then(Value::elements) else { continue };
        let Some(mut first) = items.first().and_then(|first| first.members()) else { continue };
        let said = first.take(text).map(message::content).unwrap_or_default();
        builder.put_answer(&format!("{prefix}{list}[0].{text}"), said);
        if let Some(why) = first.take(reason) {
            builder.put(Field::FinishReason, &format!("{prefix}{list}[0].{reason}"), why);
        }
        if let Some(count) = first.get("tokenCount")
            && builder.put(Field::TokensOut, &format!("{prefix}{list}[0].tokenCount"), count)
        {
            first.take("tokenCount");
        }
        builder.keep_rest(list, &first);
        keep_others("other_results", items.get(1..).unwrap_or_default(), builder);
    }
}

/// Reads the `message` of a chat or the `response` of a generation; durations are nanoseconds.
fn put_ollama(answer: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    if let Some(said) = answer.take("message") {
        let parts = message::answer(said, &mut builder.is_partial);
        builder.put_answer(&format!("{prefix}message"), parts);
    } else if let Some(text) = answer.take("response") {
        let thought = answer.take("thinking").and_then(Value::scalar).map(|text| Part::Reasoning(text.into()));
        let parts = thought.into_iter().chain(message::content(text)).collect();
        builder.put_answer(&format!("{prefix}response"), parts);
    }
    if let Some(nanos) = answer.get("total_duration").and_then(Value::number)
        && builder.put_latency(&format!("{prefix}total_duration"), nanos / 1e6)
    {
        answer.take("total_duration");
    }
    if answer.get("done").is_some_and(|done| done.source() == "true") {
        answer.take("done");
    }
}
