//! Screens told in lines, for a screen reader: nothing but whole lines is written, and all that keys do can be typed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::oracle::Verdict;
use super::screen::{End, Screen};
use super::workspace::{PROGRAM, Workspace};

/// A script that reads nothing but complete lines.
struct Script {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    told: Vec<String>,
}

impl Script {
    fn start(workspace: &Workspace, arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .current_dir(workspace.root())
            .env_clear()
            .envs(workspace.environment())
            .env_remove("TERM")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output, told: Vec::new() }
    }

    /// Reads lines until one holds this text.
    #[track_caller]
    fn until(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            let count = self.output.read_line(&mut line).unwrap();
            assert!(count > 0, "it never told {text:?}:\n{}", self.told.join("\n"));
            assert!(line.ends_with('\n'), "a line that is not whole: {line:?}");
            self.told.push(line.trim_end_matches('\n').to_owned());
            if line.contains(text) {
                return self.told.last().unwrap().clone();
            }
        }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Waits for the end, and gives all lines and the exit code.
    fn end(mut self) -> (Vec<String>, Option<i32>) {
        drop(self.input.take());
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        self.told.extend(rest.lines().map(str::to_owned));
        (self.told, self.child.wait().unwrap().code())
    }
}

/// Fails where anything but printable text and line ends was written.
#[track_caller]
pub(super) fn assert_only_lines(bytes: &[u8]) {
    Verdict::of(bytes).assert_clean();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is not whole: {:?}", text.lines().last());
    let drawn = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
    let odd = text.lines().find(|line| line.chars().any(|c| c == '\u{1b}' || c == '\u{8}' || drawn(c)));
    assert_eq!(odd, None, "a control sequence, or a box");
    let carriage = text.replace("\r\n", "\n");
    assert!(!carriage.contains('\r'), "a line is written over");
}

fn verdicts(workspace: &Workspace) -> Vec<String> {
    let mut judged = workspace.json(&["list", "--json"]);
    judged.sort_by_key(|record| record["external_id"].as_str().unwrap_or_default().to_owned());
    let verdict = |record: &Value| record["verdicts"][0]["verdict"].as_str().unwrap_or("none").to_owned();
    judged.iter().map(verdict).collect()
}

