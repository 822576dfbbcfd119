//! Gathers modes, criteria, checks and judged records, and has their stubs written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::compare::compare;
use super::order::{ChecksChanged, StubFiles, StubLine, StubOrder};
use super::sources::{gather, sources};
use super::summary::{remark_on_hand_edits, remark_on_leftovers};
use crate::domain::StubCases;
use crate::error::{Problem, Result};
use crate::store::Reader;
use crate::stubs::{
    self, Manifest, MaskedSource, Merged, Proof, SUITES, StubEntry, StubSource, StubState, Suite, mask_source, merge,
    moved, prove, prove_masked,
};

/// Writes, previews (`dry_run`) or checks (`check`) the stubs. The caller turns a weak or outdated state into an exit
/// code.
///
/// # Errors
/// `Usage` for an unknown suite, mode or criterion; `Input` for an output folder whose manifest is not gemba's; `Io`.
pub fn run(reader: &Reader, order: &StubOrder) -> Result<Vec<StubLine>> {
    let codebook = reader.codebook()?;
    let manifest = merge::read_manifest(&order.out)?;
    let suites = suites(order, &manifest)?;
    let mut sources = sources(&codebook, &order.only)?;
    gather(reader, &mut sources)?;
    let is_ordered = |suite: &Suite| suites.iter().any(|ordered| ordered.word == suite.word);

    let written = |suite: &Suite, source: &StubSource| manifest.entry(&format!("{}/{}", suite.word, source.stem));
    let mask = |source: &StubSource| order.redactor.as_ref().map(|redactor| mask_source(source, redactor)).transpose();
    let masked = sources.iter().map(mask).collect::<Result<Vec<_>>>()?;
    let mut stubs: Vec<Stub> = Vec::new();
    for (source, masked) in sources.iter().zip(&masked) {
        for suite in SUITES {
            if is_ordered(suite) || (written(suite, source).is_some() && !order.check) {
                stubs.push(Stub::prove(suite, source, masked.as_ref(), order.cases)?);
            }
        }
    }
    let mut lines: Vec<StubLine> = Vec::new();
    for Stub { suite, source, written: cases, proof } in &stubs {
        let mut line = line(suite, source, proof);
        // What is only judged carries none.
        line.remarks.extend(proof.cut_words(cases).filter(|_| !order.check));
        if !order.check && proof.state == StubState::Weak && !proof.allows_weak {
            line.remarks.push(
                "It is weak, so it is one test that fails and says why; --allow-weak replays its cases.".to_owned(),
            );
        }
        compare(&mut line, (source, proof), &codebook, written(suite, source), order);
        lines.push(line);
    }
    if order.check && order.only.is_empty() {
        remark_on_leftovers(&mut lines, &manifest, &suites);
    }
    if !order.check && !order.dry_run {
        let done = write(&order.out, &stubs, manifest, order.only.is_empty())?;
        let files_of = |stub: &Stub| {
            let is_shown = is_ordered(stub.suite);
            is_shown.then(|| (stub.suite.write)(stub.written, &stub.proof).into_iter().map(|file| file.path).collect())
        };
        let owned: Vec<Option<Vec<String>>> = stubs.iter().map(files_of).collect();
        remark_on_hand_edits(&mut lines, &owned, &done, &order.out);
    }
    lines.retain(|line| suites.iter().any(|suite| suite.word == line.suite));
    Ok(lines)
}

/// A stub of one suite.
struct Stub<'s> {
    suite: &'static Suite,
    source: &'s StubSource,
    /// What is written: the source itself, or masked.
    written: &'s StubSource,
    proof: Proof,
}

impl<'s> Stub<'s> {
    fn prove(
        suite: &'static Suite,
        source: &'s StubSource,
        masked: Option<&'s MaskedSource>,
        cases: StubCases,
    ) -> Result<Self> {
        let (written, proof) = match masked {
            Some(masked) => (&masked.source, prove_masked(source, masked, suite.engine)?),
            None => (source, prove(source, suite.engine)?),
        };
        Ok(Self { suite, source, written, proof: proof.with_cases(written, cases) })
    }
}

fn suites(order: &StubOrder, manifest: &Manifest) -> Result<Vec<&'static Suite>> {
    if order.targets.is_empty() && order.check {
        let is_written = |suite: &&Suite| manifest.stubs.iter().any(|entry| entry.suite == suite.word);
        let found: Vec<_> = SUITES.iter().filter(is_written).collect();
        return Ok(if found.is_empty() { SUITES.iter().collect() } else { found });
    }
    if order.targets.is_empty() {
        let known: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
        return Err(Problem::usage("Stubs need a target suite.")
            .hint(format!("Like this: --target {}", known.join(" --target "))));
    }
    order.targets.iter().map(|word| stubs::suite_named(word)).collect()
}

fn line(suite: &Suite, source: &StubSource, proof: &Proof) -> StubLine {
    let entry = StubEntry::new(suite, source, proof);
    let file = if entry.files.contains(&entry.file) { entry.file.as_str() } else { stubs::manifest::FILE };
    StubLine {
        stub: entry.stub,
        suite: entry.suite,
        target: entry.target,
        file: PathBuf::from(file),
        state: proof.state,
        caught: proof.figures.tp,
        missed: proof.figures.fn_,
        wrongly_rejected: proof.figures.fp,
        version: source.version,
        proof: proof.by_record.clone(),
        masked: proof.masked.clone(),
        outdated: None,
        checks_changed: ChecksChanged::default(),
        files: StubFiles::Absent,
        remarks: proof.remarks.clone(),
    }
}

fn write(
    out: &Path,
    stubs: &[Stub<'_>],
    mut manifest: Manifest,
    is_everything: bool,
) -> Result<BTreeMap<String, Merged>> {
    let mut entries: Vec<StubEntry> =
        stubs.iter().map(|stub| StubEntry::new(stub.suite, stub.source, &stub.proof)).collect();
    if !is_everything {
        let others = manifest.stubs.iter().filter(|old| entries.iter().all(|new| new.stub != old.stub));
        let others: Vec<StubEntry> = others.cloned().collect();
        entries.extend(others);
    }
    entries.sort_by(|a, b| a.stub.cmp(&b.stub));
    let borrowed: Vec<_> = stubs.iter().map(|stub| (stub.suite, stub.written, &stub.proof)).collect();
    let mut files = stubs::files(&borrowed, &entries);
    moved::keep_hook(out, &mut files);
    let still_needed = moved::still_needed(out, &manifest);
    manifest.stubs.clone_from(&entries);
    let needed = |path: &str| {
        let path = path.strip_suffix(".new").unwrap_or(path);
        still_needed.contains(path)
            || files.iter().any(|file| file.path == path)
            || entries.iter().any(|entry| entry.files.iter().any(|file| file == path))
    };
    merge::write(out, &files, manifest, &needed)
}
