//! Votes between the answers of two models: Chatbot Arena, MT-bench's human judgements, `AlpacaEval`'s annotations. One entry
//! becomes two records.

use super::format::{Detector, Format, Reader, Strength};
use super::pairs::{Side, give};
use crate::domain::RawJson;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records};

/// `arena`.
pub(super) const FORMAT: Format = Format {
    name: "arena",
    description: "Votes between two models' answers (Chatbot Arena, MT-bench, AlpacaEval): each line gives two records.",
    detector: Detector::Entry(|fields| Strength::sure(sides(fields).is_some())),
    example: r#"{"question_id": 81, "model_a": "m1", "model_b": "m2", "winner": "model_b", "judge": "expert_1", "turn": 1,
"conversation_a": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "5"}],
"conversation_b": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}"#,
    reader: Reader::Records(read),
    expected: "line 1\nuser: 2+2?\noutput: 5\nid: 81\nmodel: m1\nmeta preference: \"loss\"\nmeta winner: \"model_b\"\nmeta judge: \"expert_1\"\nmeta turn: 1\nfeedback preference: loss by expert_1\nline 1\nuser: 2+2?\noutput: 4\nid: 81\nmodel: m2\nmeta preference: \"win\"\nmeta winner: \"model_b\"\nmeta judge: \"expert_1\"\nmeta turn: 1\nfeedback preference: win by expert_1",
    source: "by hand, after the columns of lmsys/mt_bench_human_judgments and lmsys/chatbot_arena_conversations",
    ..Format::BLANK
};

/// The names of the answers, and of the models that gave them.
const SIDES: [[(&str, &str); 2]; 6] = [
    [("conversation_a", "model_a"), ("conversation_b", "model_b")],
    [("response_a", "model_a"), ("response_b", "model_b")],
    [("answer_a", "model_a"), ("answer_b", "model_b")],
    [("output_a", "model_a"), ("output_b", "model_b")],
    [("output_1", "generator_1"), ("output_2", "generator_2")],
    [("response_1", "model_1"), ("response_2", "model_2")],
];

/// Fields that say who won.
const VOTES: [&str; 7] =
    ["winner", "preference", "winner_model_a", "winner_model_b", "winner_tie", "annotator", "overall_preference"];

fn sides(fields: &Fields<'_>) -> Option<[(&'static str, &'static str); 2]> {
    let is_named = |side: &(&str, &str)| fields.has(side.0);
    let known = SIDES.into_iter().find(|sides| sides.iter().all(is_named))?;
    let is_vote = VOTES.iter().any(|key| fields.has(key)) || known.iter().all(|(_, model)| fields.has(model));
    is_vote.then_some(known)
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let Some([a, b]) = sides(fields) else { return out.reject("it has no two answers") };
    let votes = judged(fields);
    let (Some(first), Some(second)) = (fields.take(a.0), fields.take(b.0)) else { return };
    let models = [fields.take(a.1), fields.take(b.1)];
    let by = ["judge", "annotator", "annotator_id"].iter().find_map(|key| fields.get(key).and_then(Value::scalar));
    let questions = fields.get("prompt").and_then(texts);
    let is_listed = interleaved(questions.as_deref(), first).is_some();
    if is_listed {
        fields.take("prompt");
    }
    let turn = fields.get("turn").and_then(Value::number);
    for (((key, answer), model), judged) in [(a.0, first), (b.0, second)].into_iter().zip(models).zip(votes) {
        let cut = interleaved(questions.as_deref().filter(|_| is_listed), answer).or_else(|| up_to(answer, turn));
        let answer = cut.as_ref().map_or(answer, |cut| Value::Json(cut.text()));
        let side = Side { key, answer, model, judged };
        give(&fields.clone(), &side, by.as_deref(), &ask, out);
    }
}

/// Leaves the input to what the fields say.
fn ask(_: &mut Fields<'_>, _: &mut RecordBuilder) {}

/// Returns the texts that a list holds, also one that is written as text.
fn texts(value: Value<'_>) -> Option<Vec<String>> {
    let opened = value.openable()?.into_owned();
    let list = Value::Json(&opened).elements()?;
    list.into_iter()
        .map(|one| if one.is_null() { Some(String::new()) } else { Some(one.text()?.into_owned()) })
        .collect()
}

/// Returns the turns of a conversation whose questions and answers stand in two lists.
fn interleaved(questions: Option<&[String]>, answer: Value<'_>) -> Option<RawJson> {
    let (questions, answers) = (questions?, texts(answer)?);
    let turns: Vec<serde_json::Value> = questions
        .iter()
        .zip(&answers)
        .flat_map(|(question, answer)| {
            [
                serde_json::json!({"role": "user", "content": question}),
                serde_json::json!({"role": "assistant", "content": answer}),
            ]
        })
        .collect();
    (questions.len() == answers.len()).then(|| RawJson::of(&turns.into()))
}

/// Returns the conversation up to the answer of the turn that was judged, where it goes on.
fn up_to(conversation: Value<'_>, turn: Option<f64>) -> Option<RawJson> {
    let turn = turn.filter(|turn| *turn >= 1.0)?;
    let list = conversation.elements()?;
    let mut answers = 0.0;
    for (place, said) in list.iter().enumerate() {
        let is_answer = said.members().and_then(|it| it.get("role")?.text()).as_deref() == Some("assistant");
        answers += f64::from(u8::from(is_answer));
        if answers >= turn {
            let kept: Vec<&str> = list.iter().take(place + 1).map(|said| said.source()).collect();
            return RawJson::parse(&format!("[{}]", kept.join(","))).ok();
        }
    }
    None
}

/// Returns what the vote says of each side.
fn judged(fields: &Fields<'_>) -> [Option<&'static str>; 2] {
    let (first, second) = ([Some("win"), Some("loss")], [Some("loss"), Some("win")]);
    let is_one = |key: &str| fields.get(key).and_then(Value::number) == Some(1.0);
    if is_one("winner_model_a") {
        return first;
    }
    if is_one("winner_model_b") {
        return second;
    }
    if is_one("winner_tie") {
        return [Some("tie"); 2];
    }
    let vote = ["winner", "preference", "overall_preference"].iter().find_map(|key| fields.get(key));
    let Some(vote) = vote.filter(|vote| matches!(vote.kind(), Kind::String | Kind::Number)) else { return [None; 2] };
    if let Some(number) = vote.number() {
        // AlpacaEval: 1 the first, 2 the second, and probabilities between; 1.5 a tie.
        return match number {
            n if (1.0..1.5).contains(&n) => first,
            n if n > 1.5 && n <= 2.0 => second,
            n if (n - 1.5).abs() < f64::EPSILON => [Some("tie"); 2],
            _ => [None; 2],
        };
    }
    let word = vote.plain().to_lowercase();
    match word.trim() {
        "model_a" | "a" | "assistant_a" | "left" | "response_a" | "model_1" | "output_1" => first,
        "model_b" | "b" | "assistant_b" | "right" | "response_b" | "model_2" | "output_2" => second,
        bad if bad.contains("both") && bad.contains("bad") => [Some("both bad"); 2],
        tie if tie.starts_with("tie") => [Some("tie"); 2],
        _ => [None; 2],
    }
}
