//! Agreement between reviewers on the Insights screen: figures, matrix, days with new versions, the most disputed records
//! one key away.

use gemba::app::Screen;
use gemba::app::message::Effect;
use gemba::app::screens::insights::Section;
use gemba::domain::{Answer, Change, Name, Purpose, RecordId, SettleTarget, SettledAnswer, SettledBy, Slug, Verdict};

use super::harness::{TestApp, review};

/// `ann`, `ben` and `cy` judge twelve records: two fail what the third passes, and once it is the other way round; `ann` and
/// `ben` grade too.
fn judged(columns: u16, rows: u16) -> TestApp {
    let mut app = review()
        .with_records(12)
        .with_modes(&[("wrong tone", 't')])
        .with_criteria(&[("polite", "Is polite.")])
        .at(columns, rows)
        .open();
    let ids: Vec<RecordId> = app.records().iter().map(|record| record.id).collect();
    let verdicts = |letters: &str| -> Vec<Change> {
        let said = ids.iter().zip(letters.chars()).filter(|(_, letter)| *letter != '.');
        said.map(|(record, letter)| {
            let verdict = Some(if letter == 'f' { Verdict::Fail } else { Verdict::Pass });
            Change::Verdict { record: *record, verdict, reason: None }
        })
        .collect()
    };
    let grade = |record: RecordId, answer| Change::Grade {
        record,
        criterion: Slug::of("polite"),
        version: 0,
        answer: Some(answer),
        purpose: Purpose::First,
    };
    let tag = |record| Change::Tag { record, mode: Slug::of("wrong tone"), span: None };
    app.judge_as("ann", [verdicts("fffpppffpppp"), vec![tag(ids[0]), grade(ids[0], Answer::NotMet)]].concat());
    app.judge_as("ben", [verdicts("ffppppfppppp"), vec![tag(ids[1]), grade(ids[0], Answer::Met)]].concat());
    app.judge_as("cy", verdicts("fpfpfpf....."));
    app.press("g i l l l");
    app
}

fn shown(app: &TestApp) -> Vec<i64> {
    app.model.screens.review.list.queue.rows.iter().map(|row| row.0).collect()
}

#[test]
fn a_workspace_of_one_has_nothing_to_compare_and_says_so() {
    let mut app = review().with_records(4).at(80, 24).press("p p g i l l l");
    assert_eq!(app.model.screens.insights.section, Section::Agreement);
    assert!(app.screen().contains("no overlap."), "{}", app.screen());
    app.press("d");
    assert!(app.footer().contains("Reviewers differ on no record."), "{}", app.footer());
    app.press("<Enter>");
    assert!(app.footer().contains("Reviewers differ on none"), "{}", app.footer());
}

#[test]
fn three_reviewers_stand_with_figures_matrix_days_and_disputes() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let app = judged(columns, rows);
        let screen = app.screen();
        assert!(screen.contains("verdict: 3 reviewers agree on"), "{screen}");
        assert!(screen.contains("d the most disputed"), "{screen}");
        insta::assert_snapshot!(format!("agreement_{columns}"), screen);
    }
}

