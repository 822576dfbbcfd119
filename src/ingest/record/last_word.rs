//! `--map` has the last word, whatever a format puts into a record besides.

use std::sync::Arc;

use super::record_builder::RecordBuilder;
use super::told::Told;
use crate::ingest::field_names::Field;

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
                    copy(own, field, other);
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
            self.obey_in(*field, &told);
        }
        self.closed = fields;
    }

    fn obey_in(&mut self, field: Field, told: &Told) {
        let (own, known) = (&mut self.content, &told.content);
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

/// Takes over the slot of one field.
fn copy(own: &mut Told, field: Field, other: &Told) {
    let mut builder = RecordBuilder {
        content: std::mem::take(&mut own.content),
        prompt_name: own.prompt_name.take(),
        system: std::mem::take(&mut own.system),
        turns: std::mem::take(&mut own.turns),
        input: std::mem::take(&mut own.input),
        output: own.output.take(),
        ..RecordBuilder::default()
    };
    builder.obey_in(field, other);
    own.content = builder.content;
    own.prompt_name = builder.prompt_name;
    own.system = builder.system;
    own.turns = builder.turns;
    own.input = builder.input;
    own.output = builder.output;
}
