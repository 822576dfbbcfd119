//! Notes become failure modes on the Modes screen, group by group.

use gemba::app::Screen;

use super::harness::{TestApp, review};

const NOTES: [&str; 4] =
    ["invents a refund policy", "tone too casual", "refund policy is invented", "invented policy: no such refund"];

/// Four failed records with notes as their reasons, and one without; then the Modes screen.
fn noted(modes: &[(&'static str, char)]) -> TestApp {
    let mut app = review().with_records(6).with_modes(modes).open();
    for note in NOTES {
        app.press("f <Space>").write_text(note).press("<Enter>");
    }
    app.press("f <Enter> g m");
    app
}

fn tagged(app: &TestApp) -> Vec<i64> {
    (1..=6).filter(|row| !app.stored(*row).tags.is_empty()).collect()
}

#[test]
fn a_mode_is_made_of_a_group_of_notes_with_one_key_and_one_undo() {
    let mut app = noted(&[]);
    let screen = app.screen();
    assert!(
        screen.contains("fails without a mode") && screen.contains("5 failed records have no failure mode"),
        "{screen}"
    );
    assert!(screen.contains("3 notes") && screen.contains("1 note  tone too casual"), "{screen}");
    app.press("j c <ctrl-u>").write_text("invented policy").press("<Enter>");
    assert!(app.footer().contains("mode \"invented policy\" made, 3 records tagged; severity 2"), "{}", app.footer());
    assert_eq!(tagged(&app), [1, 3, 4]);
    let screen = app.screen();
    assert!(!screen.contains("3 notes") && screen.contains("1 note  tone too casual"), "{screen}");
    app.press("u");
    assert!(tagged(&app).is_empty() && app.codebook().modes.is_empty(), "{}", app.screen());
    app.press("g m");
    assert!(app.screen().contains("3 notes"), "{}", app.screen());
}

#[test]
fn a_group_of_notes_is_added_to_a_mode_by_picker() {
    let mut app = noted(&[("made things up", 'm')]);
    app.press("i");
    assert!(app.footer().contains("cursor is not on notes"), "{}", app.footer());
    app.press("j j i").write_text("made").press("<Enter>");
    assert!(app.footer().contains("made things up: 3 records tagged"), "{}", app.footer());
    assert_eq!(tagged(&app), [1, 3, 4]);
    app.press("k r");
    assert!(app.footer().contains("no failure mode yet"), "{}", app.footer());
}

#[test]
fn enter_on_notes_shows_their_records_and_esc_comes_back() {
    let mut app = noted(&[]);
    let cursor = app.model.list_cursor();
    app.press("j <Enter>");
    assert_eq!((app.model.screen, app.model.screens.review.list.len()), (Screen::Review, 3), "{}", app.screen());
    assert!(app.screen().contains("3 notes like"), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!((app.model.screen, app.model.list_cursor()), (Screen::Modes, cursor + 1));
    app.press("k <Enter>");
    assert_eq!((app.model.screen, app.model.screens.review.list.len()), (Screen::Review, 5), "{}", app.screen());
    app.press("<Esc>");
    assert_eq!(app.model.screen, Screen::Modes);
}

#[test]
fn notes_are_filtered_with_the_modes_and_hide_what_was_passed() {
    let mut app = review().with_records(3).open();
    app.press("p k n")
        .write_text("a good answer, if long")
        .press("<Enter> j n")
        .write_text("far too long")
        .press("<Enter> g m");
    let screen = app.screen();
    assert!(screen.contains("far too long") && !screen.contains("a good answer"), "{screen}");
    app.press("/").write_text("casual").press("<Enter>");
    assert!(!app.screen().contains("far too long"), "{}", app.screen());
}

#[test]
fn insights_say_what_no_rate_of_a_mode_counts() {
    let mut app = noted(&[("made things up", 'm')]);
    app.press("g i l l");
    let said = app.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "Fails without a mode: 5; no rate of a mode counts them as showing it, so these rates may be too low.";
    assert!(said.contains(told), "{said}");
}

#[test]
fn why_a_note_on_a_passed_record_is_not_listed_is_said() {
    let mut app = review().with_records(3).open();
    app.press("p k n").write_text("good, if long").press("<Enter> g m");
    let half = |line: &str| line.split('│').next().unwrap_or_default().trim().to_owned();
    let said = app.screen().lines().map(half).collect::<Vec<_>>().join(" ");
    assert!(said.contains("1 note on records that passed or were declined is left out."), "{said}");
    app.press("c");
    assert!(
        app.footer().contains("1 note on records that passed") && !app.footer().contains("n note"),
        "{}",
        app.footer()
    );
}

#[test]
fn the_commands_know_where_notes_become_modes() {
    let mut app = review().press(":");
    app.write_text("notes that none");
    assert!(app.screen().contains("g m"), "{}", app.screen());
}

#[test]
fn the_modes_beside_records_keep_one_order() {
    let mut app = review().with_records(6).with_modes(&[("wrong tone", 'w'), ("invented policy", 'h')]).open();
    let order = |app: &TestApp| {
        let screen = app.screen();
        screen.find("wrong tone").unwrap() < screen.find("invented policy").unwrap()
    };
    for (columns, rows) in [(140, 40), (80, 24)] {
        app.resize(columns, rows);
        assert!(order(&app), "{}", app.screen());
        app.press("t h");
        assert!(order(&app), "tagged with the second: {}", app.screen());
        app.press("j t h");
        assert!(order(&app), "the second is used most: {}", app.screen());
        app.press("j");
    }
}
