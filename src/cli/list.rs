//! `list` and `show`: records with what people said of them, as a table, a page, or JSON lines.

use std::collections::HashMap;
use std::io::IsTerminal;

use clap::Args;

use super::context::Context;
use super::out::{counted, grouped, remark, shown};
use super::table::{Align, Table};
use crate::domain::view::{Codebook, Judgements};
use crate::domain::{Change, Filter, Record, RecordId, Sampling, Time, Untrusted, Verdict, filter, spelling};
use crate::error::{Problem, Result};
use crate::services::record_json::{FIELDS, RecordJson, VerdictEvent, members};
use crate::store::Reader;

/// The most records that one `list` prints.
const MOST: u64 = 100_000;
/// The columns of a table for people; `verdict` is the marks alone.
const IN_SHORT: &[&str] = &["id", "verdict", "tags", "model", "input", "output"];
/// How many lines a list for people has on a terminal unless `--limit` says otherwise.
const ON_SCREEN: u64 = 100;

/// Lists records with their judgements, in import order.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Which records (see the filter language): words, verdict:fail, mode:too-short, model:gpt-4o*, since:24h …
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// At most so many records, up to 100,000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MOST))]
    limit: Option<u64>,
    /// Only these fields, by comma: id,model,output …
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    fields: Vec<String>,
    /// Under `verdicts` every verdict ever given, not only the current one of each reviewer.
    #[arg(long)]
    history: bool,
}

/// Shows one record in full, with its judgements.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The record: any unique beginning of its id. Several are shown one after another.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Under `verdicts` every verdict ever given, not only the current one of each reviewer.
    #[arg(long)]
    history: bool,
}

/// Runs `gemba list`.
pub(super) fn list(context: &mut Context, args: &ListArgs) -> Result<()> {
    let filter = parse_filter(&args.filter.join(" "))?;
    let fields = args.fields.iter().map(|typed| field(typed.trim())).collect::<Result<Vec<_>>>()?;
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let history = if args.history { Some(verdict_events(&reader)?) } else { None };
    let on_screen = !context.json && std::io::stdout().is_terminal();
    let limit = args.limit.unwrap_or(if on_screen { ON_SCREEN } else { MOST });
    let now = Context::now();

    let mut printed = 0;
    let mut more = false;
    let columns = if fields.is_empty() { IN_SHORT.to_vec() } else { fields.clone() };
    let heads: Vec<(&str, Align)> = columns.iter().map(|column| (*column, alignment(column))).collect();
    let mut table = Table::new(&heads);
    let of_json = if fields.is_empty() { FIELDS.to_vec() } else { fields };
    let out = &mut context.out;
    let json = context.json;
    reader.each(&filter, now, &mut |record| {
        if printed == limit {
            more = true;
            return Ok(false);
        }
        printed += 1;
        let judgements = reader.judgements(record.row)?;
        let events = history.as_ref().map(|all| all.get(&record.id).map_or(&[][..], Vec::as_slice));
        if json {
            let line =
                RecordJson { record: &record, judgements: &judgements, book: &book, history: events, fields: &of_json };
            out.json(&line)?;
        } else {
            table.row(columns.iter().map(|column| cell(column, &record, &judgements, &book, events)).collect());
        }
        Ok(out.is_open())
    })?;
    let width = context.width();
    if args.fields.is_empty() {
        table.drop_empty_columns();
    }
    table.print(&mut context.out, width)?;
    if more {
        let all = reader.queue(&filter, &Sampling::default(), now)?.population;
        remark(&format!("{} of {} shown; --limit N shows more.", grouped(printed), counted(all, "record")));
    } else if !context.json {
        let of = if filter == Filter::All { String::new() } else { format!(" of {}", grouped(reader.count()?)) };
        remark(&format!("{}{of}.", counted(printed, "record")));
    }
    Ok(())
}

/// Runs `gemba show`.
pub(super) fn show(context: &mut Context, args: &ShowArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let history = if args.history { Some(verdict_events(&reader)?) } else { None };
    for typed in &args.ids {
        let (row, id) = reader.find(typed)?;
        let record = reader.record(row)?;
        let judgements = reader.judgements(row)?;
        let events = history.as_ref().map(|all| all.get(&id).map_or(&[][..], Vec::as_slice));
        if context.json {
            let line =
                RecordJson { record: &record, judgements: &judgements, book: &book, history: events, fields: FIELDS };
            context.out.json(&line)?;
        } else {
            page(context, &record, &judgements, &book, events)?;
        }
    }
    Ok(())
}

/// Reads a filter; a wrong one is a wrong use of the command line.
pub(super) fn parse_filter(text: &str) -> Result<Filter> {
    filter::parse(text).map_err(|error| Problem::usage(error.sentence).hint(format!("The filter was read as: {text}")))
}

fn field(typed: &str) -> Result<&'static str> {
    FIELDS
        .iter()
        .copied()
        .find(|known| *known == typed)
        .ok_or_else(|| Problem::usage(format!("Records have no field `{typed}`.")).hint(spelling::hint(typed, FIELDS)))
}

/// Every verdict event of the journal, by record, oldest first.
fn verdict_events(reader: &Reader) -> Result<HashMap<RecordId, Vec<VerdictEvent>>> {
    let mut all: HashMap<RecordId, Vec<VerdictEvent>> = HashMap::new();
    reader.events(&mut |event, undone| {
        if let Change::Verdict { record, verdict } = event.change {
            let line = VerdictEvent { reviewer: event.reviewer, verdict, time: event.time, undone };
            all.entry(record).or_default().push(line);
        }
        Ok(true)
    })?;
    Ok(all)
}

/// The glyph of a verdict; `◦` stands for a deferral.
pub(super) const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Defer => "◦",
    }
}

