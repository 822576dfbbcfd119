//! The page of one criterion: what is stale, how it drifted, its versions with what each changed word by word, its
//! terms, modes and checks. Lines are made at a width, so that they can be scrolled.

use super::state::{Criteria, VersionCursor};
use crate::app::geometry;
use crate::app::handler::Context;
use crate::app::screens::detail::{DetailLine, Tone, changed, flow};
use crate::app::{ReadModel, Session};
use crate::command::{CriteriaAction, Keymap};
use crate::domain::{Criterion, CriterionKey, CriterionVersion, Target};
use crate::text::{counted, grouped, percent, visible_line, visible_name, visible_words};

impl Criteria {
    /// Returns how many versions before the newest the chosen one is, and the first line of the page in view.
    pub fn version_cursor(&self, criterion: &CriterionKey) -> (usize, usize) {
        let cursor = &self.versions;
        if cursor.key.as_ref() == Some(criterion) { (cursor.back, cursor.scroll) } else { (0, 0) }
    }

    /// Returns the cursor in the versions of the selected criterion, and the lines above the view.
    pub(crate) fn version_place(&self, read_model: &ReadModel) -> (usize, usize) {
        self.selected(read_model).map_or((0, 0), |criterion| self.version_cursor(&criterion.key))
    }

    /// Returns the chosen version of a criterion.
    pub(super) fn chosen_version<'a>(&self, criterion: &'a Criterion) -> Option<&'a CriterionVersion> {
        criterion.versions.iter().rev().nth(self.version_cursor(&criterion.key).0)
    }

    /// Chooses an older version (1) or a newer one (−1), and brings it into view.
    pub(super) fn choose_version(&mut self, by: isize, cx: &Context<'_>) {
        let Some(criterion) = self.selected(cx.read_model) else { return };
        let (back, scroll) = self.version_cursor(&criterion.key);
        let back = back.saturating_add_signed(by).min(criterion.versions.len().saturating_sub(1));
        let (width, height) = page_size(cx.size);
        let lines = page(criterion, &page_view(cx), width);
        let title = lines.iter().position(|line| line.version == Some(back)).unwrap_or(0);
        let end = lines.iter().position(|line| line.version == Some(back + 1)).unwrap_or(lines.len());
        let is_outside = title < scroll || end > scroll + height;
        let scroll = if is_outside { title.min(lines.len().saturating_sub(height)) } else { scroll };
        self.versions = VersionCursor { key: Some(criterion.key.clone()), back, scroll };
    }

    /// Scrolls the page by lines.
    pub(super) fn scroll_page(&mut self, by: isize, cx: &Context<'_>) {
        let Some(criterion) = self.selected(cx.read_model) else { return };
        let (back, scroll) = self.version_cursor(&criterion.key);
        let (width, height) = page_size(cx.size);
        let last = page(criterion, &page_view(cx), width).len().saturating_sub(height);
        let scroll = scroll.saturating_add_signed(by).min(last);
        self.versions = VersionCursor { key: Some(criterion.key.clone()), back, scroll };
    }
}

/// What the page of a criterion is made of, beside the criterion.
#[derive(Debug, Clone, Copy)]
pub struct PageView<'a> {
    /// What was read of the workspace.
    pub read_model: &'a ReadModel,
    /// Which key means what.
    pub keymap: &'a Keymap,
    /// Who reviews.
    pub session: &'a Session,
    /// Whether no reviewer names are shown.
    pub present: bool,
}

fn page_view<'a>(cx: &'a Context<'_>) -> PageView<'a> {
    PageView { read_model: cx.read_model, keymap: cx.keymap, session: cx.session, present: cx.present }
}

/// Returns columns and rows of the page.
fn page_size(size: (u16, u16)) -> (usize, usize) {
    let (_, detail) = geometry::list_and_detail(size);
    (usize::from(detail.width.saturating_sub(2)), usize::from(detail.height))
}

