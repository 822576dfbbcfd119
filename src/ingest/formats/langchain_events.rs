//! Events of `LangChain`'s callbacks (`on_llm_start`, `on_llm_end`), also without an id of the run: an end belongs to the
//! start of its kind that is open. A record is the outermost run: a chain with the calls in it, else one call of a model.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use super::spans::first;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::{Field, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, message, read_by_names, turns};

/// `langchain-events`.
pub(super) const FORMAT: Format = Format {
    name: "langchain-events",
    description: "Events of LangChain's callbacks: one record per outermost chain, or per call of a model.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<Callbacks>::default()),
    example: r#"{"event": "on_llm_start", "time": "2026-03-01T10:00:00Z", "prompts": ["2+2?"]}
{"event": "on_llm_end", "time": "2026-03-01T10:00:01Z", "response": {"generations": [[{"text": "4", "generation_info": {"finish_reason": "stop"}}]], "llm_output": {"model_name": "m", "token_usage": {"prompt_tokens": 5, "completion_tokens": 1}}}}
{"event": "on_chain_start", "inputs": {"question": "Weather?"}}
{"event": "on_tool_start", "name": "weather", "input_str": "Oslo"}
{"event": "on_tool_end", "output": "rain"}
{"event": "on_chain_end", "outputs": {"answer": "It rains."}}"#,
    expected: "line 1
user: 2+2?
output: 4
model: m
finish: stop
time: 2026-03-01T10:00:00Z
latency: 1000
tokens: 5/1
line 3
user: Weather?
assistant: [call weather(Oslo)]
tool: [result rain]
output: It rains.",
    source: "by hand, after the callback handlers of langchain-core 0.3",
    ..Format::BLANK
};

/// How many runs may be open at once.
const MOST_OPEN: usize = 256;

/// What runs, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Chain,
    Model,
    Tool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Start,
    End,
    Error,
}

#[derive(Default)]
struct Callbacks {
    open: Vec<Run>,
    turn: Option<SessionTurn>,
    /// Two calls ran at once, and nothing says which of them ended.
    is_tangled: bool,
}

struct Run {
    what: What,
    id: Option<String>,
}

/// Returns what an event says of a run.
fn event(fields: &Fields<'_>) -> Option<(What, Mark)> {
    let is_kind =
        |key: &str| matches!(&*normalized(key), "type" | "event" | "eventtype" | "eventname" | "kind" | "action");
    fields.iter().filter(|(key, _)| is_kind(key)).find_map(|(_, value)| {
        let word = value.text()?.to_lowercase();
        let (what, mark) = word.strip_prefix("on_").unwrap_or(&word).rsplit_once('_')?;
        let what = match what {
            "llm" | "chat_model" => What::Model,
            "chain" | "agent" | "graph" => What::Chain,
            "tool" | "retriever" => What::Tool,
            _ => return None,
        };
        let marks = [("start", Mark::Start), ("end", Mark::End), ("error", Mark::Error)];
        marks.into_iter().find(|(word, _)| *word == mark).map(|(_, mark)| (what, mark))
    })
}

/// A log of them has a start and an end of a chain or a call of a model, and little else.
fn detect(entries: &[Fields<'_>]) -> Strength {
    let events: Vec<(What, Mark)> = entries.iter().filter_map(event).collect();
    let has = |mark: Mark| events.iter().any(|one| one.0 != What::Tool && one.1 == mark);
    Strength::sure(has(Mark::Start) && has(Mark::End) && events.len() * 2 >= entries.len())
}

/// Returns the fields of an event, those within `data` beside the others.
fn spread<'a>(fields: &Fields<'a>) -> Fields<'a> {
    let mut all = fields.clone();
    for key in ["data", "payload", "kwargs"] {
        if all.get(key).is_some_and(|value| value.members().is_some()) {
            all.spread(key);
        }
    }
    all
}

fn find<'a>(fields: &Fields<'a>, names: &[&str]) -> Option<Value<'a>> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or(key).to_owned();
    names
        .iter()
        .find_map(|name| fields.iter().find(|(key, value)| last(key) == *name && !value.is_null()).map(|it| it.1))
}

