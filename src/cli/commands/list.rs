//! `list`: records with what people said of them, as a table or JSON lines.

use std::io::IsTerminal;

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{Table, counted, grouped, remark, shown};
use crate::cli::record_text::{mark, verdict_events, verdict_words};
use crate::cli::sampling::SamplingArgs;
use crate::domain::{CodebookView, Filter, Judgements, Record, Time, Untrusted, spelling};
use crate::error::{Problem, Result};
use crate::services::likeness::alike;
use crate::services::record_json::{FIELDS, RecordJson, VerdictEvent, ask_content, ask_judgements, members};

/// The most records that one `list` prints.
const MOST: u64 = 100_000;

/// The columns of a table for people; `verdict` is the marks alone.
const IN_SHORT: &[&str] = &["id", "verdict", "tags", "model", "input", "output"];

/// How many lines a list for people has on a terminal unless `--limit` says otherwise.
const ON_SCREEN: u64 = 100;

/// Lists records with their judgements, in import order.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Which records (see `gemba help filter`): words, verdict:fail, mode:too-short, model:gpt-4o*, since:24h …
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    #[command(flatten)]
    draw: SamplingArgs,
    /// At most so many records, up to 100,000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MOST))]
    limit: Option<u64>,
    /// Shows one of each group of records whose outputs differ in case, white space, numbers and ids alone, with how many
    /// others are alike (`alike` in JSON). Reads every output.
    #[arg(long)]
    group: bool,
    /// Only these fields, by comma: id,model,output …
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    fields: Vec<String>,
    /// Under `verdicts` every verdict ever given, not only the current one of each reviewer.
    #[arg(long)]
    history: bool,
}

/// Runs `gemba list`.
pub(super) fn run(context: &mut Context, args: &ListArgs) -> Result<()> {
    let filter = parse_filter(&args.filter.join(" "))?;
    let fields = args.fields.iter().map(|typed| field(typed.trim())).collect::<Result<Vec<_>>>()?;
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let history = if args.history { Some(verdict_events(&reader)?) } else { None };
    let sampling = if args.draw.is_drawn() { Some((args.draw.sampling(&reader)?, context.reviewer()?)) } else { None };
    let on_screen = !context.json && std::io::stdout().is_terminal();
    let limit = args.limit.unwrap_or(if on_screen { ON_SCREEN } else { MOST });
    let now = Context::now();

    let mut printed = 0;
    let mut more = false;
    let columns = if fields.is_empty() { IN_SHORT.to_vec() } else { fields.clone() };
    let heads = columns.iter().map(head).chain(args.group.then(|| "alike".to_owned()));
    let mut table = Table::new(&heads.collect::<Vec<_>>());
    let json_fields = if fields.is_empty() { FIELDS.to_vec() } else { fields };
    let printed_fields = if context.json { &json_fields } else { &columns };
    // Thousands of ids are listed without unpacking what was logged.
    let (logged, said) = (ask_content(printed_fields), ask_judgements(printed_fields));
    let out = &mut context.out;
    let json = context.json;
    let mut print = |record: Record, alike: Option<u64>| {
        if printed == limit {
            more = true;
            return Ok(false);
        }
        printed += 1;
        let judgements = if said { reader.judgements(record.row)? } else { Judgements::default() };
        let events = history.as_ref().map(|all| all.get(&record.id).map_or(&[][..], Vec::as_slice));
        if json {
            let line = RecordJson {
                record: &record,
                judgements: &judgements,
                book: &book,
                history: events,
                fields: &json_fields,
            };
            match alike {
                Some(alike) => out.json(&WithAlike { line, alike })?,
                None => out.json(&line)?,
            }
        } else {
            let cells = columns.iter().map(|column| cell(column, &record, &judgements, &book, events));
            table.row(cells.chain(alike.map(alike_words)).collect());
        }
        Ok(out.is_open())
    };
    let drawn = match &sampling {
        Some((sampling, reviewer)) => Some(reader.queue_of(&filter, sampling, reviewer, now)?),
        None => None,
    };
    let rows = drawn.as_ref().map(|queue| queue.rows.as_slice());
    let groups = if args.group { Some(alike::groups(&reader, &filter, rows, now)?) } else { None };
    match (&groups, &drawn) {
        (Some(groups), _) => {
            for group in groups {
                if !print(reader.record(group.row)?, Some(group.alike))? {
                    break;
                }
            }
        }
        (None, Some(queue)) => {
            for row in &queue.rows {
                let record = if logged { reader.record(*row)? } else { reader.record_head(*row)? };
                if !print(record, None)? {
                    break;
                }
            }
        }
        (None, None) if logged => reader.each(&filter, now, &mut |record| print(record, None))?,
        (None, None) => reader.each_head(&filter, now, &mut |record| print(record, None))?,
    }
    if args.fields.is_empty() {
        table.drop_empty_columns();
    }
    context.table(&table)?;
    if let (Some(groups), false) = (&groups, context.json) {
        let all: u64 = groups.iter().map(|group| group.alike + 1).sum();
        let shown = if more { format!("{} of ", grouped(printed)) } else { String::new() };
        let of = format!("{shown}{}", counted(groups.len() as u64, "group"));
        remark(&format!(
            "{of}, of {}; alike are outputs that differ in case, white space, numbers and ids alone.",
            counted(all, "record")
        ));
    } else if let (Some(queue), false) = (&drawn, context.json) {
        remark(&format!("{} drawn from {}.", counted(printed, "record"), grouped(queue.population)));
    } else if more {
        // Counting what a filter holds may take longer than the list: only the count of all is known beforehand.
        let first = counted(printed, "record");
        let shown = if filter == Filter::All {
            format!("{first} of {}", grouped(reader.count()?))
        } else {
            format!("The first {first}")
        };
        remark(&format!("{shown} shown; --limit N shows more."));
    } else if !context.json {
        let all = if filter == Filter::All { String::new() } else { format!(" of {}", grouped(reader.count()?)) };
        remark(&format!("{}{all}.", counted(printed, "record")));
    }
    Ok(())
}

/// A record with how many others of the list have an output alike.
#[derive(Serialize)]
struct WithAlike<'a> {
    #[serde(flatten)]
    line: RecordJson<'a>,
    alike: u64,
}

fn alike_words(alike: u64) -> String {
    if alike == 0 { String::new() } else { format!("+{} alike", grouped(alike)) }
}

fn field(typed: &str) -> Result<&'static str> {
    FIELDS
        .iter()
        .copied()
        .find(|known| *known == typed)
        .ok_or_else(|| Problem::usage(format!("Records have no field `{typed}`.")).hint(spelling::hint(typed, FIELDS)))
}

/// Returns the head of a column, with numbers at the right.
fn head(column: &&str) -> String {
    if matches!(*column, "latency_ms" | "tokens" | "cost" | "row") {
        format!(">{column}")
    } else {
        (*column).to_owned()
    }
}

fn optional(text: Option<&Untrusted>) -> String {
    text.map(shown).unwrap_or_default()
}

/// Returns one field of one record for people: its short form, or its JSON where it has none.
fn cell(
    column: &'static str,
    record: &Record,
    judgements: &Judgements,
    book: &CodebookView,
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
        "output" if content.output.is_empty() => shown(&beginning_of(&content.answer().into())),
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
