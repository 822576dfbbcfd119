//! Reading one record: what is judged, what is folded, how far one is, and that the place holds at every size.

use gemba::domain::{Content, Message, Role};

use super::harness::{TestApp, content, review};

/// A conversation of three questions whose last answer is judged.
fn conversation(answer: &str) -> Content {
    let mut content = content(0, "First question?", answer);
    let facts = (0..40).map(|line| format!("Fact {line} of the handbook.\n")).collect::<Vec<_>>().concat();
    content.messages = vec![
        Message::text(Role::System, facts.as_str()),
        Message::text(Role::User, "First question?"),
        Message::text(Role::Assistant, "First answer.\nIts second line.\nThird.\nFourth."),
        Message::text(Role::User, "Last question?"),
    ];
    content
}

fn numbered(lines: usize) -> String {
    let line = |line| format!("Step {line}: turn the key and wait until the light is green again.");
    (1..=lines).map(line).collect::<Vec<_>>().join("\n\n")
}

/// The first text in view: the number of its turn in words, and its first character.
fn top(app: &TestApp) -> (String, u32) {
    let page = app.model.screens.review.current().unwrap();
    let rows = page.transcript().unwrap().lines(page.rows());
    let found = rows.iter().find_map(|row| Some((format!("{:?}", row.turn), row.source()?.start)));
    found.unwrap()
}

#[test]
fn the_judged_answer_has_its_own_label_and_earlier_turns_are_a_row_each() {
    for (columns, rows) in [(140, 40), (80, 24), (60, 18)] {
        let mut app = review().with_contents(vec![conversation("Last answer.")]).at(columns, rows).open();
        let screen = app.screen();
        assert_eq!(screen.matches("judged answer").count(), 1, "{screen}");
        assert!(screen.contains("┃ Last answer."), "{screen}");
        assert!(screen.contains("Fact 0 of the handbook. … 40 lines") && !screen.contains("Fact 1 "), "{screen}");
        assert!(screen.contains("earlier First answer. … 4 lines"), "{screen}");
        app.press("z");
        assert!(app.screen().contains("Fact 1 of the handbook."), "{}", app.screen());
        app.press("z");
        assert_eq!(app.screen().matches("40 lines").count(), 1, "{}", app.screen());
        app.press("[");
        assert!(app.screen().contains("Its second line.") && !app.screen().contains("Fact 1 "), "{}", app.screen());
        app.press("[ [ [");
        assert!(app.screen().contains("Fact 1 of the handbook."), "one after the other: {}", app.screen());
    }
}

#[test]
fn a_record_opens_on_the_answer_and_says_how_much_of_it_is_in_view() {
    let mut long = conversation(&numbered(90));
    long.messages[3] = Message::text(Role::User, numbered(30).as_str());
    let mut app = review().with_contents(vec![long, content(1, "And?", "No.")]).at(80, 24).open();
    let screen = app.screen();
    assert!(screen.contains("judged answer") && screen.contains("┃ Step 1:"), "{screen}");
    assert!(screen.contains(" of 2") && screen.contains(" lines"), "{screen}");
    app.press("<PgDn> <PgDn> J");
    let place = top(&app);
    app.press("j");
    assert!(!app.screen().contains(" lines "), "all of it is in view: {}", app.screen());
    app.press("k");
    assert_eq!(top(&app), place, "each record has its own place");
    app.press("[ [");
    assert!(app.screen().contains("Last question?") || app.screen().contains("user"), "{}", app.screen());
}

#[test]
fn the_place_is_the_text_at_any_width_also_after_a_restart() {
    let mut app = review().with_contents(vec![conversation(&numbered(90))]).at(140, 40).press("<PgDn> <PgDn> J J");
    let place = top(&app);
    for (columns, rows) in [(80, 24), (60, 18), (20, 5), (200, 50), (140, 40)] {
        app.resize(columns, rows);
        if rows > 10 {
            let (turn, start) = top(&app);
            assert!(turn == place.0 && start <= place.1 && place.1 - start < 200, "{start} for {place:?}");
        }
    }
    assert_eq!(top(&app), place, "no size moves it");
    app.resize(80, 24);
    let narrow = top(&app);
    let mut app = app.reopened();
    assert_eq!(top(&app), narrow);
    app.resize(140, 40);
    assert_eq!(top(&app), place);
}

#[test]
fn lines_are_wrapped_or_not_and_have_numbers_or_not() {
    let long = format!("The first line goes {}to the end.\nThe second.", "on and on and ".repeat(20));
    let mut app = review().with_contents(vec![content(0, "Why?", &long)]).at(80, 24).open();
    assert!(app.screen().contains("to the end."), "{}", app.screen());
    app.press("L");
    assert!(app.footer().contains("wrapped"), "{}", app.footer());
    app.press("w");
    assert!(!app.screen().contains("to the end."), "{}", app.screen());
    app.press("L L L L L L L L L L");
    assert!(app.screen().contains("to the end."), "{}", app.screen());
    assert!(app.footer().contains("end here"), "{}", app.footer());
    app.press("H H H H H H H H H H H");
    assert!(app.screen().contains("The first line goes") && app.footer().contains("begin here"), "{}", app.screen());
    app.press("w W");
    assert!(app.screen().contains("2 The second."), "{}", app.screen());
    app.press("W");
    assert!(!app.screen().contains("2 The second."), "{}", app.screen());
}

#[test]
fn a_prompt_is_folded_to_what_the_record_before_in_the_queue_does_not_say() {
    let rules: String = (0..34).map(|line| format!("Rule {line} of the house.\n")).collect::<Vec<_>>().concat();
    let record = |at: usize, fact: &str| {
        let mut content = content(at, fact, "Yes.");
        content.messages[0] = Message::text(Role::System, format!("{rules}Today: {fact}").as_str());
        content
    };
    let contents = vec![record(0, "rain."), record(1, "snow."), record(2, "snow.")];
    let mut app = review().with_contents(contents).at(140, 40).open();
    assert!(app.screen().contains("… 35 lines"), "{}", app.screen());
    app.press("j");
    let screen = app.screen();
    assert!(screen.contains("same as the record before: 34 lines") && screen.contains("Today: snow."), "{screen}");
    app.press("j");
    assert!(app.screen().contains("same as the record before: 35 lines"), "{}", app.screen());
    app.press("s").write_text("Rule 7").press("<Enter>");
    assert!(app.screen().contains("Rule 7 of the house."), "a search unfolds: {}", app.screen());
}
