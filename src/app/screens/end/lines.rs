//! The lines of a session's end. What they say is what the summary says, for a reader at the screen.

use crate::app::screens::detail::{DetailLine, Tone, flow};
use crate::domain::Name;
use crate::text::{counted, grouped, visible_name, visible_words};
use crate::views::{HandOff, ModeSummary, SessionSummary};

/// So many deferred records are named.
const DEFERRED_AT_MOST: usize = 20;

/// Lines that are put together from pieces, wrapped to a width.
struct Page {
    width: usize,
    lines: Vec<DetailLine>,
}

impl Page {
    fn line(&mut self, pieces: Vec<(Tone, String)>) {
        let mut lines = Vec::new();
        flow(pieces, 0, self.width, &mut lines);
        self.lines.extend(lines);
    }

    /// Begins a part: a blank line and its title.
    fn title(&mut self, title: &str) {
        self.lines.push(DetailLine::default());
        self.line(vec![(Tone::Muted, title.to_owned())]);
    }
}

/// Returns the lines of a session's end.
pub(super) fn lines(
    hand_off: &HandOff,
    is_time_over: bool,
    width: usize,
    who: &dyn Fn(&Name) -> String,
    filter: &dyn Fn(&str) -> String,
) -> Vec<DetailLine> {
    let summary = &hand_off.summary;
    let mut page = Page { width, lines: Vec::new() };
    let head = match (summary.left, summary.judged.deferred + summary.judged.declined) {
        (0, 0) => "Every record of this session has your verdict.",
        (0, _) => "Every record of this session is judged, deferred or declined.",
        _ if is_time_over => "The time is over. What is left can be read tomorrow.",
        _ => "This session so far",
    };
    page.line(vec![(Tone::Strong, head.to_owned()), (Tone::Plain, format!("  session {}", summary.session.id))]);
    page.line(vec![(Tone::Plain, summary.progress_words(filter))]);
    daily(&mut page, summary, who);
    rates(&mut page, summary);
    known(&mut page, summary);
    open(&mut page, summary);
    criteria(&mut page, summary);
    stubs(&mut page, summary);
    page.lines.push(DetailLine::default());
    let (resume, number) = (summary.resume_words(), summary.session.id);
    let resume = format!("`{resume}` goes on with it; `gemba session summary {number}` prints it.");
    page.line(vec![(Tone::Plain, resume)]);
    page.lines
}

/// Says how far the daily sample was read by everyone, and who judged when.
fn daily(page: &mut Page, summary: &SessionSummary, who: &dyn Fn(&Name) -> String) {
    let Some(daily) = &summary.daily else { return };
    page.title("DAILY SAMPLE");
    let done = format!("{} of {} have a verdict of anybody", daily.done, daily.sample.records.len());
    page.line(vec![(Tone::Plain, done)]);
    page.line(vec![(Tone::Strong, "fails  ".to_owned()), (Tone::Plain, daily.rate_words())]);
    if let Some(words) = daily.all_days_words() {
        page.line(vec![(Tone::Plain, format!("all days:  {words}"))]);
    }
    for person in &summary.people {
        page.line(vec![(Tone::Plain, format!("{}: {}", who(&person.reviewer), person.words()))]);
    }
}

fn rates(page: &mut Page, summary: &SessionSummary) {
    if summary.judged.decided() == 0 {
        return;
    }
    page.title("RATES, 95 % intervals");
    page.line(vec![
        (Tone::Strong, "fails  ".to_owned()),
        (Tone::Plain, summary.judged.rate_words(summary.population())),
    ]);
    if let Some((number, _, before)) = &summary.before
        && let Some(failing) = before.failing()
    {
        page.line(vec![(Tone::Plain, format!("before, in session {number}:  {}", failing.words()))]);
    }
    for mode in &summary.modes {
        let new = if mode.is_new { "new: " } else { "" };
        let exemplars: Vec<String> = mode.exemplars.iter().map(|exemplar| exemplar.id.short()).collect();
        page.line(vec![
            (Tone::Warn, new.to_owned()),
            (Tone::Plain, format!("{}  ", visible_name(&mode.name))),
            (Tone::Plain, mode.share.words()),
            (Tone::Plain, format!("  {}", exemplars.join(" "))),
        ]);
    }
}

