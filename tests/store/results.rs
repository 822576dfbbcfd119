//! Imported results: what judges said, and why, comes out as it went in; the newest answer on a record counts.

use gemba::domain::result::{JudgeAnswer, JudgeVerdict, ResultAnswer, ResultRun, ResultsFormat};
use gemba::domain::{RowId, Slug, Target, Untrusted};

use super::workspace::{NOW, Workspace, name, with_records};

fn answer(judge: &str, row: i64, verdict: JudgeVerdict, reason: Option<&str>) -> ResultAnswer {
    ResultAnswer {
        judge: judge.into(),
        target: None,
        verdict,
        reason: reason.map(Untrusted::from),
        record: Some(RowId(row)),
        is_same: true,
        model: None,
        prompt_version: None,
    }
}

fn store(workspace: &mut Workspace, run: &str, answers: &[ResultAnswer]) -> ResultRun {
    let mut stored = ResultRun {
        id: 0,
        name: name(run),
        origin: "run.jsonl".into(),
        format: ResultsFormat::Jsonl,
        hash: run.to_owned(),
        imported: NOW,
    };
    stored.id = workspace.writer.store_result(&stored, answers).unwrap();
    stored
}

fn told(answers: &[JudgeAnswer]) -> Vec<(&str, JudgeVerdict, Option<&str>, &str)> {
    answers
        .iter()
        .map(|answer| {
            (answer.judge.raw(), answer.verdict, answer.reason.as_ref().map(Untrusted::raw), answer.run.as_str())
        })
        .collect()
}

#[test]
fn every_answer_comes_out_as_it_went_in() {
    let mut workspace = with_records(3);
    let mut answers: Vec<ResultAnswer> =
        crate::hostile_inputs::HOSTILE.iter().map(|text| answer(text, 1, JudgeVerdict::Fail, Some(text))).collect();
    answers.push(ResultAnswer {
        target: Some(Target::Mode(Slug::of("rude"))),
        model: Some("m".into()),
        prompt_version: Some("v3".into()),
        record: None,
        is_same: false,
        ..answer("a", 1, JudgeVerdict::NoAnswer, None)
    });
    answers.push(ResultAnswer {
        target: Some(Target::Criterion(Slug::of("polite"))),
        ..answer("a", 2, JudgeVerdict::Pass, None)
    });
    let run = store(&mut workspace, "run", &answers);
    assert_eq!(workspace.reader().result_answers(&run).unwrap(), answers);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn the_newest_answer_of_each_judge_on_a_record_stands() {
    let mut workspace = with_records(3);
    store(
        &mut workspace,
        "first",
        &[
            answer("a", 1, JudgeVerdict::Fail, Some("old")),
            answer("b", 1, JudgeVerdict::Pass, Some("kept")),
            answer("a", 2, JudgeVerdict::Pass, None),
        ],
    );
    store(
        &mut workspace,
        "second",
        &[
            answer("a", 1, JudgeVerdict::Fail, Some("earlier")),
            answer("a", 1, JudgeVerdict::Pass, Some("last")),
            answer("a", 1, JudgeVerdict::NoAnswer, Some("crashed")),
        ],
    );
    let live = ResultAnswer { is_same: false, ..answer("a", 1, JudgeVerdict::Fail, Some("of another output")) };
    let of_a_mode =
        ResultAnswer { target: Some(Target::Mode(Slug::of("rude"))), ..answer("a", 1, JudgeVerdict::Fail, None) };
    store(&mut workspace, "third", &[live, of_a_mode]);
    let reader = workspace.reader();
    let on_first = reader.answers_on(RowId(1)).unwrap();
    assert_eq!(
        told(&on_first),
        [
            ("a", JudgeVerdict::Fail, None, "third"),
            ("a", JudgeVerdict::Pass, Some("last"), "second"),
            ("b", JudgeVerdict::Pass, Some("kept"), "first"),
        ]
    );
    assert_eq!(on_first[0].target, Some(Target::Mode(Slug::of("rude"))));
    assert_eq!(told(&reader.answers_on(RowId(2)).unwrap()), [("a", JudgeVerdict::Pass, None, "first")]);
    assert_eq!(reader.answers_on(RowId(3)).unwrap(), []);
}

#[test]
fn each_judge_has_its_own_newest_run() {
    let mut workspace = with_records(2);
    let first = store(
        &mut workspace,
        "first",
        &[answer("a", 1, JudgeVerdict::Pass, None), answer("b", 1, JudgeVerdict::Pass, None)],
    );
    let second = store(&mut workspace, "second", &[answer("a", 2, JudgeVerdict::Pass, None)]);
    let newest = workspace.reader().newest_judges().unwrap();
    assert_eq!(newest, [("a".into(), second.id), ("b".into(), first.id)].into());
}
