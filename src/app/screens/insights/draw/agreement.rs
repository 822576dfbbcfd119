//! Agreement between reviewers: questions and days with their intervals, a matrix, the most disputed records.

use super::charts::whisker;
use crate::app::geometry::Area;
use crate::app::screens::insights::AgreementRow;
use crate::measures::agreement::{AgreementFigures, AgreementLine};
use crate::text::{cells, fit, grouped, visible_words};
use crate::ui::list::line;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Cells of a column of the matrix.
const COLUMN: usize = 9;

/// Returns the titles of the columns.
pub(super) fn titles() -> String {
    columns(["n", "raw", "kappa", "alpha", "AC1"].map(str::to_owned))
}

fn columns([n, raw, kappa, alpha, ac1]: [String; 5]) -> String {
    format!("{n:>7} {raw:>5} {kappa:>6} {alpha:>6} {ac1:>5}")
}

fn figures(figures: &AgreementFigures) -> String {
    let shown = |figure: Option<f64>| figure.map_or_else(|| "n/a".to_owned(), |figure| format!("{figure:.2}"));
    let of = [figures.raw, figures.kappa, figures.alpha, figures.ac1].map(shown);
    let [raw, kappa, alpha, ac1] = of;
    columns([grouped(figures.records), raw, kappa, alpha, ac1])
}

/// Paints one line; `first` tells whether the line above is of another group.
pub(super) fn agreement_line(
    area: Area,
    row: u16,
    selected: bool,
    first: bool,
    agreed: &AgreementRow,
    painter: &mut Painter<'_>,
) {
    let group = format!("{:<10}", if first { agreed.group() } else { "" });
    let wide = usize::from(area.width / 4).clamp(10, 30);
    let room = usize::from(area.width).saturating_sub(cells(&group) + 3);
    match agreed {
        AgreementRow::Question(name, of) => {
            charted(area, row, selected, [&group, &padded(name, wide), ""], of, painter);
        }
        AgreementRow::Day(day, marks, of) => {
            let marks = if marks.is_empty() { String::new() } else { format!("▲ {} ", marks.join(", ")) };
            let marks = fit(&marks, usize::from(area.width / 4));
            // `2026-11-18, settled` has room.
            charted(area, row, selected, [&group, &padded(day, 19), &marks], of, painter);
        }
        AgreementRow::Heads(names) => {
            let heads: String = names.iter().map(|name| at_right(&fit(name.as_str(), COLUMN - 1))).collect();
            let text = fit(&format!("{}{heads}", " ".repeat(wide)), room);
            line(area, row, selected, &[(&group, Role::Text), (&text, Role::Muted)], "", painter);
        }
        AgreementRow::Reviewer(name, pairs) => {
            let place = pairs.iter().position(Option::is_none).unwrap_or(pairs.len());
            let cell = |(at, pair): (usize, &Option<AgreementLine>)| {
                let Some(pair) = pair else { return at_right("–") };
                let figure = if at > place { pair.figures.raw } else { pair.figures.kappa };
                at_right(&figure.map_or_else(|| "n/a".to_owned(), |figure| format!("{figure:.2}")))
            };
            let figures: String = pairs.iter().enumerate().map(cell).collect();
            let text = fit(&format!("{}{figures}", padded(name.as_str(), wide)), room);
            line(area, row, selected, &[(&group, Role::Text), (&text, Role::Text)], "", painter);
        }
        AgreementRow::Disputed(record, on) => {
            let mut on = on.clone();
            if !record.fails.is_empty() {
                on.insert(0, format!("verdict {} : {}", record.fails.len(), record.passes.len()));
            }
            let text = fit(&on.join(", "), room.saturating_sub(12));
            let right = format!("{:.1} apart", record.weight);
            line(area, row, selected, &[(&group, Role::Text), (&text, Role::Text)], &right, painter);
        }
    }
}

/// Paints a line with the interval of its raw agreement on an axis from 0 to 1.
fn charted(
    area: Area,
    row: u16,
    selected: bool,
    [group, name, marks]: [&str; 3],
    of: &AgreementLine,
    painter: &mut Painter<'_>,
) {
    let right = figures(&of.figures);
    let taken = cells(group) + cells(name) + cells(marks) + cells(&right) + 6;
    let width = usize::from(area.width).saturating_sub(taken);
    let drawn = match of.figures.raw.zip(of.figures.raw_limits) {
        Some((raw, limits)) => whisker(raw, limits, 1.0, width, false),
        None => " ".repeat(width),
    };
    let pieces = [
        (group, Role::Text),
        (name, Role::Text),
        (marks, Role::Warn),
        ("│", Role::Muted),
        (drawn.as_str(), Role::Accent),
    ];
    line(area, row, selected, &pieces, &right, painter);
}

fn padded(text: &str, wide: usize) -> String {
    // What covers a name covers all of it, before it is cut.
    let text = fit(visible_words(text).as_str(), wide);
    let pad = " ".repeat(wide.saturating_sub(cells(&text)) + 1);
    format!("{text}{pad}")
}

fn at_right(text: &str) -> String {
    format!("{}{text}", " ".repeat(COLUMN.saturating_sub(cells(text))))
}
