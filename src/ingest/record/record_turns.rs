//! A record's turns while it is being read: those of a run, and those that several spans tell of.

use super::record_builder::RecordBuilder;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;

/// Takes what a run's environment showed, logged as turns of the user behind the first `before`, for what tools gave
/// back: the question is the task that was set before.
pub(crate) fn observations(turns: &mut [Message], before: usize) {
    for turn in turns.iter_mut().skip(before).filter(|turn| turn.role == Role::User) {
        *turn = Message { role: Role::Tool, parts: vec![Part::ToolResult { id: None, content: turn.plain().into() }] };
    }
}

impl RecordBuilder {
    /// Puts in the turns of a run. The output is the last text of the assistant in them, else its last turn; what it did
    /// after that belongs to the output as well.
    pub(crate) fn put_run(&mut self, key: &str, mut turns: Vec<Message>) {
        let says =
            |part: &Part| matches!(part, Part::Text(text) | Part::Refusal(text) if !text.raw().trim().is_empty());
        let is_by_model = |turn: &Message| turn.role == Role::Assistant && !turn.parts.is_empty();
        let said = turns.iter().rposition(|turn| is_by_model(turn) && turn.parts.iter().any(says));
        if let Some(at) = said.or_else(|| turns.iter().rposition(is_by_model)) {
            let (after, others): (Vec<_>, Vec<_>) =
                turns.split_off(at).into_iter().partition(|turn| matches!(turn.role, Role::Assistant | Role::Tool));
            turns.extend(others);
            self.put_answer(key, after.into_iter().flat_map(|turn| turn.parts).collect());
        }
        self.put_turns(key, turns);
    }

    /// Returns whether the last thing that a user said is like this.
    pub(crate) fn asks(&self, is_like: impl Fn(&str) -> bool) -> bool {
        let mut turns = self.turns.iter().chain(&self.input).rev();
        turns.find(|turn| turn.role == Role::User).is_some_and(|turn| is_like(&turn.plain()))
    }

    /// Takes out the turns before the answer.
    pub(crate) fn take_turns(&mut self) -> Vec<Message> {
        let mut turns = std::mem::take(&mut self.turns);
        turns.append(&mut self.input);
        turns
    }

    fn has_output(&self) -> bool {
        self.output.as_ref().is_some_and(|(text, parts)| !text.trim().is_empty() || !parts.is_empty())
    }

    /// Returns whether it has both an input and an output.
    pub(crate) fn is_answered(&self) -> bool {
        let turns = || self.turns.iter().chain(&self.input);
        let is_asked = turns().any(|turn| turn.role != Role::Assistant && !turn.parts.is_empty());
        is_asked && (self.has_output() || self.turns.last().is_some_and(|turn| turn.role == Role::Assistant))
    }

    /// Returns whether it has an input or an output.
    pub(crate) fn has_content(&self) -> bool {
        !self.turns.is_empty() || !self.input.is_empty() || self.has_output()
    }

    /// Adds what another part of the same entry tells: what is set stays, turns are appended.
    pub(crate) fn absorb(&mut self, other: Self) {
        let (own, more) = (&mut self.content, other.content);
        own.external_id = own.external_id.take().or(more.external_id);
        own.conversation = own.conversation.take().or(more.conversation);
        own.time = own.time.or(more.time);
        own.model = own.model.take().or(more.model);
        own.prompt_version = own.prompt_version.take().or(more.prompt_version);
        own.tools = own.tools.take().or(more.tools);
        own.expected = own.expected.take().or(more.expected);
        own.finish_reason = own.finish_reason.take().or(more.finish_reason);
        own.latency_ms = own.latency_ms.or(more.latency_ms);
        own.tokens_in = own.tokens_in.or(more.tokens_in);
        own.tokens_out = own.tokens_out.or(more.tokens_out);
        own.cost = own.cost.or(more.cost);
        own.error = own.error.take().or(more.error);
        for (key, value) in more.meta {
            if !own.meta.iter().any(|(known, _)| *known == key) {
                own.meta.push((key, value));
            }
        }
        let given: Vec<Message> = other.turns.into_iter().chain(other.input).collect();
        let is_known = given.iter().all(|turn| self.turns.contains(turn) || self.input.contains(turn));
        if !is_known {
            let mut turns = self.take_turns();
            turns.extend(given);
            self.put_turns("spans", turns);
        }
        if !self.has_output() {
            self.output = other.output;
        }
        if self.system.is_empty() {
            self.system = other.system;
        }
        self.hear(other.told.as_ref());
        self.feedback.extend(other.feedback);
        self.set.extend(other.set);
        self.place.judge(other.place.judged);
    }

    /// Takes over the turns of a call that gave the same answer to the same question: it knows the system prompt, the
    /// history and the tools as well.
    pub(crate) fn adopt_turns(&mut self, call: &Self) {
        let text = |record: &Self| record.output.as_ref().map(|(text, _)| text.trim().to_owned()).unwrap_or_default();
        let asked = |record: &Self| {
            let mut turns = record.turns.iter().chain(&record.input).rev();
            turns.find(|turn| turn.role == Role::User).map(|turn| turn.plain().trim().to_owned())
        };
        let is_same = !text(self).is_empty() && text(self) == text(call) && asked(self) == asked(call);
        let count = |record: &Self| record.turns.len() + record.input.len();
        if !is_same || asked(self).is_none() || count(call) < count(self) {
            return;
        }
        self.turns.clone_from(&call.turns);
        self.input.clone_from(&call.input);
        self.output.clone_from(&call.output);
        if self.system.is_empty() {
            self.system.clone_from(&call.system);
        }
        let content = &mut self.content;
        content.tools = content.tools.take().or_else(|| call.content.tools.clone());
        content.finish_reason = content.finish_reason.take().or_else(|| call.content.finish_reason.clone());
        self.note(Field::Messages, "the last model call");
    }
}
