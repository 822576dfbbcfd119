//! A record while it is being read: fields are put in from whatever shape the log has, and [`RecordBuilder::finish`] makes the
//! content of them, taking the output from the last assistant turn where the log has no field for it.

use std::sync::Arc;

use super::place::Place;
use super::scalars::is_hollow;
use super::shapes::answer_object;
use super::shapes::exchanges::exchanges;
use super::shapes::message::{self, is_answer, message, messages};
use super::shapes::part::split;
use super::shapes::template;
use super::told::Told;
use crate::domain::records::plain_text;
use crate::domain::{Content, Flag, Message, Part, RawJson, Role, Untrusted};
use crate::ingest::columns::{Conventions, Noted, Seen};
use crate::ingest::field_names::{Field, ends_as};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::sink::Feedback;

/// What was read from where: `("input", "question")`.
pub(crate) type Mapping = Vec<(String, String)>;

/// Room for so many fields without a place of their own is made at once.
const USUAL_META: usize = 12;

/// A record that is not finished.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct RecordBuilder {
    pub(crate) content: Content,
    /// The entry that it comes from.
    pub(crate) place: Place,
    /// What people and tools said about it.
    pub(crate) feedback: Vec<Feedback>,
    pub(super) set: Vec<Field>,
    /// Fields with a path that the user named; nothing else is read for them.
    pub(super) closed: Vec<Field>,
    /// What was found there.
    pub(super) told: Option<Arc<Told>>,
    pub(super) system: Vec<Part>,
    pub(super) turns: Vec<Message>,
    pub(super) is_history: bool,
    pub(super) input: Vec<Message>,
    pub(super) output: Option<(String, Vec<Part>)>,
    pub(super) prompt_name: Option<String>,
    /// Something of a message has no place in the content.
    pub(crate) is_partial: bool,
    /// The content is complete, with its flags and raw line.
    pub(crate) is_exact: bool,
    /// What is decided for the columns of the file.
    pub(crate) conventions: Option<Arc<Conventions>>,
    /// The values of columns for which that is still to be decided.
    pub(crate) seen: Option<Vec<Seen>>,
    /// What is to be said about values.
    pub(crate) noted: Vec<Noted>,
    /// Whether the user named the field that is put in.
    pub(crate) is_told: bool,
    /// What was read from where, when somebody wants to know.
    pub(crate) mapping: Option<Mapping>,
}

impl RecordBuilder {
    /// Begins a record that comes from this entry.
    pub(crate) fn at(place: Place) -> Self {
        let content = Content { meta: Vec::with_capacity(USUAL_META), ..Content::default() };
        Self { content, place, ..Self::default() }
    }

    pub(crate) fn is_set(&self, field: Field) -> bool {
        self.set.contains(&field)
    }

    /// Reads `field` only from the path that the user named.
    pub(crate) fn close(&mut self, field: Field) {
        self.closed.push(field);
    }

    pub(crate) fn is_closed(&self, field: Field) -> bool {
        self.closed.contains(&field)
    }

    /// Records that `field` was read from `key`.
    pub(crate) fn note(&mut self, field: Field, key: &str) {
        if !self.set.contains(&field) {
            self.set.push(field);
        }
        if let Some(mapping) = &mut self.mapping
            && !field.word().is_empty()
        {
            mapping.push((field.word().to_owned(), key.to_owned()));
        }
    }

    /// Puts a logged value in. Returns false when the field is taken already, or the value does not fit it.
    pub(crate) fn put(&mut self, field: Field, key: &str, value: Value<'_>) -> bool {
        if self.is_set(field) || self.is_filled(field) || self.is_closed(field) || value.is_null() {
            return false;
        }
        // An object without members, and a list without elements, say nothing.
        let is_hollow = || matches!(value, Value::Json(_)) && value.source().len() < 80 && is_hollow(value);
        if matches!(field, Field::Output) && is_hollow() {
            return false;
        }
        let is_taken = !(field == Field::System && self.is_system_name(key, value)) && self.try_put(field, key, value);
        if is_taken {
            self.note(field, key);
        }
        is_taken
    }

