//! Comparing, filtering, searching and reading the help: what a reviewer finds, and the way out where nothing is found.

use gemba::command::Screen;
use gemba::domain::Content;
use gemba::domain::{Change, Sampling, SamplingPlan};

use super::harness::{TestApp, content, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h')];

/// The answers of two models to one question, and one without a word in common.
fn answers() -> Vec<Content> {
    let answer =
        |model: &str, text: &str| Content { model: Some(model.into()), ..content(1, "May I return it?", text) };
    vec![
        answer("heron-1", "You can return it within 14 days.\n\nKeep the receipt, please."),
        answer("heron-2", "You can return it within thirty days.\n\nKeep the receipt, please."),
        answer("heron-3", "Unfortunately nobody here knows!"),
    ]
}

fn compared(columns: u16, rows: u16) -> TestApp {
    review().with_contents(answers()).at(columns, rows).press("g o")
}

#[test]
fn two_answers_stand_side_by_side_with_what_differs() {
    let mut app = compared(200, 50);
    insta::assert_snapshot!("compare_200", app.screen());
    app.press("j");
    assert!(app.screen().contains("hardly a word in common"), "{}", app.screen());
    assert!(!app.screen().contains("[-"), "{}", app.screen());
}

#[test]
fn at_80_columns_they_stand_one_above_the_other() {
    insta::assert_snapshot!("compare_80", compared(80, 24).screen());
}

#[test]
fn long_answers_are_scrolled_together() {
    let long = |word: &str| (0..80).map(|at| format!("line {at} {word}")).collect::<Vec<_>>().join("\n\n");
    let contents = vec![content(1, "Q", &long("one")), content(2, "Q", &long("two"))];
    let mut app = review().with_contents(contents).at(80, 24).press("g o");
    assert!(app.screen().contains("line 0 [-one-]") && app.screen().contains("line 0 {+two+}"));
    app.press("J J J J");
    let screen = app.screen();
    assert!(screen.contains("line 2 [-one-]") && screen.contains("line 2 {+two+}"), "{screen}");
    assert!(!screen.contains("line 0 ") && screen.contains('▴') && screen.contains('▾'), "{screen}");
    for _ in 0..400 {
        app.press("J");
    }
    assert!(app.screen().contains("line 79 {+two+}"), "{}", app.screen());
    assert!(!app.screen().contains('▾'), "{}", app.screen());
    app.press("K");
    assert!(app.screen().contains('▾'), "the end is no further than it looks: {}", app.screen());
}

#[test]
fn an_empty_queue_says_why_and_how_to_go_on() {
    let mut app = review().filtered_by("zebra").at(80, 24).open();
    let screen = app.screen();
    assert!(screen.contains("No record matches zebra"), "{screen}");
    assert!(screen.contains("/ changes the filter; an empty one shows every record."), "{screen}");
    assert!(!screen.contains("g a"), "{screen}");
    app.press("/ <ctrl-u> <Enter>");
    assert_eq!(app.model.screens.review.list.len(), 3);
}

#[test]
fn a_filter_in_a_sample_says_of_what_and_how_to_take_all() {
    let sampling = Sampling { plan: SamplingPlan::Random, by: None, size: Some(2), seed: 7 };
    let mut app = review().with_records(12).drawn_by(sampling).at(80, 24).open();
    assert_eq!(app.model.screens.review.list.len(), 2);
    app.press("/");
    assert!(app.screen().contains("filter random 2, seed 7; g a for all records"), "{}", app.screen());
    app.press("<ctrl-a>");
    assert!(app.screen().contains("filter: a new session"), "{}", app.screen());
    app.write_text("norway").press("<Enter>");
    let list = &app.model.screens.review.list;
    assert_eq!((list.len(), list.queue.population), (1, 4), "two of what it holds, which answer alike");
    app.press("g a");
    assert_eq!(app.model.screens.review.list.len(), 12);
    assert_eq!(app.model.screens.review.list.sampling, Sampling::default());
    app.press("g a");
    assert!(app.footer().contains("already holds every record"), "{}", app.footer());
    app.press("g s");
    assert_eq!(app.model.screens.review.list.queue.population, 4, "the session is as it was");
}

#[test]
fn a_filter_is_completed_with_what_is_known_and_not_with_what_is_retired() {
    let modes = &[("too vague", 'v'), ("too long", 'l')];
    let mut app = review().with_contents(answers()).with_modes(modes).at(80, 24).open();
    let mode = app.codebook().modes[1].key.clone();
    app.judge_as("ben", vec![Change::ModeRetire { mode }]);
    app.save_filter("hard", "verdict:fail").press("p u /");
    assert!(app.screen().contains("saved:hard"), "{}", app.screen());
    app.write_text("mode:").press("<Tab>");
    let screen = app.screen();
    assert!(screen.contains("mode:too-vague  mode:any") && !screen.contains("too-long"), "{screen}");
    app.press("<ctrl-u>").write_text("by:").press("<Tab>");
    assert!(app.screen().contains("by:ana") && app.screen().contains("by:ben"), "{}", app.screen());
    app.press("<ctrl-u>").write_text("model:h").press("<Tab>").write_text("2").press("<Enter>");
    assert_eq!(
        (app.model.screens.review.list.len(), app.model.screens.review.list.filter.as_str()),
        (1, "model:heron-2")
    );
}

#[test]
fn what_fits_is_looked_for_at_a_key_and_comes_late_where_reading_takes_time() {
    let mut app = review().with_contents(answers()).at(80, 24).open();
    app.hold_reads().press("/").write_text("model:");
    assert!(!app.screen().contains("model:heron-1"), "{}", app.screen());
    app.answer_reads();
    assert!(app.screen().contains("model:heron-1  model:heron-2"), "{}", app.screen());
}

#[test]
fn the_filters_used_before_are_one_key_away_also_those_of_earlier_sessions() {
    let mut app = review().open();
    app.press("/ <ctrl-a>").write_text("norway").press("<Enter>");
    let mut app = app.reopened();
    app.press("/ <ctrl-u>").write_text("export").press("<Enter>");
    app.press("/ <ctrl-u> <Up>");
    assert!(app.screen().contains("export"), "{}", app.screen());
    app.press("<Up> <Enter>");
    assert_eq!(app.model.screens.review.list.filter, "norway");
    app.press("/ <Up> <Down> <Enter>");
    assert_eq!(app.model.screens.review.list.filter, "norway", "back at what was typed");
}

#[test]
fn a_search_that_finds_too_many_places_says_so() {
    let mut app = review().with_texts(&[&"a ".repeat(12_000)]).press("s a <Enter>");
    assert!(app.footer().contains(" of 10,000+ places"), "{}", app.footer());
    app = review().with_texts(&["one and one"]).press("s one <Enter>");
    assert!(app.footer().contains("of 4 places"), "{}", app.footer());
}

#[test]
fn every_sentence_of_the_help_can_be_read_at_80_columns() {
    for keys in ["g r", "g m", "g c", "g k", "g i", "g o"] {
        let mut app = review().at(80, 24).press(keys);
        let screen = app.model.screen;
        app.press("?");
        let mut read = String::new();
        for _ in 0..400 {
            let shown = app.screen();
            let inside: Vec<&str> =
                shown.lines().filter_map(|line| Some(line.split_once('│')?.1.split_once('│')?.0)).collect();
            read += inside.first().copied().unwrap_or_default();
            read.push(' ');
            if !shown.contains('▾') {
                read += &inside.join(" ");
                break;
            }
            app.press("<Down>");
        }
        let read = read.replace(['▴', '▾'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let layers = [screen.layer(), gemba::command::Layer::Global, gemba::command::Layer::Goto];
        for entry in
            gemba::command::REGISTRY.iter().filter(|entry| layers.contains(&entry.layer) && !entry.keys.is_empty())
        {
            assert!(read.contains(entry.sentence), "{screen:?}: \"{}\" is not in {read}", entry.sentence);
        }
    }
}

#[test]
fn a_new_mode_is_defined_and_given_in_one_step() {
    let mut app = review().with_modes(MODES).open();
    app.press("F /").write_text("too vague").press("<Tab>");
    assert!(app.screen().contains("what too vague means"), "{}", app.screen());
    app.write_text("Says nothing that could be wrong.").press("<Enter>");
    assert!(app.model.overlays.is_empty());
    let judged = app.judged();
    assert_eq!(judged.len(), 1, "one group");
    assert!(matches!(&judged[0][1], Change::ModeAdd { name, definition, .. }
        if name.as_str() == "too vague" && definition.raw() == "Says nothing that could be wrong."));
    assert_eq!(judged[0].len(), 3);
    assert_eq!(app.model.screens.review.list.cursor, 1);
    app.press("u");
    assert_eq!(app.codebook().modes.len(), 1, "mode and judgement go together");
    assert!(app.stored(1).verdicts.is_empty());
}

#[test]
fn leaving_the_definition_goes_back_to_the_picker() {
    let mut app = review().open();
    app.press("T").write_text("too vague").press("<Tab> <Esc> <Enter>");
    let judged = app.judged();
    assert!(matches!(&judged[0][0], Change::ModeAdd { definition, .. } if definition.is_empty()));
    assert_eq!(judged[0].len(), 2);
    assert_eq!(app.model.screen, Screen::Review);
}

#[test]
fn each_side_of_compare_is_changed_by_its_key_and_never_shows_the_other_ones_answer() {
    let answer = |(at, text): (usize, &str)| content(at, "Do you ship to Norway?", text);
    let contents = ["Yes.", "No.", "Only parcels."].into_iter().enumerate().map(answer).collect();
    let mut app = review().with_contents(contents).at(160, 40).press("g o");
    for (key, left, right) in [("", 1, 2), ("l", 1, 3), ("l", 1, 2), ("h", 3, 2), ("h", 1, 2)] {
        app.press(key);
        let screen = app.screen();
        let shown: Vec<&str> = screen.matches(" of 3").collect();
        assert_eq!(shown.len(), 2, "{screen}");
        let places: Vec<usize> = [1, 2, 3].into_iter().filter(|at| screen.contains(&format!("{at} of 3"))).collect();
        let mut expected = vec![left, right];
        expected.sort_unstable();
        assert_eq!(places, expected, "{key}: {screen}");
        assert!(screen.find(&format!("{left} of 3")) < screen.find(&format!("{right} of 3")), "{key}: {screen}");
    }
    let mut two = review().with_contents(vec![content(0, "Hi?", "Yes."), content(1, "Hi?", "No.")]).press("g o l");
    assert!(two.footer().contains("all the answers to this input"), "{}", two.footer());
    two.press("h");
    assert!(two.footer().contains("all the answers to this input"), "{}", two.footer());
}
