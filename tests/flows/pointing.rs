//! The mouse chooses and scrolls, never judges; the header says what led here.

use gemba::app::message::{Message, Pointer, Pointing};

use super::harness::{TestApp, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 'w')];

/// Points at the first cell of a text on the screen.
fn point(app: &mut TestApp, what: Pointing, text: &str) {
    let screen = app.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("{text} in\n{screen}"));
    let column = line.split(text).next().unwrap().chars().count();
    let cell = |at: usize| u16::try_from(at).unwrap();
    app.send(Message::Mouse(Pointer { what, column: cell(column), row: cell(row) }));
}

#[test]
fn a_click_goes_to_a_record_of_the_queue_at_any_width() {
    for (columns, rows, keys) in [(140, 40, ""), (80, 24, "<Tab>"), (60, 18, "<Tab>")] {
        let mut app = review().with_records(9).at(columns, rows).press(keys);
        point(&mut app, Pointing::Click, "How do I export");
        assert_eq!(app.model.screens.review.list.cursor, 2, "at {columns}");
        assert!(app.screen().contains("Settings"), "the record shows: {}", app.screen());
        assert!(app.judged().is_empty());
    }
}

#[test]
fn a_click_selects_the_line_of_a_list_and_a_chart() {
    let mut app = review().with_modes(MODES).press("g m");
    point(&mut app, Pointing::Click, "wrong tone");
    assert_eq!(app.model.list_cursor(), 1);
    point(&mut app, Pointing::WheelUp, "wrong tone");
    assert_eq!(app.model.list_cursor(), 0);
    let mut app = review().with_modes(MODES).press("p g i");
    point(&mut app, Pointing::Click, " days ");
    assert!(app.screen().contains("VERDICTS BY DAY"), "{}", app.screen());
}

#[test]
fn the_wheel_scrolls_the_text_below_it_and_the_help() {
    let long = "One line of a long answer.\n".repeat(80);
    let mut app = review().with_texts(&[&long, "short"]).at(140, 30).open();
    let before = app.model.screens.review.page.as_ref().unwrap().scroll;
    app.send(Message::Mouse(Pointer { what: Pointing::WheelDown, column: 60, row: 10 }));
    assert_eq!(app.model.screens.review.page.as_ref().unwrap().scroll, before + 3);
    app.send(Message::Mouse(Pointer { what: Pointing::WheelDown, column: 5, row: 5 }));
    assert_eq!(app.model.screens.review.list.cursor, 1, "over the queue it goes to the next record");
    app.press("?");
    let help = app.screen();
    assert!(help.contains("Shift+mouse selects text"), "{help}");
    app.send(Message::Mouse(Pointer { what: Pointing::WheelDown, column: 60, row: 10 }));
    assert_ne!(app.screen(), help);
}

#[test]
fn a_click_below_an_open_layer_does_nothing_and_says_so() {
    let mut app = review().with_modes(MODES).press("f");
    app.judged();
    point(&mut app, Pointing::Click, "Do you ship");
    assert!(app.judged().is_empty() && app.footer().contains("while something is open"), "{}", app.footer());
    assert_eq!(app.model.screens.review.list.cursor, 0);
}

#[test]
fn the_header_says_which_screens_and_lists_led_here() {
    let mut app = review().with_modes(MODES).at(200, 50).press("F h F h g m <Enter>");
    let header = |app: &TestApp| app.screen().lines().next().unwrap().to_owned();
    assert!(header(&app).contains("Modes › view mode:invented-policy"), "{}", header(&app));
    app.press("/ <ctrl-u>").write_text("refund").press("<Enter>");
    assert!(header(&app).contains("Modes › mode:invented-policy › view"), "{}", header(&app));
    app.press("<Esc> <Esc>");
    assert!(!header(&app).contains('›'), "{}", header(&app));
}
