//! What a finished text makes of criteria and modes: new ones, other names and settings, parts of old ones.

use super::handler::Context;
use super::overlays::writing::SettingKind;
use crate::command::GlobalAction;
use crate::domain::{
    Change, Criterion, CriterionKey, CriterionSettings, ModeKey, Name, RecordId, Slug, Target, Untrusted,
};

/// The longest name that is made of a statement.
const NAME_FROM_TEXT: usize = 60;

/// Returns the statement of a criterion on one line, to be edited.
pub(crate) fn statement_line(criterion: &Criterion) -> String {
    criterion.current().map(|version| version.text.raw().replace('\n', " ")).unwrap_or_default()
}

/// Adds a criterion, written as `name: statement` or as a statement alone.
pub(crate) fn add_criterion(text: &str, record: Option<RecordId>, cx: &mut Context<'_>) -> Result<(), String> {
    let (name, statement) = named(text)?;
    if cx.read_model.codebook.criterion_of(&name.slug()).is_some() {
        return Err(format!("There is a criterion \"{name}\" already. Begin with another name and a colon."));
    }
    let summary = format!("criterion \"{name}\" made");
    let change = Change::CriterionAdd { name, text: statement.trim().into(), modes: Vec::new(), record, number: None };
    cx.write_codebook(change, summary);
    Ok(())
}

/// Gives a criterion another name.
pub(crate) fn rename_criterion(criterion: &CriterionKey, name: Name, cx: &mut Context<'_>) {
    let (criterion, settings) = (criterion.clone(), CriterionSettings::default());
    let change = Change::CriterionEdit { criterion, name: Some(name), modes: None, retired: None, settings };
    cx.write_codebook(change, "criterion renamed");
}

/// Gives a mode another name.
pub(crate) fn rename_mode(mode: &ModeKey, name: Name, cx: &mut Context<'_>) {
    let (mode, name) = (mode.clone(), Some(name));
    cx.write_codebook(Change::ModeEdit { mode, name, definition: None, severity: None, hotkey: None }, "mode renamed");
}

/// Writes what a mode means.
pub(crate) fn define_mode(mode: &ModeKey, text: &str, cx: &mut Context<'_>) {
    let (mode, definition) = (mode.clone(), Some(text.trim().into()));
    cx.write_codebook(
        Change::ModeEdit { mode, name: None, definition, severity: None, hotkey: None },
        "definition kept",
    );
}

/// Sets a term of a criterion as typed; an empty text removes it.
pub(crate) fn set_setting(
    key: &CriterionKey,
    kind: SettingKind,
    text: &str,
    cx: &mut Context<'_>,
) -> Result<(), String> {
    let text = text.trim();
    let mut settings = CriterionSettings::default();
    let what = match kind {
        SettingKind::UseWhen => {
            settings.use_when = Some(text.into());
            "when it is asked"
        }
        SettingKind::AvoidWhen => {
            settings.avoid_when = Some(text.into());
            "when it is not asked"
        }
        SettingKind::Tau => {
            let share = text.replace(',', ".").parse().ok().filter(|share| (0.0..=1.0).contains(share));
            settings.tau = Some(share.ok_or("A tolerance is a share from 0 to 1, as 0.2.")?);
            "its tolerance"
        }
        SettingKind::Owner => {
            let owner = (!text.is_empty()).then(|| Name::new(text)).transpose();
            settings.owner = Some(owner.map_err(|problem| problem.to_string())?);
            "its owner"
        }
    };
    let name = cx.read_model.codebook.criterion_of(key).map(|criterion| criterion.name.to_string());
    edit_settings(key, settings, format!("{}: {what} kept", name.unwrap_or_default()), cx);
    Ok(())
}

/// Writes an edit of settings and says what it did.
pub(crate) fn edit_settings(key: &CriterionKey, settings: CriterionSettings, summary: String, cx: &mut Context<'_>) {
    let criterion = key.clone();
    let change = Change::CriterionEdit { criterion, name: None, modes: None, retired: None, settings };
    cx.write_codebook(change, summary);
}

/// Splits a criterion or a mode: each line names a part, which is made where there is none.
pub(crate) fn split(target: &Target, text: &str, cx: &mut Context<'_>) -> Result<(), String> {
    let codebook = &cx.read_model.codebook;
    let mut changes = Vec::new();
    let mut into: Vec<Slug> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, statement) = named(line)?;
        let key = name.slug();
        if into.contains(&key) || key == *target.key() {
            return Err(format!("\"{name}\" cannot be a part of it a second time."));
        }
        match target {
            Target::Criterion(whole) if codebook.criterion_of(&key).is_none() => {
                let modes = codebook.criterion_of(whole).map(|whole| whole.modes.clone()).unwrap_or_default();
                let text = statement.trim().into();
                changes.push(Change::CriterionAdd { name, text, modes, record: None, number: None });
            }
            Target::Mode(whole) if codebook.mode_of(&key).is_none() => {
                let severity = codebook.mode_of(whole).map_or(2, |whole| whole.severity);
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
    let summary = format!("{} split into {} parts", target.key(), into.len());
    changes.push(match target.clone() {
        Target::Criterion(criterion) => Change::CriterionSplit { criterion, into },
        Target::Mode(mode) => Change::ModeSplit { mode, into },
    });
    cx.write(changes);
    cx.say(summary, &[GlobalAction::Undo.into()]);
    Ok(())
}

/// Splits `name: statement`; a statement alone gets a name made of its beginning.
fn named(text: &str) -> Result<(Name, &str), String> {
    let (typed, statement) = match text.split_once(": ") {
        Some((name, statement)) if name.chars().count() <= NAME_FROM_TEXT && !name.contains('\n') => {
            (name.to_owned(), statement)
        }
        _ => (shortened(text), text),
    };
    Ok((Name::new(&typed).map_err(|problem| problem.to_string())?, statement))
}

/// Makes a name of the beginning of a statement, cut between words.
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
