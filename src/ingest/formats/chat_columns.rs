//! The columns of a row that is one message: who speaks, what is said, in which session, at which place.

use crate::domain::{Message, RawJson, Role};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{message, turn};

/// What a row says.
pub(super) struct Said {
    pub(super) turn: Message,
    /// The field of the text.
    pub(super) key: &'static str,
    /// The fields that are read with it.
    pub(super) keys: Vec<String>,
}

/// The names of a turn's text, in lower case.
const TEXTS: [&str; 11] = [
    "content",
    "message",
    "text",
    "value",
    "body",
    "utterance",
    "msg",
    "messagetext",
    "messagecontent",
    "parts",
    "payload",
];

/// The names of a row's number in its session, in lower case.
const ORDERS: [&str; 18] = [
    "turn",
    "turnid",
    "turnindex",
    "turnidx",
    "turnnumber",
    "turnnum",
    "seq",
    "sequence",
    "sequencenumber",
    "order",
    "index",
    "idx",
    "step",
    "position",
    "messageindex",
    "messagenumber",
    "msgindex",
    "lineno",
];

/// The columns of a row, each with its name as [`normalized`] has it.
pub(super) struct Columns<'f, 'a> {
    fields: &'f Fields<'a>,
    list: Vec<(String, &'f str, Value<'a>)>,
}

impl<'f, 'a> Columns<'f, 'a> {
    pub(super) fn of(fields: &'f Fields<'a>) -> Self {
        Self { fields, list: fields.iter().map(|(key, value)| (normalized(key), key, value)).collect() }
    }

    /// Returns the first column with such a name.
    fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<(&'f str, Value<'a>)> {
        self.list.iter().find(|(name, ..)| is_it(name)).map(|(_, key, value)| (*key, *value))
    }

    /// Returns what the row says.
    pub(super) fn said(&self) -> Option<Said> {
        let fields = self.fields;
        if is_item(fields) {
            let turn = message::message(Value::Json(fields.to_json().text()), &mut false)?;
            return Some(Said { turn, key: "type", keys: fields.keys() });
        }
        let text = TEXTS.into_iter().find_map(|wanted| {
            let (key, value) = self.find(|name| name == wanted)?;
            Some((wanted, key.to_owned(), value))
        });
        let Some((speaker_keys, role)) = self.speaker() else {
            // A turn of its own in one field, as LangChain's histories store them.
            let (name, key, value) = text.filter(|(_, _, value)| value.openable().is_some())?;
            let opened = value.openable()?;
            let turn = turn(Value::Json(&opened), &mut false)?;
            return Some(Said { turn, key: name, keys: vec![key] });
        };
        if text.is_none() && !fields.has("tool_calls") {
            return None;
        }
        let calls = ["tool_calls", "tool_call_id", "function_call"];
        let mut keys: Vec<String> = speaker_keys;
        let turn = match text.as_ref().map(|(_, _, value)| *value) {
            // A message as a provider writes it, with the calls of tools.
            value if calls.iter().any(|key| fields.get(key).is_some_and(|value| !value.is_null())) => {
                keys.extend(calls.map(str::to_owned));
                with_calls(fields, &role, value)?
            }
            Some(value) => Message { role, parts: message::content(value) },
            None => return None,
        };
        keys.extend(text.as_ref().map(|(_, key, _)| key.clone()));
        Some(Said { turn, key: text.map_or("tool_calls", |(name, _, _)| name), keys })
    }

    /// Returns the session of the row; without a column for it, the user's.
    pub(super) fn session(&self) -> Option<String> {
        let is_named = |name: &str| name == "conversation" || matches!(meaning(name), Some((Field::Conversation, _)));
        let mut named = self.list.iter().filter(|(name, ..)| is_named(name));
        let own = named.find_map(|(_, _, value)| value.scalar());
        let others = ["userid", "customerid", "ticketid", "roomid", "channelid", "contactid"];
        own.or_else(|| self.find(|name| others.contains(&name)).and_then(|(_, value)| value.scalar()))
    }

