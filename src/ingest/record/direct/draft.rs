//! The content that is being filled. Whatever does not go in as it is, is told, and the entry is read otherwise.

use std::borrow::Cow;
use std::sync::Arc;

use super::shape::Step;
use crate::domain::{Content, Message, Part, Role, Untrusted};
use crate::ingest::columns::{Conventions, Noted};
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value, decode};
use crate::ingest::record::measured::measure;
use crate::ingest::record::names::MAY_BE_TAKEN;
use crate::ingest::record::scalars::count;
use crate::ingest::record::shapes::answer_object::with_sources;
use crate::ingest::record::shapes::template;
use crate::ingest::record::slots::is_filled;

/// So many texts are kept for the next entry,
const MOST_SPARE: usize = 64;
/// none larger than this.
const LARGEST_SPARE: usize = 16 * 1024;

/// The content of one entry after another.
pub(super) struct Draft {
    pub(super) content: Content,
    conventions: Arc<Conventions>,
    noted: Vec<Noted>,
    /// Texts without anything in them.
    spare: Vec<String>,
    /// Whether it was given turns, and no input by itself.
    pub(super) has_turns: bool,
}

/// Returns whether an object is an answer in JSON as a whole: nothing in it is the answer.
fn is_answer_in_json(value: Value<'_>) -> bool {
    const HOLDING: [&str; 10] =
        ["text", "content", "value", "role", "type", "parts", "messages", "choices", "candidates", "output"];
    let Some(members) = value.members() else { return false };
    let holds = |key: &str| key.starts_with('$') || HOLDING.contains(&key) || key.chars().all(char::is_uppercase);
    members.len() > 1 && !members.iter().any(|(key, _)| holds(key)) && with_sources(members).is_none()
}

impl Draft {
    pub(super) fn new(conventions: Arc<Conventions>) -> Self {
        Self { content: Content::default(), conventions, noted: Vec::new(), spare: Vec::new(), has_turns: false }
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        let Content { messages, output, external_id, conversation, model, prompt_version, finish_reason, meta, .. } =
            std::mem::take(&mut self.content);
        let slots = [external_id, conversation, model, prompt_version, finish_reason];
        let mut spare = std::mem::take(&mut self.spare);
        let mut give = |text: Untrusted| {
            let mut text = text.into_raw();
            if spare.len() < MOST_SPARE && (1..=LARGEST_SPARE).contains(&text.capacity()) {
                text.clear();
                spare.push(text);
            }
        };
        slots.into_iter().flatten().for_each(&mut give);
        give(output);
        for part in messages.into_iter().flat_map(|turn| turn.parts) {
            if let Part::Text(text) = part {
                give(text);
            }
        }
        let mut meta = meta;
        meta.drain(..).for_each(|(key, _)| give(key));
        self.spare = spare;
        self.content.meta = meta;
        self.noted.clear();
        self.has_turns = false;
    }

    fn text(&mut self, text: Cow<'_, str>) -> Untrusted {
        match text {
            Cow::Owned(text) => text.into(),
            Cow::Borrowed(text) => {
                let mut into = self.spare.pop().unwrap_or_default();
                into.push_str(text);
                into.into()
            }
        }
    }

    /// Puts a value in; returns whether it is one that goes in as it is.
    pub(super) fn put(&mut self, step: Step, key: &str, value: Value<'_>) -> bool {
        match step {
            Step::Turns => self.turns(value),
            Step::Input => self.input(value),
            Step::Output => self.output(value),
            Step::Text(field) => self.slot(field, value),
            Step::Measured(field) => self.measured(field, key, value),
            Step::Usage => self.usage(value),
            Step::Open | Step::Keep => false,
        }
    }

    /// Puts in turns with a role and a text each. The model's own may not be the last: it may be the output once more.
    fn turns(&mut self, value: Value<'_>) -> bool {
        let mut turns = std::mem::take(&mut self.content.messages);
        let is_read = value.each_pair(["\"role\"", "\"content\""], |role, text| {
            let role = match role {
                "\"system\"" => Role::System,
                "\"user\"" => Role::User,
                "\"assistant\"" => Role::Assistant,
                _ => return false,
            };
            let is_text = text.starts_with('"');
            if is_text {
                turns.push(Message { role, parts: vec![Part::Text(self.text(decode(text)))] });
            }
            is_text
        });
        let is_asked = turns.last().is_some_and(|turn| turn.role != Role::Assistant);
        self.content.messages = turns;
        self.has_turns = true;
        is_read && is_asked
    }

