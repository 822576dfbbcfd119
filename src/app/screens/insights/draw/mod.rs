//! The Insights screen: tabs, one chart with its n, and what is said of the line under the cursor.

mod agreement;
mod charts;
mod curve;
mod judges;

use crate::app::Model;
use crate::app::geometry::{Area, body};
use crate::app::screens::insights::line::{SetKind, aligned_columns, rate_name};
use crate::app::screens::insights::{InsightLine, Section};
use crate::layout::wrap_plain;
use crate::measures::drift::rubric::{CriterionDrift, MeasuredStep};
use crate::measures::rates::{Group, GroupRate};
use crate::text::{cells, counted, fit, grouped, percent, percent_between, visible_name, visible_start, visible_words};
use crate::ui::list::{head, line};
use crate::ui::painter::{Painter, bar, inset};
use crate::ui::theme::Role;
use crate::views::{drift, estimate};
use charts::{highest, whisker};
use curve::curve;

/// Rows of the curve at most, its axis among them.
const CURVE_AT_MOST: u16 = 16;

/// Rows below the chart for the line under the cursor.
const FOOT: u16 = 5;

/// The same for agreement.
const AGREEMENT_FOOT: u16 = 6;

/// The same for a judge, of which more is to be said.
const JUDGE_FOOT: u16 = 8;

/// Paints the chart on screen.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let body = body(model.size);
    tabs(model, inset(body, 1), painter);
    let below = Area { y: body.y + 2, height: body.height.saturating_sub(2), ..body };
    if !model.screens.insights.is_read(&model.read_model) {
        painter.row(inset(below, 1), 0, &[("reading …", Role::Muted)]);
        return;
    }
    match model.screens.insights.section {
        Section::Saturation => saturation(model, below, painter),
        section @ (Section::Drift
        | Section::Rates
        | Section::Agreement
        | Section::Checks
        | Section::Judges
        | Section::Days) => {
            let foot = match section {
                Section::Days => 0,
                Section::Agreement => AGREEMENT_FOOT.min(below.height / 2),
                Section::Judges => JUDGE_FOOT.min(below.height / 2),
                _ => FOOT,
            };
            let chart = Area { height: below.height.saturating_sub(foot), ..below };
            lines(model, section, chart, painter);
            said(model, Area { y: chart.y + chart.height, height: foot, ..below }, painter);
        }
    }
}

/// Paints the charts' names, the one on screen marked; at the right how much was judged.
fn tabs(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let mut x = area.x;
    let end = area.x + area.width;
    for section in Section::ALL.iter().copied() {
        let is_it = section == model.screens.insights.section;
        let text = if is_it { format!("▌{}▐", section.word()) } else { format!(" {} ", section.word()) };
        let role = if is_it { Role::Accent } else { Role::Muted };
        x = painter.put(x, area.y, end.saturating_sub(x), &text, role);
    }
    let figures = &model.read_model.figures;
    let declined = if figures.declined > 0 { format!(" · ⊘ {}", grouped(figures.declined)) } else { String::new() };
    let disputed = if figures.disputed > 0 { format!(" · ≠ {}", grouped(figures.disputed)) } else { String::new() };
    let totals = format!(
        "{} records · {} read · ✓ {} · ✗ {}{disputed} · ◦ {}{declined}",
        grouped(figures.records),
        grouped(figures.reviewed),
        grouped(figures.pass),
        grouped(figures.fail),
        grouped(figures.defer)
    );
    let row = u16::from(usize::from(end.saturating_sub(x)) < cells(&totals) + 3);
    painter.right(area, row, &totals, Role::Text);
}

/// Returns the title of a chart's lines with the end of its axis, and the titles of its columns.
fn titles(section: Section, top: f64, width: u16) -> (String, String) {
    let (title, right) = match section {
        Section::Judges => return ("JUDGES".to_owned(), judges::titles(width)),
        Section::Agreement => return ("AGREEMENT, raw 95 %".to_owned(), agreement::titles()),
        Section::Saturation => ("NEW PER 50 RECORDS READ".to_owned(), ""),
        Section::Drift => ("DRIFT, 95 %, axis to 100 %".to_owned(), "re-graded + twice"),
        Section::Rates => (format!("SHARE THAT FAILS, 95 %, axis to {}", percent(top)), "of"),
        Section::Checks => ("CHECKS, 95 %".to_owned(), "coverage           false failures     alignment     n"),
        Section::Days => ("VERDICTS BY DAY".to_owned(), "verdicts"),
    };
    (title, right.to_owned())
}

