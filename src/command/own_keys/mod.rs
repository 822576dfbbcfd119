//! A person's own keys: the lines of `keymap.toml` laid over a preset, and what is wrong with them in words.

mod bindable;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::command::keymap::{Binding, Keymap, Trigger};
use crate::command::layer::Layer;
use crate::command::registry::{Action, Entry, REGISTRY, title_of};
use crate::command::screen::Screen;
use crate::domain::spelling;
use crate::error::Result;
use crate::text::visible_words;

/// One line of `keymap.toml`: an action and its keys as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The number of the line, from 1.
    pub line: usize,
    /// The heading it stands under, where there is one.
    pub layer: Option<String>,
    /// The name of the action.
    pub action: String,
    /// Its keys; none takes the action off the keyboard.
    pub keys: Vec<String>,
}

/// What is wrong with a line, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFlaw {
    /// The number of the line, from 1; 0 for what stands in the settings, whose sentence says so.
    pub line: usize,
    /// What is so.
    pub sentence: String,
    /// What to do.
    pub hint: String,
}

/// A program of a person's own on a key of the Review screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCommand {
    /// The key as it was written.
    pub key: String,
    /// What help and palette call it.
    pub title: String,
    /// The program, then its arguments; no shell reads them.
    pub argv: Vec<String>,
}

/// What a person's settings say about keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnKeys {
    /// The lines of `keymap.toml` that could be read.
    pub lines: Vec<KeyLine>,
    /// What could not be read.
    pub flaws: Vec<KeyFlaw>,
    /// The person's own commands.
    pub commands: Vec<OwnCommand>,
}

/// A line whose action is known, with the keys that it may have.
struct Rebound {
    line: usize,
    entry: &'static Entry,
    triggers: Vec<Trigger>,
}

impl KeyFlaw {
    fn new(line: usize, sentence: String, hint: impl Into<String>) -> Self {
        Self { line, sentence, hint: hint.into() }
    }

    /// Returns the flaw with its place: `keymap.toml:3: … What to do.`
    pub fn in_file(&self, file: &str) -> String {
        let place = if self.line == 0 { String::new() } else { format!("{file}:{}: ", self.line) };
        format!("{place}{} {}", self.sentence, self.hint)
    }
}

