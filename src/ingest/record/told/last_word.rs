//! `--map` has the last word, whatever a format puts into a record besides.

use std::sync::Arc;

use super::Told;
use crate::domain::{Content, Message, Part};
use crate::ingest::field_names::Field;
use crate::ingest::record::record_builder::RecordBuilder;

impl RecordBuilder {
    /// Remembers what was put in so far as what the user mapped.
    pub(crate) fn remember_told(&mut self) {
        self.told = Some(Arc::new(Told {
            found: self.set.clone(),
            content: self.content.clone(),
            prompt_name: self.prompt_name.clone(),
            system: self.system.clone(),
            turns: self.turns.clone(),
            input: self.input.clone(),
            output: self.output.clone(),
        }));
    }

    /// Takes over what the user mapped of another entry of the same record, where this record has nothing for it.
    pub(crate) fn hear(&mut self, other: Option<&Arc<Told>>) {
        let Some(other) = other else { return };
        match &mut self.told {
            Some(own) => {
                for field in other.found.iter().filter(|field| !own.found.contains(field)).copied().collect::<Vec<_>>()
                {
                    let own = Arc::make_mut(own);
                    own.found.push(field);
                    own.slots().take(field, other);
                }
            }
            none @ None => *none = Some(Arc::clone(other)),
        }
    }

    /// Lays what the user mapped over what was read.
    pub(crate) fn obey(&mut self) {
        let Some(told) = self.told.clone() else { return };
        let fields = std::mem::take(&mut self.closed);
        for field in &fields {
            self.slots().take(*field, &told);
        }
        self.closed = fields;
    }

    fn slots(&mut self) -> Slots<'_> {
        Slots {
            content: &mut self.content,
            prompt_name: &mut self.prompt_name,
            system: &mut self.system,
            turns: &mut self.turns,
            input: &mut self.input,
            output: &mut self.output,
        }
    }
}

impl Told {
    fn slots(&mut self) -> Slots<'_> {
        Slots {
            content: &mut self.content,
            prompt_name: &mut self.prompt_name,
            system: &mut self.system,
            turns: &mut self.turns,
            input: &mut self.input,
            output: &mut self.output,
        }
    }
}

/// Where the fields of a record are put in.
struct Slots<'s> {
    content: &'s mut Content,
    prompt_name: &'s mut Option<String>,
    system: &'s mut Vec<Part>,
    turns: &'s mut Vec<Message>,
    input: &'s mut Vec<Message>,
    output: &'s mut Option<(String, Vec<Part>)>,
}

impl Slots<'_> {
    /// Takes over one field of what was told.
    fn take(self, field: Field, told: &Told) {
        let (own, known) = (self.content, &told.content);
        match field {
            Field::Id => own.external_id.clone_from(&known.external_id),
            Field::Conversation => own.conversation.clone_from(&known.conversation),
            Field::Time => own.time = known.time,
            Field::Model => own.model.clone_from(&known.model),
            Field::Prompt => own.prompt_version.clone_from(&known.prompt_version),
            Field::PromptName => self.prompt_name.clone_from(&told.prompt_name),
            Field::Latency => own.latency_ms = known.latency_ms,
            Field::TokensIn => own.tokens_in = known.tokens_in,
            Field::TokensOut => own.tokens_out = known.tokens_out,
            Field::Cost => own.cost = known.cost,
            Field::FinishReason => own.finish_reason.clone_from(&known.finish_reason),
            Field::Error => own.error.clone_from(&known.error),
            Field::Expected => own.expected.clone_from(&known.expected),
            Field::Tools => own.tools.clone_from(&known.tools),
            Field::System => self.system.clone_from(&told.system),
            Field::Output => self.output.clone_from(&told.output),
            Field::Messages => self.turns.clone_from(&told.turns),
            // An input that is a list of turns was put in as those.
            Field::Input if told.input.is_empty() && !told.turns.is_empty() => self.turns.clone_from(&told.turns),
            Field::Input => self.input.clone_from(&told.input),
            Field::Note | Field::Usage | Field::Meta => {}
        }
    }
}