    fn try_put(&mut self, field: Field, key: &str, value: Value<'_>) -> bool {
        let scalar = || value.scalar().map(Untrusted::new);
        let content = &mut self.content;
        match field {
            Field::Input => self.put_input(key, value),
            Field::Output => {
                self.put_output(value);
                true
            }
            Field::Messages => self.put_messages(key, value),
            Field::System => {
                self.system = message::content(value);
                !self.system.is_empty()
            }
            Field::Expected => fill(&mut content.expected, Some(value.plain().into())),
            Field::Id => fill(&mut content.external_id, scalar()),
            Field::Conversation => fill(&mut content.conversation, scalar()),
            Field::Model => fill(&mut content.model, scalar()),
            Field::Prompt => {
                let version = scalar().filter(|text| text.chars() <= 80 && !text.raw().contains('\n'));
                fill(&mut content.prompt_version, version)
            }
            Field::PromptName => fill(&mut self.prompt_name, value.scalar().filter(|text| text.len() <= 80)),
            Field::Time | Field::Latency | Field::TokensIn | Field::TokensOut | Field::Cost => {
                self.put_measured(field, key, value)
            }
            Field::FinishReason => fill(&mut content.finish_reason, scalar()),
            Field::Error => self.put_error(key, value),
            Field::Note => {
                content.meta.push(("note".into(), value.kept()));
                true
            }
            Field::Tools if value.source() == "[]" => true,
            Field::Tools => fill(&mut content.tools, (value.kind() == Kind::Array).then(|| value.kept())),
            Field::Usage => self.put_usage(key, value),
            Field::Meta => false,
        }
    }

    fn put_input(&mut self, key: &str, value: Value<'_>) -> bool {
        if let Some(turns) = messages(value, &mut self.is_partial) {
            if self.is_set(Field::Messages) {
                return false;
            }
            self.turns = turns;
            self.note(Field::Messages, key);
            return true;
        }
        if let Some(opened) = value.openable().filter(|text| text.contains("messages"))
            && let Some(mut members) = Value::Json(&opened).members()
            && !self.is_set(Field::Messages)
            && let Some(turns) = members.get("messages").and_then(|value| messages(value, &mut self.is_partial))
        {
            members.take("messages");
            self.turns = turns;
            self.note(Field::Messages, &format!("{key}.messages"));
            self.keep_rest(key, &members);
            return true;
        }
        let text = value.plain();
        if !self.is_set(Field::Messages)
            && let Some(turns) = template::turns(&text)
        {
            self.turns = turns;
            if let Some((said, _)) = &mut self.output {
                *said = template::without_end(said).to_owned();
            }
            self.note(Field::Messages, key);
            return true;
        }
        let is_asked =
            self.turns.iter().rev().find(|turn| turn.role == Role::User).is_some_and(|turn| turn.plain() == text);
        if is_asked {
            return true;
        }
        if self.is_set(Field::Messages) && !self.is_history {
            return false;
        }
        self.input = vec![Message { role: Role::User, parts: vec![Part::Text(text.into())] }];
        true
    }

    /// Puts in an input that was made of several fields.
    pub(crate) fn put_question(&mut self, keys: &str, text: String) {
        self.input = vec![Message::text(Role::User, text)];
        self.note(Field::Input, keys);
    }

    fn put_messages(&mut self, key: &str, value: Value<'_>) -> bool {
        let turns = messages(value, &mut self.is_partial).or_else(|| exchanges(value, &mut self.is_partial));
        if let Some(turns) = turns {
            self.is_history = ends_as(key.rsplit('.').next().unwrap_or(key), "history");
            self.turns = turns;
            return true;
        }
        false
    }

    /// Puts in turns that were read elsewhere.
    pub(crate) fn put_turns(&mut self, key: &str, turns: Vec<Message>) {
        self.turns = turns;
        self.note(Field::Messages, key);
    }

    fn put_output(&mut self, value: Value<'_>) {
        self.output = Some(self.answer_of(value).unwrap_or_else(|| (value.plain(), Vec::new())));
    }

    /// Reads an output that is a message, or a list of them, also as text; other JSON is an answer like any other.
    fn answer_of(&mut self, value: Value<'_>) -> Option<(String, Vec<Part>)> {
        let may_be = matches!(value.kind(), Kind::Object | Kind::Array)
            // The text of an output is never opened, but a cell has no other way to hold a message.
            || matches!(value, Value::Cell(cell) if cell.contains("role") || cell.contains("type"));
        let opened = may_be.then(|| value.openable()).flatten()?;
        let inner = Value::Json(&opened);
        if inner.members().is_some_and(|fields| fields.has("role") && fields.has("content")) {
            return message(inner, &mut self.is_partial).map(|answer| split(answer.parts));
        }
        if let Some(parts) = message::parts_of(inner) {
            return Some(split(parts));
        }
        if inner.kind() == Kind::Array && message::is_list(inner) {
            let mut turns = messages(inner, &mut self.is_partial)?;
            let answer = turns.pop_if(|turn| turn.role == Role::Assistant)?;
            self.turns.append(&mut turns);
            return Some(split(answer.parts));
        }
        None
    }

    /// Puts in an answer that was read elsewhere.
    pub(crate) fn put_answer(&mut self, key: &str, parts: Vec<Part>) {
        self.output = Some(split(parts));
        self.note(Field::Output, key);
    }

