//! One turn of an agent's session while it is being read: the user's words, and what happened until the next.

use crate::domain::{Flag, Message, Part, Role, Time};
use crate::ingest::json::Value;
use crate::ingest::record::RecordBuilder;

/// The most bytes of text kept of one turn; beyond them its earliest steps are dropped, but not the system prompt and not
/// the user's words.
const LONGEST: usize = 8 * 1024 * 1024;

/// A user turn and the steps after it.
pub(super) struct SessionTurn {
    pub(super) record: RecordBuilder,
    steps: Vec<Message>,
    bytes: usize,
    begun: Option<Time>,
    ended: Option<Time>,
}

impl SessionTurn {
    /// Begins with the user's words; without them where the log does not have them.
    pub(super) fn begin(record: RecordBuilder, asked: Option<Message>) -> Self {
        let begun = record.content.time;
        let mut turn = Self { record, steps: Vec::new(), bytes: 0, begun, ended: None };
        if let Some(asked) = asked {
            turn.add(asked);
        }
        turn
    }

    /// Adds a step.
    pub(super) fn add(&mut self, step: Message) {
        if step.parts.is_empty() {
            return;
        }
        self.bytes += step.plain().len();
        self.steps.push(step);
        while self.bytes > LONGEST {
            let asked = self.steps.iter().position(|step| step.role == Role::User);
            let is_step = |(at, step): (usize, &Message)| step.role != Role::System && Some(at) != asked;
            let earliest = self.steps.iter().enumerate().position(is_step);
            let Some(at) = earliest.filter(|at| at + 1 < self.steps.len()) else { break };
            self.bytes -= self.steps.remove(at).plain().len();
            if !self.record.content.flags.contains(&Flag::Cut) {
                self.record.content.flags.push(Flag::Cut);
            }
        }
    }

    /// Adds to the assistant's last step, where one message was logged in pieces; else a step of its own.
    pub(super) fn go_on(&mut self, parts: Vec<Part>) {
        match self.steps.last_mut() {
            Some(last) if last.role == Role::Assistant => {
                self.bytes += crate::domain::records::plain_text(&parts).len();
                last.parts.extend(parts);
            }
            Some(_) | None => self.add(Message { role: Role::Assistant, parts }),
        }
    }

    /// Adds text to what the assistant is saying, where it comes in pieces; else begins a step with it.
    pub(super) fn go_on_with(&mut self, text: &str) {
        if let Some(Message { role: Role::Assistant, parts }) = self.steps.last_mut()
            && let Some(Part::Text(said)) = parts.last_mut()
        {
            self.bytes += text.len();
            *said = format!("{}{text}", said.raw()).into();
            return;
        }
        self.go_on(vec![Part::Text(text.into())]);
    }

    /// Returns whether the assistant called this tool since the last answer of one.
    pub(super) fn calls(&self, tool: &str) -> bool {
        let is_call = |part: &Part| matches!(part, Part::ToolCall { name, .. } if name.raw() == tool);
        let last = self.steps.iter().rev().find(|step| step.role == Role::Assistant);
        last.is_some_and(|step| step.parts.iter().any(is_call))
    }

    /// Returns whether this is what the assistant said last.
    pub(super) fn says(&self, text: &str) -> bool {
        let last = self.steps.iter().rev().find(|step| step.role == Role::Assistant);
        last.is_some_and(|step| step.plain().trim() == text.trim())
    }

    /// Notes when something of it was logged.
    pub(super) fn at(&mut self, time: Option<Value<'_>>) {
        self.at_time(time.and_then(Value::text).and_then(|text| Time::parse(&text)));
    }

    /// Notes when something of it was logged.
    pub(super) fn at_time(&mut self, time: Option<Time>) {
        if self.begun.is_none() {
            self.begun = time;
            self.record.content.time = time;
        }
        self.ended = time.or(self.ended);
    }

    /// Returns whether the model did anything.
    pub(super) fn is_answered(&self) -> bool {
        self.steps.iter().any(|step| step.role == Role::Assistant)
    }

    /// Returns the record: the output is the last text of the assistant. `key` is where its turns were read from.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of one turn")]
    pub(super) fn finish(mut self, key: &str) -> RecordBuilder {
        if let (Some(begun), Some(ended)) = (self.begun, self.ended)
            && ended > begun
            && self.record.content.latency_ms.is_none()
        {
            self.record.content.latency_ms = Some((ended.0 - begun.0) as f64);
        }
        self.record.put_run(key, self.steps);
        self.record.is_partial = false;
        self.record
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, SessionTurn};
    use crate::domain::{Flag, Message, Role};
    use crate::ingest::record::RecordBuilder;

    #[test]
    fn the_earliest_steps_of_a_long_turn_go_first_and_never_the_question() {
        for prompt in [None, Some(Message::text(Role::System, "Be brief."))] {
            let has_prompt = prompt.is_some();
            let mut turn = SessionTurn::begin(RecordBuilder::default(), prompt);
            turn.add(Message::text(Role::User, "Why?"));
            for at in 0..4 {
                turn.add(Message::text(Role::Assistant, at.to_string() + &"x".repeat(LONGEST / 3)));
            }
            let kept: Vec<String> = turn.steps.iter().map(|step| step.plain().chars().take(4).collect()).collect();
            let expected = if has_prompt { &["Be b", "Why?", "2xxx", "3xxx"][..] } else { &["Why?", "2xxx", "3xxx"] };
            assert_eq!(kept, expected);
            assert_eq!(turn.record.content.flags, [Flag::Cut]);
        }
    }
}