/// Returns a heading as `keymap.toml` writes it: `Fail, and why` as `fail-and-why`.
pub fn layer_word(layer: Layer) -> String {
    let title = title_of(layer).to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

impl Keymap {
    /// Makes the keymap of a preset and a person's settings, and tells what is wrong with those.
    ///
    /// # Errors
    /// A `Usage` problem for an unknown preset.
    pub fn personal(preset: &str, fail_asks_why: bool, own: &OwnKeys) -> Result<(Self, Vec<KeyFlaw>)> {
        let keymap = Self::preset(preset)?;
        let keymap = if fail_asks_why { keymap } else { keymap.failing_at_once() };
        Ok(keymap.with_own(own))
    }

    /// Lays a person's lines over the keymap. Of two lines for one key the first holds; a line takes its key from what
    /// the preset gave it to. Both are told.
    #[must_use]
    pub fn with_own(mut self, own: &OwnKeys) -> (Self, Vec<KeyFlaw>) {
        let mut flaws = own.flaws.clone();
        let mut known: Vec<Rebound> = own.lines.iter().filter_map(|line| resolved(line, &mut flaws)).collect();
        known
            .extend(own.commands.iter().zip(0..).filter_map(|(command, number)| self.add(command, number, &mut flaws)));
        self.bindings.retain(|binding| !known.iter().any(|own| std::ptr::eq(own.entry, binding.entry)));
        let mut added: Vec<(usize, Binding)> = Vec::new();
        for Rebound { line, entry, triggers } in known {
            for trigger in triggers {
                let clashes = |other: &Binding| other.layer == entry.layer && other.trigger.clashes(trigger);
                let (key, title, place) = (trigger, entry.title, title_of(entry.layer));
                if let Some((first, other)) = added.iter().find(|(_, other)| clashes(other)) {
                    let (other, name) = (other.entry.title, entry.id);
                    flaws.push(KeyFlaw::new(
                        line,
                        format!("{}`{key}` is given to \"{title}\" and to \"{other}\" (both: {place}).", whose(line)),
                        match first {
                            0 => format!("\"{other}\" holds; give the command another key."),
                            first => format!("Line {first} holds; give {name} another key."),
                        },
                    ));
                    continue;
                }
                if let Some(other) = self.bindings.iter().find(|other| clashes(other)).copied() {
                    let (taken, name) = (other.entry.title, other.entry.id);
                    if !matches!(other.trigger, Trigger::Chord(_)) {
                        let all = other.trigger;
                        flaws.push(KeyFlaw::new(
                            line,
                            format!("{}`{key}` cannot be \"{title}\": {all} are \"{taken}\" ({place}).", whose(line)),
                            "Choose another key.",
                        ));
                        continue;
                    }
                    self.bindings.retain(|binding| *binding != other);
                    let left: Vec<String> = self.keys_of(other.entry);
                    let hint = if left.is_empty() {
                        format!(
                            "\"{taken}\" has no key now: give it one with {name} = \"…\", or none with {name} = []."
                        )
                    } else {
                        let list = left.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ");
                        format!("\"{taken}\" keeps {}; {name} = [{list}] says so too.", left.join(" "))
                    };
                    flaws.push(KeyFlaw::new(
                        line,
                        format!("{}`{key}` is \"{title}\" now and was \"{taken}\" (both: {place}).", whose(line)),
                        hint,
                    ));
                }
                added.push((line, Binding { layer: entry.layer, trigger, entry }));
            }
        }
        self.bindings.extend(added.into_iter().map(|(_, binding)| binding));
        let order = |binding: &Binding| {
            REGISTRY.iter().position(|entry| std::ptr::eq(entry, binding.entry)).unwrap_or(usize::MAX)
        };
        self.bindings.sort_by_key(order);
        flaws.sort_by_key(|flaw| flaw.line);
        (self, flaws)
    }

    /// Adds an own command; `None` where it cannot have its key, which the palette does without.
    fn add(&mut self, command: &OwnCommand, number: u16, flaws: &mut Vec<KeyFlaw>) -> Option<Rebound> {
        // Entries live as long as the program: those of the registry, and these few.
        let title: &'static str = Box::leak(visible_words(&command.title).into_string().into_boxed_str());
        let sentence: &'static str = Box::leak(format!("Runs {}.", quoted(&command.argv)).into_boxed_str());
        let entry: &'static Entry = Box::leak(Box::new(Entry {
            action: Action::Own(number),
            id: "command",
            layer: Screen::Review.layer(),
            keys: "",
            hint: title,
            title,
            sentence,
            rank: 0,
            judges: false,
        }));
        self.own.push((entry, command.argv.clone()));
        match bindable::read(&command.key, entry.layer) {
            Ok(chord) => Some(Rebound { line: 0, entry, triggers: vec![Trigger::Chord(chord)] }),
            Err((sentence, hint)) => {
                let sentence = format!("config.toml, [[command]] \"{title}\": {sentence}");
                flaws.push(KeyFlaw::new(0, sentence, hint));
                None
            }
        }
    }

    /// Returns the title and the words of an own command.
    pub fn own_command(&self, number: u16) -> Option<(&'static str, &[String])> {
        self.own.get(usize::from(number)).map(|(entry, words)| (entry.title, words.as_slice()))
    }

    /// Returns the entries of own commands.
    pub fn own_entries(&self) -> impl Iterator<Item = &'static Entry> {
        self.own.iter().map(|(entry, _)| *entry)
    }

    fn keys_of(&self, entry: &Entry) -> Vec<String> {
        let of_entry = self.bindings.iter().filter(|binding| std::ptr::eq(binding.entry, entry));
        of_entry.map(|binding| binding.trigger.to_string()).collect()
    }

    /// Returns the keymap as a `keymap.toml` in which every line is a comment: name, keys, what it does.
    pub fn as_toml(&self) -> String {
        let mut out = String::from(
            "# Keys of gemba: take the # away before a line and change its keys.\n\
             # One key as \"p\", several as [\"p\", \"Right\"], none as [].\n",
        );
        let mut layer = None;
        for entry in REGISTRY.iter().filter(|entry| entry.layer != Layer::Always) {
            if layer.replace(entry.layer) != Some(entry.layer) {
                let _ = write!(out, "\n[{}]\n", layer_word(entry.layer));
            }
            let keys: Vec<String> = self.keys_of(entry).iter().map(|key| toml_text(key)).collect();
            let value = if let [key] = keys.as_slice() { key.clone() } else { format!("[{}]", keys.join(", ")) };
            if self.takes_any(entry) {
                let _ = writeln!(out, "# {} has all of {}: {}", entry.title, keys.join(" "), entry.sentence);
            } else {
                let _ = writeln!(out, "#{} = {value}  # {}", entry.id, entry.sentence);
            }
        }
        out
    }

    fn takes_any(&self, entry: &Entry) -> bool {
        self.key_of(entry).is_some_and(|trigger| !matches!(trigger, Trigger::Chord(_)))
    }
}

