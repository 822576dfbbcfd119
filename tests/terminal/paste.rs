//! A paste must never judge.

use super::screen::{End, Screen};
use super::workspace::Workspace;

#[test]
fn a_bracketed_paste_judges_nothing() {
    let workspace = Workspace::plain(20);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send("\x1b[200~ppppffff\r1x1tdq\x1b[201~");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert!(workspace.judged().is_empty(), "{:?}", workspace.judged());
}

#[test]
fn a_flood_of_keys_without_brackets_judges_nothing() {
    let workspace = Workspace::plain(200);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send(&"pfd1pf-uU.a".repeat(1000 / 11 + 1)[..1000]);
    screen.until("too fast");
    // Fingers again, once the keyboard has been quiet.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(workspace.judged().is_empty(), "{:?}", workspace.judged().len());
    screen.send("p");
    screen.until("saved");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(workspace.judged().len(), 1, "a key typed afterwards judges");
}

#[test]
fn a_flood_in_many_pieces_judges_nothing() {
    let workspace = Workspace::plain(200);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    for _ in 0..20 {
        screen.send(&"p".repeat(50));
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(workspace.judged().is_empty());
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}
