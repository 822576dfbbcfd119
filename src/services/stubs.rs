//! Gathers modes, criteria, checks and judged records, and has their stubs written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checks::standing;
use super::outdated::{ChecksChanged, Outdated, compare};
use crate::domain::criterion::TAU;
use crate::domain::{Check, Record, Target, Untrusted};
use crate::domain::{CodebookView, Judgements};
use crate::error::{Problem, Result};
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;
use crate::stubs::ByRecord;
use crate::stubs::{self, Case, Manifest, Merged, Proof, SUITES, StubEntry, StubSource, Suite, merge, prove, stem};

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubOrder {
    /// Target suites by name: `pytest`, `promptfoo`, `jsonl`. May be empty under `check`: those of the folder.
    pub targets: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
    /// Only these modes or criteria; empty for all.
    pub only: Vec<Target>,
    /// Say what would be written, write nothing.
    pub dry_run: bool,
    /// Judge the stubs, write nothing.
    pub check: bool,
}

/// One stub of one mode or criterion for one target suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubLine {
    /// `<target suite>/<slug>`.
    pub stub: String,
    /// The suite: `pytest`.
    pub suite: String,
    /// The mode or criterion.
    pub target: Target,
    /// The file, relative to the output folder; where a hand edit stands in the way, the file beside it.
    pub file: PathBuf,
    /// `proven`, `thin`, `weak`, `judge`, `todo`, `outdated`.
    pub state: String,
    /// Known-bad records that the checks fail.
    pub caught: u64,
    /// Known-bad records that they pass.
    pub missed: u64,
    /// Good records that they fail.
    pub wrongly_rejected: u64,
    /// The criterion's version that holds now; `None` for a mode.
    pub version: Option<u32>,
    /// The records behind the three figures.
    pub proof: ByRecord,
    /// Whether the figures are those of the held-out half of the inputs.
    pub held_out: bool,
    /// How the meaning of its criterion moved since the stub that stood in the folder was written.
    pub outdated: Option<Outdated>,
    /// What became of its checks since then.
    pub checks_changed: ChecksChanged,
    /// What stood of it in the folder before this run.
    pub standing: Standing,
    /// What the user should know (a hand edit kept, a check that this suite cannot express), as sentences.
    pub remarks: Vec<String>,
}

/// What stands of a stub in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was never written there.
    Absent,
    /// It was written, and some of its files are gone.
    Broken,
    /// It was written, and its files are there, as they were or with hand edits.
    Whole,
}

/// Writes, previews (`dry_run`) or judges (`check`) the stubs. Turning a weak or outdated state into an exit code is
/// the caller's part.
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
    let mut stubs: Vec<(&'static Suite, &StubSource, Proof)> = Vec::new();
    for source in &sources {
        for suite in SUITES {
            if is_ordered(suite) || (written(suite, source).is_some() && !order.check) {
                stubs.push((suite, source, prove(source, suite.engine)?));
            }
        }
    }
    let mut lines: Vec<StubLine> = Vec::new();
    for (suite, source, proof) in &stubs {
        let mut line = line(suite, source, proof);
        compare(&mut line, (source, proof), &codebook, written(suite, source), order);
        lines.push(line);
    }
    if order.check && order.only.is_empty() {
        say_what_is_left(&mut lines, &manifest, &suites);
    }
    if !order.check && !order.dry_run {
        let done = write(&order.out, &stubs, manifest, order.only.is_empty())?;
        let files_of = |suite: &Suite, source: &StubSource, proof: &Proof| {
            let is_shown = is_ordered(suite);
            is_shown.then(|| (suite.write)(source, proof).into_iter().map(|file| file.path).collect())
        };
        let owned: Vec<Option<Vec<String>>> =
            stubs.iter().map(|(suite, source, proof)| files_of(suite, source, proof)).collect();
        say_what_was_kept(&mut lines, &owned, &done, &order.out);
    }
    lines.retain(|line| suites.iter().any(|suite| suite.word == line.suite));
    Ok(lines)
}

/// What was written, in one sentence: the files with their states, the figures where all stubs share them.
#[must_use]
pub fn told(lines: &[StubLine], out: &Path) -> String {
    let Some(first) = lines.first() else { return "There is nothing to write a stub of.".to_owned() };
    let mut states: Vec<(&str, Vec<String>)> = Vec::new();
    let mut remarks: Vec<&str> = Vec::new();
    for line in lines {
        let file = line.file.display().to_string();
        match states.iter_mut().find(|(state, _)| *state == line.state) {
            Some((_, files)) => files.push(file),
            None => states.push((&line.state, vec![file])),
        }
        for remark in &line.remarks {
            if !remarks.contains(&remark.as_str()) {
                remarks.push(remark);
            }
        }
    }
    let states = states.iter().map(|(state, files)| format!("{state}: wrote {}", files.join(", ")));
    let figures = |line: &StubLine| (line.caught, line.missed, line.wrongly_rejected);
    let (caught, missed, rejected) = figures(first);
    let mut sentence = format!("{} in {}.", states.collect::<Vec<_>>().join("; "), out.display());
    if lines.iter().all(|line| figures(line) == figures(first)) {
        let _ = write!(sentence, " Catches {caught} of {}, wrongly rejects {rejected}.", caught + missed);
    }
    for remark in remarks {
        sentence.push(' ');
        sentence += remark;
    }
    sentence
}

