//! Sampling plans: which records each draws, and in which order.

use std::collections::HashSet;

use gemba::domain::filter::{Filter, parse};
use gemba::domain::{Change, Content, DrawnBy, RowId, Sampling, SamplingPlan, Stratum, Untrusted, Verdict};

use super::workspace::{NOW, Workspace, fail, numbered, pair, verdict, workspace};

fn drawn(workspace: &Workspace, filter: &str, plan: &str, size: Option<u32>, seed: u64) -> Vec<i64> {
    let (plan, by) = Sampling::parse_plan(plan).unwrap();
    let sampling = Sampling { plan, by, size, seed };
    let queue = workspace.reader().queue(&parse(filter).unwrap(), &sampling, NOW).unwrap();
    queue.rows.iter().map(|row| row.0).collect()
}

/// Ninety records of one model, nine of another, one of a third.
fn models() -> Workspace {
    let mut workspace = workspace();
    let contents: Vec<Content> = (0..100)
        .map(|number| Content {
            model: Some(
                if number < 90 {
                    "common"
                } else if number < 99 {
                    "seldom"
                } else {
                    "once"
                }
                .into(),
            ),
            conversation: Some(Untrusted::new(format!("c{}", number / 10))),
            ..numbered(number)
        })
        .collect();
    workspace.import(&contents);
    workspace
}

#[test]
fn a_plan_is_typed_stored_and_named_with_what_stands_behind_it() {
    for words in ["random", "stratified:model", "stratified:day", "like:00112233445566778899aabbccddeeff"] {
        let (plan, by) = Sampling::parse_plan(words).unwrap();
        assert_eq!(Sampling { plan, by, size: None, seed: 0 }.plan_words(), words);
    }
    assert_eq!(Sampling::parse_plan("random:model"), None);
    let by = Some(DrawnBy::Field(Stratum::Model));
    let sampling = Sampling { plan: SamplingPlan::Stratified, by, size: Some(5), seed: 7 };
    assert_eq!(sampling.title().unwrap(), "stratified:model 5, seed 7");
}

#[test]
fn a_stratified_draw_takes_as_many_of_each_value() {
    let workspace = models();
    for filter in ["", "answer"] {
        let rows = drawn(&workspace, filter, "stratified:model", Some(12), 3);
        let of = |rows: &[i64], low, high| rows.iter().filter(|row| (low..=high).contains(*row)).count();
        assert_eq!(rows.len(), 12);
        assert_eq!(of(&rows[..3], 1, 90), 1, "in turn: {rows:?}");
        assert!(of(&rows, 100, 100) == 1 && of(&rows, 91, 99) >= 5 && of(&rows, 1, 90) >= 5, "{rows:?}");
        assert_eq!(rows, drawn(&workspace, filter, "stratified:model", Some(12), 3));
        assert_ne!(rows, drawn(&workspace, filter, "stratified:model", Some(12), 4));
    }
}

#[test]
fn what_is_unlike_the_others_comes_first() {
    let mut workspace = workspace();
    let mut contents: Vec<Content> = (0..60).map(numbered).collect();
    contents[20].output = "Answer number 20. ".repeat(300).into();
    contents[40].output = "{\"a\": 1}".into();
    contents[50].output = "Zebra quux blorp.".into();
    workspace.import(&contents);
    let mut first = drawn(&workspace, "", "rare", Some(3), 0);
    first.sort_unstable();
    assert_eq!(first, [21, 41, 51]);
}

#[test]
fn of_what_is_unlike_the_others_one_of_a_kind_is_drawn() {
    let mut workspace = workspace();
    let mut contents: Vec<Content> = (0..60).map(numbered).collect();
    for (at, content) in contents.iter_mut().enumerate().skip(10).take(20) {
        content.output = format!("Ticket {at}4455a1b2 broke. ").repeat(200).as_str().into();
    }
    contents[50].output = "{\"a\": 1}".into();
    workspace.import(&contents);
    let first = drawn(&workspace, "", "rare", Some(3), 0);
    assert!(first.contains(&51), "{first:?}");
    assert_eq!(first.iter().filter(|row| (11..=30).contains(*row)).count(), 1, "{first:?}");
    // Where there are not enough kinds, it is filled up.
    assert_eq!(drawn(&workspace, "", "rare", Some(10), 0).len(), 10);
}

