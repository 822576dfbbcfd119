//! Rates that a check narrows: it runs over all records, and only what was judged after it was attached says how far its answers
//! can be believed.

use gemba::domain::{Change, CheckKey, CheckSpec, Slug, Target};
use gemba::services::insights::{AssistBy, AssistedRate, assisted_rates};

use super::harness::{TestApp, content, review};
use super::viewing::{MODES, sample};

/// A word that no other number has; what differs in figures alone is alike.
fn word(number: usize) -> String {
    let letter = |place: u32| char::from(b'a' + u8::try_from(number / 26_usize.pow(place) % 26).unwrap());
    [2, 0, 1, 2].map(letter).into_iter().collect()
}

/// Forty records, of which every fourth is short.
fn forty() -> super::setup::Setup {
    let words = |at: usize| (0..12).map(|place| word(at * 50 + place)).collect::<Vec<_>>().join(" ");
    let answer = |at: usize| if at.is_multiple_of(4) { word(at * 50) } else { words(at) };
    let contents = (0..40).map(|at| content(at, &format!("Why {at}?"), &answer(at))).collect();
    review().with_contents(contents).with_modes(MODES).drawn_by(sample(20))
}

fn attach(app: &mut TestApp, spec: &str) -> CheckKey {
    let target = mode();
    app.judge_as("ana", vec![Change::CheckAdd { key: None, target, spec: parsed(spec) }]);
    app.reader.codebook().unwrap().checks.last().unwrap().key.clone()
}

fn parsed(spec: &str) -> CheckSpec {
    gemba::checks::check_syntax::read(spec).unwrap()
}

fn mode() -> Target {
    Target::Mode(Slug::of("invented policy"))
}

/// Judges the records of the queue: what is short has the mode.
fn judge(app: &mut TestApp, count: usize) {
    for _ in 0..count {
        let row = app.model.screens.review.list.row().unwrap();
        app.press(if (row.0 - 1) % 4 == 0 { "f h" } else { "p" });
    }
}

fn rates(app: &TestApp, by: &AssistBy) -> Vec<AssistedRate> {
    assisted_rates(&app.reader, by, app.now).unwrap()
}

#[test]
fn a_check_that_is_older_than_the_judgements_narrows_the_rate() {
    let mut app = forty().open();
    let check = attach(&mut app, "min-length --chars 10");
    judge(&mut app, 20);
    let [one] = &rates(&app, &AssistBy::Auto)[..] else { panic!("one mode has a check") };
    let (rate, answers) = (one.rate.unwrap(), one.answers.unwrap());
    assert_eq!((&one.check, one.n, one.why.as_deref()), (&check, 20, None));
    assert_eq!((answers.failing, answers.all), (10, 40));
    assert!((rate.rate - 0.25).abs() < 1e-9, "the check is always right: {rate:?}");
    let ppi = one.ppi.unwrap();
    assert!(ppi.lambda > 0.0 && ppi.rate.low < 0.25 && 0.25 < ppi.rate.high, "{ppi:?}");
}

#[test]
fn a_check_made_from_the_judgements_assists_nothing_until_more_is_judged() {
    let mut app = forty().open();
    judge(&mut app, 12);
    let check = attach(&mut app, "min-length --chars 10");
    let [one] = &rates(&app, &AssistBy::Check(check.clone()))[..] else { panic!("asked for one") };
    assert!(one.rate.is_none() && one.why.as_deref().unwrap().contains("since it was attached"), "{one:?}");
    judge(&mut app, 8);
    let [one] = &rates(&app, &AssistBy::Check(check))[..] else { panic!("asked for one") };
    assert_eq!(one.n, 8, "what came before proves nothing: {one:?}");
}

#[test]
fn the_check_with_most_earlier_labels_is_taken_and_never_the_narrowest() {
    let mut app = forty().open();
    let first = attach(&mut app, "min-length --chars 10");
    judge(&mut app, 6);
    let second = attach(&mut app, &format!("not-contains {}", word(1_951)));
    judge(&mut app, 14);
    let late = attach(&mut app, &format!("not-contains {}", word(1_901)));
    let of = |by: &AssistBy| rates(&app, by).iter().map(|one| one.check.clone()).collect::<Vec<_>>();
    assert_eq!(of(&AssistBy::Auto), [second], "six labels are older than it; nothing was judged since the last");
    assert_eq!(of(&AssistBy::Check(first.clone())), [first]);
    assert_eq!(rates(&app, &AssistBy::Check(late))[0].rate, None);
}

#[test]
fn what_was_picked_by_hand_says_nothing_of_the_others() {
    let mut app = forty().drawn_by(gemba::domain::Sampling::default()).open();
    attach(&mut app, "min-length --chars 10");
    judge(&mut app, 3);
    let one = rates(&app, &AssistBy::Auto).remove(0);
    assert!(one.rate.is_none() && one.why.as_deref().unwrap().contains("drawn at random"), "{one:?}");
}
