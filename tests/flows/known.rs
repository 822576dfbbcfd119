//! Known answers among the records of a session: nothing on the screen tells them apart, and what is said of them holds nowhere.

use gemba::app::Screen;
use gemba::domain::{
    Batch, Change, GoldShare, Name, RecordId, RowId, Sampling, SamplingPlan, SettleTarget, SettledAnswer, SettledBy,
    Time, Verdict,
};
use gemba::store::Writer;

use super::harness::{TestApp, content, review};
use super::keys::chords;
use super::setup::Setup;
use super::telling::Told;
use super::viewing::{MODES, rows, sample};

const SETTLED: &[(i64, Verdict)] = &[(3, Verdict::Pass), (7, Verdict::Fail), (9, Verdict::Pass)];

impl Setup {
    /// Known answers are mixed in.
    pub const fn mixing(mut self, share: GoldShare) -> Self {
        self.gold = Some(share);
        self
    }

    /// Ben and cem settled on these verdicts, by row.
    pub const fn with_settled(mut self, settled: &'static [(i64, Verdict)]) -> Self {
        self.settled = settled;
        self
    }

    /// The queue holds these records in this order.
    pub fn queued(mut self, rows: Vec<RowId>) -> Self {
        self.queue = Some(rows);
        self
    }
}

pub(super) fn settle(writer: &mut Writer, ids: &[RecordId], settled: &[(i64, Verdict)], time: Time) {
    let by = vec![Name::new("ben").unwrap(), Name::new("cem").unwrap()];
    for (row, verdict) in settled {
        let record = ids[usize::try_from(*row - 1).unwrap()];
        for (who, verdict) in by.iter().zip([Verdict::Pass, Verdict::Fail]) {
            let changes = vec![Change::Verdict { record, verdict: Some(verdict), reason: None }];
            writer.append(&Batch { reviewer: who.clone(), session: None, time, changes }).unwrap();
        }
        let change = Change::Settle {
            record,
            target: SettleTarget::Verdict,
            version: 0,
            answer: Some(if *verdict == Verdict::Pass { SettledAnswer::Pass } else { SettledAnswer::Fail }),
            by: by.clone(),
            how: SettledBy::Agreement,
        };
        writer.append(&Batch { reviewer: by[0].clone(), session: None, time, changes: vec![change] }).unwrap();
    }
}

/// Twelve records of which none is alike to another.
fn twelve() -> Setup {
    let contents = (0..12).map(|at| content(at, &format!("Why {at}?"), &format!("word{at} ").repeat(at + 1))).collect();
    review().with_contents(contents).with_modes(MODES)
}

/// The known records of the session, in the order of its queue.
fn known(app: &TestApp) -> Vec<RowId> {
    let gold = app.reader.session(&app.reviewer, None).unwrap().unwrap().gold.unwrap().rows();
    rows(app).into_iter().filter(|row| gold.contains(row)).collect()
}

/// Goes to a record of the queue.
fn go_to(app: &mut TestApp, row: RowId) {
    let at = rows(app).iter().position(|other| *other == row).unwrap();
    app.press("g g").press(&"j ".repeat(at));
    assert_eq!(app.model.screens.review.list.row(), Some(row));
}

fn filtered(app: &mut TestApp, filter: &str) -> Vec<RowId> {
    app.press("/ <ctrl-u>").write_text(filter).press("<Enter>");
    let none = app.screen().contains("No record matches");
    let shown = if none { Vec::new() } else { rows(app) };
    app.press("<Esc>");
    shown
}

#[test]
fn a_screen_with_known_answers_is_the_screen_without_them() {
    for (plan, present) in [(Sampling::default(), false), (sample(6), false), (sample(6), true)] {
        let twelve = || if present { twelve().presenting() } else { twelve() };
        // A settled record that is not asked as a known one is shown as such.
        let settled = &[(3, Verdict::Pass), (9, Verdict::Pass)];
        let mut app = twelve().with_settled(settled).drawn_by(plan).mixing(GoldShare::Number(2)).open();
        let queue = rows(&app);
        assert_eq!(known(&app).len(), 2, "{plan:?}");
        // Nobody settled anything, and the queue is the same.
        let mut plain = twelve().drawn_by(plan).queued(queue.clone()).open();
        for (at, row) in queue.iter().enumerate() {
            assert_eq!(app.model.screens.review.list.row(), Some(*row));
            assert_eq!(app.screen(), plain.screen(), "{plan:?} {row:?}");
            if at + 1 < queue.len() {
                app.press("p");
                plain.press("p");
            }
        }
    }
}

#[test]
fn in_lines_a_known_answer_is_told_like_any_other() {
    let settled = &[(3, Verdict::Pass), (9, Verdict::Pass)];
    let app = twelve().with_settled(settled).drawn_by(sample(6)).mixing(GoldShare::Number(2)).open();
    let queue = rows(&app);
    // The last one is not judged: the end tells how many answers are as known.
    let judged = &queue[..queue.len() - 1];
    let asked = known(&app).iter().filter(|row| judged.contains(row)).count();
    let (mut told, mut plain) = (Told::of(app), Told::of(twelve().drawn_by(sample(6)).queued(queue.clone()).open()));
    for row in judged {
        for chord in chords("r f h") {
            assert_eq!(told.app.model.screens.review.list.row(), plain.app.model.screens.review.list.row());
            assert_eq!(told.key(chord), plain.key(chord), "{row:?} {chord}");
        }
    }
    assert!(asked > 0);
    assert_eq!(told.app.reader.gold_answers().unwrap().len(), asked);
}

