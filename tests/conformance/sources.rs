//! The sources that all engines are tried with, one or two for each check, and the table of what was compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use gemba::checks::{self, Engine, KINDS};
use gemba::domain::{CheckSpec, Record};
use gemba::stubs::{Outcome, StubSource, prove};

use super::{corpus, runs};

/// Different outputs that each kind is held against for each target, at least.
const LEAST: usize = 300;
/// Verdicts of either sort for each kind and target, at least: a kind that only ever passes proves little. (Few of so
/// many different outputs can equal a given text.)
const LEAST_OF_EACH: usize = 10;
/// Records of one source: fewer than a stub takes good ones, so that none is left out.
const PER_SOURCE: usize = 190;
/// Kinds that no helper evaluates and that are tried elsewhere: what they run is not gemba's.
const NOT_HELD: &[&str] = &["command", "judge"];

/// One source or two for each check, every output labelled as gemba's own engine judges it: a run that agrees is all
/// green. The written outputs go to every check; the diced ones are shared out among the checks of a kind.
pub(super) fn all() -> Vec<StubSource> {
    let words = |typed: &[&str]| typed.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let parse = |typed: &[&str]| checks::parse(&words(typed), &|_| unreachable!()).unwrap();
    let mut specs: Vec<CheckSpec> = corpus::TYPED.iter().map(|typed| parse(typed)).collect();
    for schema in corpus::schemas() {
        let words = ["json-schema".to_owned(), "file".to_owned()];
        specs.push(checks::parse(&words, &|_| Ok(schema.to_string())).unwrap());
    }
    let records = corpus::records(&corpus::many_outputs());
    let written = corpus::outputs().len();
    let mut sources = shared_out(&specs, &records, written, "");
    let pair = [&parse(&["contains", "as an AI"]), &parse(&["is-json"])];
    sources.push(corpus::source("two checks", &pair, &records[..written]));

    let schema = |_: &str| Ok(r#"{"type": "object", "required": ["id"]}"#.to_owned());
    let with_schema = checks::parse(&words(&["tool-call", "look_up", "--schema", "file"]), &schema).unwrap();
    let mut specs: Vec<CheckSpec> = corpus::OF_EXCHANGES.iter().map(|typed| parse(typed)).collect();
    specs.push(with_schema);
    sources.extend(shared_out(&specs, &corpus::exchanges(), 60, "said "));
    let specs: Vec<CheckSpec> = runs::TYPED.iter().map(|typed| parse(typed)).collect();
    sources.extend(shared_out(&specs, &runs::records(), usize::MAX, "run "));
    sources
}

fn shared_out(specs: &[CheckSpec], records: &[Arc<Record>], written: usize, prefix: &str) -> Vec<StubSource> {
    let mut sources = Vec::new();
    for (at, spec) in specs.iter().enumerate() {
        let of_kind = || specs.iter().enumerate().filter(|(_, other)| other.kind == spec.kind);
        let (sharers, rank) = (of_kind().count(), of_kind().filter(|(other, _)| *other < at).count());
        let is_mine = |(place, _): &(usize, &Arc<Record>)| *place < written || place % sharers == rank;
        let mine: Vec<Arc<Record>> =
            records.iter().enumerate().filter(is_mine).map(|(_, record)| Arc::clone(record)).collect();
        for (part, records) in mine.chunks(PER_SOURCE).enumerate() {
            sources.push(corpus::source(&format!("{prefix}{at:02} {} {part}", spec.kind), &[spec], records));
        }
    }
    sources
}

/// How many cases are bad and good, over the sources whose checks this engine can run, and how many sources it cannot.
pub(super) fn expected(sources: &[StubSource], engine: Engine) -> (u64, u64, u64) {
    let (mut bad, mut good, mut todo) = (0, 0, 0);
    for source in sources {
        let proof = prove(source, Some(engine)).unwrap();
        if proof.checks.is_empty() {
            todo += 1;
            continue;
        }
        assert!(proof.left_out.is_empty());
        assert_eq!(proof.cases.len(), source.cases.len(), "no record of {} is left out", source.stem);
        bad += proof.with(source, Outcome::Caught).count() as u64;
        good += proof.with(source, Outcome::Accepted).count() as u64;
    }
    (bad, good, todo)
}

/// The table of a suite that agreed on all of it: for each kind the different outputs, and the verdicts of both sorts.
/// Every kind is in it, with enough of both, or is one that the engine cannot express.
pub(super) fn table(sources: &[StubSource], suite: &str, engine: Engine) -> String {
    let mut rows: BTreeMap<&str, (BTreeSet<&str>, usize, usize)> = BTreeMap::new();
    let mut unable = BTreeSet::new();
    for source in sources {
        let [check] = source.checks.as_slice() else { continue };
        let proof = prove(source, Some(engine)).unwrap();
        if proof.checks.is_empty() {
            unable.insert(check.spec.kind.as_str());
            continue;
        }
        let (outputs, bad, good) = rows.entry(&check.spec.kind).or_default();
        for (at, outcome) in &proof.cases {
            outputs.insert(source.cases[*at].record.content.output.raw());
            *bad += usize::from(*outcome == Outcome::Caught);
            *good += usize::from(*outcome == Outcome::Accepted);
        }
    }
    let mut table = format!("{suite} agrees, kind by kind (different outputs; fails, passes):\n");
    for kind in KINDS {
        let Some((outputs, bad, good)) = rows.get(kind.word) else {
            assert!(unable.contains(kind.word) || NOT_HELD.contains(&kind.word), "{} is in no source", kind.word);
            let written = writeln!(table, "  {:<20} todo there", kind.word);
            assert!(written.is_ok());
            continue;
        };
        assert!(!unable.contains(kind.word), "{} is expressed for some parameters only", kind.word);
        assert!(outputs.len() >= LEAST, "{suite}, {}: {} outputs", kind.word, outputs.len());
        let least = if kind.word == "equals" { 3 } else { LEAST_OF_EACH };
        assert!(*bad >= least && *good >= least, "{suite}, {}: {bad} fail and {good} pass", kind.word);
        let written = writeln!(table, "  {:<20} {:>5}; {bad:>5}, {good:>5}", kind.word, outputs.len());
        assert!(written.is_ok());
    }
    table
}
