//! MT-bench: answers of a model to questions of two turns, alone or joined with the questions; one record a turn. The
//! judgements of a model are records of their own, the judge being the model.

use super::format::{Detector, Format, Reader, Strength};
use crate::domain::{Message, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, read_by_names};

/// `mt-bench`.
pub(super) const ANSWERS: Format = Format {
    name: "mt-bench",
    description: "MT-bench answers and questions, a record a turn; `--join ANSWERS --on question_id` puts them together.",
    detector: Detector::Entry(|fields| Strength::sure(is_answer(fields) || is_question(fields))),
    example: r#"{"question_id": 81, "turns": ["2+2?", "And 3+3?"], "reference": ["4", "6"], "answer_id": "x", "model_id": "m",
"choices": [{"index": 0, "turns": ["4", "6"]}], "tstamp": 1700000000.5}"#,
    reader: Reader::Records(read_answer),
    expected: "line 1\nuser: 2+2?\noutput: 4\nid: x\nconversation: 81\nmodel: m\nexpected: 4\ntime: 2023-11-14T22:13:20.5Z\nmeta turn: 1\nline 1\nuser: 2+2?\nassistant: 4\nuser: And 3+3?\noutput: 6\nid: x\nconversation: 81\nmodel: m\nexpected: 6\ntime: 2023-11-14T22:13:20.5Z\nmeta turn: 2",
    source: "by hand, after `fastchat/llm_judge/data/mt_bench` of lm-sys/FastChat (0e6d3e4bea)",
    ..Format::BLANK
};

/// `mt-bench-judgements`.
pub(super) const JUDGEMENTS: Format = Format {
    name: "mt-bench-judgements",
    description: "MT-bench judgements by a model, of single answers or of pairs: the judge's own calls.",
    detector: Detector::Entry(|fields| Strength::sure(is_single(fields) || is_double(fields))),
    example: r#"{"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "user_prompt": "Rate it.", "judgment":
"Good. Rating: [[9]]", "score": 9, "turn": 1, "tstamp": 1700000000}"#,
    reader: Reader::Records(read_judgement),
    expected: "line 1\nuser: Rate it.\noutput: Good. Rating: [[9]]\nid: 81\nmodel: gpt-4\nprompt: single-v1\ntime: 2023-11-14T22:13:20Z\nmeta judged_model: \"m\"\nmeta score: 9\nmeta turn: 1",
    source: "by hand, after `gen_judgment.py` of lm-sys/FastChat (0e6d3e4bea)",
    ..Format::BLANK
};

fn texts(value: Option<Value<'_>>) -> Option<Vec<String>> {
    // Arena-Hard has each turn in an object.
    let text = |one: Value<'_>| match one.members() {
        Some(turn) => turn.get("content")?.scalar(),
        None => Some(one.text()?.into_owned()),
    };
    value?.elements()?.into_iter().map(text).collect()
}

fn is_answer(fields: &Fields<'_>) -> bool {
    let first = fields.get("choices").and_then(Value::elements).and_then(|list| list.first()?.members());
    fields.has("question_id") && first.is_some_and(|choice| texts(choice.get("turns")).is_some())
}

fn is_question(fields: &Fields<'_>) -> bool {
    fields.has("question_id") && fields.has("category") && texts(fields.get("turns")).is_some()
}

fn is_single(fields: &Fields<'_>) -> bool {
    ["question_id", "judge", "user_prompt", "judgment"].iter().all(|key| fields.has(key))
}

fn is_double(fields: &Fields<'_>) -> bool {
    ["question_id", "judge", "g1_judgment", "g2_judgment"].iter().all(|key| fields.has(key))
}

fn read_answer(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let questions = texts(fields.take("turns")).unwrap_or_default();
    let references = texts(fields.take("reference")).unwrap_or_default();
    let choices = fields.take("choices").and_then(Value::elements).unwrap_or_default();
    let answers = choices.first().and_then(|choice| texts(choice.members()?.get("turns"))).unwrap_or_default();
    let mut before: Vec<Message> = Vec::new();
    for place in 0..questions.len().max(answers.len()).max(1) {
        let mut builder = out.begin();
        let question = questions.get(place).map(|text| Message::text(Role::User, text.as_str()));
        before.extend(question);
        if !before.is_empty() {
            builder.put_turns("turns", before.clone());
        }
        match answers.get(place) {
            Some(answer) => {
                let said = Message::text(Role::Assistant, answer.as_str());
                builder.put_answer("choices[0].turns", said.parts.clone());
                before.push(said);
            }
            None => builder.put_no_answer(),
        }
        builder.content.expected = references.get(place).map(|text| text.as_str().into());
        let mut rest = fields.clone();
        put_names(&mut rest, &mut builder);
        builder.keep("turn", crate::domain::RawJson::of(&(place + 1).into()));
        if let Some(others) = choices.get(1..).filter(|others| !others.is_empty() && place == 0) {
            let list: Vec<&str> = others.iter().map(|other| other.source()).collect();
            if let Ok(list) = crate::domain::RawJson::parse(&format!("[{}]", list.join(","))) {
                builder.keep("other_choices", list);
            }
        }
        read_by_names(&mut rest, &mut builder);
        out.push(builder);
    }
}

fn put_names(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for (field, key) in [
        (Field::Conversation, "question_id"),
        (Field::Id, "answer_id"),
        (Field::Id, "question_id"),
        (Field::Time, "tstamp"),
    ] {
        if let Some(value) = fields.get(key)
            && builder.put(field, key, value)
            && (field != Field::Conversation || fields.has("answer_id"))
        {
            fields.take(key);
        }
    }
}

fn read_judgement(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let is_pair = is_double(fields);
    let judge = fields.take("judge");
    let names = texts(judge).unwrap_or_else(|| judge.and_then(Value::scalar).into_iter().collect());
    let sides: &[(&str, &str)] = if is_pair {
        &[("g1_user_prompt", "g1_judgment"), ("g2_user_prompt", "g2_judgment")]
    } else {
        &[("user_prompt", "judgment")]
    };
    for (asked, said) in sides {
        let mut builder = out.begin();
        let mut rest = fields.clone();
        for (field, key) in [(Field::Input, *asked), (Field::Output, *said)] {
            if let Some(value) = rest.take(key) {
                builder.put(field, key, value);
            }
        }
        for (prompt, judgment) in sides.iter().filter(|side| side.1 != *said) {
            rest.take(prompt);
            rest.take(judgment);
        }
        builder.content.model = names.first().map(|name| name.as_str().into());
        builder.note(Field::Model, "judge");
        builder.content.prompt_version = names.get(1).map(|name| name.as_str().into());
        if let Some(model) = rest.take("model") {
            builder.keep("judged_model", model.kept());
        }
        read_by_names(&mut rest, &mut builder);
        out.push(builder);
    }
}
