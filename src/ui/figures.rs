//! A check's figures in rows: what it catches, misses and wrongly rejects, with bars, ids and intervals, beside what
//! they were before.

use super::painter::bar;
use super::theme::Role;
use crate::domain::{RecordId, Tally};
use crate::measures::alignment::Confusion;
use crate::measures::check_sets::intervals;
use crate::text::cells;

/// One row: pieces, each in its role.
pub(crate) type Pieces = Vec<(String, Role)>;

/// From this width on, what it catches and what it misses share a row.
const WIDE: usize = 116;
/// Cells of a bar.
const BAR: usize = 16;

/// Returns the figures in rows of this width; `was` are those of the check before it was changed.
pub(crate) fn rows(tally: &Tally, was: Option<&Tally>, width: usize) -> Vec<Pieces> {
    let (bad, good) = tally.totals();
    let before = |ids: fn(&Tally) -> &Vec<RecordId>| was.map(|was| ids(was).len());
    let caught = Counted { word: "catches", ids: &tally.caught, of: bad, what: "", was: before(|was| &was.caught) };
    let missed = Counted { word: "misses", ids: &tally.missed, of: bad, what: "", was: before(|was| &was.missed) };
    let rejected = Counted {
        word: "rejects",
        ids: &tally.wrongly_rejected,
        of: good,
        what: "good",
        was: before(|was| &was.wrongly_rejected),
    };
    let mut rows = Vec::new();
    if width >= WIDE {
        let half = width / 2;
        let mut row = caught.row(Role::Pass, half - 2);
        let used: usize = row.iter().map(|(text, _)| cells(text)).sum();
        let gap = half.saturating_sub(used).max(2);
        row.push((" ".repeat(gap), Role::Text));
        row.extend(missed.row(Role::Fail, width.saturating_sub(used + gap)));
        rows.push(row);
    } else {
        rows.push(caught.row(Role::Pass, width));
        rows.push(missed.row(Role::Fail, width));
    }
    rows.push(rejected.row(Role::Warn, width));
    rows.extend(rates(tally, was, width));
    rows
}

/// A count with its bar and the records behind it.
struct Counted<'a> {
    word: &'static str,
    ids: &'a [RecordId],
    of: u64,
    what: &'static str,
    was: Option<usize>,
}

impl Counted<'_> {
    fn row(&self, role: Role, width: usize) -> Pieces {
        let count = self.ids.len();
        let of = format!("{} {}", self.of, self.what);
        let mut row = vec![
            (format!("{:<8}{count:>5} of {:<10} ", self.word, of.trim_end()), Role::Text),
            (bar(count as u64, self.of, BAR, "█", " "), role),
            ("  ".to_owned(), Role::Text),
        ];
        if let Some(was) = self.was.filter(|was| *was != count) {
            row.push((format!("was {was}  "), Role::Accent));
        }
        let used: usize = row.iter().map(|(text, _)| cells(text)).sum();
        row.push((names(self.ids, width.saturating_sub(used)), Role::Text));
        row
    }
}

/// Returns as many ids as there is room for.
fn names(ids: &[RecordId], room: usize) -> String {
    let mut text = String::new();
    for (at, id) in ids.iter().enumerate() {
        let name = id.short();
        let rest = if at + 1 < ids.len() { 2 } else { 0 };
        if cells(&text) + cells(&name) + rest > room {
            if cells(&text) < room {
                text.push('…');
            }
            break;
        }
        text.push_str(&name);
        text.push(' ');
    }
    text
}

/// Returns coverage, false failures and alignment with intervals, and with what they were.
fn rates(tally: &Tally, was: Option<&Tally>, width: usize) -> Vec<Pieces> {
    let now = Confusion::from(tally);
    let then = was.map(Confusion::from);
    let [coverage, failures] = intervals(now);
    let figures = [
        ("coverage", now.coverage(), coverage, then.and_then(Confusion::coverage)),
        ("false failures", now.false_failure_rate(), failures, then.and_then(Confusion::false_failure_rate)),
        ("alignment", now.alignment(), None, then.and_then(Confusion::alignment)),
    ];
    let mut rows: Vec<Pieces> = vec![Vec::new()];
    let mut used = 0;
    for (word, value, interval, was) in figures {
        let shown = value.map_or_else(|| "–".to_owned(), two);
        let interval = interval.map(|(low, high)| format!(" ({}–{})", two(low), two(high))).unwrap_or_default();
        let was = was.map(two).filter(|was| *was != shown).map(|was| format!(" was {was}")).unwrap_or_default();
        let text = format!("{word} {shown}{interval}{was}");
        if used > 0 && used + 3 + cells(&text) > width {
            rows.push(Vec::new());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            if used > 0 {
                row.push(("   ".to_owned(), Role::Text));
                used += 3;
            }
            used += cells(&text);
            row.push((text, Role::Text));
        }
    }
    rows
}

fn two(value: f64) -> String {
    format!("{value:.2}")
}

/// Says what the figures do not count, and why.
pub(crate) fn left_out(tally: &Tally) -> Vec<String> {
    let reasons = [
        (tally.not_comparable, "that failed for another reason"),
        (tally.excluded_disputed, "disputed"),
        (tally.excluded_stale, "graded under an older meaning"),
        (tally.excluded_na, "graded n/a"),
        (tally.not_run, "no answer from the check"),
    ];
    reasons.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("not counted: {count} {why}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: u8) -> Vec<RecordId> {
        (0..count).map(|at| RecordId([at; 16])).collect()
    }

    fn text(rows: &[Pieces]) -> String {
        let line = |row: &Pieces| row.iter().map(|(text, _)| text.as_str()).collect::<String>().trim_end().to_owned();
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn figures_stand_with_their_intervals_and_what_they_were() {
        let now = Tally { caught: ids(7), missed: ids(2), wrongly_rejected: ids(1), accepted: 37, ..Tally::default() };
        let was = Tally { caught: ids(5), missed: ids(4), wrongly_rejected: ids(1), accepted: 37, ..Tally::default() };
        let shown = text(&rows(&now, Some(&was), 76));
        assert!(shown.contains("catches     7 of 9") && shown.contains("was 5"), "{shown}");
        assert!(shown.contains("rejects     1 of 38 good") && !shown.contains("before"), "{shown}");
        assert!(shown.contains("coverage 0.78 (0.45–0.94) was 0.56"), "{shown}");
        assert!(shown.lines().all(|line| cells(line) <= 76), "{shown}");
        let wide = text(&rows(&now, None, 150));
        assert!(wide.lines().next().unwrap().contains("misses") && !wide.contains("was"), "{wide}");
    }

    #[test]
    fn what_it_catches_and_what_it_misses_never_touch() {
        let now = Tally { caught: ids(200), missed: ids(190), ..Tally::default() };
        let was = Tally { caught: ids(199), missed: ids(191), ..Tally::default() };
        for width in WIDE..200 {
            let shown = text(&rows(&now, Some(&was), width));
            let first = shown.lines().next().unwrap();
            let (before, _) = first.split_once("misses").unwrap();
            assert!(before.ends_with("  ") && cells(first) <= width, "at {width}: {first}");
        }
    }

    #[test]
    fn nothing_known_is_no_figure() {
        let shown = text(&rows(&Tally::default(), None, 76));
        assert!(shown.contains("coverage –") && shown.contains("alignment –"), "{shown}");
    }
}
