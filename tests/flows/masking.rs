//! Secrets and personal data on a screen that is shared: covered on every screen, in every layer, whatever leads there.

use gemba::app::message::{Effect, Message};
use gemba::domain::{Change, Content, Part, Role};
use gemba::ui::theme::Theme;

use super::harness::{TestApp, content, review};

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't'), ("broken JSON", 'j')];
const CRITERIA: &[(&str, &str)] = &[
    ("only promises what the context says", "Promises nothing but what the context of jane.roe@corp.example.com says."),
    ("polite", "Is polite to +49 151 2345 6789."),
];
const CHECKS: &[(&str, &str)] = &[("only promises what the context says", "contains bob.stone@corp.example.com")];

/// What must not be seen, each in the questions and the answers of a record.
const SECRETS: &[&str] = &[
    "jane.roe@corp.example.com",
    "bob.stone@corp.example.com",
    "+49 151 2345 6789",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "203.0.113.77",
    "https://bob:s3cr3tpass@db.example.com/x",
];

/// Parts of them by which one would know.
const TELLTALE: &[&str] =
    &["jane.roe", "bob.stone", "2345 67", "4111 1111", "3704 0044", "IOSFODNN7", "16C7e42F", "203.0.113", "s3cr3tpass"];

fn contents() -> Vec<Content> {
    let all = SECRETS.join(" or ");
    let mut contents = vec![
        content(
            0,
            &format!("{} refund for me?", SECRETS[0]),
            &format!("Yes **{}**, we will refund. {all}", SECRETS[0]),
        ),
        content(1, &format!("Is it {}", SECRETS[2]), &format!("{{\"to\": \"{}\", \"all\": \"{all}\"}}", SECRETS[1])),
        content(
            2,
            &format!("Refund {all}"),
            &format!("| who | mail |\n|---|---|\n| Bob | {} |\n\n`{all}`", SECRETS[1]),
        ),
    ];
    // Two more answers to the first question, for Compare.
    let mut other = contents[0].clone();
    other.external_id = Some("other".into());
    other.output = format!("No {}, we will not refund. {}", SECRETS[0], SECRETS[3]).as_str().into();
    contents.push(other);
    contents[0].expected = Some(all.as_str().into());
    contents[1].error = Some(format!("no route to {}", SECRETS[7]).as_str().into());
    contents[2]
        .messages
        .insert(0, gemba::domain::Message::text(Role::System, format!("Rules. {all}").repeat(9).as_str()));
    contents[2].output_parts = vec![Part::ToolCall {
        id: Some(SECRETS[1].into()),
        name: "mail".into(),
        arguments: format!("{{\"to\":\"{}\"}}", SECRETS[0]).as_str().into(),
    }];
    contents
}

fn log(size: (u16, u16)) -> TestApp {
    let mut app = review()
        .with_contents(contents())
        .with_modes(MODES)
        .with_criteria(CRITERIA)
        .with_checks(CHECKS)
        .at(size.0, size.1)
        .open();
    let record = app.records()[0].id;
    let text = Some(format!("Ask {} or {}", SECRETS[1], SECRETS[2]).as_str().into());
    app.judge_as(
        "ben",
        vec![Change::Note { record, span: None, text: text.clone() }, Change::Correction { record, text }],
    );
    app.send(Message::FileChanged);
    app
}

fn leaks(app: &TestApp) -> Vec<&'static str> {
    let buffer = app.buffer_in(&Theme::default());
    let cells: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    let screen = app.screen().replace('\n', "");
    TELLTALE.iter().copied().filter(|part| cells.contains(part) || screen.contains(part)).collect()
}

#[test]
fn every_record_is_masked_in_every_form() {
    for size in [(140, 40), (80, 24), (60, 18)] {
        let mut app = log(size);
        app.press("P");
        for form in ["", "r", "w", "W", "z", "L L L"] {
            app.press(form);
            for step in ["g g", "j", "j", "j", "<PgDn>", "<PgDn>", "G", "K K", "D <Esc>"] {
                app.press(step);
                assert_eq!(leaks(&app), [""; 0], "{form} {step}\n{}", app.screen());
            }
        }
    }
}

