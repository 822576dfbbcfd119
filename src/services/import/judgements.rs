//! Judgements that come with records: what the columns that the user named say becomes changes, in one group for each
//! reviewer. A judgement that a person gave before is kept.

use std::collections::{BTreeMap, HashMap};

use super::order::{FileReport, ImportOrder};
use crate::domain::{
    Answer, Batch, Change, Codebook, Content, CriterionKey, ModeKey, Name, RawJson, RecordId, Slug, Time, UndoGroup,
    Untrusted, Verdict,
};
use crate::error::{Problem, Result};
use crate::ingest::{Feedback, Judged, LabelOptions, LabelTarget, LabelValue, Opined};
use crate::store::{SourceId, Writer};

/// Refuses labels about criteria that the workspace does not have.
pub(super) fn check_targets(order: &ImportOrder, writer: Option<&Writer>) -> Result<()> {
    let criteria = order.read.labels.iter().filter_map(|label| match &label.target {
        LabelTarget::Criterion(typed) => Some(typed),
        LabelTarget::Verdict | LabelTarget::Mode(_) => None,
    });
    let criteria: Vec<&String> = criteria.collect();
    if criteria.is_empty() {
        return Ok(());
    }
    let codebook = writer.map(Writer::codebook).transpose()?.unwrap_or_default();
    criteria.into_iter().try_for_each(|typed| codebook.known_criterion(&Slug::of(typed)).map(drop))
}

/// The judgements of one command, over all its files.
#[derive(Default)]
pub(super) struct Judgements {
    /// Whether judgements in gemba's own export are taken.
    pub(super) takes_own: bool,
    /// One group for each reviewer: an undo takes back what is one's own.
    groups: Vec<(Name, UndoGroup)>,
    codebook: Option<Codebook>,
    /// Modes that this command made.
    made: HashMap<Slug, ModeKey>,
    /// Those of them that are not written yet: they come before everything that names them.
    unwritten: Vec<Name>,
}

impl Judgements {
    /// Begins a command; `takes_own` says whether judgements in gemba's own export are taken.
    pub(super) fn new(takes_own: bool) -> Self {
        Self { takes_own, ..Self::default() }
    }

    /// Writes what came with records of a source.
    pub(super) fn write(
        &mut self,
        writer: &mut Writer,
        order: &ImportOrder,
        source: SourceId,
        now: Time,
        judged: Vec<(RecordId, Judged)>,
        report: &mut FileReport,
    ) -> Result<()> {
        let mut batches: BTreeMap<Name, Vec<(Time, Change)>> = BTreeMap::new();
        for (record, judged) in judged {
            let reviewer = |by: Option<&Untrusted>| by.and_then(|by| Name::cleaned(by.raw()));
            let fallback = || order.label_as.as_ref().unwrap_or(&order.reviewer).clone();
            let whose = reviewer(judged.by.as_ref()).unwrap_or_else(fallback);
            let labels = &order.read.labels;
            let mut said = |by: Name, time: Option<Time>, change: Option<Change>| {
                batches.entry(by).or_default().extend(change.map(|change| (time.unwrap_or(now), change)));
            };
            for (label, value) in labels.iter().zip(&judged.labels) {
                let by = column_reviewer(label, order).unwrap_or_else(|| whose.clone());
                said(by, judged.time, self.label(writer, record, &label.target, value)?);
            }
            for one in &judged.by_people {
                let Some(label) = labels.get(one.label) else { continue };
                let by = reviewer(one.by.as_ref()).unwrap_or_else(|| whose.clone());
                said(by, one.time.or(judged.time), self.label(writer, record, &label.target, &one.value)?);
            }
            for opinion in judged.opinions {
                let by = reviewer(opinion.by.as_ref()).unwrap_or_else(|| whose.clone());
                said(by, opinion.time.or(judged.time), self.opinion(writer, record, opinion.what, report)?);
            }
        }
        for (reviewer, timed) in batches.into_iter().filter(|(_, timed)| !timed.is_empty()) {
            let (mut times, mut changes): (Vec<Time>, Vec<Change>) = timed.into_iter().unzip();
            let modes = std::mem::take(&mut self.unwritten);
            report.modes_made.extend(modes.iter().map(|name| name.as_str().to_owned()));
            let made = modes.len() as u64;
            let add = |name| Change::ModeAdd { name, definition: Untrusted::default(), severity: 2, hotkey: None };
            times.splice(0..0, modes.iter().map(|_| now));
            changes.splice(0..0, modes.into_iter().map(add));
            let known = self.groups.iter().find(|(name, _)| *name == reviewer).map(|(_, group)| group.clone());
            let batch = Batch { reviewer, session: None, time: now, changes };
            // What a person said, before or since, is kept.
            let (applied, left) = writer.fill_in(&batch, &times, known.as_ref(), source)?;
            report.labels_left += left;
            let judged = applied.events.saturating_sub(made);
            if judged > 0 {
                *report.judgements.entry(batch.reviewer.as_str().to_owned()).or_default() += judged;
            }
            let Some(group) = applied.group else { continue };
            if known.as_ref() != Some(&group) {
                self.groups.retain(|(name, _)| *name != batch.reviewer);
                self.groups.push((batch.reviewer, group));
            }
        }
        Ok(())
    }

