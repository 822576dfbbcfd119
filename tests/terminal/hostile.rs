//! A log made of hostile texts, through every view: nothing in it may act on the terminal.

use super::screen::{End, Screen};
use super::workspace::Workspace;
use crate::hostile_inputs::HOSTILE;

fn hostile_workspace() -> Workspace {
    let pairs: Vec<(String, String)> =
        HOSTILE.iter().enumerate().map(|(n, text)| (format!("{text} #{n}"), (*text).to_owned())).collect();
    Workspace::of(&pairs)
}

/// Every record, rendered and raw, with what surrounds it.
fn walk(rows: u16, columns: u16) {
    let workspace = hostile_workspace();
    let mut screen = Screen::start(&workspace, &["review"], rows, columns);
    screen.wait_bytes("a frame", 0, |bytes| bytes.windows(8).any(|window| window == b"\x1b[?2026l"));
    for _ in HOSTILE {
        for keys in ["r", "r", "j"] {
            let mark = screen.mark();
            screen.send(keys);
            screen.wait_bytes("a frame", mark, |bytes| bytes.windows(8).any(|window| window == b"\x1b[?2026l"));
        }
    }
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

#[test]
fn no_hostile_text_acts_on_a_wide_terminal() {
    walk(50, 200);
}

#[test]
fn no_hostile_text_acts_on_a_usual_terminal() {
    walk(24, 80);
}

#[test]
fn no_hostile_text_acts_through_notes_modes_filters_and_copies() {
    let workspace = hostile_workspace();
    let mut screen = Screen::start(&workspace, &["review"], 40, 120);
    screen.until("#0");
    for (n, text) in HOSTILE.iter().enumerate() {
        let mark = screen.mark();
        // As a paste into the note, kept; then the output on the clipboard, and on to the next record.
        screen.send("n");
        screen.send(&format!("\x1b[200~{}\x1b[201~", text.replace("\x1b[201~", "")));
        screen.send("\r");
        screen.send("yo");
        screen.send("j");
        screen.wait_bytes(&format!("a frame after {n}"), mark, |bytes| {
            bytes.windows(8).any(|window| window == b"\x1b[?2026l")
        });
    }
    screen.send("T");
    screen.send(&format!("\x1b[200~{}\x1b[201~", HOSTILE.concat()));
    screen.send("\r");
    screen.send("/");
    screen.send(&format!("\x1b[200~{}\x1b[201~", HOSTILE.concat()));
    screen.send("\r");
    std::thread::sleep(std::time::Duration::from_millis(300));
    screen.verdict().assert_clean();
}

#[test]
fn no_hostile_text_acts_through_printed_lines() {
    let workspace = hostile_workspace();
    for arguments in [
        &["list", "--limit", "1000"][..],
        &["list", "--json", "--limit", "1000"],
        &["list", "\u{1b}]0;x\u{7}"],
        &["list", "verdict:\u{202e}x"],
        &["show", "\u{9b}31m"],
        &["tag", "ffffff", "\u{1b}[31m"],
        &["\u{1b}]52;c;aGk=\u{7}"],
        &["stats"],
        &["modes", "list"],
        &["doctor"],
    ] {
        let output = workspace.run(arguments);
        for bytes in [&output.stdout, &output.stderr] {
            let verdict = super::oracle::Verdict::of(bytes);
            assert!(verdict.breaches.is_empty(), "{arguments:?} wrote {:?}", verdict.breaches);
        }
    }
}
