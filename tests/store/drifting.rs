//! Drift measured through the real journal: simulated reviewers grade, change a rule and go through rounds of
//! re-grading; and the figures of saturation, rates and alignment over judged workspaces.

use gemba::checks::Commands;
use gemba::domain::CodebookView;
use gemba::domain::{
    Answer, Change, CheckSpec, Edit, Filter, Name, Purpose, RecordId, RowId, Sampling, SamplingPlan, Session, Target,
    Verdict,
};
use gemba::measures::check_sets::Half;
use gemba::measures::drift::DriftVerdict;
use gemba::measures::drift::rubric::CriterionDrift;
use gemba::measures::rates::{Group, GroupRate};
use gemba::services::{alignment, insights};

use super::grading::{answer, begin_round, first, revise};
use super::workspace::{NOW, Workspace, batch, criterion, fail, mode, name, pair, slug, tag, verdict, with_records};

/// A small seeded generator (`SplitMix64`).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn of(&mut self, share: f64) -> bool {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let share_drawn = (mixed >> 11) as f64 / (1_u64 << 53) as f64;
        share_drawn < share
    }
}

/// Grades `count` records, moves the rule on a share of them, and re-grades all in a round; a reviewer who errs at
/// random with `error` on every answer.
fn reviewed(count: u32, error: f64, change: f64, seed: u64) -> (Workspace, CriterionDrift) {
    let mut workspace = with_records(count);
    let mut draw = Draw(seed);
    let said = |met: bool| if met { Answer::Met } else { Answer::NotMet };
    let old_rule: Vec<bool> = (0..count).map(|_| draw.of(0.6)).collect();
    let new_rule: Vec<bool> = old_rule.iter().map(|met| *met ^ draw.of(change)).collect();
    workspace.does("ana", &[criterion("Tone")]);
    for (at, met) in old_rule.iter().enumerate() {
        let id = workspace.id(i64::try_from(at).unwrap() + 1);
        workspace.does("ana", &[first(id, "tone", said(*met ^ draw.of(error)))]);
    }
    workspace.does("ana", &[revise("tone", "Sharper.", Edit::Meaning)]);
    let session = begin_round(&mut workspace, "ana", "", seed);
    for ask in &session.asks {
        let truth = new_rule[usize::try_from(ask.row.0).unwrap() - 1];
        answer(&mut workspace, &session, ask, said(truth ^ draw.of(error)));
    }
    let drift = insights::criterion_drift(&workspace.reader(), &slug("tone")).unwrap();
    (workspace, drift)
}

#[test]
fn simulated_reviewers_are_told_apart_from_a_moved_rule_through_the_journal() {
    let (mut alarms, mut seen, mut covered) = (0, 0, 0);
    for seed in 1..=6 {
        for change in [0.0, 0.3] {
            let (_, drift) = reviewed(200, 0.05, change, 2 * seed + u64::from(change > 0.0));
            assert_eq!((drift.grades, drift.stale, drift.version), (200, 0, 2));
            let [step] = drift.steps.as_slice() else { panic!("one step, not {:?}", drift.steps) };
            let counts = step.step.counts;
            assert_eq!((step.step.from, step.step.to), (1, 2));
            assert_eq!((counts.regraded, counts.noise_pairs, step.step.short_gaps), (200, 40, 0));
            let (low, high) = (step.drift.low.unwrap(), step.drift.high.unwrap());
            assert!(step.detectable.is_some_and(|least| 0.0 < least && least < 0.5), "{:?}", step.detectable);
            covered += u32::from(low <= change && change <= high);
            let says_drift = step.drift.verdict == DriftVerdict::Drift;
            if change > 0.0 { seen += u32::from(says_drift) } else { alarms += u32::from(says_drift) }
        }
    }
    assert!(alarms <= 1, "{alarms} of 6 unmoved rules said to drift");
    // With a reviewer who errs in eight of forty noise pairs, "cannot tell" is the right answer too.
    assert!(seen >= 5, "{seen} of 6 moved rules seen");
    assert!(covered >= 11, "{covered} of 12 intervals hold the truth");
}