#[test]
fn what_is_nearest_comes_first_with_the_index_and_without() {
    let mut workspace = workspace();
    let mut contents: Vec<Content> = (0..50).map(numbered).collect();
    contents.push(pair("Where is my parcel?", "The locker at the zoo holds the parcel."));
    contents.push(pair("And the other parcel?", "It waits in the locker at the zoo."));
    contents.push(pair("Zoo hours?", "Nine to five."));
    workspace.import(&contents);
    let like = format!("like:{}", workspace.id(51));
    for _ in 0..2 {
        assert_eq!(drawn(&workspace, "", &like, Some(2), 0), [52, 53]);
        assert_eq!(drawn(&workspace, "hours", &like, None, 0), [53]);
        workspace.writer.index_texts(&mut |_| true).unwrap();
    }
}

#[test]
fn disputed_records_and_models_nobody_looked_at_are_drawn() {
    let mut workspace = models();
    let ids: Vec<_> = (1..=3).map(|row| workspace.id(row)).collect();
    workspace.does("ana", &[fail(ids[0]), fail(ids[1])]);
    workspace.does("ben", &[verdict(ids[0], Verdict::Pass), verdict(ids[1], Verdict::Fail)]);
    assert_eq!(drawn(&workspace, "", "disputed", None, 0), [1]);
    let unseen = drawn(&workspace, "", "unseen", Some(4), 5);
    assert!(unseen.contains(&100) && unseen[..2].iter().all(|row| *row > 90), "{unseen:?}");
    assert!(unseen.iter().all(|row| *row > 2));
}

#[test]
fn a_draw_from_many_records_is_uniform_and_leaves_out_what_is_gone() {
    let mut workspace = workspace();
    for chunk in 0..21_u32 {
        let numbers = (0..1_000).map(|n| chunk * 1_000 + n);
        let model = |number: u32| if number.is_multiple_of(19) { "seldom" } else { "common" };
        let content = |number| Content { model: Some(model(number).into()), ..pair(&format!("q{number}"), "a") };
        workspace.import(&numbers.map(content).collect::<Vec<_>>());
    }
    let reader = workspace.reader();
    let sampling = |seed| Sampling { plan: SamplingPlan::Random, by: None, size: Some(50), seed };
    let mut low = 0;
    for seed in 0..60 {
        let queue = reader.queue(&Filter::All, &sampling(seed), NOW).unwrap();
        assert_eq!((queue.rows.len(), queue.population), (50, 21_000));
        assert_eq!(queue, reader.queue(&Filter::All, &sampling(seed), NOW).unwrap());
        let mut rows = queue.rows.clone();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), 50);
        low += rows.iter().filter(|row| **row <= RowId(10_500)).count();
    }
    // 3,000 drawn: half of them from the lower half, give or take six standard deviations.
    assert!((1_336..=1_664).contains(&low), "{low}");

    // Of a model that one record in 19 has: found among rows drawn by number, and, where so many are wanted that they
    // do not come up often enough, among all of its rows.
    let is_seldom = |row: &&RowId| (row.0 - 1) % 19 == 0;
    for (size, seeds) in [(50, 0..60), (1_500, 0..2)] {
        let by = Some(DrawnBy::Field(Stratum::Model));
        let sampling = |seed| Sampling { plan: SamplingPlan::Stratified, by, size: Some(size), seed };
        let (mut low, mut all) = (0, 0);
        for seed in seeds {
            let queue = reader.queue(&Filter::All, &sampling(seed), NOW).unwrap();
            let seldom: HashSet<RowId> = queue.rows.iter().filter(is_seldom).copied().collect();
            assert_eq!((queue.rows.len(), seldom.len()), (size as usize, size as usize / 2));
            low += seldom.iter().filter(|row| **row <= RowId(10_500)).count();
            all += seldom.len();
        }
        // Half of them from the lower half, give or take six standard deviations.
        assert!((low * 2).abs_diff(all).pow(2) <= 36 * all, "{low} of {all}");
    }
}

#[test]
fn a_tag_on_a_passed_record_is_a_contradiction() {
    let mut workspace = models();
    let id = workspace.id(5);
    workspace.does("ana", &[super::workspace::mode("Rude"), verdict(id, Verdict::Pass)]);
    workspace.does("ana", &[Change::Tag { record: id, mode: super::workspace::slug("rude"), span: None }]);
    assert_eq!(drawn(&workspace, "contradiction:yes", "all", None, 0), [5]);
}