fn suites(order: &StubOrder, manifest: &Manifest) -> Result<Vec<&'static Suite>> {
    if order.targets.is_empty() && order.check {
        let standing = |suite: &&Suite| manifest.stubs.iter().any(|entry| entry.suite == suite.word);
        let found: Vec<_> = SUITES.iter().filter(standing).collect();
        return Ok(if found.is_empty() { SUITES.iter().collect() } else { found });
    }
    if order.targets.is_empty() {
        let known: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
        return Err(Problem::usage("Stubs need a target suite.")
            .hint(format!("Like this: --target {}", known.join(" --target "))));
    }
    order.targets.iter().map(|word| stubs::suite(word)).collect()
}

/// What is to be written: every open mode with a tag or a check, every criterion that is not retired, or the given
/// ones; with their checks, and no records yet.
pub(super) fn sources(codebook: &CodebookView, only: &[Target]) -> Result<Vec<StubSource>> {
    let checks_of = |target: &Target| -> Vec<Check> {
        codebook.checks.iter().filter(|check| standing(codebook, &check.target) == *target).cloned().collect()
    };
    let targets: Vec<Target> = if only.is_empty() {
        let modes = codebook
            .modes
            .iter()
            .filter(|mode| mode.status.is_open())
            .filter(|mode| mode.count > 0 || !checks_of(&Target::Mode(mode.key.clone())).is_empty());
        let criteria = codebook.criteria.iter().filter(|criterion| !criterion.retired);
        modes
            .map(|mode| Target::Mode(mode.key.clone()))
            .chain(criteria.map(|criterion| Target::Criterion(criterion.key.clone())))
            .collect()
    } else {
        only.iter().map(|target| standing(codebook, target)).collect()
    };
    let mut sources: Vec<StubSource> = Vec::new();
    for target in targets {
        if sources.iter().all(|source| source.target != target) {
            sources.push(source(codebook, &target, checks_of(&target))?);
        }
    }
    Ok(sources)
}

fn source(codebook: &CodebookView, target: &Target, checks: Vec<Check>) -> Result<StubSource> {
    let unknown = || Problem::usage(format!("There is no {} called `{}`.", target.word(), target.key()));
    let (name, definition, version, tau) = match target {
        Target::Mode(key) => {
            let mode = codebook.mode_of(key).ok_or_else(unknown)?;
            (mode.name.clone(), mode.definition.clone(), None, TAU)
        }
        Target::Criterion(key) => {
            let criterion = codebook.criterion_of(key).ok_or_else(unknown)?;
            let text = criterion.current().map_or_else(Untrusted::default, |version| version.text.clone());
            (criterion.name.clone(), text, Some(criterion.version()), criterion.tau)
        }
    };
    let stem = stem(target, codebook.mode_of(target.key()).is_some());
    Ok(StubSource {
        target: target.clone(),
        stem,
        name,
        definition,
        version,
        tau,
        stale: 0,
        checks,
        mined: Vec::new(),
        cases: Vec::new(),
    })
}

/// Gives every source the records that people judged for it, and says which of its checks were mined.
pub(super) fn gather(reader: &Reader, sources: &mut [StubSource]) -> Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let codebook = reader.codebook()?;
    let mut accepted = reader.suggestion_answers()?;
    accepted.retain(|answer| answer.accepted);
    for source in sources.iter_mut() {
        let is_mined = |check: &&Check| {
            let answers = accepted.iter().filter(|answer| answer.spec == check.spec);
            answers.map(|answer| standing(&codebook, &answer.target)).any(|target| target == source.target)
        };
        source.mined = source.checks.iter().filter(is_mined).map(|check| check.key.clone()).collect();
    }
    reader.each_judged(&mut |record, judgements| {
        let record = Arc::new(record);
        for source in sources.iter_mut() {
            let truth = truth(&source.target, &judgements);
            source.stale += u64::from(truth == Truth::Stale);
            source.cases.extend(case(&source.target, truth, &record, &judgements));
        }
        Ok(true)
    })
}

fn case(target: &Target, truth: Truth, record: &Arc<Record>, judgements: &Judgements) -> Option<Case> {
    let is_bad = match truth {
        Truth::Positive => true,
        Truth::Negative => false,
        Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => return None,
    };
    let notes = judgements.notes.iter().map(|note| note.text.clone()).collect();
    Some(Case { record: Arc::clone(record), is_bad, notes, evidence: evidence(target, record, judgements) })
}