/// Returns the page of a criterion, wrapped.
pub fn page(criterion: &Criterion, view: &PageView<'_>, width: usize) -> Vec<DetailLine> {
    let mut lines = Vec::new();
    let title = visible_name(&criterion.name).into_string();
    flow(vec![(Tone::Strong, title), (Tone::Plain, format!("  v{}", criterion.version()))], 0, width, &mut lines);
    stale_lines(criterion, view, width, &mut lines);
    for (back, version) in criterion.versions.iter().rev().enumerate() {
        let before = criterion.versions.iter().rev().nth(back + 1);
        lines.push(DetailLine::default());
        let facts = version_facts(criterion, version, view);
        lines.push(DetailLine { pieces: vec![(Tone::Plain, facts)], version: Some(back) });
        flow(changed(before.map(|before| &before.text), &version.text), 2, width, &mut lines);
        if !version.reason.is_empty() {
            let why = format!("because {}", visible_line(&version.reason));
            flow(vec![(Tone::Plain, why)], 2, width, &mut lines);
        }
    }
    lines.push(DetailLine::default());
    term_lines(criterion, view, width, &mut lines);
    lines
}

/// Adds what is stale and what drifted.
fn stale_lines(criterion: &Criterion, view: &PageView<'_>, width: usize, lines: &mut Vec<DetailLine>) {
    if criterion.stale > 0 {
        let stale = format!("{} of {} stale. ", grouped(criterion.stale), counted(criterion.grades, "grade"));
        let key = view.keymap.key(CriteriaAction::Regrade).map(|key| key.to_string());
        let mut pieces = vec![(Tone::Warn, stale)];
        if let Some(key) = key.filter(|_| !criterion.retired) {
            pieces.push((Tone::Key, key));
            pieces.push((Tone::Plain, " asks yours again.".to_owned()));
        }
        flow(pieces, 0, width, lines);
    }
    if let Some(drift) = view.read_model.drift_of(&criterion.key) {
        for words in crate::views::drift::sentences(drift) {
            flow(vec![(Tone::Plain, words)], 0, width, lines);
        }
    }
}

fn version_facts(criterion: &Criterion, version: &CriterionVersion, view: &PageView<'_>) -> String {
    let mut facts = vec![format!("v{}", version.version), version.time.short()];
    facts.push(view.session.who(&version.reviewer, view.present));
    if version.version > 1 {
        facts.push(version.edit.word().to_owned());
    }
    if let Some(record) = version.record {
        let word = if version.version > 1 { "from" } else { "created from" };
        facts.push(format!("{word} {}", record.short()));
    }
    let given = view.read_model.drift_of(&criterion.key).map(|drift| drift.given_under(version.version));
    if let Some(given) = given.filter(|given| *given > 0) {
        facts.push(counted(given, "grade"));
    }
    facts.join("  ")
}

fn term_lines(criterion: &Criterion, view: &PageView<'_>, width: usize, lines: &mut Vec<DetailLine>) {
    let mut facts = Vec::new();
    if criterion.must_pass {
        facts.push("must pass".to_owned());
    }
    facts.push(format!("a check may reject up to {} of good outputs", percent(criterion.tau)));
    let owner = criterion.owner.as_ref().filter(|_| !view.present);
    facts.extend(owner.map(|owner| format!("{} decides", visible_name(owner))));
    let mut plain = |words: String| flow(vec![(Tone::Plain, words)], 0, width, lines);
    plain(facts.join(" · "));
    for (word, text) in [("use when", &criterion.use_when), ("avoid when", &criterion.avoid_when)] {
        if !text.is_empty() {
            plain(format!("{word} {}", visible_line(text)));
        }
    }
    if !criterion.modes.is_empty() {
        let names: Vec<String> = criterion.modes.iter().map(|mode| view.read_model.mode_name(mode)).collect();
        plain(format!("covers {}", visible_words(&names.join(", "))));
    }
    let target = Target::Criterion(criterion.key.clone());
    for check in view.read_model.codebook.checks.iter().filter(|check| check.target == target) {
        let catches =
            view.read_model.tally(&check.key).map_or_else(String::new, |tally| format!("  {}", tally.words()));
        plain(format!("check {}{catches}", check.key));
    }
    if let Some(other) = criterion.merged_into.as_ref().and_then(|other| view.read_model.codebook.criterion_of(other)) {
        plain(format!("its name leads to {}", visible_name(&other.name)));
    }
    for step in &criterion.lineage {
        plain(visible_words(step).into_string());
    }
}
