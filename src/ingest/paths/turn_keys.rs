//! The keys of a turn (`--map role=who --map content=say`), and transcripts that are one text (`--split`).

use super::field_path::{FieldPath, take_out};
use super::made::{Held, Made};
use crate::domain::{RawJson, Role};
use crate::error::{Problem, Result};
use crate::ingest::json::{Fields, Kind, Value};

/// How the turns of a conversation are written.
#[derive(Default)]
pub(crate) struct TurnKeys {
    pub(crate) role: Option<FieldPath>,
    pub(crate) content: Option<FieldPath>,
    /// What stands before each turn of a transcript.
    markers: Vec<String>,
}

impl TurnKeys {
    /// Takes `role=…` and `content=…` out of the `--map` pairs, and reads `--split 'USER: |AGENT: '`.
    pub(crate) fn new(map: &mut Vec<(String, String)>, split: Option<&str>) -> Result<Self> {
        let mut take = |word: &str| -> Result<Option<FieldPath>> {
            let Some(at) = map.iter().rposition(|(field, _)| field.trim() == word) else { return Ok(None) };
            FieldPath::parse(map.remove(at).1.trim()).map(Some)
        };
        let (role, content) = (take("role")?, take("content")?);
        let markers: Vec<String> = split
            .unwrap_or_default()
            .split('|')
            .filter(|marker| !marker.trim().is_empty())
            .map(str::to_owned)
            .collect();
        if split.is_some() && markers.len() < 2 {
            return Err(Problem::usage("--split needs what stands before the turns of both speakers.")
                .hint("Write it as --split 'USER: |AGENT: '."));
        }
        if split.is_some() && !map.iter().any(|(field, _)| field.trim() == "messages") {
            return Err(Problem::usage("--split does not say which field holds the transcript.")
                .hint("Name it: --map messages=FIELD."));
        }
        Ok(Self { role, content, markers })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.role.is_none() && self.content.is_none() && self.markers.is_empty()
    }

    /// Returns a list of turns with the keys `role` and `content`; `None` where the value is not written as was said.
    pub(crate) fn rewritten(&self, value: Value<'_>) -> Option<String> {
        if !self.markers.is_empty() && value.kind() == Kind::String {
            return self.split(&value.text()?);
        }
        let opened = value.openable()?;
        let list = Value::Json(&opened).elements()?;
        let turns: Vec<String> =
            list.into_iter().map(|turn| Some(self.renamed(turn.members()?).text())).collect::<Option<_>>()?;
        Some(format!("[{}]", turns.join(",")))
    }

    /// Returns one turn, or a row that is one, with the keys `role` and `content`.
    pub(crate) fn renamed(&self, mut turn: Fields<'_>) -> Made {
        let mut members = Vec::new();
        let mut trails = Vec::new();
        for (name, path) in [("role", &self.role), ("content", &self.content)] {
            if let Some(found) = path.as_ref().and_then(|path| path.find(&turn)) {
                members.push((name.to_owned(), Held::of(found.value())));
                trails.extend(found.trails);
            }
        }
        let left = take_out(&mut turn, &trails);
        members.extend(left.into_iter().map(|(key, value)| (key, Held::Json(value.text().to_owned()))));
        members.extend(turn.iter().map(|(key, value)| (key.to_owned(), Held::of(value))));
        Made::Members(members)
    }

    /// Cuts a transcript at its markers. The first marker is the user's, unless its word says another speaker.
    fn split(&self, text: &str) -> Option<String> {
        let mut places: Vec<(usize, usize, &str)> = Vec::new();
        for marker in &self.markers {
            for (at, _) in text.match_indices(marker.as_str()) {
                let before = text.get(..at).unwrap_or_default();
                let stands_alone = before.is_empty()
                    || before.ends_with(char::is_whitespace)
                    || marker.starts_with(char::is_whitespace);
                if stands_alone {
                    places.push((at, at + marker.len(), marker));
                }
            }
        }
        places.sort_by_key(|(at, end, _)| (*at, std::cmp::Reverse(*end)));
        places.dedup_by_key(|(at, ..)| *at);
        let first = places.first()?.0;
        let mut turns = Vec::new();
        let opening = text.get(..first).unwrap_or_default().trim();
        if !opening.is_empty() {
            turns.push(turn("system", opening));
        }
        for (place, (_, begin, marker)) in places.iter().enumerate() {
            let end = places.get(place + 1).map_or(text.len(), |(at, ..)| *at);
            turns.push(turn(self.role_of(marker), text.get(*begin..end).unwrap_or_default().trim()));
        }
        Some(format!("[{}]", turns.join(",")))
    }

    fn role_of(&self, marker: &str) -> &'static str {
        let word: String = marker.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match Role::from_word(&word) {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
            Role::Other(_) if ["agent", "answer", "a"].contains(&word.as_str()) => "assistant",
            Role::Other(_) if ["customer", "question", "q"].contains(&word.as_str()) => "user",
            Role::Other(_) => {
                if self.markers.first().is_some_and(|first| first == marker) {
                    "user"
                } else {
                    "assistant"
                }
            }
        }
    }
}

fn turn(role: &str, text: &str) -> String {
    format!("{{\"role\":\"{role}\",\"content\":{}}}", RawJson::string(text).text())
}

#[cfg(test)]
mod tests {
    use super::{TurnKeys, Value};

    #[test]
    fn a_transcript_is_cut_at_its_markers() {
        let mut map = vec![("messages".to_owned(), "t".to_owned())];
        let keys = TurnKeys::new(&mut map, Some("USER: |AGENT: ")).unwrap();
        let text = Value::Cell("Be kind.\nUSER: hi AGENTS: there\nAGENT: hello\nUSER: bye");
        assert_eq!(
            keys.rewritten(text).unwrap(),
            r#"[{"role":"system","content":"Be kind."},{"role":"user","content":"hi AGENTS: there"},{"role":"assistant","content":"hello"},{"role":"user","content":"bye"}]"#
        );
        assert!(TurnKeys::new(&mut map, Some("USER: ")).is_err());
        assert!(TurnKeys::new(&mut Vec::new(), Some("a|b")).is_err());
    }

    #[test]
    fn the_keys_of_a_turn_are_renamed_and_its_other_fields_kept() {
        let mut map = [("role", "who.kind"), ("content", "say")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
        let keys = TurnKeys::new(&mut map, None).unwrap();
        let list = Value::Json(r#"[{"who":{"kind":"bot","n":1},"say":"x","at":2}]"#);
        assert_eq!(keys.rewritten(list).unwrap(), r#"[{"role":"bot","content":"x","who":{"n":1},"at":2}]"#);
    }
}