/// Says how the known answers were answered, once one was.
fn known(page: &mut Page, summary: &SessionSummary) {
    let Some(words) = summary.known.words("as you said before") else { return };
    page.title("KNOWN ANSWERS, mixed in unmarked, in no rate");
    page.line(vec![(Tone::Strong, "as known  ".to_owned()), (Tone::Plain, words)]);
}

fn open(page: &mut Page, summary: &SessionSummary) {
    let mut parts = Vec::new();
    if summary.left > 0 {
        parts.push(format!("{} without your verdict", counted(summary.left, "record")));
    }
    if summary.failed_without_mode > 0 {
        parts.push(format!("{} failed without a mode", grouped(summary.failed_without_mode)));
    }
    let unchecked: Vec<&ModeSummary> = summary.modes.iter().filter(|mode| mode.is_new && !mode.has_check).collect();
    if !unchecked.is_empty() {
        parts.push(format!("{} without a check", counted(unchecked.len() as u64, "new mode")));
    }
    if parts.is_empty() && summary.deferred.is_empty() && summary.declined.is_empty() {
        return;
    }
    page.title("OPEN");
    for part in parts {
        page.line(vec![(Tone::Plain, part)]);
    }
    for (record, notes) in summary.deferred.iter().take(DEFERRED_AT_MOST) {
        let notes: Vec<String> = notes.iter().map(|note| visible_words(note.raw()).into_string()).collect();
        let reason = if notes.is_empty() { "no reason noted".to_owned() } else { notes.join("; ") };
        page.line(vec![
            (Tone::Plain, "deferred ".to_owned()),
            (Tone::Strong, record.id.short()),
            (Tone::Plain, format!("  {reason}")),
        ]);
    }
    if let Some(more) = summary.deferred.len().checked_sub(DEFERRED_AT_MOST + 1) {
        page.line(vec![(Tone::Plain, format!("and {} more deferred", grouped(more as u64 + 1)))]);
    }
    for (record, reason) in summary.declined.iter().take(DEFERRED_AT_MOST) {
        let reason = reason.as_ref().map(|reason| visible_words(reason.raw()).into_string());
        page.line(vec![
            (Tone::Plain, "declined ".to_owned()),
            (Tone::Strong, record.id.short()),
            (Tone::Plain, format!("  {}", reason.unwrap_or_else(|| "no reason noted".to_owned()))),
        ]);
    }
    if let Some(more) = summary.declined.len().checked_sub(DEFERRED_AT_MOST + 1) {
        page.line(vec![(Tone::Plain, format!("and {} more declined", grouped(more as u64 + 1)))]);
    }
}

fn criteria(page: &mut Page, summary: &SessionSummary) {
    if summary.criteria.is_empty() {
        return;
    }
    page.title("CRITERIA THAT CHANGED");
    for one in &summary.criteria {
        let what =
            if one.version == 1 { "new".to_owned() } else { format!("version {}, {}", one.version, one.edit.word()) };
        let text = visible_words(one.text.raw());
        page.line(vec![
            (Tone::Strong, visible_name(&one.name).into_string()),
            (Tone::Plain, format!("  {what}: {text}")),
        ]);
    }
}

fn stubs(page: &mut Page, summary: &SessionSummary) {
    if summary.stubs.is_empty() {
        return;
    }
    page.title("STUBS WRITTEN");
    for (stub, state) in &summary.stubs {
        let (stub, state) = (visible_words(stub), visible_words(state));
        page.line(vec![(Tone::Plain, format!("{stub}  {state}"))]);
    }
}