#[test]
fn the_most_disputed_records_are_one_key_away_and_escape_comes_back() {
    let mut app = judged(120, 40);
    app.press("d");
    assert_eq!(app.model.screen, Screen::Review);
    // Record 1: mode and criterion; record 2: verdict and mode; the others the verdict alone, record 8 one against one.
    assert_eq!(shown(&app), [1, 2, 8, 3, 5]);
    assert!(app.screen().contains("most disputed"), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!((app.model.screen, app.model.screens.insights.section), (Screen::Insights, Section::Agreement));
    app.press("G <Enter>");
    assert_eq!(app.model.screens.review.list.row().unwrap().0, 5, "the one under the cursor");
}

#[test]
fn each_line_leads_to_the_records_on_which_its_reviewers_differ() {
    let mut app = judged(120, 40);
    app.press("<Enter>");
    assert_eq!(shown(&app), [2, 3, 5, 8]);
    app.press("<Esc> j <Enter>");
    assert_eq!(shown(&app), [1, 2], "the mode");
    app.press("<Esc> j <Enter>");
    assert_eq!(shown(&app), [1], "the criterion");
    app.press("<Esc> j j j <Enter>");
    assert_eq!(shown(&app), [2, 3, 5, 8], "ben against the two others");
    app.press("<Esc> k k <Enter>");
    assert!(app.footer().contains("There are no records to open for this line."), "{}", app.footer());
}

#[test]
fn a_day_marks_the_versions_that_were_made_on_it_and_figures_are_copied() {
    let mut app = judged(120, 40);
    app.press("g r 1 c e 1").write_text(" Always.").press("<Enter> m why <Enter> g i");
    assert!(app.screen().contains("▲ polite v2"), "{}", app.screen());
    app.press("e");
    let copied = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("of\tname\treviewers\trecords\tdisagreements\traw\t"), "{copied}");
    assert!(copied.lines().any(|line| line.starts_with("pair\tverdict\tann, ben\t12\t2\t0.8333")), "{copied}");
}

#[test]
fn what_was_settled_on_a_day_has_a_line_of_its_own_and_is_said_beside_the_rates() {
    let mut app = judged(120, 40);
    let record = app.records()[1].id;
    let by = ["ann", "cy"].map(|name| Name::new(name).unwrap()).to_vec();
    let (target, answer, how) = (SettleTarget::Verdict, Some(SettledAnswer::Fail), SettledBy::Agreement);
    app.judge_as("ann", vec![Change::Settle { record, target, version: 0, answer, by, how }]);
    app.press("g r g i");
    let screen = app.screen();
    assert!(screen.lines().any(|line| line.contains("2026-11-30, settled ")), "{screen}");
    assert!(screen.contains("✗ 3 · ≠ 3"), "{screen}");
    app.press("h g g");
    let said = app.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("settled: 1 of them counts instead of 3 votes"), "{said}");
}

#[test]
fn rates_stand_by_person_and_lead_to_what_each_one_fails() {
    let mut app = judged(120, 40);
    app.press("h G");
    let screen = app.screen();
    let of = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{screen}"));
    assert!(of("ann").contains("reviewer") && of("ann").contains("42 % (") && of("cy ").contains("57 % ("), "{screen}");
    assert!(screen.contains("4 of 7 fail; this reviewer's own verdicts, before anything was settled"), "{screen}");
    app.press("k k <Enter>");
    assert_eq!(shown(&app), [1, 2, 3, 7, 8], "what ann fails");
}

#[test]
fn rates_by_person_name_nobody_while_presenting() {
    let mut app = judged(120, 40);
    app.press("h P G");
    for _ in 0..6 {
        let screen = app.screen();
        assert!(!["ann", "ben", "cy "].iter().any(|name| screen.contains(name)), "{screen}");
        app.press("k");
    }
    app.press("G");
    let screen = app.screen();
    assert!((2..=4).all(|number| screen.contains(&format!("reviewer {number} "))), "{screen}");
    app.press("<Enter>");
    let screen = app.screen();
    assert!(app.model.screen == Screen::Review && !screen.contains("cy"), "{screen}");
}

#[test]
fn a_record_counts_once_beside_the_charts_disputed_ones_apart() {
    let app = judged(120, 40);
    // Thirty-one verdicts on twelve records: six pass by all, two fail, four are disputed.
    assert!(app.screen().contains("12 records · 12 read · ✓ 6 · ✗ 2 · ≠ 4 · ◦ 0"), "{}", app.screen());
}

#[test]
fn while_presenting_nobody_is_named() {
    let mut app = judged(120, 40);
    app.press("P");
    for _ in 0..14 {
        let screen = app.screen();
        assert!(!["ann", "ben", "cy "].iter().any(|name| screen.contains(name)), "{screen}");
        app.press("j");
    }
    app.press("g g j j j j");
    assert!(app.screen().contains("reviewer"), "{}", app.screen());
}