impl FormatReader for Callbacks {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let Some((what, mark)) = event(fields) else { return out.skip("an event line") };
        let about = spread(fields);
        let id = find(&about, &["run_id", "id"]).and_then(Value::scalar);
        match mark {
            Mark::Start => {
                if self.turn.is_none() {
                    self.turn = Some(begin(what, &about, out));
                } else {
                    self.step(what, &about, out);
                }
                let is_beside = |run: &Run| run.what == What::Model && run.id.is_none() && what == What::Model;
                self.is_tangled |= self.open.iter().any(is_beside) || self.open.len() >= MOST_OPEN;
                self.open.push(Run { what, id });
            }
            Mark::End | Mark::Error => {
                let is_it = |run: &Run| run.what == what && (id.is_none() || run.id.is_none() || run.id == id);
                let Some(place) = self.open.iter().rposition(is_it) else {
                    return out.skip("the end of a run that did not begin");
                };
                self.open.remove(place);
                self.close(what, mark, &about, out);
                if self.open.is_empty() {
                    self.end(out);
                }
            }
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        self.open.clear();
        let Some(turn) = self.turn.take() else { return };
        if std::mem::take(&mut self.is_tangled) {
            return out.reject("calls that ran at once, and no id says which of them ended");
        }
        out.push(turn.finish("the events of the run"));
    }
}

impl Callbacks {
    /// Reads the start of what runs within another.
    fn step(&mut self, what: What, about: &Fields<'_>, out: &Records<'_>) {
        let Some(turn) = &mut self.turn else { return };
        out.tell(&mut turn.record);
        turn.at(find(about, &TIMES));
        if what == What::Tool {
            let serialized = find(about, &["serialized"]).and_then(Value::members).unwrap_or_default();
            let name = find(about, &["name", "tool", "tool_name"]).or_else(|| find(&serialized, &["name"]));
            let arguments = find(about, &["input_str", "inputs", "input", "tool_input", "query"]);
            let text = |value: Option<Value<'_>>| value.map(Value::plain).unwrap_or_default();
            turn.go_on(vec![Part::ToolCall { id: None, name: text(name).into(), arguments: text(arguments).into() }]);
        }
    }

    fn close(&mut self, what: What, mark: Mark, about: &Fields<'_>, out: &Records<'_>) {
        let is_root = self.open.is_empty();
        let Some(turn) = &mut self.turn else { return };
        out.tell(&mut turn.record);
        turn.at(find(about, &TIMES));
        if mark == Mark::Error {
            let said = find(about, &["error", "message", "exception"]).map(Value::plain).unwrap_or_default();
            turn.record.content.error = Some(said.into());
            return;
        }
        match what {
            What::Model => {
                let parts = answer(about, &mut turn.record);
                turn.add(Message { role: Role::Assistant, parts });
            }
            What::Tool => {
                let content = find(about, &["output", "outputs", "result", "documents"]).map(Value::plain);
                let result = Part::ToolResult { id: None, content: content.unwrap_or_default().into() };
                turn.add(Message { role: Role::Tool, parts: vec![result] });
            }
            What::Chain if is_root => {
                if let Some(said) = find(about, &["outputs", "output", "return_values"]).and_then(said)
                    && !turn.says(&said)
                {
                    turn.add(Message::text(Role::Assistant, said));
                }
            }
            What::Chain => {}
        }
    }
}

const TIMES: [&str; 5] = ["timestamp", "time", "ts", "created_at", "start_time"];

/// Begins a record with what the outermost run was given.
fn begin(what: What, about: &Fields<'_>, out: &Records<'_>) -> SessionTurn {
    let mut record = out.begin();
    for (field, names) in
        [(Field::Time, &TIMES[..]), (Field::Id, &["run_id"]), (Field::Conversation, &["session_id", "thread_id"])]
    {
        if let Some(value) = find(about, names) {
            record.put(field, names.first().unwrap_or(&""), value);
        }
    }
    let within = find(about, &["metadata"]).and_then(Value::members).unwrap_or_default();
    if let Some(session) = find(&within, &["session_id", "thread_id", "conversation_id"]) {
        record.put(Field::Conversation, "metadata.session_id", session);
    }
    if let Some(model) = find(about, &["model", "model_name"]) {
        record.put(Field::Model, "model", model);
    }
    let asked = if what == What::Model { prompted(about) } else { None };
    let asked = asked.or_else(|| inputs(find(about, &["inputs", "input", "input_str", "query"])?));
    let mut turn = SessionTurn::begin(record, None);
    asked.into_iter().flatten().for_each(|asked| turn.add(asked));
    turn
}

