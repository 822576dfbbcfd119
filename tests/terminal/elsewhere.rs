//! Two programs over one workspace: what one writes appears on the screen of the other.

use super::screen::{End, Screen};
use super::workspace::Workspace;

#[test]
fn a_failure_mode_that_a_colleague_makes_appears_on_a_screen_that_nobody_touches() {
    let workspace = Workspace::unlike(5);
    let mut screen = Screen::start(&workspace, &["review"], 40, 120);
    screen.until("Question number 001");
    screen.send("p");
    screen.until("1 of 5 judged");
    workspace.json(&["modes", "add", "made-up policy", "--hotkey", "m", "--json", "--reviewer", "ben"]);
    screen.until("made-up policy");
    assert!(screen.text().contains("record 2"), "{}", screen.text());
    screen.send("fm");
    screen.until("2 of 5 judged");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(workspace.json(&["list", "mode:made-up-policy", "--json"]).len(), 1);
}
