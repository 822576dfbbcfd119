//! The stubs of one mode or criterion before they are written: one page for each target suite, ready to be shown.
//!
//! Gathered once for all suites, so that going from one to the next reads nothing.

use std::collections::BTreeMap;

use super::stubs::{gather, sources};
use crate::app::message::{StubPage, StubPreview, Tentative};
use crate::checks::Engine;
use crate::domain::{Check, Slug, Target};
use crate::error::Result;
use crate::layout::{ListedRow, Look, listing, wrap_plain};
use crate::store::Reader;
use crate::stubs::{OutFile, Outcome, Proof, SUITES, Source, Suite, plan};

/// Rows of one file at most: more is told in words.
const ROWS_AT_MOST: usize = 600;
/// Records named for each outcome at most.
const NAMES_AT_MOST: usize = 16;
/// Columns that sentences and ids are wrapped at: what the smallest whole screen has room for.
const WIDTH: usize = 72;

/// The stubs of one mode or criterion as they would be written now, each with its proof in words, in the order of the
/// suites. `further` counts as if it were attached; `preferred` names the suite that is shown first.
///
/// # Errors
/// `Usage` for an unknown mode or criterion; store problems as they are.
pub fn preview(
    reader: &Reader,
    target: &Target,
    further: Option<&Tentative>,
    preferred: Option<&str>,
) -> Result<StubPreview> {
    let codebook = reader.codebook()?;
    let mut sources = sources(&codebook, std::slice::from_ref(target))?;
    gather(reader, &mut sources)?;
    if let (Some(source), Some(further)) = (sources.first_mut(), further) {
        attach(source, further);
    }
    let Some(source) = sources.first() else { return Ok(StubPreview::default()) };
    let mut proofs: BTreeMap<Option<Engine>, Proof> = BTreeMap::new();
    let mut pages = Vec::new();
    for suite in SUITES {
        let proof = match proofs.remove(&suite.engine) {
            Some(proof) => proof,
            None => plan::prove(source, suite.engine)?,
        };
        pages.push(page(suite, source, &proof));
        proofs.insert(suite.engine, proof);
    }
    let first = preferred.and_then(|word| SUITES.iter().position(|suite| suite.word == word)).unwrap_or(0);
    Ok(StubPreview { pages, first })
}

/// Attaches a check for the preview alone; its key is the one that it would be given, but for a number.
fn attach(source: &mut Source, further: &Tentative) {
    let Tentative { spec, is_mined } = further.clone();
    let key = Slug::of(&format!("{}-{}", source.target.key(), spec.kind));
    if is_mined {
        source.mined.push(key.clone());
    }
    source.checks.push(Check { key, target: source.target.clone(), spec });
}

fn page(suite: &Suite, source: &Source, proof: &Proof) -> StubPage {
    let mut rows: Vec<ListedRow> = Vec::new();
    for remark in &proof.remarks {
        rows.extend(wrap_plain(remark, WIDTH).into_iter().map(|row| vec![(row, Look::Quote)]));
    }
    for (word, outcome) in
        [("misses", Outcome::Missed), ("wrongly rejects", Outcome::WronglyRejected), ("catches", Outcome::Caught)]
    {
        rows.extend(names(word, source, proof, outcome));
    }
    for file in (suite.write)(source, proof).iter().filter(|file| !file.path.starts_with("cases/")) {
        if !rows.is_empty() {
            rows.push(Vec::new());
        }
        rows.extend(file_rows(file));
    }
    StubPage { suite: suite.word, proof: format!("{}: {}", proof.state.word(), proof.words()), rows }
}

/// The records with one outcome, by the beginnings of their ids.
fn names(word: &str, source: &Source, proof: &Proof, outcome: Outcome) -> Vec<ListedRow> {
    let mut names: Vec<String> = proof.with(source, outcome).map(|case| case.record.id.short()).collect();
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