#[test]
fn eight_noise_pairs_are_too_few_and_pairs_add_up_over_rounds() {
    let (mut workspace, drift) = reviewed(40, 0.0, 0.5, 3);
    let step = drift.newest().unwrap();
    let counts = step.step.counts;
    assert_eq!((counts.regraded, counts.noise_pairs, step.drift.more_repeats), (40, 8, 17));
    assert_eq!((step.drift.attributable, step.drift.noise_floor), (None, None));
    for round in 0..3 {
        workspace.does("ana", &[revise("tone", &format!("Version {round}."), Edit::Meaning)]);
        let session = begin_round(&mut workspace, "ana", "", round);
        for ask in &session.asks {
            answer(&mut workspace, &session, ask, Answer::Met);
        }
    }
    let drift = insights::criterion_drift(&workspace.reader(), &slug("tone")).unwrap();
    assert_eq!(drift.steps.len(), 4);
    assert_eq!(drift.newest().unwrap().step.counts.noise_pairs, 32);
    assert_eq!(drift.newest().unwrap().drift.verdict, DriftVerdict::CannotTell);
    assert!(drift.silent_drift_p.is_some());
    // Undo of the last answer takes it out of the measure, and an undone edit is no step.
    workspace.undo("ana");
    let drift = insights::criterion_drift(&workspace.reader(), &slug("tone")).unwrap();
    let counts = drift.newest().unwrap().step.counts;
    assert!(counts.noise_pairs == 31 || counts.regraded == 39);
}

#[test]
fn births_are_counted_per_fifty_records_read() {
    let mut workspace = with_records(120);
    workspace.does("ana", &[mode("First")]);
    for row in 1..=120 {
        let id = workspace.id(row);
        workspace.does("ana", &[verdict(id, Verdict::Pass)]);
        if row == 60 {
            workspace.does("ana", &[criterion("Tone"), mode("Second")]);
        }
    }
    let created = insights::rubric_drift(&workspace.reader()).unwrap().created;
    let counts: Vec<_> = created.iter().map(|created| (created.until, created.modes, created.criteria)).collect();
    assert_eq!(counts, [(50, 1, 0), (100, 1, 1), (120, 0, 0)]);
}

#[test]
fn saturation_follows_the_order_of_first_judgements() {
    let mut workspace = with_records(6);
    let id: Vec<RecordId> = (1..=6).map(|row| workspace.id(row)).collect();
    workspace.does("ana", &[mode("Aa"), mode("Bb"), mode("Cc")]);
    workspace.does("ana", &[fail(id[4]), tag(id[4], "aa")]);
    workspace.does("ben", &[fail(id[4]), tag(id[4], "aa")]);
    workspace.does("ana", &[verdict(id[0], Verdict::Pass)]);
    workspace.does("ana", &[fail(id[2]), tag(id[2], "bb"), tag(id[2], "aa")]);
    workspace.does("ana", &[fail(id[1]), tag(id[1], "cc")]);
    // Judged anew: the place in the reading order stays.
    workspace.does("ana", &[verdict(id[4], Verdict::Defer)]);
    let figures = insights::saturation(&workspace.reader()).unwrap();
    assert_eq!(figures.curve, [(0, 0), (1, 1), (3, 2), (4, 3)]);
    assert_eq!((figures.read, figures.failing, figures.once, figures.incidences), (4, 3, 2, 4));
    workspace.does("ana", &[Change::ModeMerge { mode: slug("cc"), into: slug("aa") }]);
    assert_eq!(insights::saturation(&workspace.reader()).unwrap().curve, [(0, 0), (1, 1), (3, 2), (4, 2)]);
    let order: Vec<i64> = workspace.reader().judged_facts().unwrap().iter().map(|fact| fact.row.0).collect();
    assert_eq!(order, [5, 1, 3, 2]);
}

