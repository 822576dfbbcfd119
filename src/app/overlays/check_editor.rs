//! What is known of a check while it is typed: how far it can be read, and its trial.

use super::writing::Writing;
use crate::app::handler::{Context, Intent};
use crate::checks::{self, Typing, check_syntax};
use crate::domain::{Change, CheckSpec, RecordId, Tally, Target};
use crate::views::{Read, Slot, Trial};

/// The check that is typed in a text box.
#[derive(Debug, Default)]
pub struct CheckEditor {
    /// How far it can be read.
    pub typing: Typing,
    /// What it catches; `None` until the first figures of exactly this text are there.
    pub trial: Option<Box<Trial>>,
}

impl CheckEditor {
    /// Returns the check, where it is whole.
    fn spec(&self) -> Option<&CheckSpec> {
        match &self.typing {
            Typing::Whole { spec, .. } => Some(spec),
            Typing::Nothing | Typing::Kind(_) | Typing::Wrong(..) => None,
        }
    }

    /// Takes what was typed, and tries it where it is a whole check. The trial of another one is cancelled.
    pub(super) fn take(&mut self, target: &Target, text: &str, cx: &mut Context<'_>) {
        let before = self.spec().cloned();
        self.typing = checks::typing(text);
        // A blank more or less is the same check, and its figures hold.
        if self.spec().is_some() && self.spec() == before.as_ref() {
            return;
        }
        self.trial = None;
        match &self.typing {
            Typing::Whole { spec, not_run: None, .. } => {
                cx.ask(Read::Trial { target: target.clone(), spec: spec.clone(), slot: Slot::empty() });
            }
            _ => cx.cancel(Read::is_trial),
        }
    }

    /// Adds the check that was typed, or changes the one that is edited.
    pub(super) fn save(&mut self, writing: &Writing, text: &str, cx: &mut Context<'_>) -> Result<(), String> {
        let spec = check_syntax::read(text).map_err(|problem| problem.to_string())?;
        checks::validate_spec(&spec).map_err(|problem| problem.to_string())?;
        cx.cancel(Read::is_trial);
        let Writing::CheckEdit(check, _) = writing else {
            if let Some(target) = writing.check_target() {
                cx.intend(Intent::AddCheck(target.clone(), spec));
            }
            return Ok(());
        };
        if cx.read_model.codebook.checks.iter().any(|known| known.key == *check && known.spec == spec) {
            cx.say(format!("{check} stays as it is."), &[]);
            return Ok(());
        }
        // The figures that were read are those of another check.
        let tally = self.trial.take().filter(|trial| trial.is_whole()).map(|trial| trial.tally);
        cx.intend(Intent::Tally(check.clone(), tally));
        cx.write_codebook(Change::CheckEdit { check: check.clone(), spec }, format!("{check} changed"));
        Ok(())
    }

    /// Returns the title and the records of an outcome, or says that there are none.
    pub(super) fn records(&self, outcome: CheckOutcome, cx: &mut Context<'_>) -> Option<(String, Vec<RecordId>)> {
        let (Some(spec), Some(trial)) = (self.spec(), &self.trial) else {
            cx.say("There are no figures of this check yet.", &[]);
            return None;
        };
        let so_far = if trial.is_whole() { "" } else { " so far" };
        let ids = outcome.records(&trial.tally).to_vec();
        if ids.is_empty() {
            cx.say(format!("No record is {} this check{so_far}.", outcome.words()), &[]);
            return None;
        }
        Some((format!("{} {}{so_far}", outcome.words(), checks::describe(spec)), ids))
    }
}

/// How a check and people differ on a record, or agree that it is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckOutcome {
    /// It fails a bad record.
    Caught,
    /// It passes a bad record.
    Missed,
    /// It fails a good record.
    Rejected,
}

impl CheckOutcome {
    /// Returns the words for it, before the name of the check.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Caught => "caught by",
            Self::Missed => "missed by",
            Self::Rejected => "wrongly rejected by",
        }
    }

    /// Returns the records with this outcome.
    pub(crate) fn records(self, tally: &Tally) -> &[RecordId] {
        match self {
            Self::Caught => &tally.caught,
            Self::Missed => &tally.missed,
            Self::Rejected => &tally.wrongly_rejected,
        }
    }
}