    /// Returns the parts of the answer that was put in.
    pub(crate) fn answer_parts(&self) -> Vec<Part> {
        let Some((text, rest)) = &self.output else { return Vec::new() };
        let said = (!text.is_empty()).then(|| Part::Text(text.as_str().into()));
        said.into_iter().chain(rest.iter().cloned()).collect()
    }

    /// Says that the log has the request, and no answer to it.
    pub(crate) fn put_no_answer(&mut self) {
        self.content.flags.push(Flag::NoFinalAnswer);
    }

    /// Returns whether the last of its turns is the model's.
    pub(crate) fn ends_in_answer(&self) -> bool {
        self.turns.last().is_some_and(|turn| turn.role == Role::Assistant)
    }

    /// Returns the text of the answer that was put in.
    pub(crate) fn answer_text(&self) -> &str {
        self.output.as_ref().map_or("", |(text, _)| text)
    }

    /// Puts in how long the call took. Returns false when that is known already.
    pub(crate) fn put_latency(&mut self, key: &str, millis: f64) -> bool {
        if self.is_set(Field::Latency) || self.is_closed(Field::Latency) {
            return false;
        }
        self.content.latency_ms = Some(millis);
        self.note(Field::Latency, key);
        true
    }

    /// Keeps what is left of an object as a meta field.
    pub(crate) fn keep_rest(&mut self, key: &str, rest: &Fields<'_>) {
        if !rest.is_empty() {
            self.keep(key, rest.to_json());
        }
    }

    /// Keeps a field as it is.
    pub(crate) fn keep(&mut self, key: &str, value: RawJson) {
        self.content.meta.push((key.into(), value));
    }

    /// Adds what somebody, or a tool, said about the record: a score, a label or a comment.
    pub(crate) fn add_feedback(&mut self, feedback: Feedback) {
        self.feedback.push(feedback);
    }

    /// Returns the content, where it comes from, and how it was read.
    ///
    /// # Errors
    /// The reason, when there is neither an input nor an output.
    pub(crate) fn finish(mut self) -> Result<(Content, Option<Mapping>), String> {
        self.obey();
        if self.is_exact {
            return Ok((self.content, self.mapping));
        }
        let has_turns = !self.turns.is_empty();
        let is_run = self.output.is_none() && !self.is_history && self.input.is_empty();
        let mut turns = self.turns;
        turns.append(&mut self.input);
        let is_silent = self.output.as_ref().is_none_or(|(text, parts)| text.is_empty() && parts.is_empty());
        let is_request = self.content.flags.contains(&Flag::NoFinalAnswer);
        self.content.flags.retain(|flag| *flag != Flag::NoFinalAnswer);
        if is_silent && is_request {
            self.content.flags.push(Flag::NoFinalAnswer);
            self.output = self.output.or_else(|| Some(Default::default()));
        } else if is_silent && has_turns {
            let is_last = turns.last().is_some_and(|turn| turn.role == Role::Assistant);
            let last = turns.len().checked_sub(1).filter(|_| is_last);
            // A run may end with the tool's or the user's turn: what the model said last is its answer all the same.
            let earlier = || turns.iter().rposition(is_answer).filter(|_| is_run);
            if let Some(place) = last.or_else(earlier) {
                let answer = turns.remove(place).parts;
                self.content.after_output = u32::try_from(turns.len() - place).unwrap_or(u32::MAX);
                self.output = Some(split(answer));
                if let Some(mapping) = &mut self.mapping {
                    mapping.push(("output".to_owned(), "the last assistant turn".to_owned()));
                }
            } else if self.output.is_none() {
                self.content.flags.push(Flag::NoFinalAnswer);
            }
        } else if let Some((text, _)) = &self.output {
            // The whole answer, or JSON of which one text was mapped.
            let is_it = |said: &str| said == text || answer_object::says(said, text);
            let is_repeated = |turn: &mut Message| turn.role == Role::Assistant && is_it(&turn.plain());
            turns.pop_if(is_repeated);
        }
        if turns.is_empty() && self.output.is_none() {
            return Err("it has neither an input nor an output".to_owned());
        }
        let says_system = plain_text(&self.system);
        if !self.system.is_empty() && !turns.iter().any(|turn| turn.role == Role::System && turn.plain() == says_system)
        {
            turns.insert(0, Message { role: Role::System, parts: self.system });
        }
        self.content.messages = turns;
        if let Some((text, parts)) = self.output {
            self.content.output = text.into();
            self.content.output_parts = parts;
        }
        if let Some(name) = self.prompt_name {
            let version = self.content.prompt_version.take();
            let full = version.map_or_else(|| name.clone(), |version| format!("{name}@{}", version.raw()));
            self.content.prompt_version = Some(full.into());
        }
        Ok((self.content, self.mapping))
    }
}

/// Sets a slot; returns whether there was a value for it.
fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}