fn lines(model: &Model, section: Section, area: Area, painter: &mut Painter<'_>) {
    let lines = model.screens.insights.lines(&model.read_model);
    let top_rate = highest(&lines);
    let (title, right) = titles(section, top_rate, area.width);
    let (rows, top) = head(model, area, &title, &right, painter);
    let cursor = model.list_cursor();
    for (row, (index, insight)) in (0..rows.height).zip(lines.iter().enumerate().skip(top)) {
        let selected = index == cursor;
        match insight {
            InsightLine::CreatedCount(created) => {
                let words = format!("{:>6} read", grouped(created.until));
                let marks = |count: u64, glyph: &str| glyph.repeat(usize::try_from(count.min(30)).unwrap_or(30));
                let drawn = format!("   {}{}", marks(created.modes, "■"), marks(created.criteria, "□"));
                let named = counted(created.modes, "mode");
                let criteria = if created.criteria == 1 { "criterion" } else { "criteria" };
                let right = format!("■ {named}  □ {} {criteria}", created.criteria);
                line(rows, row, selected, &[(&words, Role::Text), (&drawn, Role::Accent)], &right, painter);
            }
            InsightLine::Step(criterion, step) => {
                step_line(rows, row, selected, criterion, step, painter);
            }
            InsightLine::Still(criterion) => {
                let name = visible_name(&criterion.name);
                let right = format!("v{}  never moved", criterion.version);
                line(rows, row, selected, &[(name.as_str(), Role::Text)], &right, painter);
            }
            InsightLine::Rate(rate) => {
                let is_same =
                    |before: &&InsightLine| matches!(before, InsightLine::Rate(before) if before.group == rate.group);
                let before = lines.iter().take(index).rev().take_while(is_same).count();
                rate_line(model, rows, row, selected, before, rate, top_rate, painter);
            }
            InsightLine::Aligned(target, kind, set) => {
                let name = match kind {
                    SetKind::One => set.checks.first().map_or_else(String::new, ToString::to_string),
                    SetKind::All => format!("  all {} of {}", set.checks.len(), target.key()),
                    SetKind::Smallest => format!("  smallest set: {}", set.checks.len()),
                };
                let [coverage, rejected, alignment] = aligned_columns(set);
                let n = set.all.positives() + set.all.negatives();
                let right = format!("{coverage:<17}  {rejected:<17}  {alignment:<9}  {n:>4}");
                let room = usize::from(rows.width).saturating_sub(cells(&right) + 4);
                let name = fit(&name, room);
                line(rows, row, selected, &[(&name, Role::Text)], &right, painter);
            }
            InsightLine::Agreement(agreed) => {
                let before = index.checked_sub(1).and_then(|before| lines.get(before));
                let is_first =
                    !matches!(before, Some(InsightLine::Agreement(before)) if before.group() == agreed.group());
                let agreed = agreed.with_names(&|name| model.session.reviewer_as(name, model.present));
                agreement::agreement_line(rows, row, selected, is_first, &agreed, painter);
            }
            InsightLine::Judge(judge) => {
                let run = model.session.result(&judge.run.name, model.present);
                judges::judge_line(rows, row, selected, (judge, &run), painter);
            }
            InsightLine::Day(day, count, busiest) => {
                let width = usize::from(rows.width / 2);
                let drawn = format!("  {}", bar(*count, *busiest, width, "█", " "));
                line(rows, row, selected, &[(day, Role::Text), (&drawn, Role::Accent)], &grouped(*count), painter);
            }
        }
    }
    if lines.is_empty() {
        let text = match section {
            _ if model.screens.list(model.screen).is_some_and(|list| !list.filter.is_empty()) => "No line holds this.",
            Section::Checks => "No checks yet: a check on a failure mode or a criterion is compared with people here.",
            Section::Judges => "No results yet: `gemba results import FILE` reads what judges and checks said.",
            Section::Drift => "No criteria yet.",
            Section::Saturation | Section::Rates | Section::Agreement | Section::Days => "Nothing is judged yet.",
        };
        painter.row(inset(rows, 1), 0, &[(text, Role::Muted)]);
    }
}

