//! A record, read into items at no particular width: turns, answer, and what the log says besides.

use crate::domain::record::plain_text;
use crate::domain::{Flag, Part, Record, Role, Span};
use crate::text::visible_start;

use super::block::{Item, Paragraph, Places, Run, Shows, Stretch};
use super::code::Highlighter;
use super::{Look, Rendering, json, markdown, search};

/// Markdown longer than this is shown as plain text, so that a long record opens at once.
const MARKDOWN_LIMIT: usize = 256 * 1024;
/// JSON longer than this is shown as plain text.
const JSON_LIMIT: usize = 1024 * 1024;
/// The longest role word that is kept for the margin, in cells.
const ROLE_CELLS: usize = 16;

/// A record, read into blocks, at no particular width.
#[derive(Debug, Clone, Default)]
pub struct Document {
    turns: u32,
    /// The plain text of each turn, then of the output, then texts that no span counts in.
    texts: Vec<String>,
    items: Vec<Item>,
}

impl Document {
    /// Reads a record. Takes time proportional to its length: call it off the UI thread.
    #[must_use]
    pub fn of(record: &Record, rendering: Rendering) -> Self {
        let content = &record.content;
        let mut texts: Vec<String> = content.messages.iter().map(crate::domain::Message::plain).collect();
        let turns = super::block::narrow(texts.len());
        texts.push(content.output.raw().to_owned());
        let mut reader = Reader {
            document: Self { turns, texts, items: Vec::new() },
            rendering,
            highlighter: Highlighter::default(),
        };
        for (turn, message) in (0_u32..).zip(&content.messages) {
            reader.turn(turn, &message.role, &message.parts);
        }
        reader.output(record);
        reader.remarks(record);
        reader.document
    }

    /// Where `needle` stands, without case, in reading order; at most `limit` places.
    #[must_use]
    pub fn find(&self, needle: &str, limit: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let turns = (0..self.turns).map(Some).chain([None]);
        for turn in turns {
            let places = search::places(self.text(turn), needle, limit - found.len());
            found.extend(places.into_iter().map(|(start, end)| Span { turn, start, end }));
        }
        found
    }

    /// The plain text of a turn (`None`: of the output), for selecting, in Unicode scalar values.
    #[must_use]
    pub fn text(&self, turn: Option<u32>) -> &str {
        let index = match turn {
            Some(turn) if turn < self.turns => turn,
            Some(_) => return "",
            None => self.turns,
        };
        self.texts.get(index as usize).map_or("", String::as_str)
    }

    /// How many turns the input has.
    #[must_use]
    pub fn turns(&self) -> u32 {
        self.turns
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(super) fn text_of(&self, item: &Item) -> &str {
        self.texts.get(item.text).map_or("", String::as_str)
    }
}

/// A document in the making.
struct Reader {
    document: Document,
    rendering: Rendering,
    highlighter: Highlighter,
}

/// What an item belongs to while its paragraphs are made.
#[derive(Clone, Copy)]
struct Home<'a> {
    turn: Shows,
    text: usize,
    sourced: bool,
    label: &'a str,
}

impl Reader {
    fn turn(&mut self, turn: u32, role: &Role, parts: &[Part]) {
        let label = match role {
            Role::System => "system".to_owned(),
            Role::User => "user".to_owned(),
            Role::Assistant => "answer".to_owned(),
            Role::Tool => "tool".to_owned(),
            Role::Other(word) => visible_start(&word.as_str().into(), ROLE_CELLS).into_string(),
        };
        let home = Home { turn: Some(Some(turn)), text: turn as usize, sourced: true, label: &label };
        self.parts(home, parts);
        if !self.has_begun(home.turn) {
            self.push(home, vec![remark("(empty)")]);
        }
    }

