//! What a content says: the turns around its output, the output and the input as text, and by what equal inputs are known.

use std::borrow::Cow;

use super::identity::hash_of;
use super::record::{Content, Message, Part, Role, each_piece, plain_text};

impl Content {
    /// The turns before the output, and those after it.
    pub fn around_output(&self) -> (&[Message], &[Message]) {
        self.messages.split_at(self.messages.len().saturating_sub(self.after_output as usize))
    }

    /// The turns before the output: the input.
    pub fn before_output(&self) -> &[Message] {
        self.around_output().0
    }

    /// The output as a person reads it: its text, and below it what else it held (calls of tools, a refusal, reasoning).
    #[must_use]
    pub fn answer(&self) -> String {
        let parts = plain_text(&self.output_parts);
        match (self.output.is_empty(), parts.is_empty()) {
            (true, _) => parts,
            (false, true) => self.output.raw().to_owned(),
            (false, false) => format!("{}\n\n{parts}", self.output.raw()),
        }
    }

    /// The output as one text: its own; where it has none, what it held instead, calls as `name(arguments)`.
    pub fn output_text(&self) -> Cow<'_, str> {
        if self.output.is_empty() && !self.output_parts.is_empty() {
            return Cow::Owned(plain_text(&self.output_parts));
        }
        Cow::Borrowed(self.output.raw())
    }

    /// The input as text: the last user turn alone when there is one turn, else all turns as `role: text` lines.
    pub fn input_text(&self) -> String {
        let turns = self.before_output();
        if let [only] = turns {
            return only.plain();
        }
        let turns: Vec<String> =
            turns.iter().map(|message| format!("{}: {}", message.role.as_str(), message.plain())).collect();
        turns.join("\n\n")
    }

    /// What the person asked last, for previews and for pairing equal inputs.
    pub fn last_question(&self) -> Cow<'_, str> {
        let turns = self.before_output();
        let last_user = turns.iter().rev().find(|message| message.role == Role::User);
        match last_user.or(turns.last()).map(|message| message.parts.as_slice()) {
            None => Cow::Borrowed(""),
            Some([Part::Text(only)]) => Cow::Borrowed(only.raw()),
            Some(parts) => Cow::Owned(plain_text(parts)),
        }
    }

    /// A hash of the input (messages, without tools), by which equal inputs of two models are paired.
    pub fn input_key(&self) -> i64 {
        let hash = hash_of(|hashed| {
            for message in self.before_output() {
                hashed.extend_from_slice(message.role.as_str().as_bytes());
                hashed.push(0);
                each_piece(&message.parts, |piece| hashed.extend_from_slice(piece.as_bytes()));
                hashed.push(1);
            }
        });
        let mut head = [0; 8];
        head.copy_from_slice(&hash.as_bytes()[..8]);
        i64::from_le_bytes(head)
    }
}
