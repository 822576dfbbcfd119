//! Stopped and continued: the shell gets a usable terminal, and the screen comes back whole.

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::{PROGRAM, Workspace};

#[test]
fn stopped_from_outside_it_leaves_and_continued_it_paints_anew() {
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.signal(Signal::TSTP);
    screen.until_state('T');
    let (now, before) = screen.settings();
    assert_eq!(now, before, "the shell must find its own settings");
    screen.wait("the shell's screen", |text| !text.contains("Question"));

    let mark = screen.mark();
    screen.signal(Signal::CONT);
    screen.wait_bytes("a cleared screen", mark, |bytes| bytes.windows(4).any(|window| window == b"\x1b[2J"));
    screen.until("Question number 001");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

#[test]
fn ctrl_z_gives_the_shell_its_turn_and_fg_brings_the_screen_back() {
    let workspace = Workspace::plain(3);
    let mut shell = CommandBuilder::new("bash");
    // A shell with job control, as a user's is; what it prints is no part of the screen.
    shell.args([
        "--norc",
        "-m",
        "-c",
        &format!("{PROGRAM} review; echo stopped-$?; read -r line; fg >/dev/null; echo ended-$?"),
    ]);
    let mut screen = Screen::spawn(&workspace, shell, 24, 80, &[]);
    screen.until("Question number 001");
    screen.send("\x1a");
    screen.until("stopped-");
    assert!(!screen.text().contains("Question"), "the shell must find its own screen");
    screen.send("on\n");
    screen.until("Question number 001");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    screen.until("ended-0");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

#[test]
fn where_no_shell_could_bring_it_back_ctrl_z_does_not_stop_it() {
    let workspace = Workspace::plain(3);
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send("\x1a");
    screen.until("no shell");
    screen.send("j");
    screen.until("Question number 002");
}

#[test]
fn in_a_container_whose_session_began_outside_ctrl_z_is_answered_too() {
    let fence = ["--pid", "--fork", "--mount-proc", "--kill-child"];
    let fenced = std::process::Command::new("unshare").args(fence).arg("true").output();
    if !fenced.is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: this machine gives no process namespace of one's own");
        return;
    }
    let workspace = Workspace::plain(3);
    let mut contained = CommandBuilder::new("unshare");
    contained.args(fence);
    contained.args([PROGRAM, "review"]);
    let mut screen = Screen::spawn(&workspace, contained, 24, 80, &[]);
    screen.until("Question number 001");
    screen.send("\x1a");
    screen.until("no shell");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}
