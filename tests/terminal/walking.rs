//! A day's fifty records at a real terminal: what the keys cost, and that the place is never lost.

use std::time::{Duration, Instant};

use gemba::store::Reader;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// The records that are long, counted from 1.
const LONG: [usize; 2] = [8, 32];
/// How many lines these have.
const LINES: usize = 200;

/// What is said of a record.
#[derive(Clone, Copy)]
enum Judgement {
    Pass,
    Known,
    New(&'static str),
    Note(&'static str),
    Defer,
}

/// Fifty records, two of them long, and a failure mode that is known.
fn fifty() -> Workspace {
    let pairs: Vec<(String, String)> = (1..=50)
        .map(|at| {
            let lines = || (1..=LINES).map(|line| format!("Line {line} of {at}.\n")).collect::<Vec<_>>().concat();
            let answer = if LONG.contains(&at) { lines() } else { format!("It is {}.", "so ".repeat(at)) };
            (format!("Question number {at:03}"), answer)
        })
        .collect();
    let workspace = Workspace::of(&pairs);
    workspace.json(&["modes", "add", "made-up policy", "--hotkey", "m", "--json"]);
    workspace
}

/// 33 passes, 12 fails with a known mode, 2 with a new one, 2 with a note, 1 deferred.
fn judgements() -> Vec<Judgement> {
    (1..=50)
        .map(|at| match at {
            12 => Judgement::New("rude"),
            24 => Judgement::New("wrong language"),
            18 => Judgement::Note("no idea what this is"),
            36 => Judgement::Note("a form letter"),
            44 => Judgement::Defer,
            at if at % 4 == 0 => Judgement::Known,
            21 | 22 | 23 | 26 => Judgement::Known,
            _ => Judgement::Pass,
        })
        .collect()
}

/// A reviewer who counts keys; text counts nothing.
struct Walk {
    screen: Screen,
    keys: usize,
}

impl Walk {
    fn press(&mut self, key: &str) {
        self.screen.send(key);
        self.keys += 1;
    }

    /// Pages down until the last line of a long record was seen.
    fn read_to_the_end(&mut self, at: usize) {
        let last = format!("Line {LINES} of {at}.");
        while !self.screen.text().contains(&last) {
            let before = self.screen.text();
            self.press("\x1b[6~");
            self.screen.wait("the next page", |text| text != before);
        }
    }

    fn judge(&mut self, judgement: Judgement) {
        let asked = |walk: &mut Self| {
            walk.press("f");
            walk.screen.until("Why?");
        };
        match judgement {
            Judgement::Pass => self.press("p"),
            Judgement::Defer => self.press("d"),
            Judgement::Known => {
                asked(self);
                self.press("m");
            }
            Judgement::New(name) => {
                asked(self);
                self.press("/");
                self.screen.until("Enter");
                self.screen.send(name);
                self.screen.until(name);
                self.press("\r");
            }
            Judgement::Note(text) => {
                asked(self);
                self.press(" ");
                self.screen.until("Enter");
                self.screen.send(text);
                self.screen.until(text);
                self.press("\r");
            }
        }
    }
}

#[test]
fn fifty_records_take_less_than_two_keys_each() {
    let workspace = fifty();
    let screen = Screen::start(&workspace, &["review"], 40, 120);
    screen.until("Question number 001");
    let mut walk = Walk { screen, keys: 0 };
    let (mut judged, mut deferred) = (0, 0);
    for (at, judgement) in (1..).zip(judgements()) {
        if LONG.contains(&at) {
            walk.read_to_the_end(at);
        }
        walk.judge(judgement);
        if matches!(judgement, Judgement::Defer) {
            deferred += 1;
        } else {
            judged += 1;
        }
        if at < 50 {
            let aside = if deferred > 0 { format!(", {deferred} deferred") } else { String::new() };
            walk.screen.until(&format!("{judged} of 50 judged{aside}"));
            walk.screen.until(&format!("Question number {:03}", at + 1));
        }
    }
    walk.screen.until("Every record of this session is judged, deferred or declined.");
    assert!(walk.keys * 10 <= 18 * 50, "{} keys for 50 records", walk.keys);
    std::thread::sleep(Duration::from_millis(350));
    walk.screen.send("q");
    assert_eq!(walk.screen.end(), End::Exit(0));
    let count = |filter: &str| workspace.json(&["list", filter, "--json", "--limit", "100"]).len();
    assert_eq!(
        [count("verdict:pass"), count("verdict:fail"), count("verdict:defer"), count("verdict:none")],
        [33, 16, 1, 0]
    );
    assert_eq!([count("mode:made-up-policy"), count("mode:rude"), count("mode:wrong-language")], [12, 1, 1]);
    assert_eq!(count("note:form OR note:idea"), 2);
}

/// The line of the answer at the top of the screen.
fn top(text: &str) -> Option<usize> {
    let (_, behind) = text.split_once("Line ")?;
    behind.split(' ').next()?.parse().ok()
}

#[test]
fn after_views_other_screens_restarts_and_a_kill_the_place_is_the_record_and_the_line() {
    let workspace = fifty();
    let at = LONG[0];
    let mut screen = Screen::start(&workspace, &["review"], 40, 120);
    for at in 1..at {
        screen.until(&format!("Question number {at:03}"));
        screen.send(if at == 3 { "fm" } else { "p" });
    }
    screen.until(&format!("Question number {at:03}"));
    for key in ["\x1b[6~", "\x1b[6~", "J", "J", "J"] {
        let before = screen.text();
        screen.send(key);
        screen.wait("another line at the top", |text| top(text).is_some_and(|line| Some(line) != top(&before)));
    }
    let place = top(&screen.text());
    assert!(place > Some(40), "{}", screen.text());
    let back = |screen: &Screen| {
        screen.wait("the record and the line", |text| {
            text.contains("7 of 50 judged") && !text.contains("view") && top(text) == place
        })
    };
    for restart in 0..3 {
        for view in 0..4 {
            let filter = ["out:so", "verdict:pass", "question", "id:r31"][view];
            screen.send("/");
            screen.send(filter);
            screen.send("\r");
            screen.until(&format!("view {filter}"));
            screen.send("j\x1b[6~");
            screen.send("\x1b");
            back(&screen);
        }
        for (way, at, shows) in
            [("gm", "1 of 7 read", "view mode:made-up-policy"), ("gi\t\t", "everything judged", "view verdict:fail")]
        {
            screen.send(way);
            screen.until(at);
            screen.send("\r");
            screen.until(shows);
            screen.send("gs");
            back(&screen);
        }
        if restart == 2 {
            break;
        }
        // Another process can read where the session is.
        let kept = || {
            Reader::open(&workspace.folder(), &gemba::store::Viewer::nobody())
                .unwrap()
                .sessions()
                .unwrap()
                .pop()?
                .position
        };
        let deadline = Instant::now() + Duration::from_secs(30);
        while kept().is_none_or(|place| place.at.is_none()) {
            assert!(Instant::now() < deadline, "the place is never kept");
            std::thread::sleep(Duration::from_millis(10));
        }
        if restart == 0 {
            screen.send("q");
            assert_eq!(screen.end(), End::Exit(0));
        } else {
            screen.signal(Signal::KILL);
            assert!(matches!(screen.end(), End::Signal(_)));
        }
        screen = Screen::start(&workspace, &["review"], 40, 120);
        back(&screen);
    }
}
