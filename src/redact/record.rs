//! Masks a record: its texts keep their places, and all else of it stays.

use super::counts::Counts;
use super::redactor::Redactor;
use crate::domain::{Content, Part, RawJson, Untrusted};

impl Redactor {
    /// Masks a text and adds what was found to the counts.
    pub fn masked(&self, text: &str, counts: &mut Counts) -> String {
        let masked = self.mask(text);
        counts.merge(&masked.counts);
        masked.text
    }

    /// Masks every text of a record: turns, output, what came with them, and the fields without a place of their own.
    pub fn mask_content(&self, content: &Content, counts: &mut Counts) -> Content {
        let mut content = content.clone();
        for text in [
            &mut content.external_id,
            &mut content.conversation,
            &mut content.model,
            &mut content.prompt_version,
            &mut content.expected,
            &mut content.finish_reason,
            &mut content.error,
        ]
        .into_iter()
        .flatten()
        .chain([&mut content.output])
        {
            self.in_place(text, counts);
        }
        for part in content.messages.iter_mut().flat_map(|message| &mut message.parts).chain(&mut content.output_parts)
        {
            self.mask_part(part, counts);
        }
        if let Some(tools) = &mut content.tools {
            self.json_in_place(tools, counts);
        }
        for (name, value) in &mut content.meta {
            // Together, because the name tells what the value is: `password`, `phone`.
            let masked = self.mask_member(RawJson::string(name.raw()).text(), value.text());
            if !masked.counts.is_empty() {
                *name = RawJson::of_valid(&masked.name).plain().into();
                *value = json(&masked.value);
                counts.merge(&masked.counts);
            }
        }
        if let Some(raw) = &mut content.raw {
            self.json_or_text(raw, counts);
        }
        content
    }

    fn mask_part(&self, part: &mut Part, counts: &mut Counts) {
        match part {
            Part::Text(text) | Part::Reasoning(text) | Part::Refusal(text) => self.in_place(text, counts),
            Part::ToolCall { id, name, arguments } => {
                self.in_place(name, counts);
                self.json_or_text(arguments, counts);
                self.maybe(id, counts);
            }
            Part::ToolResult { id, content } => {
                self.json_or_text(content, counts);
                self.maybe(id, counts);
            }
            Part::Media { kind, reference, .. } => {
                self.in_place(kind, counts);
                self.maybe(reference, counts);
            }
            Part::Other(json) => self.json_in_place(json, counts),
        }
    }

    fn maybe(&self, text: &mut Option<Untrusted>, counts: &mut Counts) {
        if let Some(text) = text {
            self.in_place(text, counts);
        }
    }

    /// Masks a text in its place.
    pub fn in_place(&self, text: &mut Untrusted, counts: &mut Counts) {
        let masked = self.mask(text.raw());
        if !masked.counts.is_empty() {
            *text = masked.text.into();
            counts.merge(&masked.counts);
        }
    }

    /// Masks a text that is JSON, most often, as JSON: arguments of a tool go on being read.
    fn json_or_text(&self, text: &mut Untrusted, counts: &mut Counts) {
        let is_json = text.raw().starts_with(['{', '[']) && RawJson::parse(text.raw()).is_ok();
        let masked = if is_json { self.mask_json(text.raw()) } else { self.mask(text.raw()) };
        if !masked.counts.is_empty() {
            *text = masked.text.into();
            counts.merge(&masked.counts);
        }
    }

    fn json_in_place(&self, value: &mut RawJson, counts: &mut Counts) {
        let masked = self.mask_json(value.text());
        if !masked.counts.is_empty() {
            *value = json(&masked.text);
            counts.merge(&masked.counts);
        }
    }
}

/// Reads masked JSON; what should not be JSON any more is kept as a text.
fn json(text: &str) -> RawJson {
    RawJson::parse(text).unwrap_or_else(|_| RawJson::string(text))
}
