//! What a check reads of a record: the output, or more of the run (`--on`).

use serde_json::Value;

use super::{CheckSpec, Compiled, Content, Message, Objection, Part, Role, Subject};

/// The name of the parameter.
pub(crate) const NAME: &str = "on";

/// What the kinds can read besides the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// No text: a figure, or whatever a program or a model looks at.
    NoText,
    /// Any text of the record.
    AnyText,
    /// What the model said, which is compared with what came before it.
    ModelText,
    /// Tool calls.
    ToolCalls,
}

impl Reads {
    /// Returns the values of `--on`, the default first; none where a kind does not take it.
    #[must_use]
    pub const fn choices(self) -> &'static [&'static str] {
        match self {
            Self::NoText => &[],
            Self::AnyText => &["output", "turns", "tools", "transcript"],
            Self::ModelText => &["output", "turns"],
            Self::ToolCalls => &["tools", "output"],
        }
    }
}

/// Returns what a check reads, where that is not its kind's default.
pub(crate) fn given(spec: &CheckSpec) -> Option<&str> {
    spec.params.get(NAME).and_then(Value::as_str)
}

/// Has a check of one text read what the spec says.
pub(crate) fn extended(spec: &CheckSpec, reads: Reads, check: Box<dyn Compiled>) -> Box<dyn Compiled> {
    let readings = match (reads, given(spec)) {
        (Reads::AnyText, Some("turns")) => turns_alone,
        (Reads::ModelText, Some("turns")) => turns_with_input,
        (Reads::AnyText, Some("tools")) => tools,
        (Reads::AnyText, Some("transcript")) => transcript,
        _ => return check,
    };
    Box::new(OnRun { check, readings })
}

/// A check of one text that is asked about others.
struct OnRun {
    check: Box<dyn Compiled>,
    readings: fn(&Content) -> Vec<Reading>,
}

impl Compiled for OnRun {
    fn objections(&self, subject: &Subject<'_>) -> Vec<Objection> {
        let mut found = Vec::new();
        for reading in (self.readings)(subject.content) {
            let objections = self.check.objections(&Subject::of(&reading.content));
            found.extend(objections.into_iter().map(|objection| reading.placed(objection)));
        }
        found
    }
}

/// A text that a check reads, as the output of a content of its own.
struct Reading {
    content: Content,
    text: String,
    /// How many characters the text has.
    length: usize,
    /// The turn that all of it is, where it is one.
    turn: Option<u32>,
    stretches: Vec<Stretch>,
}

/// Where a stretch of the text stands in the record.
struct Stretch {
    /// Its first character in the text.
    start: usize,
    /// How many characters it has.
    length: usize,
    /// The turn; `None` for the output.
    turn: Option<u32>,
    /// Its first character in the turn's plain text, or in the output.
    at: usize,
}

impl Reading {
    /// Returns an objection to this text as one to the record.
    fn placed(&self, mut objection: Objection) -> Objection {
        let place = objection.place.take();
        objection.turn = self.turn;
        if let Some((start, end)) = place {
            let (start, end) = (start as usize, end as usize);
            let holds = |stretch: &&Stretch| stretch.start <= start && start < stretch.start + stretch.length.max(1);
            if let Some(stretch) = self.stretches.iter().find(holds) {
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let end = end.min(stretch.start + stretch.length);
                objection.turn = stretch.turn;
                objection.place =
                    Some((count(start - stretch.start + stretch.at), count(end - stretch.start + stretch.at)));
            }
        }
        if let Some(turn) = objection.turn {
            objection.reason = format!("turn {turn}: {}", objection.reason);
        }
        objection
    }

    /// Adds a text that stands nowhere in the record, or where no span counts.
    fn add(&mut self, piece: &str) {
        self.length += piece.chars().count();
        self.text.push_str(piece);
    }

    /// Adds a text that stands here in a turn, or in the output.
    fn quote(&mut self, piece: &str, turn: Option<u32>, at: usize) {
        let start = self.length;
        self.add(piece);
        self.stretches.push(Stretch { start, length: self.length - start, turn, at });
    }

    /// Ends the text.
    fn done(mut self) -> Self {
        self.content.output = self.text.as_str().into();
        self
    }

    /// Begins a text for a check that may want what the record expects.
    fn of(content: &Content) -> Self {
        let content = Content { expected: content.expected.clone(), ..Content::default() };
        Self { content, text: String::new(), length: 0, turn: None, stretches: Vec::new() }
    }
}

