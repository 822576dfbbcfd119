//! What was read, by whom, and how much of it fails.

use crate::measures::rates::Group;
use crate::report::contents::ReportContents;
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{counted, grouped, listed, percent_between};
use crate::views::{disputed_beside, settled_instead};

/// So many reviewers are named.
const REVIEWERS: usize = 12;

pub(super) fn section(contents: &ReportContents) -> Section {
    let counts = &contents.counts;
    let mut blocks = Vec::new();
    if let Some(rate) = contents.rates.iter().find(|line| line.rate.group == Group::All).map(|line| &line.rate) {
        let beside = [settled_instead(rate), disputed_beside(rate)];
        let beside = beside.into_iter().flatten().map(|words| format!("; {words}")).collect::<Vec<_>>().concat();
        blocks.push(Block::Paragraph(match rate.rate.rate {
            Some(limits) => format!(
                "Fails: {} of {} ({}{beside}).",
                percent_between(limits.rate, Some((limits.low, limits.high))),
                if rate.rate.weighted {
                    "all records, weighted back from what was read"
                } else {
                    "what was read, which is no rate of all records"
                },
                format_args!("{} of {} judged", grouped(rate.rate.hits), grouped(rate.rate.n)),
            ),
            None => "Nothing is judged yet, so there are no rates.".to_owned(),
        }));
    }
    let rows = [
        ("Records", counts.records),
        ("Read (with a verdict or a tag)", counts.read),
        ("Passed", counts.passed),
        ("Failed", counts.failed),
        ("Disputed: some pass it, some fail it, in no rate", counts.disputed),
        ("Deferred", counts.deferred),
        ("Declined: cannot be answered, in no rate", counts.declined),
        ("Failed, without a failure mode", contents.saturation.modeless),
    ];
    blocks.push(Block::Table(Table {
        caption: "Records".to_owned(),
        columns: vec![("", Figures::No), ("count", Figures::Yes)],
        rows: rows.map(|(what, count)| vec![what.to_owned(), grouped(count)]).to_vec(),
    }));
    if !contents.reviewers.is_empty() {
        let names = contents.reviewers.iter().map(|(name, count)| format!("{} ({})", name.raw(), grouped(*count)));
        let people = counted(contents.reviewers.len() as u64, "reviewer");
        blocks.push(Block::Paragraph(format!("Verdicts by {people}: {}.", listed(names, REVIEWERS, ", "))));
    }
    blocks.push(Block::Paragraph(
        "Figures in parentheses are 95 % intervals. A rate counts a record once; what reviewers dispute, defer or decline \
         is in no rate and is counted beside it."
            .to_owned(),
    ));
    Section { title: "Overview", blocks }
}
