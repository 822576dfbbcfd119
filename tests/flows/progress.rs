//! Progress is what was judged; the cursor's place stands apart. A first verdict goes on to what has none.

use gemba::domain::{Change, Sampling, SamplingPlan, Verdict};

use super::harness::{TestApp, review};

fn header(app: &TestApp) -> String {
    app.screen().lines().next().unwrap_or_default().trim().to_owned()
}

fn cursor(app: &TestApp) -> usize {
    app.model.screens.review.list.cursor
}

#[test]
fn moving_about_is_no_progress() {
    let mut app = review().with_records(20).press("G");
    assert!(header(&app).contains("record 20  0 of 20 judged  ╌"), "{}", header(&app));
    app.press("k k p");
    assert!(header(&app).contains("1 of 20 judged  ╌"), "{}", header(&app));
    app.press("g g p p p p");
    assert!(header(&app).contains("record 5  5 of 20 judged  ━━━━╌"), "{}", header(&app));
}

#[test]
fn deferred_records_are_counted_as_such_and_every_verdict_is_taken_back_from_the_count() {
    let mut app = review().with_records(10).press("p d f f");
    assert!(header(&app).contains("2 of 10 judged, 1 deferred"), "{}", header(&app));
    app.press("u u");
    assert!(header(&app).contains("1 of 10 judged  ━"), "{}", header(&app));
    app.press("U");
    assert!(header(&app).contains("1 of 10 judged, 1 deferred"), "{}", header(&app));
    let mut app = review().with_records(10).at(80, 24).press("p d");
    assert!(header(&app).contains("1/10 ◦1"), "{}", header(&app));
    app.press("* p k");
    assert!(header(&app).contains("10/10  ━━━━━━━━"), "{}", header(&app));
}

#[test]
fn what_others_judged_is_no_progress_of_mine() {
    let mut app = review().with_records(4).open();
    let record = app.records()[2].id;
    app.judge_as("ben", vec![Change::Verdict { record, verdict: Some(Verdict::Pass), reason: None }]);
    app.press("p");
    assert!(header(&app).contains("1 of 4 judged"), "{}", header(&app));
}

#[test]
fn the_time_left_follows_from_the_pace() {
    let app = review().with_records(10).press("p p p p");
    assert!(header(&app).contains("180/h  2 min left"), "{}", header(&app));
    let app = review().with_records(10).at(80, 24).press("p p p p");
    assert!(header(&app).contains("2 min left") && !header(&app).contains("/h"), "{}", header(&app));
}

#[test]
fn in_a_view_the_progress_is_the_sessions() {
    // Outputs that are alike stand behind one of them: of these twelve, three are shown.
    let sampling = Sampling { plan: SamplingPlan::Random, by: None, size: Some(12), seed: 7 };
    let mut app = review().with_records(30).drawn_by(sampling).press("p p /");
    app.write_text("norway").press("<Enter>");
    assert!(header(&app).contains("of 3 · view norway 1 of 1"), "{}", header(&app));
    assert!(header(&app).contains("2 of 3 judged"), "{}", header(&app));
}

#[test]
fn a_first_verdict_goes_on_to_what_has_none_below_then_from_the_top() {
    let mut app = review().with_records(5).press("j p g g");
    app.press("p");
    assert_eq!(cursor(&app), 2, "past what is judged");
    app.press("G p");
    assert_eq!(cursor(&app), 2, "from the top");
}

#[test]
fn a_changed_verdict_stays_where_it_is() {
    let mut app = review().with_records(5).with_modes(&[("wrong tone", 'h')]).press("p k d");
    assert_eq!(cursor(&app), 0);
    app.press("f h");
    assert_eq!((cursor(&app), app.stored(1).verdicts[0].verdict), (0, Verdict::Fail));
}

#[test]
fn a_failing_write_is_taken_back_from_the_progress() {
    let mut app = review().with_records(4).open();
    app.fail_writes().press("p");
    assert!(header(&app).contains("0 of 4 judged"), "{}", header(&app));
}
