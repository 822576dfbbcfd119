//! `import --exec` and `import --follow`: logs that come while they are read.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::Cli;

fn line(number: usize) -> String {
    json!({"id": number, "input": format!("Question {number}?"), "output": "Answered."}).to_string() + "\n"
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().append(true).create(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

/// Waits until something holds; much longer than it needs.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn count(cli: &Cli) -> usize {
    if !cli.work().join(".gemba/gemba.db").exists() {
        return 0;
    }
    cli.run(&["list", "--json", "--limit", "1000", "--fields", "id"]).good().json().len()
}

fn sources(cli: &Cli) -> Vec<Value> {
    cli.run(&["sources", "--json"]).good().json()
}

fn is_running(pid: &str) -> bool {
    // What was killed and is not reaped yet runs no more.
    fs::read_to_string(format!("/proc/{}/stat", pid.trim()))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

fn started(cli: &Cli, arguments: &[&str]) -> Child {
    cli.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), signal).unwrap();
}

#[test]
fn the_output_of_a_program_is_imported_and_only_its_name_is_kept() {
    let cli = Cli::new();
    let words = ["import", "--exec", "/bin/echo", "{\"input\": \"a  b $HOME\", \"output\": \"x; y\"}"];
    cli.run(&words).good();
    let records = cli.run(&["list", "--json"]).good().json();
    assert_eq!((&records[0]["input"], &records[0]["output"]), (&json!("a  b $HOME"), &json!("x; y")));
    let source = &sources(&cli)[0];
    assert_eq!(
        (&source["source"], &source["path"], &source["state"]),
        (&json!("echo"), &json!("echo"), &json!("whole"))
    );
    assert!(!source.to_string().contains("HOME"), "{source}");
}

#[test]
fn a_program_that_fails_stores_nothing_unless_that_is_wanted() {
    let log = format!("{}{}", line(1), line(2));
    let script = format!("printf '%s' '{log}'; echo early >&2; printf 'no \\033[31mtable\\n' >&2; exit 7");
    let cli = Cli::new();
    let failing = ["import", "--exec", "sh", "-c", &script];
    let said = cli.run(&failing).bad(3).err;
    assert!(said.contains("`sh` ended with 7: no ") && said.contains("table"), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains("early"), "{said}");
    assert!(!cli.work().join(".gemba").exists(), "no workspace is made for it");
    // A workspace that is there keeps nothing of it either.
    append(&cli.work().join("log.jsonl"), &line(9));
    cli.run(&["import", "log.jsonl"]).good();
    cli.run(&failing).bad(3);
    assert_eq!((count(&cli), sources(&cli).len()), (1, 1));
    let said = cli.run(&["import", "--keep-partial", "--exec", "sh", "-c", &script]).bad(3).err;
    assert!(said.contains("ended with 7"), "{said}");
    assert_eq!(count(&cli), 3);
    assert_eq!(sources(&cli)[1]["state"], "incomplete");
    let said = cli.run(&["import", "--exec", "no-such-program"]).bad(3).err;
    assert!(said.contains("could not be started"), "{said}");
}

#[test]
fn a_program_and_what_it_started_end_with_gemba() {
    for ending in [Signal::INT, Signal::TERM, Signal::HUP] {
        let cli = Cli::new();
        let script = format!("printf '%s' '{}'; sleep 300 & echo $! > child; wait", line(1));
        let child = started(&cli, &["import", "--exec", "sh", "-c", &script]);
        let noted = cli.work().join("child");
        until("the program started", || fs::read_to_string(&noted).is_ok_and(|pid| pid.ends_with('\n')));
        let pid = fs::read_to_string(&noted).unwrap();
        assert!(is_running(&pid));
        signal(&child, ending);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.signal(), Some(ending.as_raw()), "it ends as the signal would have it");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(said.contains("nothing was stored") && said.contains("--keep-partial keeps"), "{said}");
        until("what it started ended", || !is_running(&pid));
        assert_eq!(count(&cli), 0, "a program that was stopped stores nothing");
    }
}

#[test]
fn a_program_and_what_it_started_end_where_gemba_is_killed() {
    let cli = Cli::new();
    let script = "echo $$ > leader; sleep 1000 & echo $! > started; wait";
    let mut child = started(&cli, &["import", "--exec", "sh", "-c", script]);
    let pid = |name: &str| fs::read_to_string(cli.work().join(name)).unwrap_or_default();
    until("the program runs", || pid("started").ends_with('\n'));
    let ids = [pid("leader"), pid("started")];
    assert!(ids.iter().all(|id| is_running(id)));
    signal(&child, Signal::KILL);
    child.wait().unwrap();
    until("both have ended", || !ids.iter().any(|id| is_running(id)));
}

