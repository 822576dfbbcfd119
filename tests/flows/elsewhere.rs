//! What others write while the screen is open is read; what the screen wrote itself is not read again.

use gemba::app::message::{Effect, Message};
use gemba::domain::{Change, Name, Untrusted};
use gemba::views::Read;

use super::harness::{TestApp, review};

fn mode(name: &str) -> Change {
    let name = Name::new(name).unwrap();
    Change::ModeAdd { name, definition: Untrusted::default(), severity: 2, hotkey: Some('h') }
}

/// How often the codebook was asked for.
fn rereads(app: &TestApp) -> usize {
    app.effects.iter().filter(|effect| matches!(effect, Effect::Read(_, Read::Codebook(_)))).count()
}

#[test]
fn a_colleagues_mode_appears_and_the_place_stays() {
    let mut app = review().with_records(6).press("p j");
    let place = app.model.screens.review.list.row();
    app.judge_as("ben", vec![mode("rude")]);
    assert!(!app.screen().contains("rude"));
    app.send(Message::FileChanged);
    assert!(app.screen().contains("rude"), "{}", app.screen());
    assert_eq!(app.model.screens.review.list.row(), place);
    app.press("f h");
    assert_eq!(app.stored(place.unwrap().0).tags.len(), 1);
}

#[test]
fn a_half_written_note_is_not_disturbed_by_what_a_colleague_writes() {
    let mut app = review().with_records(6).press("n");
    app.write_text("half of a").judge_as("ben", vec![mode("rude")]);
    app.send(Message::FileChanged);
    app.write_text(" note").press("<Enter>");
    assert_eq!(app.stored(1).notes[0].text.raw(), "half of a note");
}

#[test]
fn what_the_screen_wrote_itself_is_not_read_again() {
    let mut app = review().with_records(6).press("p p");
    app.send(Message::FileChanged);
    let before = rereads(&app);
    app.press("f Enter p u");
    let after = rereads(&app);
    app.send(Message::FileChanged);
    assert_eq!(rereads(&app), after, "{before}");
}

#[test]
fn an_import_in_the_background_says_how_far_it_is() {
    let mut app = review().with_contents(Vec::new()).at(140, 40).press("i");
    app.write_text("big.jsonl").press("<Enter>");
    assert!(app.screen().contains("importing big.jsonl…"), "{}", app.screen());
    app.send(Message::JobAdvanced(12_000));
    assert!(app.screen().contains("importing big.jsonl 12,000…"), "{}", app.screen());
}