    fn input(&mut self, value: Value<'_>) -> bool {
        let Some(text) = value.text() else { return false };
        // It may hold turns.
        if text.trim_start().starts_with(['{', '[', '<']) || template::turns(&text).is_some() {
            return false;
        }
        let text = self.text(text);
        self.content.messages.push(Message { role: Role::User, parts: vec![Part::Text(text)] });
        true
    }

    fn output(&mut self, value: Value<'_>) -> bool {
        self.content.output = match value.kind() {
            Kind::String => self.text(value.text().unwrap_or_default()),
            Kind::Object if is_answer_in_json(value) => value.plain().into(),
            Kind::Object | Kind::Array | Kind::Number | Kind::Bool | Kind::Null => return false,
        };
        !self.content.output.is_empty()
    }

    /// Returns the slot of a field with a text.
    const fn text_slot(&mut self, field: Field) -> Option<&mut Option<Untrusted>> {
        Some(match field {
            Field::Id => &mut self.content.external_id,
            Field::Conversation => &mut self.content.conversation,
            Field::Model => &mut self.content.model,
            Field::Prompt => &mut self.content.prompt_version,
            Field::FinishReason => &mut self.content.finish_reason,
            _ => return None,
        })
    }

    fn slot(&mut self, field: Field, value: Value<'_>) -> bool {
        let text = match value.kind() {
            Kind::String => value.text(),
            Kind::Number | Kind::Bool => Some(Cow::Borrowed(value.source())),
            Kind::Null | Kind::Array | Kind::Object => None,
        };
        let is_version = |text: &str| text.chars().count() <= 80 && !text.contains('\n');
        let fits = |text: &Cow<'_, str>| !text.trim().is_empty() && (field != Field::Prompt || is_version(text));
        let Some(text) = text.filter(fits) else { return false };
        let text = self.text(text);
        let Some(slot) = self.text_slot(field) else { return false };
        *slot = Some(text);
        true
    }

    fn measured(&mut self, field: Field, key: &str, value: Value<'_>) -> bool {
        let is_put = measure(&self.conventions, (field, key, value), &mut self.content, &mut self.noted);
        is_put && self.noted.is_empty()
    }

    /// Puts in counts of tokens under their usual names, with their sum or without.
    fn usage(&mut self, value: Value<'_>) -> bool {
        let mut total = None;
        let is_read = value.each_member(|name, value| {
            let number = (value.kind() == Kind::Number).then(|| value.number()).flatten().and_then(count);
            let slot = match name {
                "\"prompt_tokens\"" | "\"input_tokens\"" => &mut self.content.tokens_in,
                "\"completion_tokens\"" | "\"output_tokens\"" => &mut self.content.tokens_out,
                "\"total_tokens\"" => &mut total,
                _ => return false,
            };
            number.is_some() && std::mem::replace(slot, number).is_none()
        });
        let sum = self.content.tokens_in.zip(self.content.tokens_out).map(|(a, b)| a.saturating_add(b));
        is_read && (total.is_none() || total == sum)
    }

    /// Takes the members of an object up, as fields of the record where their names say so and nothing is there yet.
    pub(super) fn open(&mut self, key: &str, value: Value<'_>, outer: &Fields<'_>) -> bool {
        if value.kind() != Kind::Object {
            return self.keep(key, value);
        }
        value.each_member(|name, value| {
            let name = decode(name);
            let field = meaning_of(&name).map(|(field, _)| field).filter(|field| MAY_BE_TAKEN.contains(field));
            match field.filter(|field| !value.is_null() && !is_filled(&self.content, *field)) {
                Some(Field::PromptName) => false,
                Some(field @ (Field::Latency | Field::Cost | Field::TokensIn | Field::TokensOut)) => {
                    self.measured(field, &[key, ".", &name].concat(), value)
                }
                Some(field) => self.slot(field, value),
                None if outer.has(&name) => self.keep(&[key, ".", &name].concat(), value),
                None => self.keep(&name, value),
            }
        })
    }

    /// Keeps a value as it is.
    pub(super) fn keep(&mut self, key: &str, value: Value<'_>) -> bool {
        let key = self.text(Cow::Borrowed(key));
        self.content.meta.push((key, value.kept()));
        true
    }
}
