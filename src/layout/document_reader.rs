//! Reads a record into the items of a document: turns, answer, and what the log says besides.

use super::block::{Item, Paragraph, Run, ShownTurn, SourceMap, SourceText, narrow};
use super::document::{Document, Rendering};
use super::fold::folds;
use super::markup::{Highlighter, json, markdown};
use super::row::Look;
use crate::domain::records::plain_text;
use crate::domain::{Flag, Message, Part, Record, Role, Untrusted};
use crate::text::visible_start;

/// Markdown longer than this is shown as plain text, so that a long record opens at once.
const MARKDOWN_LIMIT: usize = 256 * 1024;
/// JSON longer than this is shown as plain text.
const JSON_LIMIT: usize = 1024 * 1024;
/// What stands above the output, which is what verdicts are about.
const JUDGED: &str = "judged answer";
/// The longest role word that is kept for the margin, in cells.
const ROLE_CELLS: usize = 16;

impl Document {
    /// Reads a record by itself. Takes time proportional to its length: call it off the UI thread.
    pub fn read(record: &Record, rendering: Rendering) -> Self {
        Self::read_after(record, None, rendering)
    }

    /// Reads a record that is read after another: folded, its prompt leaves out what that one says too.
    pub fn read_after(record: &Record, earlier: Option<&Record>, rendering: Rendering) -> Self {
        let content = &record.content;
        let mut texts: Vec<String> = content.messages.iter().map(Message::plain).collect();
        let turns = narrow(texts.len());
        texts.push(content.output.raw().to_owned());
        let mut reader = DocumentReader {
            document: Self { turns, texts, ..Self::default() },
            rendering,
            highlighter: Highlighter::default(),
        };
        let before = content.before_output().len();
        for (at, message) in content.messages.iter().enumerate() {
            if at == before {
                reader.output(record);
            }
            let label = label_of(&message.role, at < before);
            reader.turn(narrow(at), &label, &message.parts);
        }
        if before == content.messages.len() {
            reader.output(record);
        }
        reader.remarks(record);
        let mut document = reader.document;
        document.folds = folds(&document.items, &document.texts, content, earlier.map(|record| &record.content));
        document
    }
}

/// Gathers the items of a document.
struct DocumentReader {
    document: Document,
    rendering: Rendering,
    highlighter: Highlighter,
}

/// What the items of a part belong to.
#[derive(Clone, Copy)]
struct PartOwner<'a> {
    turn: ShownTurn,
    text: usize,
    sourced: bool,
    label: &'a str,
}

impl DocumentReader {
    fn turn(&mut self, turn: u32, label: &str, parts: &[Part]) {
        let owner = PartOwner { turn: Some(Some(turn)), text: turn as usize, sourced: true, label };
        self.parts(owner, parts);
        if !self.has_begun(owner.turn) {
            self.push(owner, vec![remark("(empty)")]);
        }
    }

    fn output(&mut self, record: &Record) {
        let content = &record.content;
        let owner = PartOwner { turn: Some(None), text: self.document.turns as usize, sourced: true, label: JUDGED };
        let text = content.output.raw();
        if !text.is_empty() {
            let paragraphs = self.body(owner, text, 0, Look::Plain);
            self.push(owner, paragraphs);
            if text.trim().is_empty() {
                self.push(owner, vec![remark("(only white space)")]);
            }
        } else if content.flags.contains(&Flag::NoFinalAnswer) {
            self.push(owner, vec![remark("no answer was logged")]);
        } else if content.output_parts.is_empty() {
            self.push(owner, vec![remark("(empty)")]);
        }
        if !content.output_parts.is_empty() {
            // These stand beside the output's text: spans do not count in them.
            let extra = self.document.texts.len();
            self.document.texts.push(plain_text(&content.output_parts));
            self.parts(PartOwner { text: extra, sourced: false, ..owner }, &content.output_parts);
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
            let owner = PartOwner { turn: None, text: index, sourced: false, label };
            let source = SourceText { text: text.raw(), byte: 0, char: 0 };
            self.push(owner, vec![plain(source, Look::Muted)]);
        }
        if !content.flags.is_empty() {
            let words =
                content.flags.iter().map(|flag| Paragraph::new(vec![Run::inserted(sentence(*flag), Look::Muted)]));
            let owner = PartOwner { turn: None, text: 0, sourced: false, label: "note" };
            self.push(owner, words.collect());
        }
    }

    /// The parts of a turn, each where it stands in the turn's plain text.
    fn parts(&mut self, owner: PartOwner<'_>, parts: &[Part]) {
        // Mirrors `domain::records::plain_text`: parts but media, joined by newlines.
        let mut offset = 0;
        for part in parts {
            match part {
                Part::Text(text) => {
                    if !text.is_empty() {
                        let paragraphs = self.body(owner, text.raw(), offset, Look::Plain);
                        self.push(owner, paragraphs);
                    }
                    offset += text.raw().len() + 1;
                }
                Part::Reasoning(text) => {
                    self.titled(owner, "reasoning", text.raw(), offset, Look::Muted);
                    offset += text.raw().len() + 1;
                }
                Part::Refusal(text) => {
                    self.titled(owner, "refusal", text.raw(), offset, Look::Plain);
                    offset += text.raw().len() + 1;
                }
                Part::ToolCall { id, name, arguments } => {
                    let id = id.as_ref().map(Untrusted::raw);
                    self.tool_call(owner, id, name.raw(), arguments.raw(), offset);
                    offset += name.raw().len() + arguments.raw().len() + 3;
                }
                Part::ToolResult { content, .. } => {
                    if !content.is_empty() {
                        let paragraphs = self.body(owner, content.raw(), offset, Look::Plain);
                        self.push(owner, paragraphs);
                    }
                    offset += content.raw().len() + 1;
                }
                Part::Media { kind, bytes, reference } => {
                    let size = bytes.map(|bytes| format!(", {}", size_words(bytes))).unwrap_or_default();
                    let mut runs = vec![Run::inserted(format!("[{}{size}]", kind.raw()), Look::Placeholder)];
                    if let Some(reference) = reference {
                        runs.push(Run::inserted(format!(" {}", reference.raw()), Look::Link));
                    }
                    self.push(owner, vec![Paragraph::new(runs)]);
                }
                Part::Other(value) => {
                    let paragraphs = self.body(owner, value.text(), offset, Look::Plain);
                    self.push(owner, paragraphs);
                    offset += value.text().len() + 1;
                }
            }
        }
    }

