//! Conversations of Intercom as its API and its exports give them: what the customer wrote, what a bot or a colleague
//! answered.

use super::dialogue::Dialogue;
use super::format::{Detector, Format, Reader, Strength};
use super::spans::{first, score};
use crate::domain::RawJson;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;

/// `intercom`.
pub(super) const FORMAT: Format = Format {
    name: "intercom",
    description: "Conversations of Intercom: one record per turn of the customer.",
    detector: Detector::Entry(|fields| Strength::sure(is_conversation(fields))),
    reader: Reader::Records(read),
    lists: &["whole:conversation_parts", "conversations"],
    example: r#"{"type": "conversation", "id": "c1", "created_at": 1772359200, "source": {"type": "conversation", "id": "s1", "body": "<p>Where is it?<br>&amp; when?</p>", "author": {"type": "user", "id": "u1"}}, "conversation_rating": {"rating": 1, "remark": "slow"}, "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [{"id": "p1", "part_type": "comment", "body": "<p>On its way.</p>", "created_at": 1772359210, "author": {"type": "bot", "id": "b1", "name": "Fin"}}, {"id": "p2", "part_type": "note", "body": "<p>VIP</p>", "author": {"type": "admin", "id": "a"}}]}}"#,
    expected: "line 1\nuser: Where is it?\n& when?\noutput: On its way.\nid: s1\nconversation: c1\ntime: 2026-03-01T10:00:00Z\nmeta answered_by: \"bot Fin\"\nfeedback conversation_rating: 1 # slow",
    source: "by hand, after the API reference of Intercom 2.11",
};

fn is_conversation(fields: &Fields<'_>) -> bool {
    let source = fields.get("source").and_then(Value::members).unwrap_or_default();
    source.has("body") && source.has("author") && (fields.has("conversation_parts") || fields.has("state"))
}

fn parts<'a>(fields: &Fields<'a>) -> Vec<Fields<'a>> {
    let Some(value) = fields.get("conversation_parts") else { return Vec::new() };
    let list = value.members().and_then(|inner| inner.get("conversation_parts")).unwrap_or(value);
    list.elements().unwrap_or_default().into_iter().filter_map(Value::members).collect()
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let mut dialogue = Dialogue::default();
    let first_turn = fields.get("source").and_then(Value::members);
    for (at, turn) in first_turn.into_iter().chain(parts(fields)).enumerate() {
        let text = |fields: &Fields<'_>, key: &str| fields.get(key).map(Value::plain).unwrap_or_default();
        let said = shown(&text(&turn, "body"));
        // Notes are between colleagues; assignments and the like say nothing.
        if said.is_empty() || text(&turn, "part_type").contains("note") {
            continue;
        }
        let author = turn.get("author").and_then(Value::members).unwrap_or_default();
        let (kind, name) = (text(&author, "type"), text(&author, "name"));
        if matches!(kind.as_str(), "user" | "lead" | "contact" | "visitor") {
            let mut record = out.begin();
            let time = if at == 0 { fields.get("created_at") } else { turn.get("created_at") };
            let known = [(Field::Id, turn.get("id")), (Field::Conversation, fields.get("id")), (Field::Time, time)];
            for (field, value) in known {
                if let Some(value) = value {
                    record.put(field, "conversation_parts", value);
                }
            }
            dialogue.ask(record, &said, out);
        } else if let Some(record) = dialogue.say(said, Vec::new()) {
            let by = [kind, name].join(" ");
            record.content.meta.retain(|(key, _)| key.raw() != "answered_by");
            record.keep("answered_by", RawJson::string(by.trim()));
        }
    }
    if let Some(record) = dialogue.record() {
        let rated = [("conversation_rating", "rating", "remark"), ("ai_agent", "rating", "rating_remark")];
        for (key, rating, remark) in rated {
            let Some(about) = fields.get(key).and_then(Value::members) else { continue };
            let mut said = score(key, first(&about, &[rating]));
            said.comment = first(&about, &[remark]).and_then(Value::scalar).map(Into::into);
            said.is_human = Some(true);
            if said.score.is_some() || said.comment.is_some() {
                record.add_feedback(said);
            }
            if let Some(state) = first(&about, &["resolution_state"]) {
                record.add_feedback(score("resolution_state", Some(state)));
            }
        }
    }
    dialogue.end(out);
}

/// Returns the text that a piece of HTML shows.
fn shown(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = tag.split_once('>') else {
            text.push('<');
            rest = tag;
            break;
        };
        if tag.starts_with("br") || matches!(tag, "/p" | "/li" | "/div" | "/h1" | "/h2") {
            text.push('\n');
        }
        rest = after;
    }
    text.push_str(rest);
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let text = marks.iter().fold(text, |text, (mark, shown)| text.replace(mark, shown));
    text.trim().to_owned()
}
