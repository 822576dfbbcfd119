//! A person's own keys on the screen: they act, and footer and help name them.

use super::harness::review;

#[test]
fn own_keys_act_and_the_footer_and_the_help_name_them() {
    let mut app = review().with_keymap("Pass = 'Y'\nGoto = ['Z', 'g']\n[go-to]\nGoModes = 'f'").press("Y");
    assert_eq!(app.judged().len(), 1);
    assert!(app.footer().contains("Y pass"), "{}", app.footer());
    assert!(!app.footer().contains("p pass"), "{}", app.footer());
    app.press("?");
    assert!(app.screen().contains("Y "), "{}", app.screen());
    app.press("<Esc> p");
    assert!(app.judged().is_empty(), "the key of before judges no more");
    app.press("Z f");
    assert!(app.screen().contains("Modes"), "{}", app.screen());
}

#[test]
fn what_is_wrong_with_own_keys_is_said_when_the_screen_opens() {
    let app = review().with_keymap("Pass = 'd'\nPas = 'x'").open();
    let screen = app.screen();
    for word in ["keymap.toml:1", "\"Defer\""] {
        assert!(screen.contains(word), "{word} in {screen}");
    }
    assert!(app.model.notice.as_ref().unwrap().text.contains("1 more: `gemba keys` tells all."));
}

#[test]
fn the_record_is_handed_to_the_pager_as_safe_text() {
    let mut app = review().with_texts(&["\u{1b}]0;title\u{7}\u{202e}Hello"]).press("R p");
    let shown = app.effects.drain(..).find_map(|effect| match effect {
        gemba::app::message::Effect::View(shown) => Some(shown.text),
        _ => None,
    });
    let shown = shown.unwrap();
    assert!(shown.contains("── answer ──") && shown.contains("Hello"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
}