    fn output(&mut self, record: &Record) {
        let content = &record.content;
        let home = Home { turn: Some(None), text: self.document.turns as usize, sourced: true, label: "answer" };
        let text = content.output.raw();
        if !text.is_empty() {
            let paragraphs = self.body(home, text, 0, Look::Plain);
            self.push(home, paragraphs);
            if text.trim().is_empty() {
                self.push(home, vec![remark("(only white space)")]);
            }
        } else if content.flags.contains(&Flag::NoFinalAnswer) {
            self.push(home, vec![remark("no answer was logged")]);
        } else if content.output_parts.is_empty() {
            self.push(home, vec![remark("(empty)")]);
        }
        if !content.output_parts.is_empty() {
            // These stand beside the output's text: spans do not count in them.
            let extra = self.document.texts.len();
            self.document.texts.push(plain_text(&content.output_parts));
            self.parts(Home { text: extra, sourced: false, ..home }, &content.output_parts);
        }
    }

    /// What the log says besides: the expected output, the error, and what the importer noticed.
    fn remarks(&mut self, record: &Record) {
        let content = &record.content;
        let logged = [("wanted", content.expected.as_ref()), ("error", content.error.as_ref())];
        for (label, text) in logged {
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            let index = self.document.texts.len();
            self.document.texts.push(text.raw().to_owned());
            let home = Home { turn: None, text: index, sourced: false, label };
            let stretch = Stretch { text: text.raw(), byte: 0, char: 0 };
            self.push(home, vec![plain(stretch, Look::Muted)]);
        }
        if !content.flags.is_empty() {
            let words = content.flags.iter().map(|flag| Paragraph::of(vec![Run::own(sentence(*flag), Look::Muted)]));
            let home = Home { turn: None, text: 0, sourced: false, label: "note" };
            self.push(home, words.collect());
        }
    }

    /// The parts of a turn, each where it stands in the turn's plain text.
    fn parts(&mut self, home: Home<'_>, parts: &[Part]) {
        // Mirrors `domain::record::plain_text`: parts but media, joined by newlines.
        let mut offset = 0;
        for part in parts {
            match part {
                Part::Text(text) => {
                    if !text.is_empty() {
                        let paragraphs = self.body(home, text.raw(), offset, Look::Plain);
                        self.push(home, paragraphs);
                    }
                    offset += text.raw().len() + 1;
                }
                Part::Reasoning(text) => {
                    self.titled(home, "reasoning", text.raw(), offset, Look::Muted);
                    offset += text.raw().len() + 1;
                }
                Part::Refusal(text) => {
                    self.titled(home, "refusal", text.raw(), offset, Look::Plain);
                    offset += text.raw().len() + 1;
                }
                Part::ToolCall { id, name, arguments } => {
                    let id = id.as_ref().map(crate::domain::Untrusted::raw);
                    self.tool_call(home, id, name.raw(), arguments.raw(), offset);
                    offset += name.raw().len() + arguments.raw().len() + 3;
                }
                Part::ToolResult { content, .. } => {
                    if !content.is_empty() {
                        let paragraphs = self.body(home, content.raw(), offset, Look::Plain);
                        self.push(home, paragraphs);
                    }
                    offset += content.raw().len() + 1;
                }
                Part::Media { kind, bytes, reference } => {
                    let size = bytes.map(|bytes| format!(", {}", size_words(bytes))).unwrap_or_default();
                    let mut runs = vec![Run::own(format!("[{}{size}]", kind.raw()), Look::Placeholder)];
                    if let Some(reference) = reference {
                        runs.push(Run::own(format!(" {}", reference.raw()), Look::Link));
                    }
                    self.push(home, vec![Paragraph::of(runs)]);
                }
                Part::Other(value) => {
                    let paragraphs = self.body(home, value.text(), offset, Look::Plain);
                    self.push(home, paragraphs);
                    offset += value.text().len() + 1;
                }
            }
        }
    }

    fn titled(&mut self, home: Home<'_>, title: &'static str, text: &str, offset: usize, look: Look) {
        let mut paragraphs = vec![Paragraph::of(vec![Run::own(title, Look::Placeholder)])];
        paragraphs.extend(self.body(home, text, offset, look));
        self.push(home, paragraphs);
    }

