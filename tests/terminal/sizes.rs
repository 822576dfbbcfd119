//! Terminals of every size, and terminals that change it all the time.

use super::screen::{End, Screen};
use super::workspace::Workspace;

#[test]
fn a_storm_of_sizes_ends_in_a_right_screen() {
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    let sizes =
        [(1, 1), (0, 0), (2, 2), (1, 500), (500, 1), (9, 39), (10, 40), (65535, 65535), (19, 79), (50, 200), (20, 80)];
    for round in 0..300 {
        let (rows, columns) = sizes[round % sizes.len()];
        screen.resize(rows, columns);
        if round % 7 == 0 {
            screen.send("jk");
        }
    }
    screen.resize(30, 100);
    screen.until("Question number 001");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.verdict().assert_clean();
}

#[test]
fn it_opens_in_a_terminal_of_any_size_and_closes_again() {
    let workspace = Workspace::plain(2);
    for (rows, columns) in [(0, 0), (1, 1), (1, 200), (200, 1), (5, 20), (10, 40), (24, 80), (50, 200)] {
        let mut screen = Screen::start(&workspace, &["review"], rows, columns);
        screen.wait_bytes("a frame", 0, |bytes| bytes.windows(8).any(|window| window == b"\x1b[?2026l"));
        screen.send("q");
        assert_eq!(screen.end(), End::Exit(0), "{rows}×{columns}");
        screen.assert_given_back();
    }
}