fn rate(rates: &[GroupRate], group: Group, value: &str) -> GroupRate {
    rates.iter().find(|rate| rate.group == group && rate.value.raw() == value).unwrap().clone()
}

fn begin(workspace: &mut Workspace, sampling: Sampling) -> Session {
    let queue = workspace.reader().queue(&Filter::All, &sampling, NOW).unwrap();
    let mut session = Session::begun(&name("ana"), String::new(), sampling, queue, NOW);
    session.id = workspace.writer.start_session(&session).unwrap();
    session
}

#[test]
fn a_random_draw_carries_back_to_the_population_until_something_else_was_read() {
    let mut workspace = with_records(100);
    workspace.does("ana", &[mode("Bad"), criterion("Tone")]);
    let session = begin(&mut workspace, Sampling { plan: SamplingPlan::Random, by: None, size: Some(20), seed: 9 });
    for (at, row) in session.queue.iter().enumerate() {
        let id = workspace.id(row.0);
        let said = if at < 5 { vec![fail(id), tag(id, "bad")] } else { vec![verdict(id, Verdict::Pass)] };
        workspace.does("ana", &said);
    }
    let rates = insights::rates(&workspace.reader()).unwrap();
    let all = rate(&rates, Group::All, "").rate;
    assert!(all.weighted && (all.n, all.hits) == (20, 5));
    assert!((all.rate.unwrap().rate - 0.25).abs() < 1e-9);
    let bad = rate(&rates, Group::Mode, "bad").rate;
    assert!(bad.weighted && (bad.n, bad.hits) == (20, 5));
    let tone = rate(&rates, Group::Criterion, "tone").rate;
    assert!(tone.n == 0 && tone.rate.is_none());
    let models: u64 = ["gpt-4o", "claude-3"].iter().map(|model| rate(&rates, Group::Model, model).rate.n).sum();
    assert_eq!(models, 20);
    assert_eq!(rate(&rates, Group::Source, "prod").rate.n, 20);

    // One record that was picked by hand: no longer a rate of the population, save where it does not belong.
    let picked = (1..=100).map(RowId).find(|row| !session.queue.contains(row)).unwrap();
    let id = workspace.id(picked.0);
    workspace.does("ana", &[fail(id)]);
    let rates = insights::rates(&workspace.reader()).unwrap();
    assert!(!rate(&rates, Group::All, "").rate.weighted);
    let own = if (picked.0 - 1) % 2 == 0 { "gpt-4o" } else { "claude-3" };
    for model in ["gpt-4o", "claude-3"] {
        assert_eq!(rate(&rates, Group::Model, model).rate.weighted, model != own, "{model}");
    }
    // What reviewers dispute is left out and counted.
    workspace.does("ben", &[verdict(id, Verdict::Pass)]);
    let rates = insights::rates(&workspace.reader()).unwrap();
    let all = rate(&rates, Group::All, "");
    assert_eq!((all.rate.n, all.excluded_disputed, all.rate.weighted), (20, 1, true));
    // Whoever has read everything knows the rate.
    let rest: Vec<Change> = (1..=100).map(|row| verdict(workspace.id(row), Verdict::Pass)).collect();
    begin(&mut workspace, Sampling::default());
    workspace.does("ana", &rest);
    let rates = insights::rates(&workspace.reader()).unwrap();
    assert!(rate(&rates, Group::All, "").rate.weighted);
}

fn check(target: Target, kind: &str, key: &str, value: serde_json::Value) -> Change {
    let params = [(key.to_owned(), value)].into_iter().collect();
    Change::CheckAdd { key: None, target, spec: CheckSpec { kind: kind.to_owned(), params } }
}

