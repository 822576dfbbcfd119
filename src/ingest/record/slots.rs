//! The slots of a record: which are filled, and those that are read from an object, the error and the usage.

use super::record_builder::RecordBuilder;
use super::scalars::count;
use crate::domain::Content;
use crate::ingest::field_names::Field;
use crate::ingest::json::Value;

/// Returns whether the slot of a field has a value, also where it was set without `put`; `false` for fields that are
/// put together of several.
pub(super) const fn is_filled(content: &Content, field: Field) -> bool {
    match field {
        Field::Id => content.external_id.is_some(),
        Field::Conversation => content.conversation.is_some(),
        Field::Time => content.time.is_some(),
        Field::Model => content.model.is_some(),
        Field::Latency => content.latency_ms.is_some(),
        Field::TokensIn => content.tokens_in.is_some(),
        Field::TokensOut => content.tokens_out.is_some(),
        Field::Cost => content.cost.is_some(),
        Field::FinishReason => content.finish_reason.is_some(),
        Field::Error => content.error.is_some(),
        Field::Expected => content.expected.is_some(),
        Field::Prompt => content.prompt_version.is_some(),
        Field::Tools => content.tools.is_some(),
        Field::Input
        | Field::Output
        | Field::Messages
        | Field::System
        | Field::PromptName
        | Field::Note
        | Field::Usage
        | Field::Meta => false,
    }
}

impl RecordBuilder {
    /// Returns whether the slot of a field has a value: see [`is_filled`].
    pub(super) const fn is_filled(&self, field: Field) -> bool {
        is_filled(&self.content, field)
    }

    pub(super) fn put_error(&mut self, key: &str, value: Value<'_>) -> bool {
        if matches!(value.source(), "false" | "{}" | "[]" | "\"\"" | "0") {
            return true;
        }
        let message = value
            .members()
            .and_then(|fields| ["message", "errorMessage"].iter().find_map(|key| fields.get(key)?.scalar()));
        let has_more = value.members().is_some_and(|fields| fields.keys().len() > 1);
        if message.is_some() && has_more {
            self.content.meta.push((key.into(), value.kept()));
        }
        self.content.error = Some(message.unwrap_or_else(|| value.plain()).into());
        true
    }

    pub(super) fn put_usage(&mut self, key: &str, value: Value<'_>) -> bool {
        let Some(mut usage) = value.members() else { return false };
        for (field, names) in [
            (
                Field::TokensIn,
                &[
                    "prompt_tokens",
                    "input_tokens",
                    "promptTokenCount",
                    "prompt_token_count",
                    "inputTokens",
                    "prompt_eval_count",
                    "prompt",
                    "input",
                ][..],
            ),
            (
                Field::TokensOut,
                &[
                    "completion_tokens",
                    "output_tokens",
                    "candidatesTokenCount",
                    "candidates_token_count",
                    "outputTokens",
                    "eval_count",
                    "completion",
                    "output",
                ],
            ),
        ] {
            for name in names {
                let Some(value) = usage.get(name) else { continue };
                let known = if field == Field::TokensIn { self.content.tokens_in } else { self.content.tokens_out };
                if (known.is_some() && known == value.number().and_then(count))
                    || self.put(field, &[key, ".", name].concat(), value)
                {
                    usage.take(name);
                }
            }
        }
        let total = self.content.tokens_in.zip(self.content.tokens_out).map(|(a, b)| a.saturating_add(b));
        for name in ["total_tokens", "totalTokens", "totalTokenCount", "total_token_count"] {
            if total.is_some() && usage.get(name).and_then(Value::number).and_then(count) == total {
                usage.take(name);
            }
        }
        self.keep_rest(key, &usage);
        true
    }
}
