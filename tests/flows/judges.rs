//! Judges that ran elsewhere: held against people on the Insights screen, one key from their disagreements, and their
//! answers beside the record.

use gemba::app::Screen;
use gemba::app::message::Effect;
use gemba::app::screens::insights::Section;
use gemba::domain::{RowId, Time};
use gemba::ingest::results::ResultsOptions;
use gemba::services::results::{self, ResultOrder};
use serde_json::{Value, json};

use super::harness::{TestApp, review};

/// People fail the first two of six records and pass the others.
fn judged(columns: u16, rows: u16) -> TestApp {
    review().with_records(6).at(columns, rows).press("f f f f p p p p")
}

/// A result file comes in beside the open screen.
pub fn import(app: &mut TestApp, name: &str, lines: &[Value]) {
    let path = app.folder.path().join(format!("{name}.jsonl"));
    std::fs::write(&path, lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    let order = ResultOrder { file: ResultsOptions { path, ..ResultsOptions::default() }, ..ResultOrder::default() };
    let done = results::import(&mut app.writer, &app.reader, &order, Time(1_796_000_000_000)).unwrap();
    assert!(done.is_new);
}

fn answer(at: usize, fails: bool, reason: &str) -> Value {
    let verdict = if fails { "fail" } else { "pass" };
    json!({"id": format!("r{at}"), "name": "judge-helpful", "verdict": verdict, "explanation": reason})
}

/// A judge that misses the second bad record and fails the third and the fifth, which are good.
fn helpful() -> Vec<Value> {
    let fails = [true, false, true, false, true, false];
    (0..6).map(|at| answer(at, fails[at], &format!("because of {at}"))).collect()
}

fn shown(app: &TestApp) -> Vec<i64> {
    app.model.screens.review.list.queue.rows.iter().map(|row| row.0).collect()
}

#[test]
fn the_section_is_empty_until_a_result_is_imported_and_teaches_how() {
    let mut app = judged(80, 24);
    app.press("g i h h");
    assert_eq!(app.model.screens.insights.section, Section::Judges);
    assert!(app.screen().contains("`gemba results import FILE` reads what judges and checks said."));
    app.press("<Enter>");
    assert_eq!(app.model.screen, Screen::Insights);
    import(&mut app, "run", &helpful());
    app.press("g r g i");
    assert!(app.screen().contains("judge-helpful"), "{}", app.screen());
}

#[test]
fn a_judge_stands_against_people_with_every_figure() {
    let mut app = judged(80, 24);
    import(&mut app, "run", &helpful());
    app.press("g i h h");
    let screen = app.screen();
    // 1 of 2 bad and 2 of 4 good: it tells nothing apart, and says so.
    let line = screen.lines().find(|line| line.contains("▌judge-helpful")).unwrap();
    assert!(line.contains("1 of 2") && line.contains("2 of 4") && line.contains("0.00"), "{screen}");
    assert!(line.contains("n/a") && line.trim_end().ends_with("6       3"), "{screen}");
    assert!(screen.contains("too poorly to correct"), "{screen}");
    assert!(screen.contains("Enter opens 3 disagreements: m the 1 that"), "{screen}");
    insta::assert_snapshot!("judges_narrow", screen);

    app.resize(200, 50);
    // One more good record passed: 1 of 2 caught, 1 of 4 rejected.
    let mut better = helpful();
    better[2] = answer(2, false, "fine");
    import(&mut app, "better", &better);
    app.press("g r g i");
    let screen = app.screen();
    assert!(screen.contains("50 % (1 of 2)") && screen.contains("25 % (1 of 4)"), "{screen}");
    assert!(screen.contains("67 % of 6 outputs; corrected for its errors: 67 % (0–100)."), "{screen}");
    insta::assert_snapshot!("judges_wide", screen);
    app.press("e");
    let copied = app.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("judge\tresult\ttarget\tn\ttp\tfn\tfp\ttn\tcoverage\t"), "{copied}");
    let cells: Vec<&str> = copied.lines().nth(1).unwrap().split('\t').collect();
    assert_eq!(cells[..10], ["judge-helpful", "better", "verdict", "6", "1", "1", "1", "3", "0.5", "0.25"]);
    // Raw 4 of 6, by chance 20 of 36.
    assert!((cells[10].parse::<f64>().unwrap() - 0.25).abs() < 1e-12, "{copied}");
}

