//! `gemba import --pick` from an odd log to records, in a real terminal.

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
