//! What lies over a screen, in lines: boxes, pickers, help; the others as they are painted.

use super::{keys, picture, plain};
use crate::app::overlays::Overlay;
use crate::app::overlays::help::{Help, HelpLine, SIGNS};
use crate::app::overlays::picker::{PickRow, Picker};
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::app::{LineInput, Model};
use crate::command::TextAction;
use crate::text::{visible_block, visible_words};
use crate::ui::overlays::{picker_title, text_title};

/// Lines of a picker that are told at once.
const CHOICES: usize = 20;

/// What was told of the overlay on top.
#[derive(Debug, Default)]
pub(super) struct ToldOverlay {
    /// Which it is, and how many lie below it.
    name: Option<(usize, String)>,
    text: String,
    problem: Option<String>,
    choices: Vec<String>,
    selected: usize,
    rows: Vec<picture::Told>,
}

impl ToldOverlay {
    /// Tells what is new of the overlay on top.
    pub(super) fn tell(&mut self, model: &Model, out: &mut Vec<String>) {
        let Some(overlay) = model.overlays.last() else {
            *self = Self::default();
            return;
        };
        let name = Some((model.overlays.len(), name(model, overlay)));
        let is_new = self.name != name;
        if is_new {
            *self = Self::default();
        }
        match overlay {
            Overlay::Text(entry) => self.text(model, entry, is_new, out),
            Overlay::Picker(picker) => self.picker(model, picker, is_new, out),
            Overlay::Help(help) if is_new => out.extend(help_lines(model, help)),
            Overlay::Help(_) => {}
            Overlay::Corrections(_)
            | Overlay::Disputes(_)
            | Overlay::StubPreview(_)
            | Overlay::Suggest(_)
            | Overlay::Revision(_)
            | Overlay::RegradeOffer(_) => {
                // Half of what is read would be told twice.
                if !model.is_settled() {
                    return;
                }
                let rows = picture::of_overlays(model);
                out.extend(new_rows(&self.rows, &rows));
                self.rows = rows;
                if is_new {
                    out.push(keys::here(model));
                }
            }
        }
        self.name = name;
    }

    fn text(&mut self, model: &Model, entry: &TextEntry, is_new: bool, out: &mut Vec<String>) {
        let text = entry.editor.text();
        let shown = if entry.writing == Writing::Filter {
            model.session.filter(&text, model.present)
        } else {
            visible_block(&text.as_str().into()).into_string().replace('\n', " / ")
        };
        if is_new {
            let save = model.keyboard.keymap.key(TextAction::Save).map(|key| key.to_string()).unwrap_or_default();
            let title = plain::sentence(&text_title(model, &entry.writing));
            out.push(format!(
                "{title}: type the text; {save} {}, {} leaves it.",
                entry.writing.taken(),
                keys::leave(model)
            ));
        }
        // Typing a letter behind the text says nothing; everything else does.
        let is_typed = text.strip_prefix(self.text.as_str()).is_some_and(|more| more.chars().count() <= 1);
        let is_pasted = model.lines == Some(LineInput::Words) && !is_new;
        let is_told = !model.is_blind_vote_open();
        if is_told && ((is_new && !text.is_empty()) || (!is_new && !is_typed && !is_pasted)) {
            out.push(if shown.is_empty() { "The text is empty.".to_owned() } else { format!("The text: {shown}") });
        }
        if entry.problem.is_some() && entry.problem != self.problem {
            out.extend(entry.problem.clone());
        }
        (self.text, self.problem) = (text, entry.problem.clone());
    }

    fn picker(&mut self, model: &Model, picker: &Picker, is_new: bool, out: &mut Vec<String>) {
        let choices: Vec<String> = picker.rows.iter().enumerate().map(|(at, row)| choice(at, row)).collect();
        let typed = picker.query.text();
        let is_narrowed = typed != self.text;
        if is_new {
            let title = if model.is_blind_vote_open() { "which" } else { picker_title(&picker.pick) };
            out.push(format!("{title}: type to narrow, a number chooses, {} leaves.", keys::leave(model)));
        }
        if is_new || is_narrowed || (self.choices != choices && model.lines == Some(LineInput::Words)) {
            let few = if model.lines == Some(LineInput::Keys) && !is_new { 1 } else { CHOICES };
            if choices.is_empty() {
                out.push("Nothing found.".to_owned());
            } else if picker.only_weak() {
                out.push("No command is called that; these mention it.".to_owned());
            }
            out.extend(choices.iter().take(few).cloned());
            if let Some(more) = choices.len().checked_sub(few).filter(|more| *more > 0) {
                out.push(format!("and {more} more."));
            }
        } else if picker.selected != self.selected {
            out.extend(choices.get(picker.selected).cloned());
        }
        (self.choices, self.text, self.selected) = (choices, typed, picker.selected);
    }
}

/// Returns the rows that were not there before, and the chosen one where it is another.
pub(super) fn new_rows(before: &[picture::Told], rows: &[picture::Told]) -> Vec<String> {
    let is_known = |row: &picture::Told| before.iter().any(|known| known.text == row.text);
    let is_new = |row: &&picture::Told| if row.is_chosen { !before.contains(row) } else { !is_known(row) };
    rows.iter().filter(is_new).map(|row| row.text.clone()).collect()
}

fn name(model: &Model, overlay: &Overlay) -> String {
    match overlay {
        Overlay::Text(entry) => text_title(model, &entry.writing),
        Overlay::Picker(picker) => format!("{:?}", picker.pick),
        Overlay::Help(_) => "help".to_owned(),
        Overlay::Corrections(_) => "corrections".to_owned(),
        Overlay::Disputes(_) => "answers".to_owned(),
        Overlay::StubPreview(_) => "stub".to_owned(),
        Overlay::Suggest(_) => "checks".to_owned(),
        Overlay::Revision(_) => "revision".to_owned(),
        Overlay::RegradeOffer(_) => "re-grading".to_owned(),
    }
}

fn choice(at: usize, row: &PickRow) -> String {
    let detail = row.detail.replace("  ", ", ");
    let label = visible_words(&row.label);
    let parts = [row.key.trim(), label.as_str(), detail.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}: {}", at + 1, parts.join(", "))
}

/// Returns every key that works here: a heading, then a line for each.
fn help_lines(model: &Model, help: &Help) -> Vec<String> {
    let (_, lines) = help.lines(&model.keyboard.keymap, model.size);
    let mut told: Vec<String> = Vec::new();
    // Signs are told as words.
    for line in lines.into_iter().take_while(|line| *line != HelpLine::Heading(SIGNS)) {
        match line {
            HelpLine::Heading(title) => told.push(format!("{title}:")),
            HelpLine::Entry(keys, title, sentence) => told.push(format!("{keys}: {title}. {}", sentence.trim())),
            HelpLine::More(more) => {
                if let Some(last) = told.last_mut() {
                    last.push(' ');
                    last.push_str(&more);
                }
            }
            HelpLine::Blank => {}
        }
    }
    told
}