#[test]
fn what_is_said_of_a_known_record_is_shown_until_it_is_taken_back_and_holds_nowhere() {
    let mut app = twelve().with_settled(SETTLED).mixing(GoldShare::Number(2)).open();
    let row = known(&app)[0];
    let before = app.stored(row.0);
    go_to(&mut app, row);
    app.press("f h");
    go_to(&mut app, row);
    assert!(app.screen().contains("invented policy") && app.screen().contains('✗'), "{}", app.screen());
    assert_eq!(app.stored(row.0), before, "nothing of it is a judgement");
    let answers = app.reader.gold_answers().unwrap();
    assert_eq!(answers.iter().map(|one| one.verdict).collect::<Vec<_>>(), [Verdict::Fail]);
    assert!(answers[0].known.is_some() && answers[0].own.is_none());
    app.press("u");
    assert!(!app.screen().contains('✗'), "{}", app.screen());
    assert!(app.reader.gold_answers().unwrap().is_empty());
    app.press("U");
    assert_eq!(app.reader.gold_answers().unwrap().len(), 1);
    // Judged otherwise: the last answer counts.
    go_to(&mut app, row);
    app.press("p");
    assert_eq!(app.reader.gold_answers().unwrap().iter().map(|one| one.verdict).collect::<Vec<_>>(), [Verdict::Pass]);
}

#[test]
fn filters_find_of_a_known_record_what_was_said_in_the_session() {
    let mut app = twelve().with_settled(SETTLED).mixing(GoldShare::Number(2)).open();
    let [one, other] = known(&app)[..] else { panic!("two") };
    let is_in = |app: &mut TestApp, filter: &str| {
        let shown = filtered(app, filter);
        [one, other].map(|row| shown.contains(&row))
    };
    assert_eq!(is_in(&mut app, "settled:yes"), [false, false]);
    assert_eq!(is_in(&mut app, "verdict:none settled:no"), [true, true]);
    assert_eq!(is_in(&mut app, "by:ben"), [false, false]);
    go_to(&mut app, one);
    app.press("f h");
    assert_eq!(is_in(&mut app, "verdict:none"), [false, true]);
    assert_eq!(is_in(&mut app, "verdict:fail"), [true, false]);
    assert_eq!(is_in(&mut app, "mode:invented-policy severity:>=1"), [true, false]);
    assert_eq!(is_in(&mut app, "by:ana"), [true, false]);
    assert_eq!(is_in(&mut app, "disputed:yes OR settled:yes"), [false, false]);
}

#[test]
fn the_end_tells_how_many_are_as_known() {
    let mut app = twelve().with_settled(SETTLED).drawn_by(sample(6)).mixing(GoldShare::Number(3)).open();
    let is_told = |app: &TestApp| app.screen().contains("as known  ");
    let count = rows(&app).len();
    for _ in 1..count {
        app.press("p");
        assert!(!app.screen().contains("as known"), "{}", app.screen());
    }
    app.press("p");
    assert_eq!(app.model.screen, Screen::End, "{}", app.screen());
    let (known, passed) = (known(&app), |row: &&RowId| SETTLED.contains(&(row.0, Verdict::Pass)));
    let told = format!("as known  {} of {},", known.iter().filter(passed).count(), known.len());
    assert!(is_told(&app) && app.screen().contains(&told), "{told}\n{}", app.screen());
    assert!(app.screen().contains("6 judged of 6 records"), "they are none of the drawn: {}", app.screen());
}

#[test]
fn a_session_that_is_left_goes_on_with_the_same_known_answers() {
    let mut app = twelve().with_settled(SETTLED).drawn_by(sample(6)).mixing(GoldShare::Number(2)).open();
    let (queue, asked) = (rows(&app), known(&app));
    go_to(&mut app, asked[0]);
    app.press("f f");
    let mut app = app.reopened();
    assert_eq!((rows(&app), known(&app)), (queue, asked.clone()));
    go_to(&mut app, asked[0]);
    assert!(app.screen().contains('✗'), "{}", app.screen());
    go_to(&mut app, asked[1]);
    assert!(!app.screen().contains("settled"), "{}", app.screen());
    assert!(app.stored(asked[0].0).verdicts.iter().all(|view| view.reviewer.as_str() != "ana"));
}

#[test]
fn two_who_judge_blind_and_a_list_of_disputes_get_none() {
    let disputed = Sampling { plan: SamplingPlan::Disputed, by: None, size: Some(4), seed: 1 };
    let mut app = twelve().with_settled(SETTLED).mixing(GoldShare::Number(2)).drawn_by(disputed).open();
    app.press("j");
    let session = app.reader.session(&app.reviewer, None).unwrap();
    assert!(session.is_none_or(|session| session.gold.is_none()));
}