    fn titled(&mut self, owner: PartOwner<'_>, title: &'static str, text: &str, offset: usize, look: Look) {
        let mut paragraphs = vec![Paragraph::new(vec![Run::inserted(title, Look::Placeholder)])];
        paragraphs.extend(self.body(owner, text, offset, look));
        self.push(owner, paragraphs);
    }

    fn tool_call(&mut self, owner: PartOwner<'_>, id: Option<&str>, name: &str, arguments: &str, offset: usize) {
        let whole = self.source(owner, offset, name.len() + arguments.len() + 2);
        let places = SourceMap::new(whole);
        let open = name.len();
        let close = open + 1 + arguments.len();
        let mut runs = vec![places.run(0..open, Look::Keyword), places.run(open..open + 1, Look::Punctuation)];
        let last = places.run(close..close + 1, Look::Punctuation);
        let mut paragraphs = match self.rendering {
            Rendering::Rendered => self.json(owner, arguments, offset + open + 1).unwrap_or_default(),
            Rendering::Raw => Vec::new(),
        };
        if paragraphs.is_empty() {
            runs.push(places.run(open + 1..close, Look::Code));
            runs.push(last);
            paragraphs.push(Paragraph::new(runs));
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
            final_row.runs.push(Run::inserted(format!("  {id}"), Look::Muted));
        }
        self.push(owner, paragraphs);
    }

    /// A text's paragraphs: JSON laid out, Markdown rendered, or as it is.
    fn body(&self, owner: PartOwner<'_>, text: &str, offset: usize, look: Look) -> Vec<Paragraph> {
        let source = self.source(owner, offset, text.len());
        if self.rendering == Rendering::Raw {
            return vec![plain(source, look)];
        }
        if let Some(paragraphs) = self.json(owner, text, offset) {
            return paragraphs;
        }
        if text.len() > MARKDOWN_LIMIT || look == Look::Muted {
            return vec![plain(source, look)];
        }
        let paragraphs = markdown::paragraphs(source, &self.highlighter);
        if paragraphs.is_empty() { vec![plain(source, look)] } else { paragraphs }
    }

    fn json(&self, owner: PartOwner<'_>, text: &str, offset: usize) -> Option<Vec<Paragraph>> {
        if text.len() > JSON_LIMIT {
            return None;
        }
        json::paragraphs(self.source(owner, offset, text.len()))
    }

    /// A source of the owner's text, by its bytes.
    fn source(&self, owner: PartOwner<'_>, byte: usize, length: usize) -> SourceText<'_> {
        let all = self.document.texts.get(owner.text).map_or("", String::as_str);
        let char = all.get(..byte).map_or(0, |before| before.chars().count());
        SourceText { text: all.get(byte..byte + length).unwrap_or_default(), byte, char }
    }

    fn has_begun(&self, turn: ShownTurn) -> bool {
        self.document.items.last().is_some_and(|last| last.turn == turn)
    }

    fn push(&mut self, owner: PartOwner<'_>, paragraphs: Vec<Paragraph>) {
        if paragraphs.is_empty() {
            return;
        }
        let goes_on = owner.turn.is_some() && self.has_begun(owner.turn);
        let label = (!goes_on).then(|| owner.label.to_owned());
        self.document.items.push(Item {
            turn: owner.turn,
            text: owner.text,
            sourced: owner.sourced,
            label,
            paragraphs,
        });
    }
}

/// Returns what stands beside a turn. An answer beside the judged one has another label, by where it stands.
fn label_of(role: &Role, is_before: bool) -> String {
    match role {
        Role::System => "system".to_owned(),
        Role::User => "user".to_owned(),
        Role::Assistant if is_before => "earlier".to_owned(),
        Role::Assistant => "later".to_owned(),
        Role::Tool => "tool".to_owned(),
        Role::Other(word) => visible_start(&word.as_str().into(), ROLE_CELLS).into_string(),
    }
}

/// Text as it is, in one look.
fn plain(source: SourceText<'_>, look: Look) -> Paragraph {
    Paragraph::new(vec![SourceMap::new(source).run(0..source.text.len(), look)])
}

fn remark(words: &'static str) -> Paragraph {
    Paragraph::new(vec![Run::inserted(words, Look::Placeholder)])
}

fn size_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// Returns what the importer noticed, in words.
const fn sentence(flag: Flag) -> &'static str {
    match flag {
        Flag::NoFinalAnswer => "The transcript ends without an answer of the model.",
        Flag::DuplicateKeys => "The logged line names a key twice; the line is kept as it was.",
        Flag::LoneSurrogate => "Half of a surrogate pair in the text is shown as \u{fffd}.",
        Flag::InvalidUtf8 => "Bytes that are not UTF-8 are shown as \u{fffd}.",
        Flag::TooDeep => "Nested too deeply to be read; kept as it was logged.",
        Flag::Cut => "Longer than a record may be: the beginning and the end are kept.",
    }
}
