//! Criteria over their versions: what goes stale and comes back, what a grade says for ever, rounds of re-grading,
//! merging and splitting.

use std::collections::BTreeSet;

use gemba::domain::filter::parse;
use gemba::domain::{
    Answer, Ask, Change, CriterionSettings, Edit, Filter, Purpose, RecordId, RowId, Sampling, SamplingPlan, Session,
    Verdict,
};

use super::workspace::{
    NOW, PROJECTED, Workspace, batch, criterion, dump, mode, name, slug, tag, verdict, with_records,
};

pub(super) fn grade(record: RecordId, criterion: &str, answer: Answer, purpose: Purpose) -> Change {
    Change::Grade { record, criterion: slug(criterion), version: 0, answer: Some(answer), purpose }
}

pub(super) fn first(record: RecordId, criterion: &str, answer: Answer) -> Change {
    grade(record, criterion, answer, Purpose::First)
}

pub(super) fn revise(criterion: &str, text: &str, edit: Edit) -> Change {
    Change::CriterionRevise { criterion: slug(criterion), text: text.into(), edit, reason: "seen".into(), record: None }
}

fn edit(criterion: &str, settings: CriterionSettings) -> Change {
    Change::CriterionEdit { criterion: slug(criterion), name: None, modes: None, retired: None, settings }
}

fn ids(workspace: &Workspace, count: i64) -> Vec<RecordId> {
    (1..=count).map(|row| workspace.id(row)).collect()
}

pub(super) const STALE: Sampling = Sampling { plan: SamplingPlan::Stale, by: None, size: None, seed: 5 };

/// Begins a session over a re-grading round of this reviewer.
pub(super) fn begin_round(workspace: &mut Workspace, reviewer: &str, filter: &str, seed: u64) -> Session {
    let sampling = Sampling { seed, ..STALE };
    let queue = workspace.reader().queue_of(&parse(filter).unwrap(), &sampling, &name(reviewer), NOW).unwrap();
    let mut session = Session::begun(&name(reviewer), filter.to_owned(), sampling, queue, NOW);
    session.id = workspace.writer.start_session(&session).unwrap();
    session
}

/// Answers one question of a round.
pub(super) fn answer(workspace: &mut Workspace, session: &Session, ask: &Ask, answer: Answer) {
    let record = workspace.id(ask.row.0);
    let mut said = batch(session.reviewer.as_str(), &[grade(record, ask.criterion.as_str(), answer, ask.purpose)]);
    said.session = Some(session.id);
    assert_eq!(workspace.writer.append(&said).unwrap().events, 1);
}