#[test]
fn checks_are_held_against_fresh_grades_and_halves_split_by_input() {
    let mut workspace = super::workspace::workspace();
    let outputs = ["short", "a long enough answer", "sorry, no", "a long answer, sorry", "short too", "fine and long"];
    let contents: Vec<_> = (0..60)
        .map(|number| pair(&format!("Question {}?", number / 2), &format!("{} {number}", outputs[number % 6])))
        .collect();
    let records = workspace.import(&contents);
    let target = || Target::Criterion(slug("tone"));
    workspace.does(
        "ana",
        &[
            criterion("Tone"),
            check(target(), "not-contains", "text", "sorry".into()),
            check(target(), "min-length", "chars", 13.into()),
        ],
    );
    for (number, (id, _)) in records.iter().enumerate() {
        // Not met: an apology or a short answer.
        let met = matches!(number % 6, 1 | 5);
        workspace.does("ana", &[first(*id, "tone", if met { Answer::Met } else { Answer::NotMet })]);
    }
    let of = |workspace: &Workspace| {
        alignment::alignments(&workspace.reader(), 0.8, &Commands::not_on_screen()).unwrap().targets.remove(0)
    };
    let found = of(&workspace);
    assert_eq!(found.checks.len(), 2);
    assert_eq!((found.set.all.tp, found.set.all.fn_, found.set.all.fp, found.set.all.tn), (40, 0, 0, 20));
    assert_eq!((found.checks[0].all.tp, found.checks[0].all.fn_), (20, 20));
    assert_eq!(found.smallest.as_ref().unwrap().checks.len(), 2);
    let train = records
        .iter()
        .filter(|(_, row)| Half::of_input(workspace.reader().record(*row).unwrap().content.input_key()) == Half::Train);
    let (train, counted) = (train.count() as u64, found.set.train);
    assert_eq!(counted.positives() + counted.negatives(), train);
    let facts = workspace.reader().judged_facts().unwrap();
    let halves: Vec<Half> = facts.iter().map(|fact| Half::of_input(fact.input_key)).collect();
    assert!(halves.chunks(2).all(|twins| twins[0] == twins[1]), "the same question never stands on both sides");

    // Stale grades, disputes and n/a never count silently.
    workspace.does("ben", &[first(records[0].0, "tone", Answer::Met)]);
    workspace.does("ana", &[first(records[1].0, "tone", Answer::Na)]);
    let found = of(&workspace);
    assert_eq!((found.excluded_disputed, found.excluded_na, found.excluded_stale), (1, 1, 0));
    workspace.does("ana", &[revise("tone", "Sharper.", Edit::Meaning)]);
    let found = of(&workspace);
    assert_eq!((found.set.all.positives(), found.excluded_stale), (0, 60));
    let fresh = [first(records[2].0, "tone", Answer::NotMet)];
    workspace.does("ana", &fresh);
    assert_eq!(of(&workspace).set.all.tp, 1);
    // A noise answer never counts.
    let noise = Change::Grade {
        record: records[2].0,
        criterion: slug("tone"),
        version: 0,
        answer: Some(Answer::Met),
        purpose: Purpose::Noise,
    };
    workspace.writer.append(&batch("ana", &[noise])).unwrap();
    assert_eq!(of(&workspace).set.all.tp, 1);
}

#[test]
fn nothing_judged_gives_nothing_and_says_so() {
    let workspace = with_records(3);
    let reader = workspace.reader();
    assert!(insights::rubric_drift(&reader).unwrap().criteria.is_empty());
    assert!(alignment::alignments(&reader, 0.8, &Commands::not_on_screen()).unwrap().targets.is_empty());
    assert_eq!(insights::saturation(&reader).unwrap().unseen_mass(), None);
    let rates = insights::rates(&reader).unwrap();
    assert_eq!((rates.len(), rates[0].rate.n, rates[0].rate.rate), (1, 0, None));
    assert_eq!(reader.codebook().unwrap(), CodebookView::default());
    assert!(insights::criterion_drift(&reader, &slug("tone")).is_err());
    assert!(reader.stale(&Name::new("ana").unwrap(), None).unwrap().is_empty());
}
