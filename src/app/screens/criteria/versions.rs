//! The page of one criterion: what is stale, how it drifted, its versions with what each changed word by word, its
//! terms, modes and checks. Lines are made at a width, so that they can be scrolled; how they look is not told here.

use crate::app::Model;
use crate::app::geometry;
use crate::command::CriteriaAction;
use crate::domain::{Criterion, CriterionKey, CriterionVersion, Target, Untrusted};
use crate::layout::wrap_plain;
use crate::text::{WordChange, cells, counted, grouped, percent, visible_line, visible_name, visible_words, word_diff};

/// How a piece of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Text.
    Plain,
    /// Names and numbers of a title.
    Strong,
    /// Facts beside it.
    Muted,
    /// What the version before did not say.
    Added,
    /// What it said and this one does not.
    Removed,
    /// What asks for action.
    Warn,
    /// A key.
    Key,
}

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DetailLine {
    /// Its pieces, already safe.
    pub pieces: Vec<(Tone, String)>,
    /// The version whose title this is, counted from the newest.
    pub version: Option<usize>,
}

/// Which version is chosen, and how far the page is scrolled; of one criterion only.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct VersionCursor {
    key: Option<CriterionKey>,
    back: usize,
    scroll: usize,
}

/// Wraps pieces at blanks; lines behind the first are as far in.
pub(crate) fn flow(pieces: Vec<(Tone, String)>, indent: usize, width: usize, lines: &mut Vec<DetailLine>) {
    let margin = || (Tone::Plain, " ".repeat(indent));
    let mut line = DetailLine { pieces: vec![margin()], version: None };
    let mut used = indent;
    for (tone, text) in pieces {
        for word in text.split_inclusive(' ') {
            if used > indent && used + cells(word.trim_end()) > width {
                lines.push(std::mem::replace(&mut line, DetailLine { pieces: vec![margin()], version: None }));
                used = indent;
            }
            let mut word = word.to_owned();
            if used + cells(word.trim_end()) > width {
                let mut rows = wrap_plain(&word, width.saturating_sub(indent).max(1));
                word = rows.pop().unwrap_or_default();
                lines.extend(
                    rows.into_iter().map(|row| DetailLine { pieces: vec![margin(), (tone, row)], version: None }),
                );
            }
            used += cells(&word);
            line.pieces.push((tone, word));
        }
    }
    if used > indent {
        lines.push(line);
    }
}

/// What a version says against the one before it; the first one as it is.
pub(crate) fn changed(before: Option<&Untrusted>, text: &Untrusted) -> Vec<(Tone, String)> {
    let Some(before) = before else { return vec![(Tone::Plain, visible_line(text).into_string())] };
    let marked = |(change, piece): (WordChange, Untrusted)| {
        let piece = visible_line(&piece);
        match change {
            WordChange::Kept => (Tone::Plain, piece.into_string()),
            WordChange::Removed => (Tone::Removed, format!("[-{piece}-]")),
            WordChange::Added => (Tone::Added, format!("{{+{piece}+}}")),
        }
    };
    word_diff(before, text).into_iter().map(marked).collect()
}

/// What an edit changes, wrapped, for the question of its kind.
#[must_use]
pub fn changed_lines(before: Option<&Untrusted>, text: &Untrusted, width: usize) -> Vec<DetailLine> {
    let mut lines = Vec::new();
    flow(changed(before, text), 0, width, &mut lines);
    lines
}

impl Model {
    /// How many versions before the newest the chosen one is, and the first line of the page in view.
    #[must_use]
    pub fn version_cursor(&self) -> (usize, usize) {
        let cursor = &self.lists.versions;
        let selected = self.selected_criterion().map(|criterion| &criterion.key);
        if cursor.key.as_ref() == selected { (cursor.back, cursor.scroll) } else { (0, 0) }
    }