#[test]
fn what_is_covered_has_a_stable_number_and_is_counted() {
    let mut app = log((140, 40));
    app.press("P");
    let screen = app.screen();
    let numbers: Vec<&str> = screen.match_indices("[email ").filter_map(|(at, _)| screen.get(at..at + 14)).collect();
    assert!(numbers.len() >= 3 && numbers.iter().filter(|number| **number == numbers[0]).count() >= 2, "{screen}");
    assert!(screen.contains(" masked "), "{screen}");
    assert!(screen.contains("names of people and postal addresses are not masked"), "{screen}");
    let wide = review().with_texts(&["jane.roe@corp.example.com"]).at(200, 50).press("P");
    let all = "masked: 1 e-mail address; names of people and postal addresses are not found";
    assert!(wide.screen().contains(all), "{}", wide.screen());
    app.press("P");
    assert!(!app.screen().contains("[email ") && app.screen().contains("jane.roe"), "{}", app.screen());
}

#[test]
fn one_key_shows_one_masked_place_until_the_record_is_left() {
    let mut app = review()
        .with_contents(vec![content(0, "Whom?", "To jane.roe@corp.example.com, or to bob.stone@corp.example.com.")])
        .at(140, 40)
        .press("P");
    app.press("X");
    assert!(app.screen().contains("jane.roe@corp.example.com"), "{}", app.screen());
    assert!(!app.screen().contains("bob.stone"), "{}", app.screen());
    assert!(
        app.footer().contains("is shown until you leave this record") && !app.footer().contains("jane"),
        "{}",
        app.footer()
    );
    app.press("X");
    assert!(app.screen().contains("bob.stone@corp.example.com"), "{}", app.screen());
    app.press("X");
    assert!(app.footer().contains("Nothing in view is masked."), "{}", app.footer());
    app.press("g m g r");
    assert!(!app.screen().contains("jane.roe") && !app.screen().contains("bob.stone"), "{}", app.screen());
    let mut app = log((140, 40));
    app.press("P X X j k");
    assert_eq!(leaks(&app), [""; 0], "{}", app.screen());
    app.press("P X");
    assert!(app.footer().contains("Nothing is masked but while presenting."), "{}", app.footer());
}

#[test]
fn the_settings_can_keep_all_masked() {
    let mut app = log((140, 40));
    app.model.session.cover.may_unmask = false;
    app.press("P X");
    assert_eq!(leaks(&app), [""; 0], "{}", app.screen());
    assert!(app.footer().contains("`present_may_unmask = false`"), "{}", app.footer());
}

#[test]
fn a_search_does_not_tell_what_is_masked() {
    let mut app = log((140, 40));
    app.press("P s").write_text("jane.roe");
    app.press("<Enter>");
    assert!(app.footer().contains("was not found in this record"), "{}", app.footer());
}

#[test]
fn evidence_is_kept_where_it_stands_in_the_logged_text() {
    let mut app = review()
        .with_texts(&["Ask jane.roe@corp.example.com about the guarantee."])
        .with_modes(MODES)
        .at(140, 40)
        .press("P v w t h");
    let Some(Change::Tag { span: Some(span), .. }) = app.judged().concat().pop() else { panic!() };
    assert!(span.start == 0 && span.end > 4, "{span:?}");
    app.press("P");
    assert!(app.screen().contains("jane.roe@corp.example.com"), "{}", app.screen());
}

#[test]
fn copies_and_what_other_programs_show_are_masked_while_presenting() {
    let mut app = log((140, 40));
    app.press("P y o y i y j y n v w w w w w w y R p R j");
    let mut shown = Vec::new();
    for effect in std::mem::take(&mut app.effects) {
        match effect {
            Effect::Copy(text) => shown.push(text),
            Effect::View(view) => shown.push(view.text),
            _ => {}
        }
    }
    assert!(shown.len() >= 6, "{shown:?}");
    for text in &shown {
        assert!(TELLTALE.iter().all(|part| !text.contains(part)), "{text}");
    }
}

/// What was copied or shown elsewhere since it was last asked.
fn left(app: &mut TestApp) -> Vec<String> {
    let text = |effect| match effect {
        Effect::Copy(text) => Some(text),
        Effect::View(view) => Some(view.text),
        _ => None,
    };
    std::mem::take(&mut app.effects).into_iter().filter_map(text).collect()
}