/// Returns the turns with their numbers, the output in its place without one.
fn in_order(content: &Content) -> Vec<(Option<u32>, Option<&Message>)> {
    let before = content.before_output().len();
    let mut turns: Vec<_> =
        (0_u32..).zip(&content.messages).map(|(turn, message)| (Some(turn), Some(message))).collect();
    turns.insert(before, (None, None));
    turns
}

/// Returns the parts of a text with the place of each in it, in characters.
fn parts_of(parts: &[Part]) -> Vec<(usize, &Part, String)> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in parts {
        let Some(text) = part.plain() else { continue };
        let length = text.chars().count();
        found.push((at, part, text));
        at += length + 1;
    }
    found
}

/// As [`parts_of`], of the tool calls alone.
fn calls_of(parts: &[Part]) -> Vec<(usize, &Part, String)> {
    parts_of(parts).into_iter().filter(|(_, part, _)| is_call(part)).collect()
}

fn is_call(part: &Part) -> bool {
    matches!(part, Part::ToolCall { .. })
}

fn turns_alone(content: &Content) -> Vec<Reading> {
    turns(content, false)
}

fn turns_with_input(content: &Content) -> Vec<Reading> {
    turns(content, true)
}

/// Each turn of the model, the output among them. Those that only call tools say nothing and are left out, unless there
/// is no other.
fn turns(content: &Content, with_input: bool) -> Vec<Reading> {
    let mut found = Vec::new();
    for (turn, message) in in_order(content) {
        let mut reading = Reading::of(content);
        let parts = match message {
            None => {
                reading.quote(content.output.raw(), None, 0);
                content.output_parts.clone()
            }
            Some(message) if message.role == Role::Assistant => {
                for (at, part, piece) in parts_of(&message.parts) {
                    if matches!(part, Part::Text(_)) {
                        reading.quote(&piece, turn, at);
                    }
                }
                message.parts.iter().filter(|part| !matches!(part, Part::Text(_))).cloned().collect()
            }
            Some(_) => continue,
        };
        if reading.text.is_empty() && parts.iter().any(is_call) {
            continue;
        }
        reading.turn = turn;
        reading.content.output_parts = parts;
        if with_input {
            let before = turn.map_or(content.before_output().len(), |turn| turn as usize);
            reading.content.messages = content.messages.iter().take(before).cloned().collect();
        }
        found.push(reading.done());
    }
    if found.is_empty() {
        let mut reading = Reading::of(content);
        reading.add(content.output.raw());
        found.push(reading.done());
    }
    found
}

/// The tool calls of the run as one text, each on a line: `name(arguments)`.
fn tools(content: &Content) -> Vec<Reading> {
    let mut reading = Reading::of(content);
    for (turn, message) in in_order(content) {
        let parts = match message {
            None => &content.output_parts,
            Some(message) if message.role == Role::Assistant => &message.parts,
            Some(_) => continue,
        };
        for (at, _, piece) in calls_of(parts) {
            if !reading.text.is_empty() {
                reading.add("\n");
            }
            match turn {
                Some(turn) => reading.quote(&piece, Some(turn), at),
                // No span counts in what an output holds besides its text.
                None => reading.add(&piece),
            }
        }
    }
    vec![reading.done()]
}

/// The whole conversation as one text: `role: text`, with an empty line between turns.
fn transcript(content: &Content) -> Vec<Reading> {
    let mut reading = Reading::of(content);
    for (turn, message) in in_order(content) {
        if !reading.text.is_empty() {
            reading.add("\n\n");
        }
        if let Some(message) = message {
            reading.add(message.role.as_str());
            reading.add(": ");
            reading.quote(&message.plain(), turn, 0);
            continue;
        }
        reading.add("assistant: ");
        reading.quote(content.output.raw(), None, 0);
        for (place, (_, _, piece)) in calls_of(&content.output_parts).into_iter().enumerate() {
            if place > 0 || !content.output.raw().is_empty() {
                reading.add("\n");
            }
            reading.add(&piece);
        }
    }
    reading.content.output_parts.clone_from(&content.output_parts);
    vec![reading.done()]
}

/// Returns the tool calls of the output, or of the whole run: the turn, the name, the arguments.
pub(crate) fn calls(content: &Content, of_output: bool) -> Vec<(Option<u32>, &str, &str)> {
    let mut found = Vec::new();
    for (turn, message) in in_order(content) {
        let parts = match message {
            None => &content.output_parts,
            Some(message) if message.role == Role::Assistant && !of_output => &message.parts,
            Some(_) => continue,
        };
        for part in parts {
            if let Part::ToolCall { name, arguments, .. } = part {
                found.push((turn, name.raw(), arguments.raw()));
            }
        }
    }
    found
}