#[test]
fn a_criterion_edited_five_times_over_a_thousand_grades_keeps_each_grades_version() {
    let mut workspace = with_records(1_000);
    let ids = ids(&workspace, 1_000);
    workspace.does("ana", &[criterion("Tone")]);
    let mut expected = Vec::new();
    for (round, part) in ids.chunks(200).enumerate() {
        let version = u32::try_from(round).unwrap() + 1;
        let answer = if round % 2 == 0 { Answer::Met } else { Answer::NotMet };
        workspace.does("ana", &part.iter().map(|id| first(*id, "tone", answer)).collect::<Vec<_>>());
        expected.extend(part.iter().map(|_| (version, answer)));
        let kind = if round == 2 { Edit::Wording } else { Edit::Meaning };
        workspace.does("ana", &[revise("tone", &format!("Text {version}."), kind)]);
    }
    let given = |workspace: &Workspace| -> Vec<(u32, Answer)> {
        let reader = workspace.reader();
        let grades = (1..=1_000).map(|row| reader.judgements(RowId(row)).unwrap().grades.remove(0));
        grades.map(|grade| (grade.version, grade.answer)).collect()
    };
    let stale = |workspace: &Workspace| workspace.reader().codebook().unwrap().criteria[0].stale;
    assert_eq!(given(&workspace), expected);
    assert_eq!(stale(&workspace), 1_000);
    let tables = dump(&workspace.folder(), &PROJECTED);
    workspace.writer.rebuild().unwrap();
    assert_eq!(dump(&workspace.folder(), &PROJECTED), tables);
    assert_eq!(given(&workspace), expected);

    // Undo of an edit restores what was stale: the fifth edit (v6) made the last 200 stale.
    workspace.undo("ana");
    assert_eq!(stale(&workspace), 800);
    assert_eq!(workspace.reader().stale(&name("ana"), None).unwrap().len(), 800);
    // The fifth part again, then the fourth edit; v4 was a wording of v3, so the third part holds with the fourth.
    workspace.undo("ana");
    workspace.undo("ana");
    assert_eq!(stale(&workspace), 400);
    workspace.redo("ana");
    workspace.redo("ana");
    workspace.redo("ana");
    assert_eq!(dump(&workspace.folder(), &PROJECTED[1..]), dump_of(&tables));
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

/// The dump without the bookkeeping of undone groups.
fn dump_of(tables: &str) -> String {
    tables[tables.find("verdict\n").unwrap()..].to_owned()
}

#[test]
fn an_edit_says_beforehand_what_it_makes_stale() {
    let mut workspace = with_records(4);
    let ids = ids(&workspace, 4);
    workspace.does("ana", &[criterion("Tone"), first(ids[0], "tone", Answer::Met), first(ids[1], "tone", Answer::Na)]);
    workspace.does("ben", &[first(ids[0], "tone", Answer::NotMet)]);
    let spec = gemba::domain::CheckSpec {
        kind: "min-length".to_owned(),
        params: [("chars".to_owned(), 3.into())].into_iter().collect(),
    };
    let target = gemba::domain::Target::Criterion(slug("tone"));
    workspace.does("ana", &[Change::CheckAdd { key: None, target, spec }]);
    let would = workspace.reader().would_stale(&slug("tone")).unwrap();
    assert_eq!(would.grades, [(name("ana"), 2), (name("ben"), 1)]);
    assert_eq!((would.all_grades(), would.checks.len()), (3, 1));
    assert!(workspace.reader().stale(&name("ana"), None).unwrap().is_empty());

    workspace.does("ana", &[revise("tone", "Sharper.", Edit::Meaning)]);
    let reader = workspace.reader();
    assert_eq!(
        reader.stale(&name("ana"), Some(&slug("tone"))).unwrap(),
        [(RowId(1), slug("tone")), (RowId(2), slug("tone"))]
    );
    assert_eq!(reader.stale(&name("ben"), None).unwrap().len(), 1);
    assert!(reader.stale(&name("ana"), Some(&slug("other"))).unwrap().is_empty());
    // What is stale already is not made so again.
    assert_eq!(reader.would_stale(&slug("tone")).unwrap().all_grades(), 0);
    // A criterion that is asked no longer asks nobody again.
    let retire = Change::CriterionEdit {
        criterion: slug("tone"),
        name: None,
        modes: None,
        retired: Some(true),
        settings: CriterionSettings::default(),
    };
    workspace.does("ana", &[retire]);
    assert!(workspace.reader().stale(&name("ana"), None).unwrap().is_empty());
}

#[test]
fn a_noise_answer_is_kept_and_replaces_nothing() {
    let mut workspace = with_records(2);
    let ids = ids(&workspace, 2);
    workspace.does("ana", &[criterion("Tone"), first(ids[0], "tone", Answer::Met)]);
    workspace.does("ana", &[grade(ids[0], "tone", Answer::NotMet, Purpose::Noise)]);
    workspace.does("ana", &[grade(ids[0], "tone", Answer::Met, Purpose::Noise)]);
    workspace.does("ben", &[first(ids[1], "tone", Answer::NotMet)]);
    workspace.does("ana", &[first(ids[1], "tone", Answer::Na)]);
    let held = |workspace: &Workspace| workspace.reader().judgements(RowId(1)).unwrap().grades[0].answer;
    let history = |workspace: &Workspace| -> Vec<(String, u64, Option<Answer>, Purpose)> {
        let grades = workspace.reader().grade_history(&slug("tone")).unwrap();
        grades.into_iter().map(|one| (one.reviewer.to_string(), one.order, one.answer, one.purpose)).collect()
    };
    assert_eq!(held(&workspace), Answer::Met);
    let said = |who: &str, order, answer, purpose| (who.to_owned(), order, Some(answer), purpose);
    let all = [
        said("ana", 0, Answer::Met, Purpose::First),
        said("ana", 1, Answer::NotMet, Purpose::Noise),
        said("ana", 2, Answer::Met, Purpose::Noise),
        said("ben", 0, Answer::NotMet, Purpose::First),
        said("ana", 3, Answer::Na, Purpose::First),
    ];
    assert_eq!(history(&workspace), all);
    // Undo takes the answer out of the history; taking a grade back is part of it.
    workspace.undo("ana");
    workspace.undo("ana");
    assert_eq!(history(&workspace), [all[0].clone(), all[1].clone(), all[3].clone()]);
    let back =
        Change::Grade { record: ids[0], criterion: slug("tone"), version: 0, answer: None, purpose: Purpose::First };
    workspace.does("ana", &[back]);
    assert!(workspace.reader().judgements(RowId(1)).unwrap().grades.is_empty());
    assert_eq!(history(&workspace).last().unwrap().2, None);
    workspace.undo("ana");
    assert_eq!(held(&workspace), Answer::Met);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn a_round_asks_all_that_is_stale_and_goes_on_where_it_stopped() {
    let mut workspace = with_records(60);
    let ids = ids(&workspace, 60);
    workspace.does("ana", &[criterion("Tone"), criterion("Brevity")]);
    let grades = ids.iter().map(|id| first(*id, "tone", Answer::Met)).collect::<Vec<_>>();
    workspace.does("ana", &grades);
    workspace.does("ana", &ids.iter().take(5).map(|id| first(*id, "brevity", Answer::Met)).collect::<Vec<_>>());
    workspace.does("ana", &[revise("tone", "New.", Edit::Meaning), revise("brevity", "New.", Edit::Meaning)]);

    let session = begin_round(&mut workspace, "ana", "stale:tone", 5);
    let regrades = || session.asks.iter().filter(|ask| ask.purpose == Purpose::Regrade);
    assert_eq!((session.population, regrades().count()), (60, 60));
    assert!(session.asks.iter().all(|ask| ask.criterion == slug("tone")));
    assert_eq!(session.asks.len(), 72, "20 % are asked twice");
    assert_eq!(session.queue, session.asks.iter().map(|ask| ask.row).collect::<Vec<_>>());
    assert_eq!(workspace.reader().session(&name("ana"), None).unwrap().as_ref(), Some(&session));
    // The same seed gives the same round, another one another.
    let again = workspace.reader().queue_of(&parse("stale:tone").unwrap(), &STALE, &name("ana"), NOW).unwrap();
    assert_eq!(again.asks, session.asks);
    assert_eq!(workspace.reader().queue_of(&Filter::All, &STALE, &name("ana"), NOW).unwrap().population, 65);
    assert!(workspace.reader().queue_of(&Filter::All, &STALE, &name("ben"), NOW).unwrap().asks.is_empty());
    assert!(workspace.reader().queue(&Filter::All, &STALE, NOW).is_err());

    for ask in session.asks.iter().take(50) {
        answer(&mut workspace, &session, ask, Answer::NotMet);
    }
    let done = |workspace: &Workspace| workspace.reader().answered(&session).unwrap();
    let expected = |count: usize| (0..72).map(|at| at < count).collect::<Vec<_>>();
    assert_eq!(done(&workspace), expected(50));
    workspace.undo("ana");
    assert_eq!(done(&workspace), expected(49));
    for ask in session.asks.iter().skip(49) {
        answer(&mut workspace, &session, ask, Answer::NotMet);
    }
    assert_eq!(done(&workspace), expected(72));
    assert_eq!(workspace.reader().stale(&name("ana"), None).unwrap().len(), 5);
    let grades: Vec<_> = (1..=60).map(|row| workspace.reader().judgements(RowId(row)).unwrap().grades).collect();
    let holds = |grade: &gemba::domain::GradeView| {
        grade.criterion != slug("tone") || (grade.version == 2 && grade.purpose == Purpose::Regrade && !grade.stale)
    };
    assert!(grades.iter().flatten().all(holds));

    // A short round draws its repeats from what was re-graded long enough ago.
    let short = begin_round(&mut workspace, "ana", "", 6);
    assert_eq!(short.asks.len(), 5);
    workspace.does("ana", &[revise("tone", "Newer.", Edit::Meaning)]);
    workspace.does(
        "ana",
        &ids.iter().take(50).map(|id| grade(*id, "tone", Answer::Met, Purpose::Regrade)).collect::<Vec<_>>(),
    );
    let short = begin_round(&mut workspace, "ana", "stale:tone", 6);
    let twice: Vec<_> = short.asks.iter().filter(|ask| ask.purpose == Purpose::Noise).collect();
    assert_eq!((short.asks.len(), twice.len()), (12, 2));
    assert!(twice.iter().all(|ask| ask.row.0 <= 20), "30 answers lie behind them: {twice:?}");
    let few = Sampling { size: Some(4), ..STALE };
    let few = workspace.reader().queue_of(&parse("stale:tone").unwrap(), &few, &name("ana"), NOW).unwrap();
    assert_eq!((few.population, few.asks.len()), (10, 5));
}

#[test]
fn terms_are_kept_and_only_changes_are_written() {
    let mut workspace = with_records(1);
    workspace.does("ana", &[criterion("Tone")]);
    let settings = CriterionSettings {
        use_when: Some("the customer is angry".into()),
        avoid_when: None,
        must_pass: Some(true),
        tau: Some(0.123_449),
        owner: Some(Some(name("ben"))),
    };
    assert_eq!(workspace.does("ana", &[edit("tone", settings.clone())]).events, 1);
    assert_eq!(workspace.does("ana", &[edit("tone", settings)]).events, 0);
    let tone = workspace.reader().codebook().unwrap().criteria.remove(0);
    assert_eq!((tone.use_when.raw(), tone.avoid_when.raw(), tone.must_pass), ("the customer is angry", "", true));
    assert!((tone.tau - 0.1234).abs() < 1e-12);
    assert_eq!(tone.owner, Some(name("ben")));
    workspace.does("ana", &[edit("tone", CriterionSettings { owner: Some(None), ..CriterionSettings::default() })]);
    assert_eq!(workspace.reader().codebook().unwrap().criteria[0].owner, None);
    let refused = workspace
        .tries("ana", &[edit("tone", CriterionSettings { tau: Some(1.2), ..CriterionSettings::default() })])
        .unwrap_err();
    assert!(refused.sentence.contains("between 0 and 1"), "{refused}");
    workspace.undo("ana");
    assert_eq!(workspace.reader().codebook().unwrap().criteria[0].owner, Some(name("ben")));
    let tables = dump(&workspace.folder(), &PROJECTED);
    workspace.writer.rebuild().unwrap();
    assert_eq!(dump(&workspace.folder(), &PROJECTED), tables);
}

#[test]
fn a_merged_criterion_leads_to_its_heir_and_keeps_its_grades() {
    let mut workspace = with_records(2);
    let ids = ids(&workspace, 2);
    workspace.does("ana", &[criterion("Polite"), criterion("Tone"), first(ids[0], "polite", Answer::NotMet)]);
    workspace.does("ana", &[Change::CriterionMerge { criterion: slug("polite"), into: slug("tone") }]);
    let book = workspace.reader().codebook().unwrap();
    let polite = book.criterion_of(&slug("polite")).unwrap();
    assert_eq!((polite.merged_into.clone(), polite.retired, polite.grades), (Some(slug("tone")), true, 1));
    assert_eq!(book.criterion("Polite").unwrap().key, slug("tone"));
    assert_eq!(book.criteria[1].lineage, ["merged from polite"]);
    assert_eq!(polite.lineage, ["merged into tone"]);
    // A grade under the old name is a grade for the heir; the old one stays where it was given.
    workspace.does("ana", &[first(ids[1], "polite", Answer::Met)]);
    assert_eq!(workspace.reader().judgements(RowId(2)).unwrap().grades[0].criterion, slug("tone"));
    assert_eq!(workspace.reader().judgements(RowId(1)).unwrap().grades[0].criterion, slug("polite"));
    assert_eq!(workspace.reader().codebook().unwrap().criteria[1].grades, 1);
    // Both ends are refused what makes no sense.
    let merge = |from: &str, into: &str| Change::CriterionMerge { criterion: slug(from), into: slug(into) };
    assert!(workspace.tries("ana", &[merge("tone", "polite")]).unwrap_err().sentence.contains("into itself"));
    assert_eq!(workspace.does("ana", &[merge("polite", "tone")]).events, 0);
    let revive = Change::CriterionEdit {
        criterion: slug("polite"),
        name: Some(name("Courteous")),
        modes: None,
        retired: Some(false),
        settings: CriterionSettings::default(),
    };
    workspace.does("ana", &[revive]);
    let book = workspace.reader().codebook().unwrap();
    assert_eq!(book.criteria[0].lineage, ["merged into tone", "renamed from Polite", "revived"]);
    assert!(!book.criteria[0].retired && book.criterion("polite").unwrap().name == name("Courteous"));
    assert!(workspace.tries("ana", &[criterion("Polite")]).is_err(), "a name once given stays taken");
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn a_split_is_one_step_with_its_parts_and_comes_back_as_one() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[criterion("Good"), first(id, "good", Answer::Met), mode("Wrong"), tag(id, "wrong")]);
    let before = dump(&workspace.folder(), &PROJECTED[1..]);
    let split = |from: &str, into: &[&str]| Change::CriterionSplit {
        criterion: slug(from),
        into: into.iter().map(|part| slug(part)).collect(),
    };
    workspace.does("ana", &[criterion("Kind"), criterion("Short"), split("good", &["kind", "short"])]);
    let split_mode = Change::ModeSplit { mode: slug("wrong"), into: vec![slug("invented"), slug("outdated")] };
    workspace.does("ana", &[mode("Invented"), mode("Outdated"), split_mode]);
    let book = workspace.reader().codebook().unwrap();
    assert!(book.criteria[0].retired && book.criteria[0].merged_into.is_none());
    assert_eq!(book.criteria[0].lineage, ["split into kind, short"]);
    assert_eq!(book.criteria[2].lineage, ["split from good"]);
    assert_eq!((book.modes[0].status.word(), book.modes[0].count), ("split", 1));
    assert_eq!(book.modes[1].lineage, ["split from wrong"]);
    let refused = workspace.tries("ana", &[first(id, "good", Answer::Met)]).unwrap_err();
    assert!(refused.sentence.contains("split into kind, short"), "{refused}");
    assert!(workspace.tries("ana", &[tag(id, "wrong")]).unwrap_err().sentence.contains("invented, outdated"));
    assert!(workspace.tries("ana", &[split("kind", &["short"])]).unwrap_err().sentence.contains("two parts"));
    assert!(workspace.tries("ana", &[split("kind", &["short", "kind"])]).is_err());
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
    workspace.undo("ana");
    workspace.undo("ana");
    assert_eq!(dump(&workspace.folder(), &PROJECTED[1..]), before);
    workspace.redo("ana");
    // What another has put a part to use for stays.
    workspace.does("ben", &[first(id, "kind", Answer::Met)]);
    assert!(workspace.writer.undo(&name("ana"), None, NOW).unwrap_err().sentence.contains("ben"));
    let revive = Change::CriterionEdit {
        criterion: slug("good"),
        name: None,
        modes: None,
        retired: Some(false),
        settings: CriterionSettings::default(),
    };
    workspace.does("ana", &[revive]);
    assert!(!workspace.reader().codebook().unwrap().criteria[0].retired);
}

#[test]
fn a_hundred_thousand_grades_go_stale_without_being_written_and_come_back() {
    const RECORDS: u32 = 10_000;
    let mut workspace = with_records(RECORDS);
    let found: BTreeSet<RecordId> =
        (0..RECORDS).map(|number| RecordId::of(&super::workspace::numbered(number))).collect();
    let criteria: Vec<String> = (0..10).map(|number| format!("rule-{number}")).collect();
    workspace.does("ana", &criteria.iter().map(|rule| criterion(rule)).collect::<Vec<_>>());
    for rule in &criteria {
        let grades: Vec<_> = found.iter().map(|id| first(*id, rule, Answer::Met)).collect();
        assert_eq!(workspace.does("ana", &grades).events, u64::from(RECORDS));
    }
    let tables = ["grade", "grade_history"];
    let before = blake3::hash(dump(&workspace.folder(), &tables).as_bytes());
    for rule in &criteria {
        assert_eq!(workspace.does("ana", &[revise(rule, "Other.", Edit::Meaning)]).events, 1);
    }
    let queue = workspace.reader().queue_of(&Filter::All, &STALE, &name("ana"), NOW).unwrap();
    assert_eq!((queue.population, queue.asks.len(), queue.rows.len()), (100_000, 120_000, 120_000));
    assert_eq!(blake3::hash(dump(&workspace.folder(), &tables).as_bytes()), before);
    for _ in &criteria {
        workspace.undo("ana");
    }
    assert!(workspace.reader().stale(&name("ana"), None).unwrap().is_empty());
}

#[test]
fn a_verdict_needs_no_criterion_and_old_names_are_found() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[criterion("Tone"), verdict(id, Verdict::Pass)]);
    let rename = Change::CriterionEdit {
        criterion: slug("tone"),
        name: Some(name("Manner")),
        modes: None,
        retired: None,
        settings: CriterionSettings::default(),
    };
    assert!(workspace.does("ana", &[rename]).summary.contains("renamed to Manner"));
    let book = workspace.reader().codebook().unwrap();
    assert_eq!(book.criterion("manner").unwrap().key, slug("tone"));
    assert_eq!(book.criterion("Tone").unwrap().key, slug("tone"));
    workspace.does("ana", &[first(id, "manner", Answer::Met)]);
    assert_eq!(workspace.reader().grade_history(&slug("tone")).unwrap().len(), 1);
}
