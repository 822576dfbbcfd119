//! Lays out the stub of one mode or criterion, before it is written, as a page for the screen.
//!
//! One target suite at a time, so that the one on screen does not wait for the others.

use super::sources::{gather, sources};
use crate::domain::{Check, RecordId, Slug, StubCases, Target};
use crate::error::{Problem, Result};
use crate::layout::{ListedRow, Look, listing, wrap_plain};
use crate::redact::Redactor;
use crate::store::Reader;
use crate::stubs::{self, OutFile, Proof, SUITES, StubSource, Suite, mask_source, prove_masked};
use crate::views::{StubPage, Suites, UnattachedCheck};

/// The most rows of one file; the rest is only counted.
const ROWS_AT_MOST: usize = 600;
/// The most records named for each outcome.
const NAMES_AT_MOST: usize = 16;
/// Columns that sentences and ids are wrapped at: what the smallest whole screen has room for.
const WIDTH: usize = 72;

/// Returns the suites that stubs can be written for, with those of these names as the wanted ones, and these cases.
pub fn suites(wanted: &[String], cases: StubCases) -> Suites {
    let known: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
    let wanted = wanted.iter().filter_map(|word| known.iter().copied().find(|known| known == word)).collect();
    let running = SUITES.iter().filter_map(|suite| Some((suite.word, suite.engine?))).collect();
    Suites { known, running, wanted, cases }
}

/// Returns the stub of one mode or criterion as it would be written now for the suite of this name, masked, with its proof.
/// `added` counts as if it were attached.
///
/// # Errors
/// `Usage` for an unknown suite, mode or criterion; store problems as they are.
pub fn stub_page(
    reader: &Reader,
    target: &Target,
    added: Option<&UnattachedCheck>,
    (suite, cases): (&str, StubCases),
    redactor: &Redactor,
) -> Result<StubPage> {
    let suite = stubs::suite_named(suite)?;
    let codebook = reader.codebook()?;
    let mut sources = sources(&codebook, std::slice::from_ref(target))?;
    gather(reader, &mut sources)?;
    let Some(source) = sources.first_mut() else {
        return Err(Problem::usage(format!("There is no {} called `{}`.", target.word(), target.key())));
    };
    if let Some(added) = added {
        attach(source, added);
    }
    let masked = mask_source(source, redactor)?;
    let proof = prove_masked(source, &masked, suite.engine)?.with_cases(&masked.source, cases);
    Ok(page(suite, &masked.source, &proof))
}

/// Attaches a check for this page only; its key is the one that it would get, without a number.
fn attach(source: &mut StubSource, added: &UnattachedCheck) {
    let UnattachedCheck { spec, is_mined } = added.clone();
    let key = Slug::of(&format!("{}-{}", source.target.key(), spec.kind));
    if is_mined {
        source.mined.push(key.clone());
    }
    source.checks.push(Check { key, target: source.target.clone(), spec, created: 0 });
}

fn page(suite: &Suite, source: &StubSource, proof: &Proof) -> StubPage {
    let mut rows: Vec<ListedRow> = Vec::new();
    let masked = proof.masked.as_ref().map(|masked| format!("Masked: {}.", masked.found.words()));
    for remark in proof.remarks.iter().chain(&masked) {
        rows.extend(wrap_plain(remark, WIDTH).into_iter().map(|row| vec![(row, Look::Quote)]));
    }
    let by_record = &proof.by_record;
    rows.extend(names("misses", &by_record.missed));
    rows.extend(names("wrongly rejects", &by_record.wrongly_rejected));
    rows.extend(names("catches", &by_record.caught));
    // Helpers are the same for every stub.
    let is_own = |file: &&OutFile| !file.path.starts_with("cases/") && !file.path.starts_with("gemba_");
    for file in (suite.write)(source, proof).iter().filter(is_own) {
        if !rows.is_empty() {
            rows.push(Vec::new());
        }
        rows.extend(file_rows(file));
    }
    StubPage { suite: suite.word, proof: format!("{}: {}", proof.state.word(), proof.words()), rows }
}

/// Lists the records with one outcome by the beginnings of their ids.
fn names(word: &str, records: &[RecordId]) -> Vec<ListedRow> {
    let mut names: Vec<String> = records.iter().map(|record| record.short()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let more = names.len().saturating_sub(NAMES_AT_MOST);
    names.truncate(NAMES_AT_MOST);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    let lines = wrap_plain(&names.join(" "), WIDTH - 17);
    let margin = std::iter::once(word).chain(std::iter::repeat(""));
    let row = |(margin, line)| vec![(format!("{margin:<17}"), Look::Speaker), (line, Look::Plain)];
    margin.zip(lines).map(row).collect()
}

fn file_rows(file: &OutFile) -> Vec<ListedRow> {
    let mut rows = vec![vec![(file.path.clone(), Look::Heading)]];
    rows.extend(listing(&file.path, &file.text, ROWS_AT_MOST));
    let more = file.text.lines().count().saturating_sub(ROWS_AT_MOST);
    if more > 0 {
        rows.push(vec![(format!("… {more} more lines"), Look::Muted)]);
    }
    rows
}