    fn codebook(&mut self, writer: &Writer) -> Result<&Codebook> {
        if self.codebook.is_none() {
            self.codebook = Some(writer.codebook()?);
        }
        self.codebook.as_ref().ok_or_else(|| Problem::io("The codebook cannot be read."))
    }

    fn label(
        &mut self,
        writer: &Writer,
        record: RecordId,
        target: &LabelTarget,
        value: &LabelValue,
    ) -> Result<Option<Change>> {
        let verdict = match value {
            LabelValue::Verdict(verdict) | LabelValue::Opposite(verdict, _) => *verdict,
            LabelValue::Absent | LabelValue::Nothing | LabelValue::Unknown(_) => return Ok(None),
        };
        Ok(match target {
            LabelTarget::Verdict => Some(Change::Verdict { record, verdict: Some(verdict), reason: None }),
            LabelTarget::Criterion(typed) => {
                let criterion = self.codebook(writer)?.known_criterion(&Slug::of(typed))?.identity.key.clone();
                let answer = if verdict == Verdict::Fail { Answer::NotMet } else { Answer::Met };
                Some(grade(record, criterion, 0, answer))
            }
            LabelTarget::Mode(_) if verdict != Verdict::Fail => None,
            LabelTarget::Mode(typed) => {
                self.mode(writer, typed, typed)?.map(|mode| Change::Tag { record, mode, span: None })
            }
        })
    }

    fn opinion(
        &mut self,
        writer: &Writer,
        record: RecordId,
        what: Opined,
        report: &mut FileReport,
    ) -> Result<Option<Change>> {
        Ok(match what {
            Opined::Verdict(verdict, reason) => Some(Change::Verdict { record, verdict: Some(verdict), reason }),
            Opined::Note { text, span } => Some(Change::Note { record, span, text: Some(text) }),
            Opined::Correction(text) => Some(Change::Correction { record, text: Some(text) }),
            Opined::Tag { mode, name, span } => {
                let mode = self.mode(writer, mode.raw(), name.raw())?;
                report.labels_left += u64::from(mode.is_none());
                mode.map(|mode| Change::Tag { record, mode, span })
            }
            Opined::Grade { criterion, version, answer } => {
                let known = self.codebook(writer)?.criterion(&Slug::of(criterion.raw()));
                let known = known.filter(|known| known.version() >= version);
                report.grades_without += u64::from(known.is_none());
                known.map(|known| grade(record, known.identity.key.clone(), version, answer))
            }
        })
    }

    /// Returns the mode that a name or slug means, and makes it where there is none; `None` for one that is no longer
    /// offered, and for what cannot be a name.
    fn mode(&mut self, writer: &Writer, typed: &str, name: &str) -> Result<Option<ModeKey>> {
        let slug = Slug::of(typed);
        if let Some(made) = self.made.get(&slug) {
            return Ok(Some(made.clone()));
        }
        let codebook = self.codebook(writer)?;
        if let Some(known) = codebook.mode(&slug).or_else(|| codebook.mode_in_the_way(&slug, None)) {
            let counts = &codebook.resolve_mode(known).identity;
            return Ok(counts.is_open().then(|| counts.key.clone()));
        }
        let Some(name) = Name::cleaned(name) else { return Ok(None) };
        let key = name.slug();
        self.made.insert(slug, key.clone());
        self.made.insert(key.clone(), key.clone());
        self.unwritten.push(name);
        Ok(Some(key))
    }
}

/// Returns whose label a column holds that is called like a person: several columns about the same thing, of which nobody
/// said whose they are, are of a reviewer each.
fn column_reviewer(label: &LabelOptions, order: &ImportOrder) -> Option<Name> {
    let others = order.read.labels.iter().filter(|other| other.target == label.target);
    let is_told = order.label_as.is_some() || order.read.columns.reviewer.is_some();
    if is_told || others.count() < 2 {
        return None;
    }
    let called = |label: &LabelOptions| label.field.rsplit('.').next().unwrap_or_default().to_owned();
    let is_alone = order.read.labels.iter().filter(|other| called(other) == called(label)).count() == 1;
    Name::cleaned(&if is_alone { called(label) } else { label.field.clone() })
}

const fn grade(record: RecordId, criterion: CriterionKey, version: u32, answer: Answer) -> Change {
    Change::Grade { record, criterion, version, answer: Some(answer), purpose: crate::domain::Purpose::First }
}

/// Leaves out a correction that corrects nothing.
pub(super) fn fitting(mut judged: Option<Box<Judged>>, content: &Content) -> Option<Box<Judged>> {
    if let Some(judged) = &mut judged {
        let output = content.output.raw().trim();
        judged.opinions.retain(|one| !matches!(&one.what, Opined::Correction(text) if text.raw().trim() == output));
    }
    judged
}

/// Keeps what people and tools said about a record among its fields.
pub(super) fn with_feedback(mut content: Content, feedback: &[Feedback]) -> Content {
    if feedback.is_empty() {
        return content;
    }
    let text = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    let said: Vec<serde_json::Value> = feedback
        .iter()
        .map(|said| {
            serde_json::json!({"name": said.name.raw(), "score": said.score, "label": text(&said.label),
                "comment": text(&said.comment), "by": text(&said.by), "is_human": said.is_human})
        })
        .collect();
    if let Ok(json) = RawJson::parse(&serde_json::Value::from(said).to_string()) {
        content.meta.push(("feedback".into(), json));
    }
    content
}