fn alignment(column: &str) -> Align {
    if matches!(column, "latency_ms" | "tokens" | "cost" | "row") { Align::Right } else { Align::Left }
}

fn optional(text: Option<&Untrusted>) -> String {
    text.map(shown).unwrap_or_default()
}

/// One field of one record for people; what has no short form is its JSON.
fn cell(
    column: &'static str,
    record: &Record,
    judgements: &Judgements,
    book: &Codebook,
    history: Option<&[VerdictEvent]>,
) -> String {
    let content = &record.content;
    match column {
        "id" => record.id.short(),
        "source" => shown(&record.source),
        "external_id" => optional(content.external_id.as_ref()),
        "conversation" => optional(content.conversation.as_ref()),
        "time" => content.time.map(Time::rfc3339).unwrap_or_default(),
        "model" => optional(content.model.as_ref()),
        "prompt_version" => optional(content.prompt_version.as_ref()),
        "input" => beginning(&content.last_question()),
        "output" => shown(&beginning_of(&content.output)),
        "verdict" if history.is_none() => judgements.verdicts.iter().map(|view| mark(view.verdict)).collect(),
        "verdict" | "verdicts" => verdict_words(judgements, history),
        "tags" => {
            let mut slugs: Vec<&str> = Vec::new();
            for tag in &judgements.tags {
                let slug = book.mode_of(&tag.mode).map_or(&tag.mode, |mode| &mode.slug).as_str();
                if !slugs.contains(&slug) {
                    slugs.push(slug);
                }
            }
            slugs.join(" ")
        }
        "notes" => judgements.notes.iter().map(|note| shown(&note.text)).collect::<Vec<_>>().join(" · "),
        "expected" => optional(content.expected.as_ref()),
        "finish_reason" => optional(content.finish_reason.as_ref()),
        "error" => optional(content.error.as_ref()),
        other => {
            let line = RecordJson { record, judgements, book, history, fields: &[other] };
            let members = members(&line).unwrap_or_default();
            members.get(other).map(|value| value.get()).filter(|json| *json != "null").unwrap_or_default().to_owned()
        }
    }
}

/// As much of a text as a table's cell can show.
fn beginning(text: &str) -> String {
    text.chars().take(300).collect()
}

fn beginning_of(text: &Untrusted) -> Untrusted {
    Untrusted::from(beginning(crate::text::visible_line(text).as_str()))
}

fn verdict_words(judgements: &Judgements, history: Option<&[VerdictEvent]>) -> String {
    if let Some(events) = history {
        let word = |event: &VerdictEvent| {
            let what = event.verdict.map_or("–", mark);
            format!("{what} {}{}", event.reviewer, if event.undone { " (undone)" } else { "" })
        };
        return events.iter().map(word).collect::<Vec<_>>().join("  ");
    }
    let words = judgements.verdicts.iter().map(|view| format!("{} {}", mark(view.verdict), view.reviewer));
    words.collect::<Vec<_>>().join("  ")
}

/// One record in full, for people.
fn page(
    context: &mut Context,
    record: &Record,
    judgements: &Judgements,
    book: &Codebook,
    history: Option<&[VerdictEvent]>,
) -> Result<()> {
    let out = &mut context.out;
    let logged = &record.content;
    let mut head = vec![record.id.to_string(), shown(&record.source)];
    head.extend(logged.model.as_ref().map(shown));
    head.extend(logged.prompt_version.as_ref().map(|version| format!("prompt {}", shown(version))));
    head.extend(logged.time.map(Time::rfc3339));
    out.line(&head.join("  "))?;
    for (label, value) in [
        ("external id", logged.external_id.as_ref()),
        ("conversation", logged.conversation.as_ref()),
        ("finish reason", logged.finish_reason.as_ref()),
        ("error", logged.error.as_ref()),
    ] {
        if let Some(value) = value {
            out.line(&format!("{label}: {}", shown(value)))?;
        }
    }
    for (key, value) in &logged.meta {
        out.line(&format!("meta.{}: {}", shown(key), value.plain()))?;
    }
    for message in &logged.messages {
        out.line("")?;
        out.line(&format!("── {}", message.role.as_str()))?;
        out.block(&message.plain())?;
    }
    out.line("")?;
    out.line("── output")?;
    out.block(crate::text::visible_block(&logged.output).as_str())?;
    if let Some(expected) = &logged.expected {
        out.line("")?;
        out.line("── expected")?;
        out.block(crate::text::visible_block(expected).as_str())?;
    }
    out.line("")?;
    let words = verdict_words(judgements, history);
    out.line(&format!("verdicts: {}", if words.is_empty() { "none" } else { &words }))?;
    for tag in &judgements.tags {
        let name = book.mode_of(&tag.mode).map_or(tag.mode.as_str(), |mode| mode.name.as_str());
        let place = tag.span.map(|span| format!(" at {span}")).unwrap_or_default();
        out.line(&format!("tag: {name}{place}  {}", tag.reviewer))?;
    }
    for grade in &judgements.grades {
        let name = book.criterion_of(&grade.criterion).map_or(grade.criterion.as_str(), |one| one.name.as_str());
        let stale = if grade.stale { "  stale" } else { "" };
        let line = format!("grade: {name} v{} {}  {}{stale}", grade.version, grade.answer.word(), grade.reviewer);
        out.line(&line)?;
    }
    for correction in &judgements.corrections {
        out.line(&format!("corrected by {}:", correction.reviewer))?;
        out.block(crate::text::visible_block(&correction.text).as_str())?;
    }
    for note in &judgements.notes {
        let place = note.span.map(|span| format!(" at {span}")).unwrap_or_default();
        out.line(&format!("note{place}: {}  {}", shown(&note.text), note.reviewer))?;
    }
    out.line("")
}
