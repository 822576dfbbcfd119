//! What a finished text makes of criteria and modes: new ones, parts of old ones, notes promoted, terms set.

use super::Model;
use super::message::Effect;
use super::overlays::text_entry::Writing;
use crate::command::{GlobalAction, NotesAction};
use crate::domain::{Change, CriterionKey, ModeKey, Name, RecordId, Slug, Target, Terms, Time, Untrusted};

/// The longest name that is made of a statement.
const NAME_FROM_TEXT: usize = 60;

/// What is written of a criterion beside its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// When it is asked.
    UseWhen,
    /// When it is not.
    AvoidWhen,
    /// The share of good outputs that its checks may reject.
    Tau,
    /// Who decides on it.
    Owner,
}

impl Model {
    /// Writes one change of the codebook and says so.
    pub(super) fn write_rule(&mut self, change: Change, said: &str, now: Time, out: &mut Vec<Effect>) {
        self.write(vec![change], now, out);
        self.say(said, &[GlobalAction::Undo.into()]);
    }

    /// A new criterion: `name: statement`, or a name made of the statement's beginning.
    pub(super) fn add_criterion(
        &mut self,
        text: &str,
        record: Option<RecordId>,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Result<(), String> {
        let (name, statement) = named(text)?;
        if self.read_model.codebook.criterion_of(&name.slug()).is_some() {
            return Err(format!("There is a criterion \"{name}\" already. Begin with another name and a colon."));
        }
        let said = format!("criterion \"{name}\" made");
        let change =
            Change::CriterionAdd { name, text: statement.trim().into(), modes: Vec::new(), record, number: None };
        self.write_rule(change, &said, now, out);
        Ok(())
    }

    /// The record's note becomes a mode or a criterion.
    pub(super) fn promote_note(&mut self, to_mode: bool) {
        let Some(page) = self.review.current() else { return };
        let record = Some((page.view.record.row, page.view.record.id));
        let notes = &page.view.judgements.notes;
        let own = notes.iter().rev().find(|note| note.reviewer == self.session.reviewer).or(notes.last());
        let Some(text) = own.map(|note| note.text.raw().to_owned()) else {
            self.say("There is no note on this record yet.", &[NotesAction::Note.into()]);
            return;
        };
        if to_mode {
            let line = text.lines().next().unwrap_or_default();
            let name: String = line.chars().filter(|c| crate::domain::name::is_printable(*c)).collect();
            self.pick(super::overlays::picker::PickFor::Tag, &name);
        } else {
            self.write_text(Writing::NewCriterion { record }, &text);
        }
    }

    /// Sets a term of a criterion as typed; an empty text takes it away.
    pub(super) fn set_term(
        &mut self,
        key: &CriterionKey,
        kind: TermKind,
        text: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Result<(), String> {
        let text = text.trim();
        let mut terms = Terms::default();
        let what = match kind {
            TermKind::UseWhen => {
                terms.use_when = Some(text.into());
                "when it is asked"
            }
            TermKind::AvoidWhen => {
                terms.avoid_when = Some(text.into());
                "when it is not asked"
            }
            TermKind::Tau => {
                let share = text.replace(',', ".").parse().ok().filter(|share| (0.0..=1.0).contains(share));
                terms.tau = Some(share.ok_or("A tolerance is a share from 0 to 1, as 0.2.")?);
                "its tolerance"
            }
            TermKind::Owner => {
                let owner = (!text.is_empty()).then(|| Name::new(text)).transpose();
                terms.owner = Some(owner.map_err(|problem| problem.to_string())?);
                "its owner"
            }
        };
        let name = self.read_model.codebook.criterion_of(key).map(|criterion| criterion.name.to_string());
        let said = format!("{}: {what} kept", name.unwrap_or_default());
        self.edit_terms(key, terms, &said, now, out);
        Ok(())
    }

    /// Writes an edit of terms.
    pub(super) fn edit_terms(
        &mut self,
        key: &CriterionKey,
        terms: Terms,
        said: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let criterion = key.clone();
        let change = Change::CriterionEdit { criterion, name: None, modes: None, retired: None, terms };
        self.write_rule(change, said, now, out);
    }

    /// Splits a criterion or a mode: each line names a part, which is made where there is none.
    pub(super) fn split(
        &mut self,
        target: &Target,
        text: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Result<(), String> {
        let mut changes = Vec::new();
        let mut into: Vec<Slug> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, statement) = named(line)?;
            let key = name.slug();
            if into.contains(&key) || key == *target.key() {
                return Err(format!("\"{name}\" cannot be a part of it a second time."));
            }
            match target {
                Target::Criterion(own) if self.read_model.codebook.criterion_of(&key).is_none() => {
                    let modes =
                        self.read_model.codebook.criterion_of(own).map(|own| own.modes.clone()).unwrap_or_default();
                    let text = statement.trim().into();
                    changes.push(Change::CriterionAdd { name, text, modes, record: None, number: None });
                }
                Target::Mode(own) if self.read_model.codebook.mode_of(&key).is_none() => {
                    let severity = self.read_model.codebook.mode_of(own).map_or(2, |own| own.severity);
                    let definition = if statement == line { Untrusted::default() } else { statement.trim().into() };
                    changes.push(Change::ModeAdd { name, definition, severity, hotkey: None });
                }
                Target::Criterion(_) | Target::Mode(_) => {}
            }
            into.push(key);
        }
        if into.len() < 2 {
            return Err("A split has at least two parts, one a line.".to_owned());
        }
        let said = format!("{} split into {} parts", target.key(), into.len());
        changes.push(match target.clone() {
            Target::Criterion(criterion) => Change::CriterionSplit { criterion, into },
            Target::Mode(mode) => Change::ModeSplit { mode, into },
        });
        self.write(changes, now, out);
        self.say(said, &[GlobalAction::Undo.into()]);
        Ok(())
    }
}

/// `name: statement`, or the statement alone with a name made of its beginning.
fn named(text: &str) -> Result<(Name, &str), String> {
    let (typed, statement) = match text.split_once(": ") {
        Some((name, statement)) if name.chars().count() <= NAME_FROM_TEXT && !name.contains('\n') => {
            (name.to_owned(), statement)
        }
        _ => (shortened(text), text),
    };
    Ok((Name::new(&typed).map_err(|problem| problem.to_string())?, statement))
}

/// A mode edit with one field set.
pub(super) fn mode_edit(mode: &ModeKey, set: impl FnOnce(&mut Option<Name>, &mut Option<Untrusted>)) -> Change {
    let (mut name, mut definition) = (None, None);
    set(&mut name, &mut definition);
    Change::ModeEdit { mode: mode.clone(), name, definition, severity: None, hotkey: None }
}

/// The beginning of a statement, cut between words, as a name.
fn shortened(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut name = String::new();
    for word in line.split_whitespace() {
        if !name.is_empty() && name.chars().count() + word.chars().count() >= NAME_FROM_TEXT {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.extend(word.chars().filter(|c| crate::domain::name::is_printable(*c)).take(NAME_FROM_TEXT));
    }
    name.trim_end_matches(['.', ',', ';', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_the_beginning_of_the_statement() {
        assert_eq!(super::shortened("only promises what the context says."), "only promises what the context says");
        let long = super::shortened(&"word ".repeat(40));
        assert!(long.chars().count() <= super::NAME_FROM_TEXT && long.ends_with("word"));
        assert_eq!(super::shortened("a\u{202e}b"), "ab");
    }
}
