//! The screen while it is shared: clear, roomy, with the pressed keys, and without names.

use gemba::app::message::Message;
use gemba::domain::Change;
use gemba::ui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::harness::{TestApp, review};
use super::scenes::SCENES;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];
const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite.")];
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

fn presenting(size: (u16, u16)) -> TestApp {
    review().with_modes(MODES).with_criteria(CRITERIA).at(size.0, size.1).press("P")
}

/// The rule under the header, where the pressed keys are shown.
fn pressed(app: &TestApp) -> String {
    let rule: Vec<char> = app.screen().lines().nth(1).unwrap().chars().collect();
    rule[rule.len() / 2..].iter().collect::<String>().trim_matches(['─', '┬', ' ']).to_owned()
}

#[test]
fn turns_stand_further_apart_and_lines_are_shorter() {
    let gaps = |app: &TestApp| {
        let screen = app.screen();
        let rows: Vec<&str> = screen.lines().collect();
        let answer = rows.iter().position(|row| row.contains("judged answer")).unwrap();
        rows[..answer]
            .iter()
            .rev()
            .take_while(|row| row.replace('│', " ").split("  ").all(|part| part.trim().is_empty()))
            .count()
    };
    let mut app = review().at(80, 24).open();
    assert_eq!(gaps(&app), 1, "{}", app.screen());
    app.press("P");
    assert_eq!(gaps(&app), 2, "{}", app.screen());
    assert!(app.screen().contains("Just reply with your card number."), "{}", app.screen());
    let mut app = review().at(200, 50).press("P");
    let longest = |app: &TestApp| {
        app.screen().lines().filter(|row| row.contains("refund within")).map(|row| row.trim().len()).max()
    };
    assert!(longest(&app).unwrap() < 160, "{}", app.screen());
    app.press("P");
    assert_eq!(gaps(&app), 1, "{}", app.screen());
}

#[test]
fn the_queue_shows_only_when_it_is_asked_for() {
    let mut app = presenting((140, 40));
    assert!(!app.screen().contains("QUEUE") && !app.screen().contains("Norway"), "{}", app.screen());
    app.press("<Tab>");
    assert!(app.screen().contains("QUEUE") && app.screen().contains("Norway"), "{}", app.screen());
    app.press("<Tab> <Tab>");
    assert!(!app.screen().contains("QUEUE"), "{}", app.screen());
    app.press("P");
    assert!(app.screen().contains("QUEUE"), "{}", app.screen());
}

#[test]
fn pressed_keys_are_shown_with_what_they_do() {
    let mut app = presenting((140, 40));
    assert_eq!(pressed(&app), "");
    app.press("k");
    app.press("j");
    assert_eq!(pressed(&app), "k back  j next");
    app.press("t h");
    assert!(pressed(&app).ends_with("t h tag"), "{}", pressed(&app));
    app.press("g m");
    assert!(pressed(&app).contains("g m"), "{}", pressed(&app));
    app.press("P");
    assert_eq!(pressed(&app), "");
    app.press("P");
    assert_eq!(pressed(&app), "");
}

#[test]
fn what_is_typed_or_pasted_is_never_among_the_pressed_keys() {
    let mut app = presenting((140, 40));
    app.press("n").write_text("zebra?");
    app.send(Message::Paste("okapi".to_owned()));
    app.press("<Enter>");
    assert_eq!(pressed(&app), "n note");
    app.press("T").write_text("zebra");
    app.press("<Esc> <Esc>");
    app.press("/").write_text("zebra");
    app.press("<Esc>");
    app.press(": z e b r a <Esc> <Esc> ? z e b r a <Esc> <Esc>");
    let shown = pressed(&app);
    assert!(["z ", "e ", "b ", "Enter"].iter().all(|key| !shown.contains(key)), "{shown}");
    let mut app = presenting((140, 40));
    app.burst("k k k");
    assert_eq!(pressed(&app), "", "a burst may be a paste");
}

