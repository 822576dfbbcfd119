//! `gemba import --pick` from an odd log to records, in a real terminal.

use super::lines::assert_only_lines;
use super::screen::{End, Screen};
use super::workspace::Workspace;

const ODD: &str = r#"{"rid":"a-1","p":{"dlg":[{"spk":"user","txt":"Where is my parcel?"},{"spk":"assistant","txt":"On its way."}]},"ok":"nope"}
{"rid":"a-2","p":{"dlg":[{"spk":"user","txt":"Cancel my plan."},{"spk":"assistant","txt":"It is cancelled."}]},"ok":"fine"}
"#;

/// The arguments that say the same as the keys of the test.
const SAME: [&str; 12] = [
    "--map",
    "messages=p.dlg",
    "--map",
    "role=spk",
    "--map",
    "content=txt",
    "--map",
    "id=rid",
    "--label",
    "ok",
    "--fail-when",
    "ok:nope",
];

fn with_log() -> Workspace {
    let workspace = Workspace::plain(1);
    std::fs::write(workspace.root().join("odd.jsonl"), ODD).unwrap();
    workspace
}

fn listed(workspace: &Workspace) -> String {
    let fields = "id,external_id,input,output,messages,verdicts";
    let listed = workspace.run(&["list", "source:odd", "--json", "--fields", fields]);
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    // Two runs give verdicts at two times.
    regex::Regex::new(r#""time":"[^"]*""#).unwrap().replace_all(&text, "").into_owned()
}

#[test]
fn what_was_pointed_at_is_imported_saved_and_used_again() {
    let workspace = with_log();
    let mut screen = Screen::start(&workspace, &["import", "--pick", "odd.jsonl"], 24, 80);
    screen.until("WHAT THE LOG HOLDS");
    // rid, p, p.dlg, [0].spk, [0].txt, ok
    screen.send("x");
    screen.until("rid ← id");
    screen.send("jjm");
    screen.until("dlg ← messages");
    screen.send("jr");
    screen.send("jc");
    screen.until("On its way.");
    screen.send("jl");
    screen.until("Which values mean fail");
    screen.send("nope\r");
    screen.until("1 pass, 1 fail");
    screen.send("\r");
    screen.until("`gemba review` opens them");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();

    let other = with_log();
    let mut arguments = vec!["import", "odd.jsonl"];
    arguments.extend(SAME);
    assert!(other.run(&arguments).status.success());
    assert!(!listed(&other).is_empty());
    assert_eq!(listed(&workspace), listed(&other), "--map says the same");

    std::fs::write(workspace.root().join("next.jsonl"), ODD.replace("parcel", "letter")).unwrap();
    assert!(workspace.run(&["import", "next.jsonl", "--map", "odd"]).status.success());
    let next = workspace.run(&["list", "source:next letter", "--json"]);
    let next = String::from_utf8_lossy(&next.stdout).into_owned();
    assert!(next.contains("Where is my letter?") && next.contains("\"fail\""), "{next}");
    let shown = workspace.run(&["sources", "show", "odd"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("p.dlg"));
}

/// Runs it with lines of words, and gives what was told.
fn told(workspace: &Workspace, words: &[&str]) -> String {
    let arguments = ["import", "--pick", "odd.jsonl", "--accessible"];
    let output = workspace.run_with(&arguments, &(words.join("\n") + "\n"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_only_lines(&output.stdout);
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_script_points_with_words_and_reads_only_whole_lines() {
    let workspace = with_log();
    let words =
        ["id rid", "messages p.dlg", "role p.dlg[0].spk", "p.dlg[0].txt", "content", "ok", "label nope", "import"];
    let said = told(&workspace, &words);
    for line in [
        "Import odd.jsonl: say what is what in it; saved as odd.",
        "The log holds, in the first 2 entries:",
        "1: rid: a-1",
        "1: rid, id: a-1",
        "output: On its way.",
        "label: 1 pass, 1 fail of ok",
    ] {
        assert!(said.lines().any(|told| told == line), "{line}\n{said}");
    }
    assert!(said.contains("Keys: i input, o output") && said.contains("The same without the screen"), "{said}");

    let other = with_log();
    let mut arguments = vec!["import", "odd.jsonl"];
    arguments.extend(SAME);
    assert!(other.run(&arguments).status.success());
    assert!(!listed(&other).is_empty());
    assert_eq!(listed(&workspace), listed(&other), "--map says the same");
    assert!(workspace.run(&["import", "odd.jsonl", "--map", "odd", "--dry-run"]).status.success(), "it is saved");
}

#[test]
fn words_without_a_meaning_say_so_and_the_end_of_the_lines_stores_nothing() {
    let workspace = with_log();
    let said = told(&workspace, &["banana", "input nowhere", "?", "2", "name", "esc", "label", "fine, good"]);
    for part in [
        "banana is no word, no key and no path here",
        "There is no path nowhere here.",
        "i: The input is here.",
        "2: p: ",
        "Name of the mapping: type the text; Enter keeps it, Esc leaves it.",
        "The text: odd",
        "Which values mean fail",
        "Nothing was imported.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("fine, good"), "what is typed is not echoed: {said}");
    assert!(listed(&workspace).is_empty());
    for word in ["cancel", "esc"] {
        assert!(told(&workspace, &["input rid", word, "import"]).contains("Nothing was imported."));
    }
    assert!(listed(&workspace).is_empty());
}

#[test]
fn at_a_terminal_single_keys_point_and_only_lines_are_written() {
    let workspace = with_log();
    let arguments = ["import", "--pick", "odd.jsonl", "--accessible"];
    let mut screen = Screen::start_with(&workspace, &arguments, 24, 80, &[("TERM", "dumb")]);
    let mut said = |keys: &str, answer: &str| {
        let mark = screen.mark();
        screen.send(keys);
        screen.wait_bytes(answer, mark, |bytes| String::from_utf8_lossy(bytes).contains(answer));
    };
    said("", "Keys: ");
    said("x", "1: rid, id: a-1");
    said("3", "3: p.dlg: ");
    said("m", "3: p.dlg, messages");
    said("4", "4: p.dlg[0].spk: ");
    said("r", "4: p.dlg[0].spk, role");
    said("5", "5: p.dlg[0].txt: ");
    said("c", "output: On its way.");
    said("6", "6: ok: nope");
    said("l", "Which values mean fail");
    said("nope\r", "label: 1 pass, 1 fail of ok");
    said("?", "i: The input is here.");
    said("1", "1: rid, id: a-1");
    screen.send("\x1b");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
    assert_only_lines(&screen.bytes());
    let said = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(!said.lines().any(|line| line.trim() == "nope"), "what is typed is not echoed: {said}");
}

#[test]
fn leaving_stores_nothing() {
    let workspace = with_log();
    for key in ["\x1b", "\x03"] {
        let mut screen = Screen::start(&workspace, &["import", "--pick", "odd.jsonl"], 24, 80);
        screen.until("WHAT THE LOG HOLDS");
        screen.send("i");
        screen.until("rid ← input");
        screen.send(key);
        screen.until("Nothing was imported.");
        assert_eq!(screen.end(), End::Exit(0));
        screen.assert_given_back();
        assert!(listed(&workspace).is_empty());
    }
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let workspace = with_log();
    for arguments in [["import", "--pick", "odd.jsonl"].as_slice(), &["import", "--pick", "odd.jsonl", "log.jsonl"]] {
        let refused = workspace.run(arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("--map"), "{refused:?}");
    }
}

/// A file whose records stand in a list within it: those of kind x fail, those of kind y pass.
fn deep(name: &str) -> String {
    let row = |kind: &str, ok: &str| serde_json::json!({"q": format!("{name} {kind}?"), "a": "So.", "kind": kind, "at": "03.02.2026 08:00", "ok": ok});
    serde_json::json!({"deep": {"rows": [row("x", "no"), row("y", "yes"), row("x", "no")]}}).to_string()
}

/// Opens the screen with arguments, imports at once, and returns the command line that is said to do the same.
fn picked_at_once(workspace: &Workspace, arguments: &[&str]) -> String {
    let mut screen = Screen::start(workspace, arguments, 24, 900);
    screen.until("WHAT THE LOG HOLDS");
    screen.send("\r");
    screen.until("`gemba review` opens them");
    assert_eq!(screen.end(), End::Exit(0));
    let text = screen.text();
    text.lines().find_map(|line| line.split_once("The same without the screen: gemba ")).unwrap().1.trim().to_owned()
}

#[test]
fn what_a_saved_mapping_and_the_arguments_say_is_kept_saved_and_told() {
    let workspace = Workspace::plain(1);
    for name in ["one", "two", "three", "four", "five"] {
        std::fs::write(workspace.root().join(format!("{name}.json")), deep(name)).unwrap();
    }
    let first = "import one.json --records deep.rows --map input=q --map output=a --map time=at --where kind=x \
                 --timezone Europe/Berlin --label ok --fail-when no --map-as shape --time-format";
    let first: Vec<&str> = first.split_whitespace().chain(["%d.%m.%Y %H:%M"]).collect();
    assert!(workspace.run(&first).status.success());
    let read = |name: &str| {
        let fields = "input,output,time,verdicts";
        let listed = workspace.run(&["list", &format!("source:{name}"), "--json", "--fields", fields]);
        let text = String::from_utf8_lossy(&listed.stdout).replace(name, "one");
        regex::Regex::new(r#""time":"20[^"]*[1-9]Z""#).unwrap().replace_all(&text, "").into_owned()
    };
    assert_eq!(read("one").lines().count(), 1, "the two are equal: {}", read("one"));
    assert!(read("one").contains("one x?") && read("one").contains("2026-02-03T07:00:00"), "{}", read("one"));

    let said = picked_at_once(&workspace, &["import", "--pick", "two.json", "--map", "shape", "--limit", "7"]);
    assert_eq!(read("two"), read("one"));
    for word in ["--records deep.rows", "--where kind=x", "--time-format '%d.%m.%Y %H:%M'", "--timezone Europe/Berlin"]
    {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    assert!(said.contains("--label ok --fail-when ok:no") && said.contains("--limit 7"), "{said}");
    assert!(workspace.run(&["import", "three.json", "--map", "two"]).status.success());
    assert_eq!(read("three"), read("one"), "the mapping is saved with all of it");

    // --records of the command line counts too, and a given --where stands in the place of the mapping's.
    let rest = ["--map", "shape", "--where", "kind=y", "--format", "records", "--set", "team=b", "--strict"];
    let said = picked_at_once(&workspace, &[["import", "--pick", "four.json"].as_slice(), &rest].concat());
    assert!(read("four").contains("one y?") && !read("four").contains("one x?"), "{}", read("four"));
    for word in ["--where kind=y", "--format records", "--set team=b", "--strict"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    assert!(!said.contains("kind=x"), "{said}");
    let bare = ["import", "--pick", "five.json", "--records", "deep.rows", "--map", "input=q", "--map", "output=a"];
    let said = picked_at_once(&workspace, &bare);
    assert!(said.contains("--records deep.rows"), "{said}");
}