/// Returns the turns that a model was given.
fn prompted(about: &Fields<'_>) -> Option<Vec<Message>> {
    let input = find(about, &["input"]).and_then(Value::members);
    let list = find(about, &["messages"]).or_else(|| input.as_ref()?.get("messages"));
    if let Some(turns) = list.and_then(|list| turns(list, &mut false)) {
        return Some(turns);
    }
    let prompts = find(about, &["prompts", "prompt"])?;
    let first = prompts.elements().and_then(|all| all.first().copied()).unwrap_or(prompts);
    let text = first.scalar()?;
    Some(message::transcript(&text).unwrap_or_else(|| vec![Message::text(Role::User, text)]))
}

/// Returns the turns that a chain was given: a text, turns, or the field of an object that says it.
fn inputs(value: Value<'_>) -> Option<Vec<Message>> {
    if value.kind() == Kind::String {
        return Some(vec![Message::text(Role::User, value.plain())]);
    }
    if let Some(turns) = turns(value, &mut false) {
        return Some(turns);
    }
    let mut fields = value.members()?;
    let mut record = RecordBuilder::default();
    if let [only] = fields.keys().as_slice()
        && let Some(text) = fields.get(only).filter(|it| it.kind() == Kind::String).and_then(Value::scalar)
    {
        return Some(vec![Message::text(Role::User, text)]);
    }
    read_by_names(&mut fields, &mut record);
    let found = record.take_turns();
    Some(if found.is_empty() { vec![Message::text(Role::User, value.plain())] } else { found })
}

/// Returns what a chain gave out.
fn said(value: Value<'_>) -> Option<String> {
    let Some(fields) = value.members() else { return value.scalar() };
    if let [only] = fields.keys().as_slice() {
        let inner = fields.get(only)?;
        return inner.scalar().or_else(|| turns(inner, &mut false)?.last().map(Message::plain)).or(Some(value.plain()));
    }
    first(&fields, &["output", "answer", "result", "response", "text"]).and_then(Value::scalar).or(Some(value.plain()))
}

/// Returns the parts of a model's answer, and notes its model, tokens and reason to stop.
fn answer(about: &Fields<'_>, record: &mut RecordBuilder) -> Vec<Part> {
    let response = find(about, &["response", "output", "outputs"]).and_then(Value::members);
    let within = response.as_ref().unwrap_or(about);
    let told = find(within, &["llm_output"]).and_then(Value::members).unwrap_or_default();
    if let Some(model) = find(&told, &["model_name", "model"]).or_else(|| find(about, &["model_name", "model"]))
        && let Some(name) = model.scalar()
    {
        record.content.model = Some(name.into());
    }
    if let Some(usage) = find(&told, &["token_usage", "usage"]).or_else(|| find(about, &["token_usage", "usage"])) {
        record.put(Field::Usage, "token_usage", usage);
    }
    let lists = find(within, &["generations"]).and_then(Value::elements).unwrap_or_default();
    let inner = lists.first().and_then(|list| list.elements()?.first().copied()).or_else(|| lists.first().copied());
    let Some(one) = inner.and_then(Value::members) else {
        let said = find(about, &["text", "response", "output", "content", "completion"]);
        let turn = said.and_then(|value| crate::ingest::record::turn(value, &mut false));
        find(within, &["usage_metadata"]).map(|usage| record.put(Field::Usage, "usage_metadata", usage));
        return turn.map_or_else(|| said.map(message::content).unwrap_or_default(), |turn| turn.parts);
    };
    let info = one.get("generation_info").and_then(Value::members).unwrap_or_default();
    if let Some(reason) = find(&info, &["finish_reason", "stop_reason"]) {
        record.put(Field::FinishReason, "finish_reason", reason);
    }
    let turn = one.get("message").and_then(|value| crate::ingest::record::turn(value, &mut false));
    let parts = turn.map(|turn| turn.parts).filter(|parts| !parts.is_empty());
    parts.unwrap_or_else(|| one.get("text").map(message::content).unwrap_or_default())
}
