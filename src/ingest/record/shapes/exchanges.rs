//! Turns as a list of exchanges: `[["Hi?", "Hello."]]`, `[{"user": "Hi?", "assistant": "Hello."}]`.

use crate::domain::{Message, Role};
use crate::ingest::field_names::is_called;
use crate::ingest::json::{Fields, Kind, Value};

/// What the user's side is called, normalized.
const ASKED: [&str; 13] = [
    "user",
    "human",
    "question",
    "q",
    "input",
    "prompt",
    "query",
    "instruction",
    "customer",
    "usermessage",
    "humanmessage",
    "userinput",
    "request",
];
/// What the model's side is called, normalized.
const SAID: [&str; 13] = [
    "assistant",
    "bot",
    "ai",
    "answer",
    "a",
    "output",
    "response",
    "reply",
    "gpt",
    "completion",
    "assistantmessage",
    "aimessage",
    "botmessage",
];

/// Returns the turns of a list of exchanges; `is_partial` is set where one says more than its two texts.
pub(crate) fn exchanges(value: Value<'_>, is_partial: &mut bool) -> Option<Vec<Message>> {
    let opened = value.openable()?;
    let mut turns = Vec::new();
    for element in Value::Json(&opened).elements()? {
        let (asked, said) = match element.elements().as_deref() {
            Some([asked, said]) => (Some(*asked), Some(*said)),
            Some(_) => return None,
            None => {
                let fields = element.members()?;
                let (asked, said) = (side(&fields, &ASKED), side(&fields, &SAID));
                *is_partial |= fields.len() > 2;
                // One of an exchange's sides may be missing, its name not.
                (Some(asked?), Some(said?))
            }
        };
        for (role, value) in [(Role::User, asked), (Role::Assistant, said)] {
            match value {
                Some(value) if value.kind() == Kind::String => turns.push(Message::text(role, value.plain())),
                Some(value) if value.is_null() => {}
                Some(_) | None => return None,
            }
        }
    }
    (!turns.is_empty()).then_some(turns)
}

fn side<'a>(fields: &Fields<'a>, names: &[&str]) -> Option<Value<'a>> {
    names.iter().find_map(|name| fields.iter().find(|(key, _)| is_called(key, name)).map(|(_, value)| value))
}
