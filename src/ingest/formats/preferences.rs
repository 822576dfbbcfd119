//! Pairs of a preferred and a rejected answer: `OpenAI`'s preference fine-tuning, and sets with `chosen` and `rejected`, those
//! of Anthropic's helpful-and-harmless set being whole transcripts.

use super::format::{Detector, Format, Reader, Strength};
use super::pairs::{Side, give};
use crate::domain::Role;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, Records};

/// `openai-dpo`.
pub(super) const DPO: Format = Format {
    name: "openai-dpo",
    description: "OpenAI's preference fine-tuning: each line gives two records, the preferred and the rejected output.",
    detector: Detector::Entry(|fields| {
        Strength::sure(fields.has("preferred_output") && fields.has("non_preferred_output"))
    }),
    example: r#"{"input": {"messages": [{"role": "user", "content": "2+2?"}]}, "preferred_output": [{"role": "assistant", "content":
"4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}"#,
    reader: Reader::Records(read_dpo),
    expected: "line 1\nuser: 2+2?\noutput: 4\nmeta preference: \"preferred\"\nfeedback preference: preferred\nline 1\nuser: 2+2?\noutput: 5\nmeta preference: \"rejected\"\nfeedback preference: rejected",
    source: "by hand, after the OpenAI guide to direct preference optimization",
    ..Format::BLANK
};

/// `preferences`.
pub(super) const PREFERENCES: Format = Format {
    name: "preferences",
    description: "Sets with a chosen and a rejected answer to a prompt: each line gives two records.",
    detector: Detector::Entry(|fields| Strength::sure(is_pair(fields) && !is_transcripts(fields))),
    example: r#"{"prompt": "2+2?", "chosen": "4", "rejected": "5"}"#,
    reader: Reader::Records(read_pair),
    expected: "line 1\nuser: 2+2?\noutput: 4\nmeta preference: \"chosen\"\nfeedback preference: chosen\nline 1\nuser: 2+2?\noutput: 5\nmeta preference: \"rejected\"\nfeedback preference: rejected",
    source: "by hand, after the document on data sets of the TRL library",
    ..Format::BLANK
};

/// `anthropic-hh`.
pub(super) const HH: Format = Format {
    name: "anthropic-hh",
    description: "Anthropic's helpful-and-harmless set: two transcripts, the chosen and the rejected one; two records.",
    detector: Detector::Entry(|fields| Strength::sure(is_pair(fields) && is_transcripts(fields))),
    example: r#"{"chosen": "\n\nHuman: 2+2?\n\nAssistant: 4", "rejected": "\n\nHuman: 2+2?\n\nAssistant: 5"}"#,
    reader: Reader::Records(read_transcripts),
    expected: "line 1\nuser: 2+2?\noutput: 4\nmeta preference: \"chosen\"\nfeedback preference: chosen\nline 1\nuser: 2+2?\noutput: 5\nmeta preference: \"rejected\"\nfeedback preference: rejected",
    source: "by hand, after `harmless-base/test.jsonl.gz` of anthropics/hh-rlhf (354e5c3cb8)",
    ..Format::BLANK
};

fn is_pair(fields: &Fields<'_>) -> bool {
    let is_said =
        |key: &str| fields.get(key).is_some_and(|it| matches!(it.kind(), Kind::String | Kind::Array | Kind::Object));
    is_said("chosen") && is_said("rejected")
}

fn is_transcripts(fields: &Fields<'_>) -> bool {
    fields.get("chosen").and_then(Value::text).is_some_and(|text| message::transcript(&text).is_some())
}

fn read_dpo(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let (preferred, rejected) = (fields.take("preferred_output"), fields.take("non_preferred_output"));
    let (Some(preferred), Some(rejected)) = (preferred, rejected) else { return out.reject("it has no two outputs") };
    for (key, answer, judged) in
        [("preferred_output", preferred, "preferred"), ("non_preferred_output", rejected, "rejected")]
    {
        give(fields, &Side { key, answer, model: None, judged: Some(judged) }, None, &ask, out);
    }
}

/// Puts in the turns of the `input`, with the tools beside them.
fn ask(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let Some(mut input) = fields.get("input").and_then(Value::members) else { return };
    for (field, key) in [(Field::Messages, "messages"), (Field::Tools, "tools")] {
        if let Some(value) = input.get(key)
            && builder.put(field, &format!("input.{key}"), value)
        {
            input.take(key);
        }
    }
    fields.take("input");
    builder.keep_rest("input", &input);
}

fn read_pair(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let (Some(chosen), Some(rejected)) = (fields.take("chosen"), fields.take("rejected")) else {
        return out.reject("it has no two outputs");
    };
    let models = [
        fields.get("chosen_model").or_else(|| fields.get("chosen-model")),
        fields.get("rejected_model").or_else(|| fields.get("rejected-model")),
    ];
    for ((key, answer), model) in [("chosen", chosen), ("rejected", rejected)].into_iter().zip(models) {
        give(fields, &Side { key, answer, model, judged: Some(key) }, None, &ask_prompt, out);
    }
}

/// A prompt may be a text or turns; where the answers are whole conversations they repeat it.
fn ask_prompt(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if let Some(prompt) = fields.get("prompt")
        && message::is_list(prompt)
        && builder.put(Field::Messages, "prompt", prompt)
    {
        fields.take("prompt");
    }
}

fn read_transcripts(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let (Some(chosen), Some(rejected)) = (fields.take("chosen"), fields.take("rejected")) else {
        return out.reject("it has no two outputs");
    };
    for (key, text) in [("chosen", chosen.plain()), ("rejected", rejected.plain())] {
        let mut turns = message::transcript(&text).unwrap_or_default();
        let answer = turns.pop_if(|turn| turn.role == Role::Assistant).map(|turn| turn.plain()).unwrap_or_default();
        let answer = crate::domain::RawJson::string(&answer);
        let side = Side { key, answer: Value::Json(answer.text()), model: None, judged: Some(key) };
        let ask = |_: &mut Fields<'_>, builder: &mut RecordBuilder| builder.put_turns(key, turns.clone());
        give(&fields.clone(), &side, None, &ask, out);
    }
}
