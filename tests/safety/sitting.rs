//! A sitting as a reviewer has it, ended by kill -9: what the screen had shown as saved is there, and nothing else.

use rustix::process::Signal;
use serde_json::Value;

use crate::terminal::screen::Screen;
use crate::terminal::workspace::Workspace;

fn shows(screen: &Screen, number: u32) {
    screen.until(&format!("Question number {number:03}"));
}

/// Finds or creates a mode by name and tags with it; stays on the record.
fn tag(screen: &mut Screen, name: &str) {
    screen.send("T");
    screen.until("Enter choose");
    screen.send(name);
    screen.until(name);
    screen.send("\r");
    screen.until("p pass");
    saved(screen);
}

fn saved(screen: &Screen) {
    screen.wait("saved", |text| {
        let header = text.lines().next().unwrap_or_default();
        header.contains("saved") && !header.contains("saving")
    });
}

fn count(records: &[Value], list: &str) -> usize {
    records.iter().map(|record| record[list].as_array().unwrap().len()).sum()
}

#[test]
fn a_sitting_ended_by_kill_9_leaves_what_was_shown_as_saved() {
    let workspace = Workspace::plain(12);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    for number in 1..=10 {
        shows(&screen, number);
        match number {
            3 | 7 => tag(&mut screen, "invented policy"),
            6 | 9 => tag(&mut screen, "wrong tone"),
            8 => tag(&mut screen, "too long"),
            _ => {}
        }
        if number == 9 {
            screen.send("n");
            screen.send("made-up guarantee");
            screen.until("made-up guarantee");
            screen.send("\r");
            saved(&screen);
        }
        match number {
            // Fail with a new mode: two keys, the picker, its name.
            4 => {
                screen.send("F/");
                screen.until("Enter choose");
                screen.send("too long");
                screen.until("too long");
                screen.send("\r");
            }
            // A fail without a reason.
            3 | 6..=9 => screen.send("ff"),
            _ => screen.send("p"),
        }
    }
    shows(&screen, 11);
    saved(&screen);
    screen.send("u");
    shows(&screen, 10);
    saved(&screen);
    screen.send("u");
    shows(&screen, 9);
    saved(&screen);
    screen.signal(Signal::KILL);
    screen.end();

    let after = workspace.json(&["list", "--json", "--limit", "100"]);
    assert_eq!((count(&after, "verdicts"), count(&after, "tags"), count(&after, "notes")), (8, 6, 1));
    let verdict = |number: usize| after[number - 1]["verdicts"][0]["verdict"].as_str().map(str::to_owned);
    let told: Vec<Option<String>> = (1..=12).map(verdict).collect();
    let expected = ["pass", "pass", "fail", "fail", "pass", "fail", "fail", "fail"].map(|word| Some(word.to_owned()));
    assert_eq!(told[..8], expected);
    assert_eq!(told[8..], [None, None, None, None]);
    let modes = |number: usize| after[number - 1]["tags"][0]["mode"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        [3, 4, 6, 7, 8, 9].map(modes),
        ["invented-policy", "too-long", "wrong-tone", "invented-policy", "too-long", "wrong-tone"]
    );
    assert_eq!(after[8]["notes"][0]["text"], "made-up guarantee");
    assert_eq!(workspace.json(&["modes", "list", "--json"]).len(), 3);

    let mut resumed = Screen::start(&workspace, &["review", "--resume"], 24, 80);
    shows(&resumed, 9);
    resumed.until("wrong tone");
    resumed.send("q");
    resumed.end();
    resumed.assert_given_back();
    assert_eq!(workspace.json(&["list", "--json", "--limit", "100"]), after);
    let doctor = workspace.run(&["doctor"]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}