#[test]
fn a_file_is_followed_over_rotation_and_truncation_until_it_is_idle() {
    let cli = Cli::new();
    let path = cli.work().join("app.jsonl");
    append(&path, &line(1));
    let child = started(&cli, &["import", "--follow", "--idle", "8", "app.jsonl"]);
    until("the first line came in", || count(&cli) == 1);
    let state = cli.run(&["sources"]).good().out;
    assert!(state.contains("reading, 1 so far"), "{state}");
    let half = line(2);
    append(&path, &half[..20]);
    append(&path, &half[20..]);
    until("the second line came in", || count(&cli) == 2);
    fs::rename(&path, cli.work().join("app.jsonl.1")).unwrap();
    append(&cli.work().join("app.jsonl.1"), &line(3));
    append(&path, &line(4));
    until("the lines around the rotation came in", || count(&cli) == 4);
    fs::write(&path, "").unwrap();
    std::thread::sleep(Duration::from_millis(500));
    append(&path, &line(5));
    until("the line behind the truncation came in", || count(&cli) == 5);
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!((sources(&cli).len(), &sources(&cli)[0]["state"]), (1, &json!("whole")));
}

#[test]
fn following_that_is_stopped_or_killed_goes_on_without_doubling() {
    let cli = Cli::new();
    let path = cli.work().join("app.jsonl");
    append(&path, &line(1));
    for (round, ending) in [Signal::INT, Signal::KILL, Signal::TERM].into_iter().enumerate() {
        let mut child = started(&cli, &["import", "--follow", "app.jsonl"]);
        let number = round + 2;
        append(&path, &line(number));
        until("the line came in", || count(&cli) == number);
        // Half a line is never a record.
        append(&path, &line(number + 1)[..15]);
        signal(&child, ending);
        assert_eq!(child.wait().unwrap().signal(), Some(ending.as_raw()));
        cli.run(&["doctor"]).good();
        assert_eq!(count(&cli), number);
        assert_eq!(sources(&cli)[0]["state"], "incomplete");
        let written = fs::read_to_string(&path).unwrap();
        fs::write(&path, &written[..written.len() - 15]).unwrap();
    }
    let report = cli.run(&["import", "app.jsonl", "--json"]).good().json().remove(0);
    assert_eq!((&report["imported"], &report["duplicates"], &report["rejected"]), (&json!(0), &json!(4), &json!(0)));
    assert_eq!((sources(&cli).len(), &sources(&cli)[0]["state"]), (1, &json!("whole")));
}

#[test]
fn following_that_was_started_with_nohup_outlives_a_hang_up() {
    let cli = Cli::new();
    let path = cli.work().join("app.jsonl");
    append(&path, &line(1));
    let gemba = cli.command(&["import", "--follow", "app.jsonl"]);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(gemba.get_program()).args(gemba.get_args());
    command.current_dir(cli.work()).env_clear();
    command.envs(gemba.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until("the first line came in", || count(&cli) == 1);
    signal(&child, Signal::HUP);
    append(&path, &line(2));
    until("the line behind the hang-up came in", || count(&cli) == 2);
    signal(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
}

#[test]
fn a_program_that_leaves_its_standard_error_open_elsewhere_holds_nothing_up() {
    let cli = Cli::new();
    // What leaves the group is not ended with it.
    let script = "echo why >&2; setsid sleep 300 >&- & echo $! > child; exit 6";
    let began = Instant::now();
    let said = cli.run(&["import", "--exec", "sh", "-c", script]).bad(3).err;
    assert!(said.contains("`sh` ended with 6: why"), "{said}");
    assert!(began.elapsed() < Duration::from_secs(60));
    let pid = fs::read_to_string(cli.work().join("child")).unwrap();
    let _ = kill_process(Pid::from_raw(pid.trim().parse().unwrap()).unwrap(), Signal::KILL);
}

#[test]
fn what_cannot_be_followed_is_refused() {
    let cli = Cli::new();
    append(&cli.work().join("a.jsonl"), &line(1));
    append(&cli.work().join("b.jsonl"), &line(2));
    append(&cli.work().join("c.jsonl.gz"), "");
    cli.run(&["import", "--follow", "a.jsonl", "b.jsonl"]).bad(2);
    cli.run(&["import", "--follow", "c.jsonl.gz"]).bad(2);
    cli.run(&["import", "--follow", "-"]).bad(2);
    cli.run(&["import", "--idle", "3", "a.jsonl"]).bad(2);
}