    fn tool_call(&mut self, home: Home<'_>, id: Option<&str>, name: &str, arguments: &str, offset: usize) {
        let whole = self.stretch(home, offset, name.len() + arguments.len() + 2);
        let places = Places::new(whole);
        let open = name.len();
        let close = open + 1 + arguments.len();
        let mut runs = vec![places.run(0..open, Look::Keyword), places.run(open..open + 1, Look::Punctuation)];
        let last = places.run(close..close + 1, Look::Punctuation);
        let mut paragraphs = match self.rendering {
            Rendering::Rendered => self.json(home, arguments, offset + open + 1).unwrap_or_default(),
            Rendering::Raw => Vec::new(),
        };
        if paragraphs.is_empty() {
            runs.push(places.run(open + 1..close, Look::Code));
            runs.push(last);
            paragraphs.push(Paragraph::of(runs));
        } else {
            // The arguments' own brackets stand on the name's row and beside the closing parenthesis.
            if let Some(first) = paragraphs.first_mut() {
                runs.append(&mut first.runs);
                first.runs = runs;
            }
            if let Some(final_row) = paragraphs.last_mut() {
                final_row.runs.push(last);
            }
        }
        if let (Some(id), Some(final_row)) = (id, paragraphs.last_mut()) {
            final_row.runs.push(Run::own(format!("  {id}"), Look::Muted));
        }
        self.push(home, paragraphs);
    }

    /// A text's paragraphs: JSON laid out, Markdown rendered, or as it is.
    fn body(&self, home: Home<'_>, text: &str, offset: usize, look: Look) -> Vec<Paragraph> {
        let stretch = self.stretch(home, offset, text.len());
        if self.rendering == Rendering::Raw {
            return vec![plain(stretch, look)];
        }
        if let Some(paragraphs) = self.json(home, text, offset) {
            return paragraphs;
        }
        if text.len() > MARKDOWN_LIMIT || look == Look::Muted {
            return vec![plain(stretch, look)];
        }
        let paragraphs = markdown::paragraphs(stretch, &self.highlighter);
        if paragraphs.is_empty() { vec![plain(stretch, look)] } else { paragraphs }
    }

    fn json(&self, home: Home<'_>, text: &str, offset: usize) -> Option<Vec<Paragraph>> {
        if text.len() > JSON_LIMIT {
            return None;
        }
        json::paragraphs(self.stretch(home, offset, text.len()))
    }

    /// A stretch of the home's text, by its bytes.
    fn stretch(&self, home: Home<'_>, byte: usize, length: usize) -> Stretch<'_> {
        let all = self.document.texts.get(home.text).map_or("", String::as_str);
        let char = all.get(..byte).map_or(0, |before| before.chars().count());
        Stretch { text: all.get(byte..byte + length).unwrap_or_default(), byte, char }
    }

    fn has_begun(&self, turn: Shows) -> bool {
        self.document.items.last().is_some_and(|last| last.turn == turn)
    }

    fn push(&mut self, home: Home<'_>, paragraphs: Vec<Paragraph>) {
        if paragraphs.is_empty() {
            return;
        }
        let goes_on = home.turn.is_some() && self.has_begun(home.turn);
        let label = (!goes_on).then(|| home.label.to_owned());
        self.document.items.push(Item { turn: home.turn, text: home.text, sourced: home.sourced, label, paragraphs });
    }
}

/// Text as it is, in one look.
fn plain(stretch: Stretch<'_>, look: Look) -> Paragraph {
    Paragraph::of(vec![Places::new(stretch).run(0..stretch.text.len(), look)])
}

fn remark(words: &'static str) -> Paragraph {
    Paragraph::of(vec![Run::own(words, Look::Placeholder)])
}

fn size_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// What the importer noticed, in words.
const fn sentence(flag: Flag) -> &'static str {
    match flag {
        Flag::NoFinalAnswer => "The transcript ends without an answer of the model.",
        Flag::DuplicateKeys => "The logged line names a key twice; the line is kept as it was.",
        Flag::LoneSurrogate => "A half of a surrogate pair stood in the text and is shown as \u{fffd}.",
        Flag::InvalidUtf8 => "Bytes that are not UTF-8 are shown as \u{fffd}.",
        Flag::TooDeep => "Nested too deeply to be taken apart; kept as it was logged.",
        Flag::Cut => "Longer than a record may be: the beginning and the end are kept.",
    }
}