#[test]
fn a_copy_is_masked_and_a_capital_copies_as_logged() {
    let text = format!("Write to {} or {}.", SECRETS[0], SECRETS[5]);
    let mut app = review().with_texts(&[&text]).at(140, 40).press("y o");
    let copied = left(&mut app).concat();
    assert!(copied.starts_with("Write to [email ") && copied.contains("] or [key "), "{copied}");
    assert!(app.footer().contains("of the output copied, 2 masked"), "{}", app.footer());
    assert!(app.footer().contains("y O"), "the key that copies as logged: {}", app.footer());
    app.press("y O");
    assert_eq!(left(&mut app), std::slice::from_ref(&text));
    assert!(app.footer().contains("copied as logged, 2 unmasked"), "{}", app.footer());
    app.press("y j");
    assert!(!left(&mut app).concat().contains("jane.roe"));
    app.press("y J");
    assert!(left(&mut app).concat().contains("jane.roe"));
    app.press("n").write_text("ask bob.stone@corp.example.com").press("<Enter> y n");
    assert!(left(&mut app).concat().starts_with("ask [email "));
    app.press("y N");
    assert_eq!(left(&mut app), ["ask bob.stone@corp.example.com"]);
}

#[test]
fn of_a_span_that_holds_half_a_key_the_whole_is_masked() {
    let mut app = review().with_texts(&["key AKIAIOSFODNN7EXAMPLE here"]).at(140, 40).press("v w h h h y");
    let copied = left(&mut app).concat();
    assert!(copied.starts_with("key [key ") && !copied.contains("AK"), "{copied}");
    assert!(app.footer().contains("1 masked"), "{}", app.footer());
    app.press("v w h h h Y");
    let copied = left(&mut app).concat();
    assert!(copied.contains("AK"), "{copied}");
}

#[test]
fn as_logged_nothing_is_copied_while_presenting() {
    let mut app = log((140, 40));
    app.press("P y O");
    assert_eq!(left(&mut app), [""; 0]);
    assert!(app.footer().contains("Nothing copied: while presenting, copies are masked."), "{}", app.footer());
}

#[test]
fn by_the_settings_copies_are_as_logged_but_never_while_presenting() {
    let mut app = log((140, 40));
    app.model.session.cover.copies = gemba::redact::Mode::Off;
    app.press("y o");
    assert!(left(&mut app).concat().contains("jane.roe") && app.footer().contains("as logged"), "{}", app.footer());
    app.press("P y o");
    assert!(!left(&mut app).concat().contains("jane.roe"));
}

#[test]
fn pager_and_editor_say_that_they_get_the_record_as_logged() {
    let mut app = log((140, 40));
    for (keys, program) in [("R p", "pager"), ("R e", "editor"), ("R j", "pager")] {
        app.press(keys);
        assert!(left(&mut app).concat().contains("jane.roe"), "{keys}");
        let said = format!("Your {program} got the record as logged, ");
        assert!(app.footer().contains(&said) && app.footer().contains(" unmasked."), "{}", app.footer());
    }
    app.press("P R j");
    assert!(app.footer().contains(" masked."), "{}", app.footer());
    let json = left(&mut app).concat();
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok() && !json.contains("jane.roe"), "{json}");
}

#[test]
fn a_text_that_is_written_is_dotted_and_kept_as_it_was_typed() {
    let mut app = log((80, 24));
    app.press("P n").write_text("mail jane.roe@corp.example.com now");
    assert_eq!(leaks(&app), [""; 0], "{}", app.screen());
    assert!(app.screen().contains("mail ▒▒▒▒"), "{}", app.screen());
    app.press("<Enter>");
    assert_eq!(leaks(&app), [""; 0], "{}", app.screen());
    let Some(Change::Note { text: Some(text), .. }) = app.judged().concat().pop() else { panic!() };
    assert_eq!(text.raw(), "mail jane.roe@corp.example.com now");
    // What was logged begins a correction; an editor would show it.
    app.press("e");
    assert_eq!(leaks(&app), [""; 0], "{}", app.screen());
    app.press("<Esc> E");
    assert!(app.effects.iter().all(|effect| !matches!(effect, Effect::Edit(_))));
    assert!(app.footer().contains("Your editor would show what is masked here."), "{}", app.footer());
}
