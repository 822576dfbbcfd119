//! Every screen and layer that there is: what it begins with, and the keys that lead to it. What holds for all of them is
//! tested over this table.

use gemba::app::Seats;
use gemba::app::message::Message;
use gemba::domain::{Answer, Change, Content, Purpose, Slug, Span, Time, Untrusted, Verdict};
use serde_json::json;

use super::harness::{TestApp, content, review};
use super::judges;
use super::setup::Setup;

pub const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];
pub const CRITERIA: &[(&str, &str)] =
    &[("only promises what the context says", "Promises nothing but what the context says."), ("polite", "Is polite.")];
pub const CHECKS: &[(&str, &str)] = &[("only promises what the context says", "numbers-from-input")];

/// What was there before the keys are pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Nothing was said of any record.
    Alone,
    /// Ana and Ben answered differently on the first record, with notes, evidence and a correction of Ben's.
    Differing,
    /// Ana and Ben, at one terminal, have both voted on the first record.
    Voted,
    /// People judged all records, and a judge elsewhere answered otherwise.
    Judged,
    /// The first input was answered by two models.
    Twice,
}

/// A screen or a layer over one.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    pub name: &'static str,
    pub begin: Begin,
    pub keys: &'static str,
}

const fn alone(name: &'static str, keys: &'static str) -> Scene {
    Scene { name, begin: Begin::Alone, keys }
}

const fn after(begin: Begin, name: &'static str, keys: &'static str) -> Scene {
    Scene { name, begin, keys }
}

/// Each of them, by name.
pub const SCENES: &[Scene] = &[
    alone("review", "F h k t j 1 x 2"),
    alone("queue", "p f f <Tab>"),
    alone("marked", "* "),
    alone("contradiction", "t h p k"),
    alone("raw_unwrapped", "r w W L"),
    alone("fail_layer", "f"),
    alone("tag_layer", "t"),
    alone("goto_layer", "g"),
    alone("copy_layer", "y"),
    alone("picker", "T wro"),
    alone("picker_new", "T zzz"),
    alone("palette", ": copy"),
    alone("note", "n half"),
    alone("filter", "/ (a <Enter>"),
    alone("jump", "g / zz <Enter>"),
    alone("selection", "v w w"),
    alone("search", "s re <Enter>"),
    alone("help", "?"),
    alone("corrections", "e ! <Enter> D"),
    alone("view", "/ v e r d i c t : n o n e <Enter>"),
    alone("modes", "F h g m"),
    alone("breadcrumb", "F h g m <Enter>"),
    alone("criteria", "1 c e 1 ! <ctrl-j> why <Enter> m g c"),
    alone("revision", "1 c e 1 ! <ctrl-j> why <Enter>"),
    alone("regrade_offer", "1 c e 1 ! <ctrl-j> why <Enter> m g c r"),
    alone("regrading", "1 c e 1 ! <ctrl-j> why <Enter> m g c r <Enter>"),
    alone("checks", "F h p g k"),
    alone("check_editor", "F h p p g k a <Enter> contains <Space> refund"),
    alone("stub", "t h p p S"),
    alone("stub_preview", "F h p g k S"),
    alone("insights_saturation", "F h p g i"),
    alone("insights_drift", "1 c e 1 ! <Enter> m g i <Tab>"),
    alone("insights_rates", "F h p p g i l l"),
    after(Begin::Differing, "insights_agreement", "g i l l l"),
    alone("insights_checks", "F h p p g k a <Enter> contains <Space> refund <Enter> g i h h h"),
    after(Begin::Judged, "insights_judges", "g i h h"),
    after(Begin::Judged, "judge_beside", "g g"),
    after(Begin::Judged, "judge_against", "g i h h <Enter>"),
    alone("insights_days", "F h p g i h"),
    alone("compare", "g o"),
    after(Begin::Twice, "compare_two", "g o"),
    alone("daily", "g t p"),
    after(Begin::Differing, "disputed", "j k"),
    after(Begin::Differing, "disputes", "b"),
    after(Begin::Differing, "settled", "b f <Esc>"),
    after(Begin::Voted, "pair_blind", ""),
    after(Begin::Voted, "pair_revealed", "<Enter>"),
    after(Begin::Voted, "pair_settled", "<Enter> f"),
    alone("end", "p F h d"),
    alone("presenting", "F h P"),
];

impl Scene {
    /// The scene as it is without anything of a test's own.
    pub fn at(&self, (columns, rows): (u16, u16)) -> TestApp {
        let mut app = self.begun(review(), (columns, rows));
        app.press(self.keys);
        app
    }

    /// The same from the beginning on a shared screen.
    pub fn presented(&self, (columns, rows): (u16, u16)) -> TestApp {
        let mut app = self.begun(review().presenting(), (columns, rows));
        app.press(&self.keys_without_present());
        app
    }

    /// Its keys but the one that presents.
    pub fn keys_without_present(&self) -> String {
        self.keys.replace(" P", "")
    }

    /// What is there before its keys are pressed.
    pub fn begun(&self, setup: Setup, (columns, rows): (u16, u16)) -> TestApp {
        let setup = setup.with_modes(MODES).with_criteria(CRITERIA).with_checks(CHECKS).at(columns, rows);
        let setup = match self.begin {
            Begin::Voted => setup.paired(Seats::OneTerminal),
            Begin::Twice => setup.and_content(other_answer()),
            Begin::Alone | Begin::Differing | Begin::Judged => setup,
        };
        let mut app = setup.open();
        match self.begin {
            Begin::Alone | Begin::Twice => {}
            Begin::Differing => differ(&mut app),
            Begin::Voted => {
                app.press("s j");
                app.now = Time(app.now.0 + 700);
                app.send(Message::Woken);
            }
            Begin::Judged => {
                app.press("f f p p g g");
                let answer = |at: usize, verdict: &str| json!({"id": format!("r{at}"), "name": "judge-helpful", "verdict": verdict, "explanation": "it names no date"});
                judges::import(&mut app, "nightly", &[answer(0, "pass"), answer(1, "fail"), answer(2, "pass")]);
                app.send(Message::FileChanged);
            }
        }
        app
    }
}

/// Another model's answer to the first question.
fn other_answer() -> Content {
    let question = "I was charged twice for my March invoice. Can I get the second one back?";
    content(9, question, "No. Nothing is refunded without a receipt, and within 24 hours never.")
}

/// The first record, failed by ana with a mode and a note, passed by ben with a note and a correction; graded by both.
fn differ(app: &mut TestApp) {
    let record = app.records()[0].id;
    let criterion = app.codebook().criteria[0].key.clone();
    let verdict = |verdict| Change::Verdict { record, verdict: Some(verdict), reason: None };
    let note = |text: &str| Change::Note { record, span: None, text: Some(Untrusted::from(text)) };
    let grade = |answer| Change::Grade {
        record,
        criterion: criterion.clone(),
        version: 0,
        answer: Some(answer),
        purpose: Purpose::First,
    };
    let span = Some(Span { turn: None, start: 0, end: 14 });
    let tag = Change::Tag { record, mode: Slug::of("invented policy"), span };
    let correction = Change::Correction { record, text: Some(Untrusted::from("We will look into it.")) };
    app.judge_as("ana", vec![verdict(Verdict::Fail), tag, note("made-up deadline"), grade(Answer::NotMet)]);
    app.judge_as("ben", vec![verdict(Verdict::Pass), note("the deadline is right"), grade(Answer::Met), correction]);
    app.send(Message::FileChanged);
    app.press("j k");
}