/// Begins the sentence on what stands in the settings, and not in the file of keys.
const fn whose(line: usize) -> &'static str {
    if line == 0 { "config.toml, [[command]]: " } else { "" }
}

/// Returns an argument list in words that no terminal acts on.
fn quoted(argv: &[String]) -> String {
    visible_words(&argv.join(" ")).into_string()
}

/// Writes a key as a TOML string: in single quotes, but for the single quote itself.
fn toml_text(key: &str) -> String {
    let quote = if key.contains(['"', '\\']) { '\'' } else { '"' };
    format!("{quote}{key}{quote}")
}

/// Finds the action of a line and reads its keys; what cannot be is told, and left out.
fn resolved(line: &KeyLine, flaws: &mut Vec<KeyFlaw>) -> Option<Rebound> {
    let mut refuse = |sentence: String, hint: String| flaws.push(KeyFlaw::new(line.line, sentence, hint));
    let named = |entry: &&Entry| entry.id.eq_ignore_ascii_case(&line.action);
    let Some(entry) = REGISTRY.iter().find(named) else {
        let nearest = spelling::nearest(&line.action, REGISTRY.iter().map(|entry| entry.id));
        let hint = nearest.map_or_else(
            || "`gemba keys --toml` prints all names.".to_owned(),
            |name| format!("Did you mean {name}? `gemba keys --toml` prints all names."),
        );
        refuse(format!("There is no action `{}`.", line.action.escape_default()), hint);
        return None;
    };
    let layer = layer_word(entry.layer);
    if line.layer.as_ref().is_some_and(|given| *given != layer) {
        let given = line.layer.as_deref().unwrap_or_default().escape_default();
        refuse(format!("{} is not an action of [{given}].", entry.id), format!("Write it under [{layer}]."));
        return None;
    }
    if entry.layer == Layer::Always {
        refuse(format!("{} has the same key everywhere and keeps it.", entry.id), "Take the line away.".to_owned());
        return None;
    }
    if !entry.keys.is_empty() && entry.keys.split(' ').all(|key| matches!(key, "a-z" | "1-9")) {
        refuse(
            format!("{} takes every {} and has no other key.", entry.id, entry.keys),
            "Take the line away.".to_owned(),
        );
        return None;
    }
    let mut triggers = Vec::new();
    for key in &line.keys {
        match bindable::read(key, entry.layer) {
            Ok(chord) if triggers.contains(&Trigger::Chord(chord)) => {}
            Ok(chord) => triggers.push(Trigger::Chord(chord)),
            Err((sentence, hint)) => refuse(sentence, hint),
        }
    }
    if triggers.is_empty() && !line.keys.is_empty() {
        return None;
    }
    Some(Rebound { line: line.line, entry, triggers })
}