#[test]
fn only_the_newest_run_of_each_judge_stands() {
    let mut app = judged(140, 40);
    let rude = json!({"id": "r0", "name": "judge-rude", "verdict": "pass"});
    import(&mut app, "first", &[helpful(), vec![rude]].concat());
    import(&mut app, "second", &[answer(0, true, "")]);
    app.press("g i h h");
    let screen = app.screen();
    let lines: Vec<&str> = screen.lines().filter(|line| line.contains("judge-") && line.contains(" of ")).collect();
    assert!(lines[0].contains("judge-helpful  second") && lines[0].contains("100 % (1 of 1)"), "{screen}");
    assert!(lines[1].contains("judge-rude  first") && lines[1].contains("(0 of 1)"), "{screen}");
    assert!(!screen.contains("judge-helpful  first"), "{screen}");
    app.press("/").write_text("rude").press("<Enter>");
    assert_eq!(app.model.list_length(), 1);
}

#[test]
fn one_key_opens_exactly_the_disagreements_and_escape_comes_back() {
    let mut app = judged(140, 40);
    import(&mut app, "run", &helpful());
    app.press("g i h h <Enter>");
    assert_eq!((app.model.screen, shown(&app)), (Screen::Review, vec![2, 3, 5]));
    assert!(app.screen().contains("judge-helpful against people, run"), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!((app.model.screen, app.model.screens.insights.section), (Screen::Insights, Section::Judges));
    app.press("m");
    assert_eq!(shown(&app), [2]);
    assert!(app.screen().contains("judge-helpful passes what people fail, run"), "{}", app.screen());
    app.press("g i w");
    assert_eq!(shown(&app), [3, 5]);
    assert!(app.screen().contains("judge-helpful fails what people pass, run"), "{}", app.screen());

    // Read again, the judge was right once: the figures follow.
    app.press("f f <Esc>");
    let line = app.screen().lines().find(|line| line.contains("▌judge-helpful")).unwrap().to_owned();
    assert!(line.contains("67 % (2 of 3)") && line.contains("33 % (1 of 3)"), "{line}");
    app.press("w");
    assert_eq!(shown(&app), [5]);
    app.press("<Esc> h m");
    assert_eq!(app.model.screen, Screen::Insights);
    assert!(app.footer().contains("Only the line of a judge has disagreements."), "{}", app.footer());
}

#[test]
fn a_side_without_disagreements_says_so_and_stays() {
    let mut app = judged(140, 40);
    import(&mut app, "run", &[answer(0, true, ""), answer(3, true, "")]);
    app.press("g i h h m");
    assert_eq!(app.model.screen, Screen::Insights);
    assert!(app.footer().contains("passes nothing that people fail"), "{}", app.footer());
    import(&mut app, "right", &[answer(0, true, ""), answer(3, false, "")]);
    app.press("g r g i <Enter>");
    assert!(app.footer().contains("disagree nowhere"), "{}", app.footer());
}

#[test]
fn a_judge_of_a_mode_is_held_against_its_tags() {
    let mut app = review().with_records(4).with_modes(&[("too long", 'l')]).press("F l f f p p");
    let line = |at: usize, verdict: &str| json!({"id": format!("r{at}"), "name": "brief", "mode": "too long", "verdict": verdict});
    import(&mut app, "run", &[line(0, "pass"), line(1, "pass"), line(2, "fail"), line(3, "pass")]);
    app.press("g i h h");
    assert!(app.screen().contains("1 failed for another mode"), "{}", app.screen());
    app.press("m");
    assert_eq!(shown(&app), [1]);
    assert!(app.screen().contains("brief passes what people tag too-long, run"), "{}", app.screen());
    assert!(app.screen().contains("brief (too-long): pass"), "{}", app.screen());
}

#[test]
fn the_answer_and_its_reason_stand_beside_the_record() {
    let criterion = "only promises what the context says";
    let setup = review().with_criteria(&[(criterion, "Promises nothing else.")]);
    let mut app = setup.with_checks(&[(criterion, "numbers-from-input")]).open();
    assert!(!app.screen().contains("JUDGES"));
    let reasons = ["names no date", "fine", ""];
    let lines: Vec<Value> = (0..3).map(|at| answer(at, at == 0, reasons[at])).collect();
    import(&mut app, "run", &lines);
    let mut app = app.reopened();
    assert!(app.screen().contains("JUDGES"), "{}", app.screen());
    assert!(app.screen().contains("✗ judge-helpful: fail — names no"), "{}", app.screen());
    insta::assert_snapshot!("judges_beside", app.screen());
    app.press("j");
    assert!(app.screen().contains("✓ judge-helpful: pass — fine"), "{}", app.screen());
    for (columns, rows) in [(80, 24), (60, 20), (119, 30)] {
        app.resize(columns, rows).press("g g");
        let screen = app.screen();
        let lines: Vec<&str> = screen.lines().filter(|line| line.contains("judge-helpful")).collect();
        assert_eq!(lines, [" ✗ judge-helpful: fail — names no date"], "{screen}");
        assert!(screen.contains("\"24 hours\" is not in the input"), "the check's objection is not covered: {screen}");
        assert!(screen.contains("reply with your card"), "nor is the text: {screen}");
    }
}

#[test]
fn the_judge_that_led_here_is_told_first() {
    let mut app = judged(80, 24);
    let other = (0..6).map(|at| json!({"id": format!("r{at}"), "name": "aaa", "verdict": "fail", "reason": "never"}));
    import(&mut app, "run", &[other.collect(), helpful()].concat());
    app.press("g i h h /").write_text("helpful").press("<Enter> m");
    let screen = app.screen();
    assert!(screen.contains("✓ judge-helpful: pass — because of 1") && screen.contains("+ 1 more"), "{screen}");
    app.press("/ <Enter>");
    assert!(app.screen().contains("✗ aaa: fail — never"), "else the one that objects: {}", app.screen());
}

#[test]
fn a_round_that_asks_again_hides_what_judges_said() {
    let mut app = review().with_criteria(&[("polite", "Is polite.")]).with_grades(3).open();
    let line = |at: usize| json!({"id": format!("r{at}"), "name": "tone", "criterion": "polite", "verdict": "fail", "reason": "rude"});
    import(&mut app, "run", &[line(0), line(1), line(2)]);
    let mut app = app.reopened();
    assert!(app.screen().contains("tone (polite): fail"), "{}", app.screen());
    app.press("c e 1").write_text(" Always.").press("<Enter> m why <Enter> g c r <Enter>");
    assert!(app.model.screens.review.asked().is_some());
    for size in [(140, 40), (80, 24)] {
        app.resize(size.0, size.1);
        assert!(!app.screen().contains("rude") && !app.screen().contains("tone"), "{}", app.screen());
    }
    app.press("p");
    assert!(!app.screen().contains("rude"), "{}", app.screen());
}

#[test]
fn hostile_names_and_reasons_show_as_text_at_every_size() {
    let texts = crate::hostile_inputs::HOSTILE;
    let long = "\u{202e}never\n\u{1b}[31m".repeat(4_000);
    let mut app = judged(80, 24);
    let mut lines = Vec::new();
    for (at, text) in texts.iter().copied().chain([long.as_str()]).enumerate() {
        let id = format!("r{}", at % 6);
        lines.push(json!({"id": id, "name": format!("{text}{at}"), "verdict": "fail", "reason": text}));
    }
    import(&mut app, "run", &lines);
    let row = app.reader.answers_on(RowId(1)).unwrap();
    assert!(row.iter().flat_map(|answer| &answer.reason).all(|reason| reason.raw().chars().count() <= 2_002));
    let mut app = app.reopened();
    for (columns, rows) in [(80, 24), (200, 50), (40, 10), (30, 8)] {
        app.resize(columns, rows);
        for keys in ["g r g g", "j", "j", "j", "j", "j", "g i h h", "G", "w", "<Esc>", "l l"] {
            app.press(keys);
            let screen = app.screen();
            let acts = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}' | '\u{feff}');
            assert!(!screen.contains(acts), "{columns}×{rows} {keys}: {screen:?}");
        }
    }
}
