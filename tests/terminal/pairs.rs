//! Two reviewers with a hand each at one terminal.

use super::screen::{End, Screen};
use super::workspace::Workspace;

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn at_one_terminal_a_vote_writes_no_byte_and_enter_reveals() {
    let workspace = Workspace::unlike(3);
    let mut screen = Screen::start(&workspace, &["review", "--pair", "ana,ben"], 30, 100);
    screen.until("ana has not voted · ben has not voted");
    screen.send("s");
    screen.until("ana has voted · ben has not voted");
    screen.send("\r");
    screen.until("Not revealed: ben has not voted on this record yet.");
    screen.send("j");
    screen.until("ana has voted · ben has voted");
    assert!(!holds(&screen.bytes(), "✗") && !holds(&screen.bytes(), "✓"));
    screen.send("\r");
    screen.until("the votes differ");
    screen.send("f");
    screen.until("settled  ✗ fail");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let left = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(left.contains("stays open, 1 of 3 revealed"), "{left}");
    let mut again = Screen::start(&workspace, &["review", "--pair", "ben,ana", "--resume"], 30, 100);
    again.until("ben  ✓ pass");
    again.until("1/3");
    again.send("q");
    assert_eq!(again.end(), End::Exit(0));
}
