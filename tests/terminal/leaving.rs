//! However gemba ends, the terminal is as it was.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gemba::store::Reader;
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::{PROGRAM, Workspace};

fn open(workspace: &Workspace) -> Screen {
    let screen = Screen::start(workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen
}

#[test]
fn it_paints_and_q_leaves_it_as_it_was() {
    let workspace = Workspace::plain(3);
    let mut screen = open(&workspace);
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

#[test]
fn a_signal_gives_the_terminal_back_and_is_what_it_died_of() {
    let workspace = Workspace::plain(3);
    for (signal, name) in
        [(Signal::TERM, "Terminated"), (Signal::HUP, "Hangup"), (Signal::INT, "Interrupt"), (Signal::QUIT, "Quit")]
    {
        let mut screen = open(&workspace);
        screen.signal(signal);
        let End::Signal(died_of) = screen.end() else { panic!("{name}: it ended with {:?}", screen.end()) };
        assert!(died_of.starts_with(name), "{name}: it died of {died_of}");
        screen.assert_given_back();
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_repeats_none_of_its_words() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only a debug build panics on request");
        return;
    }
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start_with(&workspace, &["review"], 24, 80, &[("GEMBA_TEST_PANIC", "1")]);
    screen.until("Question number 001");
    screen.send("p\x14");
    assert_eq!(screen.end(), End::Exit(101));
    assert_eq!(workspace.judged().len(), 1, "what was judged before is saved all the same");
    screen.assert_given_back();
    let text = screen.text();
    assert!(text.contains("internal error"), "{text}");
    assert!(!text.contains("CANARY") && !text.contains("backtrace"), "{text}");
}

#[test]
fn without_a_terminal_it_says_so_and_exits_with_2() {
    let workspace = Workspace::plain(1);
    let output = workspace.run(&["review"]);
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("needs a terminal") && words.contains("gemba list"), "{words}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_terminal_that_cannot_place_text_is_refused() {
    let workspace = Workspace::plain(1);
    for term in ["dumb", ""] {
        let mut screen = Screen::start_with(&workspace, &["review"], 24, 80, &[("TERM", term)]);
        assert_eq!(screen.end(), End::Exit(2));
        assert!(screen.text().contains("needs a terminal"), "{}", screen.text());
        screen.assert_given_back();
    }
}

#[test]
fn a_terminal_that_another_program_left_raw_is_given_back_usable() {
    let workspace = Workspace::plain(1);
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &format!("stty raw -echo; {PROGRAM} review; stty -a")]);
    let mut screen = Screen::spawn(&workspace, shell, 24, 80, &[]);
    screen.until("Question number 001");
    screen.send("q");
    screen.end();
    let settings = screen.text();
    for setting in ["icanon", "echo", "isig", "opost", "icrnl"] {
        assert!(settings.split_whitespace().any(|word| word == setting), "{setting} is off:\n{settings}");
    }
}

#[test]
fn a_closed_terminal_ends_it() {
    // `script` owns the terminal; killing it closes the terminal as a closing window does.
    if Command::new("script").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        eprintln!("skipped: there is no `script` here");
        return;
    }
    let workspace = Workspace::plain(3);
    let note = workspace.root().join("pid");
    let line = format!("stty rows 24 cols 80; echo $$ > {}; exec {PROGRAM} review", note.display());
    let mut script = Command::new("script")
        .args(["-qfc", &line, "/dev/null"])
        .env_clear()
        .envs(workspace.environment())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = script.stdout.take().unwrap();
    let (shown, seen) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut parser = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        let mut buffer = [0; 4096];
        while let Ok(count) = std::io::Read::read(&mut output, &mut buffer)
            && count > 0
        {
            parser.process(&buffer[..count]);
            if parser.screen().contents().contains("Question number 001") {
                let _ = shown.send(());
            }
        }
    });
    let opened = seen.recv_timeout(Duration::from_secs(30));
    if opened.is_err() {
        drop(script.kill());
    }
    opened.expect("it never painted");
    let pid = std::fs::read_to_string(&note).unwrap().trim().to_owned();
    script.kill().unwrap();
    script.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let alive = || {
        std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .is_ok_and(|stat| !stat.rsplit_once(')').unwrap().1.trim_start().starts_with('Z'))
    };
    while alive() {
        assert!(Instant::now() < deadline, "it goes on without a terminal");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn at_rest_it_uses_no_processor() {
    let workspace = Workspace::plain(3);
    let screen = open(&workspace);
    screen.until_state('S');
    let ticks = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", screen.pid().as_raw_nonzero())).unwrap();
        let fields: Vec<u64> =
            stat.rsplit_once(')').unwrap().1.split_whitespace().filter_map(|f| f.parse().ok()).collect();
        let switches = std::fs::read_to_string(format!("/proc/{}/status", screen.pid().as_raw_nonzero())).unwrap();
        let woken = switches.lines().find(|line| line.starts_with("voluntary_ctxt")).unwrap().to_owned();
        // utime and stime stand 11 and 12 fields after the state.
        (fields[10] + fields[11], woken)
    };
    // What was written on opening is told shortly after.
    std::thread::sleep(Duration::from_millis(1500));
    let before = ticks();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(ticks(), before, "it woke up without a reason");
}

#[test]
fn after_a_kill_it_opens_at_the_record_and_the_line() {
    let answer = |at: u32| (0..200).map(|line| format!("Line {line} of {at}.\n")).collect::<Vec<_>>().concat();
    let pairs: Vec<(String, String)> = (0..3).map(|at| (format!("Question {at}"), answer(at))).collect();
    let workspace = Workspace::of(&pairs);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question 0");
    screen.send("j");
    screen.until("Question 1");
    // Another process can read where the session is.
    let place = || {
        Reader::open(&workspace.folder(), &gemba::store::Viewer::nobody()).unwrap().sessions().unwrap().pop()?.position
    };
    let kept = || place().and_then(|place| place.at);
    let top = |text: &str| text.lines().nth(4).unwrap_or_default().trim().to_owned();
    for end in [Signal::KILL, Signal::HUP] {
        let (before, was) = (kept(), top(&screen.text()));
        screen.send("\x1b[6~");
        let text = screen.wait("the next page", |text| top(text).contains(" of 1.") && top(text) != was);
        let deadline = Instant::now() + Duration::from_secs(30);
        while kept() == before {
            assert!(Instant::now() < deadline, "the place is never kept");
            std::thread::sleep(Duration::from_millis(10));
        }
        screen.signal(end);
        assert!(matches!(screen.end(), End::Signal(_)));
        screen = Screen::start(&workspace, &["review"], 24, 80);
        screen.wait("the same line at the top", |shown| top(shown) == top(&text));
    }
}