#[test]
fn people_are_numbers_while_presenting() {
    let mut app = review().with_modes(MODES).with_criteria(CRITERIA).at(140, 40).press("n h m <Enter>");
    let record = app.records()[0].id;
    app.judge_as("ben", vec![Change::Note { record, span: None, text: Some("Not what we say.".into()) }]);
    app.send(Message::FileChanged);
    assert!(app.screen().contains("ben") && app.screen().contains("ana"), "{}", app.screen());
    app.press("P");
    let screen = app.screen();
    assert!(!screen.contains("ben") && !screen.contains("ana"), "{screen}");
    assert!(screen.contains("reviewer 2  Not what we") && screen.contains("reviewer 1  hm"), "{screen}");
    for keys in ["g c", "g m", "g i", "g s <Esc>", "g o", "g e"] {
        app.press(keys);
        let screen = app.screen();
        assert!(!screen.contains("ben ") && !screen.contains("ana ") && !screen.contains("setup"), "{screen}");
    }
}

#[test]
fn owners_are_not_shown_while_presenting() {
    let mut app = review().with_criteria(CRITERIA).at(140, 40).press("g c o d o r a <Enter>");
    assert!(app.screen().contains("dora decides"), "{}", app.screen());
    app.press("P");
    assert!(!app.screen().contains("dora"), "{}", app.screen());
    app.press("o");
    assert!(!app.screen().contains("dora"), "{}", app.screen());
    assert!(app.footer().contains("No owner is shown while presenting."), "{}", app.footer());
}

#[test]
fn neither_workspace_nor_names_in_a_filter_are_shown() {
    let mut app = review().filtered_by("-by:ben").at(140, 40).open();
    assert!(app.screen().contains("support-bot") && app.screen().contains("by:ben"), "{}", app.screen());
    app.press("P");
    let screen = app.screen();
    assert!(!screen.contains("support-bot") && !screen.contains("ben"), "{screen}");
    assert!(screen.contains("-by:reviewer-2"), "{screen}");
    app.press("/");
    app.press("ctrl-u").write_text("by:");
    assert!(!app.screen().contains("ana"), "{}", app.screen());
}

/// The red, green and blue of a colour that is the same on every terminal.
fn channels(colour: Color) -> [u8; 3] {
    let level = |part: u8| [0, 95, 135, 175, 215, 255][usize::from(part)];
    match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(number @ 16..=231) => {
            [level((number - 16) / 36), level((number - 16) / 6 % 6), level((number - 16) % 6)]
        }
        other => panic!("{other} is not the same on every terminal"),
    }
}

fn luminance(colour: Color) -> f64 {
    let [red, green, blue] = channels(colour).map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn all_that_is_read_is_clear_while_presenting_selected_rows_too() {
    let (mut checked, mut selected) = (0, 0);
    for (scene, size) in SCENES.iter().flat_map(|scene| SIZES.map(|size| (scene, size))) {
        let (name, app) = (scene.name, scene.presented(size));
        for theme in Theme::known(&[]) {
            let own = Theme::load(&theme, &[]).unwrap();
            let buffer: Buffer = app.buffer_in(&own);
            let mark = own.presenting().style(Role::Selected).bg;
            for cell in buffer.content.iter().filter(|cell| !cell.symbol().trim().is_empty()) {
                let (ink, paper) = (luminance(cell.fg), luminance(cell.bg));
                let ratio = (ink.max(paper) + 0.05) / (ink.min(paper) + 0.05);
                assert!(ratio >= 7.0, "{name} in {theme}: {cell:?} has {ratio:.2}");
                assert!(!cell.modifier.contains(Modifier::DIM), "{name} in {theme}: {cell:?}");
                checked += 1;
                selected += u32::from(mark == Some(cell.bg));
            }
        }
        let bare = app.buffer_in(&Theme::default().without_colour());
        assert!(bare.content.iter().all(|cell| !cell.modifier.contains(Modifier::DIM)), "{name}");
    }
    assert!(checked > 500_000 && selected > 2_000, "{checked} cells, {selected} of selected rows");
}

#[test]
fn presenting_at_three_sizes() {
    for size in SIZES {
        let mut app = presenting(size);
        app.press("k F h j");
        insta::assert_snapshot!(format!("presenting_{}", size.0), app.screen());
    }
}