    /// Returns the number of the row in its session.
    pub(super) fn order(&self) -> Option<f64> {
        self.find(|name| ORDERS.contains(&name)).and_then(|(_, value)| value.number())
    }

    /// Returns whether the entry is a turn of the one conversation that a file holds: it says nothing else about a session.
    pub(super) fn is_bare(&self) -> bool {
        let fields = self.fields;
        let is_turn = fields.has("role") || fields.has("from") || fields.has("models_usage");
        self.session().is_none() && (is_turn || is_item(fields)) && self.said().is_some()
    }

    /// Returns who speaks, with the keys that say it: of a role any word, of a sender only those that say which side it is.
    fn speaker(&self) -> Option<(Vec<String>, Role)> {
        self.list.iter().find_map(|(name, key, value)| {
            let role = if name == "isuser" || name == "fromuser" || name == "isbot" || name == "frombot" {
                let is_so = truth(*value)?;
                Some(if is_so == name.ends_with("user") { Role::User } else { Role::Assistant })
            } else {
                let word = (value.kind() == Kind::String).then(|| value.plain())?;
                match name.as_str() {
                    "role" | "messagerole" | "senderrole" | "speakerrole" => {
                        role_of(&word).or_else(|| Some(Role::from_word(&word)))
                    }
                    "sender" | "author" | "from" | "speaker" | "sendertype" | "type" | "messagetype"
                    | "participant" => role_of(&word),
                    "direction" => match word.trim().to_lowercase().as_str() {
                        "inbound" | "incoming" | "in" => Some(Role::User),
                        "outbound" | "outgoing" | "out" => Some(Role::Assistant),
                        _ => None,
                    },
                    // AutoGen names its agents; the user is called so.
                    "source" if self.fields.has("models_usage") => role_of(&word).or(Some(Role::Assistant)),
                    _ => None,
                }
            }?;
            Some((vec![(*key).to_owned()], role))
        })
    }
}

fn with_calls(fields: &Fields<'_>, role: &Role, content: Option<Value<'_>>) -> Option<Message> {
    let member = |key: &str| {
        let value = fields.get(key)?;
        let opened = value.openable();
        let source = match (&opened, value) {
            (Some(opened), _) => opened.to_string(),
            (None, Value::Json(source)) => source.to_owned(),
            (None, Value::Cell(_)) => value.kept().text().to_owned(),
        };
        Some(format!("\"{key}\":{source}"))
    };
    let content = content.map(|value| format!("\"content\":{}", value.kept().text()));
    let role = format!("\"role\":{}", RawJson::string(role.as_str()).text());
    let calls = ["tool_calls", "tool_call_id", "function_call"].into_iter().filter_map(member);
    let members: Vec<String> = std::iter::once(role).chain(content).chain(calls).collect();
    message::message(Value::Json(&format!("{{{}}}", members.join(","))), &mut false)
}

/// Returns whether an entry is an item of the Responses API that is no message.
fn is_item(fields: &Fields<'_>) -> bool {
    let kind = fields.get("type").and_then(Value::text).unwrap_or_default();
    let is_call = matches!(kind.as_ref(), "function_call" | "function_call_output") && fields.has("call_id");
    is_call || kind == "reasoning" && fields.has("summary") && !fields.has("role")
}

fn truth(value: Value<'_>) -> Option<bool> {
    match value.plain().trim().to_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

fn role_of(word: &str) -> Option<Role> {
    match Role::from_word(word) {
        Role::Other(word) => match word.trim().to_lowercase().as_str() {
            "customer" | "client" | "visitor" | "end_user" | "end-user" | "enduser" | "caller" => Some(Role::User),
            "agent" | "chatbot" | "llm" | "assistant_message" | "support" | "operator" => Some(Role::Assistant),
            _ => None,
        },
        known => Some(known),
    }
}
