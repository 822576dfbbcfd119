//! A record's body: its content as JSON, byte by byte as `serde` writes it, and several times as fast; and the output
//! alone, taken out of one.

use std::borrow::Cow;

use serde::Serialize;

use super::json_text::{string_end, unescaped, value_end, write_string};
use super::record::{Content, Message, Part};
use crate::domain::{RawJson, Untrusted};

/// Writes a content.
///
/// # Errors
/// Where a value cannot be written.
pub(crate) fn write_body(content: &Content, out: &mut Vec<u8>) -> serde_json::Result<()> {
    // Named one by one, so that none is forgotten.
    let Content {
        external_id,
        conversation,
        time,
        model,
        prompt_version,
        messages,
        after_output,
        tools,
        output,
        output_parts,
        expected,
        finish_reason,
        latency_ms,
        tokens_in,
        tokens_out,
        cost,
        error,
        meta,
        flags,
        raw,
    } = content;
    out.push(b'{');
    let mut fields = Fields { out };
    fields.text("external_id", external_id.as_ref());
    fields.text("conversation", conversation.as_ref());
    fields.value("time", time.as_ref())?;
    fields.text("model", model.as_ref());
    fields.text("prompt_version", prompt_version.as_ref());
    write_messages(messages, fields.named("messages"))?;
    fields.value("after_output", Some(after_output).filter(|count| **count > 0))?;
    fields.json("tools", tools.as_ref());
    fields.text("output", Some(output));
    if !output_parts.is_empty() {
        write_parts(output_parts, fields.named("output_parts"))?;
    }
    fields.text("expected", expected.as_ref());
    fields.text("finish_reason", finish_reason.as_ref());
    fields.value("latency_ms", latency_ms.as_ref())?;
    fields.value("tokens_in", tokens_in.as_ref())?;
    fields.value("tokens_out", tokens_out.as_ref())?;
    fields.value("cost", cost.as_ref())?;
    fields.text("error", error.as_ref());
    if !meta.is_empty() {
        write_list(meta, fields.named("meta"), |(key, json), out| {
            out.push(b'[');
            write_string(key.raw(), out);
            out.push(b',');
            out.extend_from_slice(json.text().as_bytes());
            out.push(b']');
            Ok(())
        })?;
    }
    fields.value("flags", Some(flags).filter(|flags| !flags.is_empty()))?;
    fields.text("raw", raw.as_ref());
    out.push(b'}');
    Ok(())
}

/// Takes the output out of a body; `None` for what [`write_body`] did not write.
pub(crate) fn output_in(body: &[u8]) -> Option<Cow<'_, str>> {
    let mut at = 1;
    while body.get(at) == Some(&b'"') {
        let end = string_end(body, at);
        let (key, value) = (body.get(at..end)?, end + 1);
        let value_end = value_end(body, value);
        if key == b"\"output\"" {
            let raw = std::str::from_utf8(body.get(value..value_end)?).ok()?;
            let text = raw.strip_prefix('"')?.strip_suffix('"')?;
            let is_plain = memchr::memchr(b'\\', text.as_bytes()).is_none();
            return if is_plain { Some(Cow::Borrowed(text)) } else { unescaped(text).map(Cow::Owned) };
        }
        at = value_end + 1;
    }
    None
}

/// The members of an object that is being written.
struct Fields<'a> {
    out: &'a mut Vec<u8>,
}

impl Fields<'_> {
    /// Writes the name of a field; its value comes next.
    fn named(&mut self, name: &str) -> &mut Vec<u8> {
        let comma: &[u8] = if self.out.last() == Some(&b'{') { b"\"" } else { b",\"" };
        self.out.extend_from_slice(comma);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    fn text(&mut self, name: &str, text: Option<&Untrusted>) {
        if let Some(text) = text {
            write_string(text.raw(), self.named(name));
        }
    }

    fn json(&mut self, name: &str, json: Option<&RawJson>) {
        if let Some(json) = json {
            self.named(name).extend_from_slice(json.text().as_bytes());
        }
    }

    fn value(&mut self, name: &str, value: Option<&impl Serialize>) -> serde_json::Result<()> {
        value.map_or(Ok(()), |value| write_value(value, self.named(name)))
    }
}

fn write_value(value: &impl Serialize, out: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(out, value)
}

fn write_list<T>(
    list: &[T],
    out: &mut Vec<u8>,
    one: impl Fn(&T, &mut Vec<u8>) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    out.push(b'[');
    for (place, item) in list.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        one(item, out)?;
    }
    out.push(b']');
    Ok(())
}

fn write_messages(messages: &[Message], out: &mut Vec<u8>) -> serde_json::Result<()> {
    write_list(messages, out, |Message { role, parts }, out| {
        out.extend_from_slice(b"{\"role\":");
        write_string(role.as_str(), out);
        out.extend_from_slice(b",\"parts\":");
        write_parts(parts, out)?;
        out.push(b'}');
        Ok(())
    })
}

fn write_parts(parts: &[Part], out: &mut Vec<u8>) -> serde_json::Result<()> {
    write_list(parts, out, |part, out| match part {
        Part::Text(text) => {
            out.extend_from_slice(b"{\"text\":");
            write_string(text.raw(), out);
            out.push(b'}');
            Ok(())
        }
        other => write_value(other, out),
    })
}

#[cfg(test)]
mod tests {
    use super::{output_in, write_body};
    use crate::domain::{Content, Flag, Message, Part, RawJson, Role, Time};

    fn check(content: &Content) {
        let mut out = Vec::new();
        write_body(content, &mut out).unwrap();
        assert_eq!(output_in(&out).unwrap(), content.output.raw());
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(content).unwrap());
    }

    #[test]
    fn every_field_is_written_as_serde_writes_it() {
        let json = |text| RawJson::parse(text).unwrap();
        let call = Part::ToolCall { id: None, name: "f\"".into(), arguments: "{\"a\": 1}\n".into() };
        let full = Content {
            external_id: Some("x\u{1}".into()),
            conversation: Some("c".into()),
            time: Some(Time(-12)),
            model: Some("m\\".into()),
            prompt_version: Some("v1".into()),
            messages: vec![
                Message::text(Role::System, "日本 🙂"),
                Message { role: Role::Other("x\ty".into()), parts: vec![] },
                Message { role: Role::Tool, parts: vec![call.clone(), Part::Other(json("[1e999, 2]")), call.clone()] },
            ],
            after_output: 1,
            tools: Some(json("[ {} ]")),
            output: "\u{7f}\u{8}\u{c}\r".into(),
            output_parts: vec![Part::Refusal("no".into()), Part::Text("t".into()), call],
            expected: Some("e".into()),
            finish_reason: Some("stop".into()),
            latency_ms: Some(1.5e-9),
            tokens_in: Some(u64::MAX),
            tokens_out: Some(0),
            cost: Some(f64::NAN),
            error: Some("".into()),
            meta: vec![("k".into(), json("{\"a\":[]}")), ("".into(), json("null"))],
            flags: vec![Flag::TooDeep, Flag::Cut],
            raw: Some("raw".into()),
        };
        check(&full);
        check(&Content::default());
        check(&Content { external_id: None, ..full.clone() });
        check(&Content { external_id: None, conversation: None, time: None, model: None, ..full });
    }
}