/// What people marked in the output for a target: with its tag, for a criterion with a note.
fn evidence(target: &Target, record: &Record, judgements: &Judgements) -> Option<Untrusted> {
    let tags = judgements.tags.iter().filter(|tag| matches!(target, Target::Mode(mode) if *mode == tag.mode));
    let notes = judgements.notes.iter().filter(|_| matches!(target, Target::Criterion(_)));
    let spans = tags.filter_map(|tag| tag.span).chain(notes.filter_map(|note| note.span));
    let mut marked = spans.filter(|span| span.turn.is_none() && span.start < span.end).map(|span| {
        let (start, end) = (span.start as usize, span.end as usize);
        record.content.output.raw().chars().skip(start).take(end - start).collect::<String>()
    });
    marked.next().map(Untrusted::from)
}

fn line(suite: &Suite, source: &StubSource, proof: &Proof) -> StubLine {
    let entry = StubEntry::new(suite, source, proof);
    let file = if entry.files.contains(&entry.file) { entry.file.as_str() } else { stubs::manifest::FILE };
    StubLine {
        stub: entry.stub,
        suite: entry.suite,
        target: entry.target,
        file: PathBuf::from(file),
        state: proof.state.word().to_owned(),
        caught: proof.figures.tp,
        missed: proof.figures.fn_,
        wrongly_rejected: proof.figures.fp,
        version: source.version,
        proof: proof.by_record.clone(),
        held_out: proof.is_held_out,
        outdated: None,
        checks_changed: ChecksChanged::default(),
        standing: Standing::Absent,
        remarks: proof.remarks.clone(),
    }
}

fn write(
    out: &Path,
    stubs: &[(&'static Suite, &StubSource, Proof)],
    mut manifest: Manifest,
    is_everything: bool,
) -> Result<BTreeMap<String, Merged>> {
    let mut entries: Vec<StubEntry> =
        stubs.iter().map(|(suite, source, proof)| StubEntry::new(suite, source, proof)).collect();
    if !is_everything {
        let others = manifest.stubs.iter().filter(|old| entries.iter().all(|new| new.stub != old.stub));
        let others: Vec<StubEntry> = others.cloned().collect();
        entries.extend(others);
    }
    entries.sort_by(|a, b| a.stub.cmp(&b.stub));
    let borrowed: Vec<_> = stubs.iter().map(|(suite, source, proof)| (*suite, *source, proof)).collect();
    let files = stubs::files(&borrowed, &entries);
    manifest.stubs.clone_from(&entries);
    let needed = |path: &str| {
        let path = path.strip_suffix(".new").unwrap_or(path);
        files.iter().any(|file| file.path == path)
            || entries.iter().any(|entry| entry.files.iter().any(|file| file == path))
    };
    merge::write(out, &files, manifest, &needed)
}

/// Adds to the first line which stubs of the folder belong to nothing that is open any more.
fn say_what_is_left(lines: &mut [StubLine], manifest: &Manifest, suites: &[&Suite]) {
    let is_judged = |entry: &&StubEntry| lines.iter().any(|line| line.stub == entry.stub);
    let is_ordered = |entry: &&StubEntry| suites.iter().any(|suite| suite.word == entry.suite);
    let left = manifest.stubs.iter().filter(|entry| is_ordered(entry) && !is_judged(entry));
    let left: Vec<&str> = left.map(|entry| entry.stub.as_str()).collect();
    if let (false, Some(first)) = (left.is_empty(), lines.first_mut()) {
        let (stand, belong) = if left.len() == 1 { ("stands", "belongs") } else { ("stand", "belong") };
        first.remarks.push(format!(
            "{} {stand} in the folder and {belong} to no mode and no criterion that is open; `gemba stubs` takes such away.",
            left.join(", ")
        ));
    }
}

/// Adds to the lines what became of hand edits and of hooks that were there before: each to the first line that owns
/// the file, or to the first of all. `owned` holds the files of each line, `None` for one that is not shown.
fn say_what_was_kept(
    lines: &mut [StubLine],
    owned: &[Option<Vec<String>>],
    done: &BTreeMap<String, Merged>,
    out: &Path,
) {
    for (path, merged) in done {
        let remark = match merged {
            Merged::Beside => format!("{path} was changed by hand and stays; what is new stands in {path}.new."),
            Merged::KeptBoth => format!("{path} and {path}.new were changed by hand; both stay as they are."),
            Merged::Hook if !is_our_hook(out, path) => {
                format!("{path} was there before and stays; it does not call gemba's checks yet, see README.md.")
            }
            Merged::Hook | Merged::Written | Merged::Unchanged | Merged::Removed => continue,
        };
        let place = owned.iter().position(|files| files.as_ref().is_some_and(|files| files.contains(path)));
        let place = place.or_else(|| owned.iter().position(Option::is_some));
        let Some(line) = place.and_then(|place| lines.get_mut(place)) else { continue };
        if *merged == Merged::Beside && line.file == Path::new(path) {
            line.file = PathBuf::from(format!("{path}.new"));
        }
        line.remarks.push(remark);
    }
}

/// Whether a hook file still speaks of what the generated suite needs from it.
fn is_our_hook(out: &Path, path: &str) -> bool {
    let needs = match path {
        "conftest.py" => "gemba_generate",
        "provider.js" => "gemba_checks",
        _ => return true,
    };
    std::fs::read_to_string(out.join(path)).is_ok_and(|text| text.contains(needs))
}