fn tags(workspace: &Workspace) -> Vec<String> {
    let all = workspace.json(&["list", "--json"]);
    let tags = all.iter().flat_map(|record| record["tags"].as_array().cloned().unwrap_or_default());
    tags.map(|tag| tag["mode"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_sitting_is_driven_by_a_script_that_reads_only_complete_lines() {
    let workspace = Workspace::unlike(5);
    workspace.json(&["modes", "add", "made-up policy", "--hotkey", "m", "--json"]);
    let mut script = Script::start(&workspace, &["review", "--accessible"]);
    script.until("Record 1 of 5");
    script.until("user: Question number 001");
    script.until("judged answer: It is");
    script.until("p pass");
    script.say("pass");
    script.until("pass; u undo");
    script.until("Record 2 of 5");
    script.until("Question number 002");
    script.say("fail");
    let asked = script.until("which mode?");
    assert!(asked.contains("m made-up policy") && asked.contains("Enter no reason"), "{asked}");
    script.say("m");
    script.until("fail, made-up policy");
    script.until("Record 3 of 5");
    script.say("fail wrong tone");
    script.until("fail, wrong tone");
    script.until("Record 4 of 5");
    script.say("note it goes on and on");
    script.until("note on");
    script.say("tag Made-up Policy");
    script.until("tagged made-up policy");
    script.say("defer");
    script.until("Record 5 of 5");
    script.say("undo");
    script.until("Record 4 of 5");
    script.say("d");
    script.until("Record 5 of 5");
    script.say("p");
    script.until("Session.");
    script.until("judged, deferred or declined");
    script.until("w write it");
    script.say("w");
    script.until("exports");
    script.say("quit");
    let (told, code) = script.end();
    assert_eq!(code, Some(0), "{}", told.join("\n"));
    assert!(told.last().unwrap().contains("4 of 5 judged, 1 deferred"), "{}", told.join("\n"));
    assert_only_lines(format!("{}\n", told.join("\n")).as_bytes());
    assert_eq!(verdicts(&workspace), ["pass", "fail", "fail", "defer", "pass"]);
    assert_eq!(tags(&workspace), ["made-up-policy", "wrong-tone", "made-up-policy"]);
}

#[test]
fn a_script_may_send_every_line_at_once_and_its_end_saves_and_leaves() {
    let workspace = Workspace::unlike(4);
    let output = workspace.run_with(&["review", "--accessible"], "pass\nfail too long\nnext\nnote half\npass");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_only_lines(&output.stdout);
    assert_eq!(verdicts(&workspace), ["pass", "fail", "none", "pass"]);
    let again = workspace.run_with(&["review", "--resume", "--accessible"], "");
    let told = String::from_utf8(again.stdout).unwrap();
    assert!(told.contains("Record 3 of 4") || told.contains("Record 4 of 4"), "{told}");
    assert!(told.contains("3 of 4 judged"), "{told}");
}

#[test]
fn a_word_without_a_meaning_says_so_and_judges_nothing() {
    let workspace = Workspace::plain(2);
    workspace.json(&["modes", "add", "made-up policy", "--hotkey", "m", "--json"]);
    let script = "parse this\nfail\nwrogn tone\nesc\nmet 3\n";
    let output = workspace.run_with(&["review", "--accessible"], script);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("parse this is no word and no key here."), "{told}");
    assert!(told.contains("No failure mode is called wrogn tone"), "{told}");
    assert!(told.contains("There is no criterion 3"), "{told}");
    assert!(tags(&workspace).is_empty());
    assert_eq!(workspace.json(&["modes", "--json"]).len(), 1, "no mode was made of a slip");
}

#[test]
fn help_is_printed_and_needs_no_leaving_and_lists_are_chosen_from_by_number() {
    let workspace = Workspace::unlike(3);
    for name in ["made-up policy", "wrong tone", "too long"] {
        workspace.json(&["modes", "add", name, "--json"]);
    }
    let script = "?\ng m\n3\nrename much too long\ng r\nT\n2\ng c\nadd polite: it is polite\nesc\nmet 1\nw\n";
    let output = workspace.run_with(&["review", "--accessible"], script);
    assert_eq!(output.status.code(), Some(0));
    assert_only_lines(&output.stdout);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("p: Pass. The output is good"), "{told}");
    assert!(told.contains("Modes.") && told.contains("3: "), "{told}");
    assert!(told.contains("there is nothing to wrap"), "{told}");
    let names: Vec<Value> = workspace.json(&["modes", "--json"]).iter().map(|mode| mode["name"].clone()).collect();
    assert!(names.contains(&Value::from("much too long")), "{names:?}: {told}");
    assert_eq!(tags(&workspace).len(), 1, "{told}");
    let graded =
        workspace.json(&["list", "--json"]).iter().any(|record| !record["grades"].as_array().unwrap().is_empty());
    assert!(graded, "{told}");
}

#[test]
fn a_long_record_is_told_part_by_part() {
    let lines = (1..=60).map(|line| format!("Line {line} of it.\n\n")).collect::<Vec<_>>().concat();
    let workspace = Workspace::of(&[("Why?".to_owned(), lines)]);
    let mut script = Script::start(&workspace, &["review", "--accessible"]);
    script.until("The text has 61 parts: J tells the next part");
    script.until("part 2 of 61: judged answer: Line 1 of it.");
    script.say("J");
    script.until("part 3 of 61: Line 2 of it.");
    script.say("page");
    let page = script.until("part 8 of 61");
    assert!(page.contains("Line 7 of it."), "{page}");
    script.say("search Line 40");
    script.until("Line 40 of it.");
    script.say("K");
    script.until("Line 39 of it.");
    let (told, code) = script.end();
    assert_eq!(code, Some(0));
    assert!(!told.iter().any(|line| line.contains("Line 60")), "what was not asked for is not told");
}

#[test]
fn at_a_terminal_single_keys_act_and_only_lines_are_written() {
    let workspace = Workspace::unlike(3);
    workspace.json(&["modes", "add", "made-up policy", "--hotkey", "m", "--json"]);
    let mut screen = Screen::start_with(&workspace, &["review", "--accessible"], 24, 80, &[("TERM", "dumb")]);
    let mut said = |keys: &str, answer: &str| {
        let mark = screen.mark();
        screen.send(keys);
        screen.wait_bytes(answer, mark, |bytes| String::from_utf8_lossy(bytes).contains(answer));
    };
    said("", "Keys: ");
    said("p", "Record 2 of 3");
    said("f", "which mode?");
    said("m", "Record 3 of 3");
    said("n", "type the text");
    said("no, not this\r", "note on");
    said("T", "1: m, made-up policy");
    said("1", "tagged made-up policy");
    said("j", "This is the last record");
    said("?", "p: Pass.");
    said("p", "Session.");
    screen.wait("the end of the session", |_| true);
    std::thread::sleep(std::time::Duration::from_millis(400));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    assert_only_lines(&screen.bytes());
    let text = String::from_utf8(screen.bytes()).unwrap();
    assert!(!text.contains("no, not this"), "typed text is not echoed: {text}");
    assert_eq!(verdicts(&workspace), ["pass", "fail", "pass"]);
}

#[test]
fn nothing_of_a_log_acts_on_the_terminal() {
    let pair = |text: &str| (text.to_owned(), text.to_owned());
    let hostile =
        ["a\u{1b}[2Jb", "c\u{9b}31md\u{7}", "e\u{202e}f\u{200b}", "g\r\nh\u{8}\u{8}i", "\u{1b}]52;c;aGk=\u{7}"];
    let workspace = Workspace::of(&hostile.map(pair));
    let script = "J\nnext\n\nnext\nfail \u{1b}[31mred\nnext\nr\nTab\nTab\nTab\ng m\ng i\ng o\ng e\ny\n? \n";
    let output = workspace.run_with(&["review", "--accessible"], script);
    assert_eq!(output.status.code(), Some(0));
    assert_only_lines(&output.stdout);
    let copied = workspace.run_with(&["review", "--accessible"], "y o\n");
    assert!(String::from_utf8_lossy(&copied.stdout).contains("Nothing was copied"));
    assert_only_lines(&copied.stdout);
}

#[test]
fn without_a_terminal_the_way_to_lines_is_named_and_a_setting_chooses_them() {
    let workspace = Workspace::plain(2);
    let refused = workspace.run(&["review"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--accessible"));
    let alone = workspace.run(&[]);
    assert_eq!(alone.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&alone.stderr).contains("--accessible"));
    let told = |arguments: &[&str]| {
        let output = workspace.run_with(arguments, "quit\n");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_only_lines(&output.stdout);
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(told(&["--accessible"]).contains("Record 1 of 2"));
    assert!(told(&["today", "--accessible"]).contains("Review: "));
    assert!(told(&["demo", "--accessible"]).contains("Record 1 of 316"));
    std::fs::write(workspace.folder().join("config.toml"), "accessible = true\n").unwrap();
    assert!(told(&["review"]).contains("Record 1 of 2"));
    let settings = workspace.json(&["config", "--json"]);
    assert!(settings.iter().any(|line| line["setting"] == "accessible" && line["value"] == "true"));
}

/// Fails where a line tells what somebody chose; the line of keys names every choice.
#[track_caller]
fn assert_tells_no_choice(told: &[String]) {
    let chosen = |line: &&String| {
        let is_choice = ["pass", "fail", "defer"].iter().any(|word| line.contains(word));
        is_choice && !line.starts_with("Keys: ")
    };
    assert_eq!(told.iter().find(chosen), None, "{}", told.join("\n"));
}

#[test]
fn a_blind_sitting_of_two_is_driven_by_scripts_that_read_only_complete_lines() {
    let workspace = Workspace::unlike(6);
    let start = |own: &str, other: &str| {
        let arguments = ["review", "--with", other, "--blind", "--accessible", "--reviewer", own];
        let mut script = Script::start(&workspace, &arguments);
        script.until("Record 1 of 6");
        script.until("you have not voted");
        script
    };
    let mut ana = start("ana", "ben");
    let mut ben = start("ben", "ana");
    let votes = [("pass", "pass"), ("f Enter", "pass"), ("p", "f f"), ("pass", "p"), ("f f", "fail")];
    for (at, (of_ana, of_ben)) in votes.iter().enumerate() {
        for (script, vote) in [(&mut ana, of_ana), (&mut ben, of_ben)] {
            script.say(vote);
            if *vote == "fail" {
                script.until("which mode?");
                script.say("Enter");
            }
            script.until("Voted.");
            script.until(&format!("Record {} of 6", at + 2));
        }
    }
    ben.say("pass");
    ben.until("You have voted on all 6 records");
    ana.say("pass");
    ana.until("You have voted on all 6 records");
    ana.say("g g");
    ana.until("Record 1 of 6");
    ana.until("Both have voted: Enter reveals.");
    ben.say("g g");
    ben.until("Record 1 of 6");
    ben.until("Both have voted: Enter reveals.");
    for script in [&ana, &ben] {
        assert_tells_no_choice(&script.told);
    }
    for (at, differs) in [false, true, true, false, false, false].into_iter().enumerate() {
        ana.say("");
        if differs {
            ana.until("the votes differ");
            ana.say("settle as fail");
            ana.until("settled: ");
        } else {
            ana.until("both votes are alike");
        }
        if at < 5 {
            ana.say("go on");
            ana.until(&format!("Record {} of 6", at + 2));
            ana.until("Both have voted");
        }
    }
    ben.until("both votes are alike");
    for script in [ana, ben] {
        let (told, code) = script.end();
        assert_eq!(code, Some(0), "{}", told.join("\n"));
        assert_only_lines(format!("{}\n", told.join("\n")).as_bytes());
    }
    let settled = workspace.json(&["list", "--json", "--reviewer", "ana"]);
    let settled = settled.iter().filter(|record| record["settled"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(settled.count(), 2);
    let later = workspace.run_with(&["review", "--new", "--accessible"], "g g\nnext\n");
    let told = String::from_utf8(later.stdout).unwrap();
    assert!(told.contains("Settled: fail."), "{told}");
}

#[test]
fn a_pair_at_one_terminal_hears_that_both_voted_and_not_what() {
    let workspace = Workspace::unlike(2);
    let mut script = Script::start(&workspace, &["review", "--pair", "ana,ben", "--accessible"]);
    script.until("ana has not voted, ben has not voted");
    let keys = script.until("Keys: ");
    assert!(keys.contains("s Left hand: fail (ana)") && keys.contains("j Right hand: pass (ben)"), "{keys}");
    script.say("s");
    script.until("ana has voted, ben has not voted");
    script.say("");
    script.until("Not revealed: ben has not voted");
    script.say("right hand: pass");
    script.until("Both have voted: Enter reveals.");
    assert_tells_no_choice(&script.told);
    script.say("reveal");
    script.until("ana, fail");
    script.until("ben, pass");
    script.until("the votes differ");
    script.say("p");
    script.until("settled: ");
    let (_, code) = script.end();
    assert_eq!(code, Some(0));
}