fn step_line(
    area: Area,
    row: u16,
    selected: bool,
    criterion: &CriterionDrift,
    step: &MeasuredStep,
    painter: &mut Painter<'_>,
) {
    let counts = &step.step.counts;
    let right = format!("{:<14} {:>5} + {:<4}", drift::verdict(step), counts.regraded, counts.noise_pairs);
    let wide = usize::from(area.width / 4).clamp(10, 30);
    let mut versions = format!("{:<7}", format!("v{}→v{}", step.step.from, step.step.to));
    let written = criterion.versions.iter().find(|(version, _)| *version == step.step.to);
    if let Some((_, time)) = written.filter(|_| area.width >= 100) {
        versions = format!("{versions} {:<12}", time.short());
    }
    let name = fit(visible_name(&criterion.name).as_str(), wide);
    let pad = " ".repeat(wide.saturating_sub(cells(&name)));
    let head = format!("{name}{pad} {versions} ");
    let width = usize::from(area.width).saturating_sub(cells(&head) + cells(&right) + 5);
    let drawn = match (step.drift.attributable, drift::interval(step)) {
        (Some(share), Some(interval)) => whisker(share, interval, 1.0, width, false),
        _ => " ".repeat(width),
    };
    line(area, row, selected, &[(&head, Role::Text), ("│", Role::Muted), (&drawn, Role::Accent)], &right, painter);
}

/// Paints a rate, of which so many of its group stand above.
#[expect(clippy::too_many_arguments, reason = "a line of a chart")]
fn rate_line(
    model: &Model,
    area: Area,
    row: u16,
    selected: bool,
    above: usize,
    rate: &GroupRate,
    top: f64,
    painter: &mut Painter<'_>,
) {
    let group = format!("{:<10}", if above == 0 { rate.group.word() } else { "" });
    let wide = usize::from(area.width / 4).clamp(10, 30);
    // Neither the name of a file nor that of a person is shown to others.
    let name = match rate.group {
        Group::Source if model.present => format!("source {}", above + 1).into(),
        Group::Reviewer if model.present => {
            rate.reviewer().map_or_else(String::new, |name| model.session.who(&name, true)).into()
        }
        _ => rate_name(rate),
    };
    let name = visible_start(&name, wide);
    let pad = " ".repeat(wide.saturating_sub(name.cells()) + 1);
    let shown = rate
        .rate
        .rate
        .map_or_else(|| "n/a".to_owned(), |limits| percent_between(limits.rate, Some((limits.low, limits.high))));
    let right = format!("{shown:<16} {:>6}", grouped(rate.rate.n));
    let width = usize::from(area.width).saturating_sub(cells(&group) + wide + cells(&right) + 6);
    let drawn = rate
        .rate
        .rate
        .map_or_else(|| " ".repeat(width), |limits| whisker(limits.rate, (limits.low, limits.high), top, width, true));
    let pieces = [
        (group.as_str(), Role::Text),
        (name.as_str(), Role::Text),
        (pad.as_str(), Role::Text),
        ("│", Role::Muted),
        (drawn.as_str(), Role::Accent),
    ];
    line(area, row, selected, &pieces, &right, painter);
}

/// Paints what is said of the line under the cursor.
fn said(model: &Model, area: Area, painter: &mut Painter<'_>) {
    if area.height == 0 {
        return;
    }
    painter.rule(area.x, area.y, area.width);
    let inner = inset(Area { y: area.y + 1, height: area.height - 1, ..area }, 1);
    let text = model
        .screens
        .insights
        .sentences(&model.read_model, &model.keyboard.keymap, (&model.session, model.present))
        .join(" ");
    let text = visible_words(&text);
    for (row, line) in (0..inner.height).zip(wrap_plain(text.as_str(), usize::from(inner.width.max(1)))) {
        painter.row(inner, row, &[(&line, Role::Text)]);
    }
}

/// Paints the curve of modes seen with the estimate of all there are, the advice, and what was named lately.
fn saturation(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let Some(read) = &model.read_model.insights.saturation else { return };
    let inner = inset(area, 1);
    let advice = if read.read == 0 { "Nothing is judged yet.".to_owned() } else { read.advice() };
    painter.row(inner, 0, &[(&advice, Role::Strong)]);
    let estimate = wrap_plain(&estimate(read), usize::from(inner.width.max(1)));
    for (row, line) in (1..).zip(&estimate) {
        painter.row(inner, row, &[(line, Role::Text)]);
    }
    let above = u16::try_from(estimate.len()).unwrap_or(1) + 2;
    let created = model.screens.insights.lines(&model.read_model).len();
    let foot = u16::try_from(created + 1).unwrap_or(u16::MAX).min(inner.height.saturating_sub(above) / 3);
    let height = inner.height.saturating_sub(above + foot + 1).min(CURVE_AT_MOST);
    let chart = Area { y: inner.y + above, height, ..inner };
    if read.read > 0 && chart.height >= 3 {
        curve(read, chart, painter);
    }
    let below = Area { y: chart.y + chart.height + 1, height: foot, ..area };
    lines(model, Section::Saturation, below, painter);
}