    /// The chosen version of a criterion.
    pub(crate) fn chosen_version<'a>(&self, criterion: &'a Criterion) -> Option<&'a CriterionVersion> {
        criterion.versions.iter().rev().nth(self.version_cursor().0)
    }

    /// Chooses an older version (1) or a newer one (−1), and brings it into view.
    pub(crate) fn choose_version(&mut self, by: isize) {
        let Some(criterion) = self.selected_criterion() else { return };
        let (key, count) = (criterion.key.clone(), criterion.versions.len());
        let (back, scroll) = self.version_cursor();
        let next = back.saturating_add_signed(by).min(count.saturating_sub(1));
        let (width, height) = self.page_size();
        let lines = self.criterion_page(width);
        let title = lines.iter().position(|line| line.version == Some(next)).unwrap_or(0);
        let end = lines.iter().position(|line| line.version == Some(next + 1)).unwrap_or(lines.len());
        let top = if title < scroll || end > scroll + height {
            title.min(lines.len().saturating_sub(height))
        } else {
            scroll
        };
        self.lists.versions = VersionCursor { key: Some(key), back: next, scroll: top };
    }

    /// Scrolls the page by lines.
    pub(crate) fn scroll_versions(&mut self, by: isize) {
        let Some(key) = self.selected_criterion().map(|criterion| criterion.key.clone()) else { return };
        let (back, scroll) = self.version_cursor();
        let (width, height) = self.page_size();
        let last = self.criterion_page(width).len().saturating_sub(height);
        self.lists.versions =
            VersionCursor { key: Some(key), back, scroll: scroll.saturating_add_signed(by).min(last) };
    }

    /// Columns and rows of the page.
    fn page_size(&self) -> (usize, usize) {
        let (_, detail) = geometry::list_and_detail(self.size);
        (usize::from(detail.width.saturating_sub(2)), usize::from(detail.height))
    }

    /// The page of the selected criterion.
    #[must_use]
    pub fn criterion_page(&self, width: usize) -> Vec<DetailLine> {
        let mut lines = Vec::new();
        let Some(criterion) = self.selected_criterion() else { return lines };
        let title = visible_name(&criterion.name).into_string();
        flow(vec![(Tone::Strong, title), (Tone::Muted, format!("  v{}", criterion.version()))], 0, width, &mut lines);
        self.standing_lines(criterion, width, &mut lines);
        for (back, version) in criterion.versions.iter().rev().enumerate() {
            let before = criterion.versions.iter().rev().nth(back + 1);
            lines.push(DetailLine::default());
            let facts = self.version_facts(criterion, version);
            lines.push(DetailLine { pieces: vec![(Tone::Muted, facts)], version: Some(back) });
            flow(changed(before.map(|before| &before.text), &version.text), 2, width, &mut lines);
            if !version.reason.is_empty() {
                let why = format!("because {}", visible_line(&version.reason));
                flow(vec![(Tone::Muted, why)], 2, width, &mut lines);
            }
        }
        lines.push(DetailLine::default());
        self.term_lines(criterion, width, &mut lines);
        lines
    }

    /// What is stale and what drifted.
    fn standing_lines(&self, criterion: &Criterion, width: usize, lines: &mut Vec<DetailLine>) {
        if criterion.stale > 0 {
            let stale = format!("{} of {} stale. ", grouped(criterion.stale), counted(criterion.grades, "grade"));
            let key = self.keyboard.keymap.key(CriteriaAction::Regrade).map(|key| key.to_string());
            let mut pieces = vec![(Tone::Warn, stale)];
            if let Some(key) = key.filter(|_| !criterion.retired) {
                pieces.push((Tone::Key, key));
                pieces.push((Tone::Muted, " asks yours again.".to_owned()));
            }
            flow(pieces, 0, width, lines);
        }
        if let Some(drift) = self.drift_of(&criterion.key) {
            for words in crate::app::screens::drift::sentences(drift) {
                flow(vec![(Tone::Muted, words)], 0, width, lines);
            }
        }
    }

    fn version_facts(&self, criterion: &Criterion, version: &CriterionVersion) -> String {
        let mut facts = vec![format!("v{}", version.version), version.time.short()];
        if !self.present {
            facts.push(visible_name(&version.reviewer).into_string());
        }
        if version.version > 1 {
            facts.push(version.edit.word().to_owned());
        }
        if let Some(record) = version.record {
            let word = if version.version > 1 { "from" } else { "born from" };
            facts.push(format!("{word} {}", record.short()));
        }
        let given = self.drift_of(&criterion.key).map(|drift| drift.given_under(version.version));
        if let Some(given) = given.filter(|given| *given > 0) {
            facts.push(counted(given, "grade"));
        }
        facts.join("  ")
    }

    fn term_lines(&self, criterion: &Criterion, width: usize, lines: &mut Vec<DetailLine>) {
        let mut facts = Vec::new();
        if criterion.must_pass {
            facts.push("must pass".to_owned());
        }
        facts.push(format!("a check may reject up to {} of good outputs", percent(criterion.tau)));
        facts.extend(criterion.owner.as_ref().map(|owner| format!("{} decides", visible_name(owner))));
        let mut muted = |words: String| flow(vec![(Tone::Muted, words)], 0, width, lines);
        muted(facts.join(" · "));
        for (word, text) in [("use when", &criterion.use_when), ("avoid when", &criterion.avoid_when)] {
            if !text.is_empty() {
                muted(format!("{word} {}", visible_line(text)));
            }
        }
        if !criterion.modes.is_empty() {
            let names: Vec<String> = criterion.modes.iter().map(|mode| self.read_model.mode_name(mode)).collect();
            muted(format!("speaks of {}", visible_words(&names.join(", "))));
        }
        let target = Target::Criterion(criterion.key.clone());
        for check in self.read_model.codebook.checks.iter().filter(|check| check.target == target) {
            let catches = self.tally(check).map_or_else(String::new, |tally| format!("  {}", tally.words()));
            muted(format!("check {}{catches}", check.key));
        }
        if let Some(heir) = criterion.heir.as_ref().and_then(|heir| self.read_model.codebook.criterion_of(heir)) {
            muted(format!("its name leads to {}", visible_name(&heir.name)));
        }
        for step in &criterion.lineage {
            muted(visible_words(step).into_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tone, changed_lines};

    #[test]
    fn what_changed_is_marked_without_colour_and_wrapped() {
        let lines = changed_lines(Some(&"Is polite and brief.".into()), &"Is polite, never gushing.".into(), 16);
        let text: Vec<String> =
            lines.iter().map(|line| line.pieces.iter().map(|(_, text)| text.as_str()).collect()).collect();
        assert!(text.iter().all(|line| line.trim_end().chars().count() <= 16), "{text:?}");
        let whole = text.concat();
        assert!(whole.contains("[-") && whole.contains("{+"), "{whole}");
        assert!(lines.iter().flat_map(|line| &line.pieces).any(|(tone, _)| *tone == Tone::Added));
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        let lines = changed_lines(None, &"x".repeat(50).as_str().into(), 20);
        assert_eq!(lines.len(), 3);
    }
}
