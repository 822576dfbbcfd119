//! What the tables hold is what the journal's changes come to, applied one after the other in memory: for modes,
//! criteria and checks, and for what people said of each record. Undone groups are left out.

use std::collections::BTreeMap;

use gemba::domain::codebook::Counts;
use gemba::domain::{
    Codebook, CodebookView, Judgements, ModeKey, Origin, RecordId, RowId, SettleTarget, SettledView, TagView,
};
use gemba::measures::rates::{Outcome, fails_without_mode, outcome};
use gemba::store::Reader;
use proptest::prelude::*;

use super::random_changes::{RECORDS, Step, reviewer, step};
use super::workspace::{NOW, Workspace, append_possible, name, with_records};

/// The journal applied in memory, without what is undone.
fn applied(workspace: &Workspace) -> (Codebook, BTreeMap<RecordId, Judgements>) {
    let (mut codebook, mut judgements) = (Codebook::default(), BTreeMap::<RecordId, Judgements>::new());
    let mut position = 0;
    workspace
        .reader()
        .events(&mut |event, is_undone| {
            position += 1;
            let origin = Origin { position, reviewer: &event.reviewer, time: event.time };
            if !is_undone {
                codebook.apply(&event.change, &origin);
                if let Some(record) = event.change.record() {
                    judgements.entry(record).or_default().apply(&event.change, &origin);
                }
            }
            Ok(true)
        })
        .unwrap();
    (codebook, judgements)
}

/// The modes that a tag counts for: its own, and each that this one was merged into.
fn counts_for(codebook: &Codebook, mode: &ModeKey) -> Vec<ModeKey> {
    let mut keys = vec![mode.clone()];
    while let Some(merge) = keys.last().and_then(|key| codebook.mode_of(key)?.identity.merged.as_ref()) {
        keys.push(merge.into.clone());
    }
    keys
}

fn counted(codebook: &Codebook, judgements: &BTreeMap<RecordId, Judgements>) -> Counts {
    let mut counts = Counts::default();
    for mode in &codebook.modes {
        let key = &mode.identity.key;
        let counts_here = |tag: &TagView| counts_for(codebook, &tag.mode).contains(key);
        let tagged = judgements.values().filter(|given| given.tags.iter().any(counts_here)).count();
        counts.tagged.insert(key.clone(), tagged as u64);
    }
    for criterion in &codebook.criteria {
        let key = &criterion.identity.key;
        let grades = || judgements.values().flat_map(|given| &given.grades).filter(|grade| grade.criterion == *key);
        let stale = grades().filter(|grade| grade.version < criterion.meaning_version()).count();
        counts.graded.insert(key.clone(), (grades().count() as u64, stale as u64));
    }
    counts
}

/// What a screen shows of raw judgements: merged modes resolved, stale grades marked.
fn shown(codebook: &Codebook, mut raw: Judgements) -> Judgements {
    let mut tags: Vec<TagView> = Vec::new();
    for mut tag in raw.tags {
        tag.mode = codebook.resolve_mode_key(&tag.mode);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    raw.tags = tags;
    let mut settled: Vec<SettledView> = Vec::new();
    for mut view in raw.settled {
        match &view.target {
            SettleTarget::Verdict => {}
            SettleTarget::Mode(mode) => view.target = SettleTarget::Mode(codebook.resolve_mode_key(mode)),
            SettleTarget::Criterion(key) => {
                let criterion = codebook.criterion_of(key);
                view.stale = criterion.is_some_and(|criterion| view.version < criterion.meaning_version());
            }
        }
        settled.retain(|known| known.target != view.target);
        settled.push(view);
    }
    raw.settled = settled;
    for grade in &mut raw.grades {
        let criterion = codebook.criterion_of(&grade.criterion);
        grade.stale = criterion.is_some_and(|criterion| grade.version < criterion.meaning_version());
    }
    raw
}

/// Record, mode, reviewer and span of each tag as it was given.
fn stored_tags(workspace: &Workspace, id: RecordId) -> Vec<(String, String, String)> {
    let conn = rusqlite::Connection::open(gemba::store::database(&workspace.folder())).unwrap();
    let sql =
        "SELECT mode, reviewer, span FROM tag JOIN record ON record.id = tag.record WHERE key = ?1 ORDER BY event";
    let mut select = conn.prepare(sql).unwrap();
    let rows = select.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn holds(workspace: &Workspace) -> Result<(), TestCaseError> {
    let (codebook, mut judgements) = applied(workspace);
    let counts = counted(&codebook, &judgements);
    let reader = workspace.reader();
    for row in (1..=i64::from(RECORDS)).map(RowId) {
        let id = reader.record(row).unwrap().id;
        let raw = judgements.remove(&id).unwrap_or_default();
        let tags = raw.tags.iter().map(|tag| {
            let span = tag.span.map(|span| span.to_string()).unwrap_or_default();
            (tag.mode.to_string(), tag.reviewer.to_string(), span)
        });
        prop_assert_eq!(tags.collect::<Vec<_>>(), stored_tags(workspace, id));
        prop_assert_eq!(shown(&codebook, raw), reader.judgements(row).unwrap());
    }
    prop_assert_eq!(CodebookView::new(codebook, counts), reader.codebook().unwrap());
    figures_hold(&reader)
}

/// What is counted in the tables is what is measured from everything that was said.
fn figures_hold(reader: &Reader) -> Result<(), TestCaseError> {
    let (figures, facts) = (reader.figures().unwrap(), reader.judged_facts().unwrap());
    let all = |holds: &dyn Fn(&Judgements) -> bool| facts.iter().filter(|fact| holds(&fact.judgements)).count() as u64;
    let outcomes =
        [Outcome::Fails(false), Outcome::Fails(true), Outcome::Disputed, Outcome::Deferred, Outcome::Declined];
    let measured = outcomes.map(|wanted| all(&|said| outcome(said) == wanted));
    prop_assert_eq!(measured, [figures.pass, figures.fail, figures.disputed, figures.defer, figures.declined]);
    prop_assert_eq!(all(&fails_without_mode), figures.uncoded_fails);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn tables_hold_what_the_journal_comes_to_kept_up_and_rebuilt(steps in prop::collection::vec(step(), 20..60)) {
        let mut workspace = with_records(RECORDS);
        for step in &steps {
            // What is refused in the random state changes nothing.
            match step {
                Step::Say(who, changes) => drop(append_possible(&mut workspace, &name(reviewer(*who)), changes)),
                Step::Undo(who) => drop(workspace.writer.undo(&name(reviewer(*who)), None, NOW)),
                Step::Redo(who) => drop(workspace.writer.redo(&name(reviewer(*who)), None, NOW)),
                Step::Reopen => {}
            }
        }
        holds(&workspace)?;
        workspace.writer.rebuild().unwrap();
        holds(&workspace)?;
    }
}
