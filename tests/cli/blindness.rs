//! Two who judge blind: nothing of the one reaches the other, or anyone else, before the reveal; whatever is asked.

use super::{Answer, Cli, files_below};

/// How each command of `gemba --help` is asked while a blind set is open. A command that is not here fails the test: whoever
/// adds one says how it reads, or that it reads nothing of what people said.
const COMMANDS: &[(&str, &[&str])] = &[
    ("agree", &["agree", "agree --by mode", "agree --by criterion", "agree --by day", "agree --by version"]),
    ("align", &["align"]),
    ("backup", &[]),
    ("blind", &[]),
    ("checks", &["checks", "checks list", "checks run", "checks suggest tone", "checks suggest canary-quokka"]),
    ("completions", &[]),
    ("config", &["config"]),
    ("correct", &[]),
    (
        "criteria",
        &["criteria", "criteria show polite", "criteria log", "criteria diff polite", "criteria show canary-numbat"],
    ),
    ("demo", &[]),
    ("doctor", &["doctor", "doctor --rebuild"]),
    ("drift", &["drift", "drift polite"]),
    ("export", &["export", "export --format csv", "export r0", "export --as examples", "export --format jsonl"]),
    ("filter", &[]),
    ("filters", &["filters"]),
    ("grade", &[]),
    ("import", &["import log.jsonl"]),
    ("index", &["index"]),
    ("keys", &[]),
    (
        "list",
        &[
            "list",
            "list --history",
            "list verdict:fail",
            "list verdict:none",
            "list by:ben",
            "list tag:canary-quokka",
            "list mode:canary-quokka",
            "list disputed:yes",
            "list note:canarywombat",
            "list tag:any",
            "list --by disputed",
            "list --by unseen --seed 1 --sample 5",
            "list --by rare --sample 5 --seed 1",
            "list --by like:r0 --sample 5",
            "list --by stale",
            "list saved:canary",
        ],
    ),
    ("man", &[]),
    ("map", &[]),
    ("modes", &["modes", "modes show tone", "modes show canary-quokka", "modes notes", "modes list"]),
    ("note", &[]),
    ("redo", &[]),
    ("report", &["report", "report --format md", "report --format html"]),
    ("restore", &[]),
    ("results", &["results", "results list"]),
    ("review", &[]),
    ("reviewers", &["reviewers"]),
    ("saturation", &["saturation"]),
    ("session", &["session", "session list --all", "session show", "session summary"]),
    ("settle", &["settle"]),
    ("show", &["show r0", "show r1", "show r2"]),
    ("sources", &["sources", "sources show log.jsonl"]),
    ("stats", &["stats", "stats --by mode", "stats --by day", "stats --assist auto"]),
    ("stubs", &["stubs --dry-run", "stubs --targets pytest --out stubs-out"]),
    ("tag", &[]),
    ("themes", &[]),
    ("today", &[]),
    ("trust", &["trust"]),
    ("undo", &[]),
    ("untag", &[]),
    ("verdict", &[]),
];

fn commands_of_help(cli: &Cli) -> Vec<String> {
    let help = cli.run(&["--help"]).good().out;
    let rows = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let rows = rows.take_while(|line| !line.is_empty());
    let names = rows.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

/// Everything that the commands print to a reviewer, as lines of text and as JSON; each with its words.
fn everything(cli: &Cli, reviewer: &str) -> Vec<(String, Answer)> {
    let mut said = Vec::new();
    for words in COMMANDS.iter().flat_map(|(_, asked)| *asked) {
        for form in ["", " --json"] {
            let words = format!("{words}{form}");
            let mut arguments: Vec<&str> = words.split(' ').collect();
            if !reviewer.is_empty() {
                arguments.extend(["--reviewer", reviewer]);
            }
            let answer = cli.run(&arguments);
            said.push((words, answer));
        }
    }
    said
}

const SECRETS: [&str; 8] = ["canary", "Canary", "CANARY", "quokka", "wombat", "numbat", "bilby", "dingo"];

fn blind() -> Cli {
    let cli = Cli::with_records(6);
    cli.run(&["modes", "add", "Tone"]).good();
    cli.run(&["criteria", "add", "Polite", "--text", "It is polite."]).good();
    cli.run(&["verdict", "r5", "pass"]).good();
    cli.run(&["verdict", "r3", "fail", "--reviewer", "ben"]).good();
    cli.run(&["blind", "open", "--with", "ben"]).good();
    for (record, verdict) in [("r0", "pass"), ("r1", "fail"), ("r2", "defer")] {
        cli.run(&["verdict", record, verdict]).good();
    }
    cli.run(&["tag", "r1", "tone"]).good();
    cli
}

/// What ben says of the records.
fn ben_judges(cli: &Cli) {
    let ben = |words: &[&str]| cli.run(&[words, &["--reviewer", "ben"]].concat()).good();
    ben(&["modes", "add", "Canary quokka", "--definition", "A canary quokka."]);
    ben(&["criteria", "add", "Canary numbat", "--text", "It holds a canary numbat."]);
    ben(&[
        "criteria",
        "edit",
        "polite",
        "--text",
        "It is canary polite.",
        "--edit",
        "meaning",
        "--reason",
        "canary reason",
    ]);
    for record in ["r0", "r1", "r2", "r4"] {
        ben(&["verdict", record, "fail"]);
        ben(&["tag", record, "canary-quokka"]);
    }
    ben(&["tag", "r0", "tone"]);
    ben(&["note", "r0", "canarywombat was here"]);
    ben(&["correct", "r1", "canarybilby"]);
    ben(&["grade", "r0", "canary-numbat", "not-met"]);
    ben(&["grade", "r1", "polite", "not-met"]);
    ben(&["checks", "add", "--mode", "canary-quokka", "contains", "canarydingo"]);
    ben(&["filters", "save", "canary", "mode:canary-quokka"]);
    ben(&["verdict", "r4", "pass"]);
    ben(&["undo"]);
}

#[test]
fn every_command_is_in_the_table() {
    let cli = Cli::new();
    for command in commands_of_help(&cli) {
        assert!(
            COMMANDS.iter().any(|(known, _)| *known == command),
            "`gemba {command}`: say in COMMANDS how it is asked while a blind set is open, or that it reads no judgement"
        );
    }
}

#[test]
fn every_command_prints_before_the_reveal_what_it_printed_before_the_other_judged() {
    let cli = blind();
    // What is done only once (an index, stubs) is done before anything is compared.
    everything(&cli, "ana");
    // Ana, who is of the set; cem, who is not; and a name that is like another's.
    let readers = ["ana", "cem", "Ben"];
    let before: Vec<_> = readers.iter().map(|reader| everything(&cli, reader)).collect();
    ben_judges(&cli);
    for (reader, before) in readers.iter().zip(before) {
        for ((words, then), (_, now)) in before.into_iter().zip(everything(&cli, reader)) {
            for text in [&now.out, &now.err] {
                // What was typed is quoted.
                let is_typed = SECRETS.iter().any(|secret| words.contains(secret));
                let leak = SECRETS.iter().find(|secret| text.contains(**secret));
                assert!(leak.is_none() || is_typed, "gemba {words} --reviewer {reader}: {text}");
            }
            let is_timed = ["import", "report"].iter().any(|command| words.starts_with(command));
            if !is_timed {
                assert_eq!((now.code, &now.out), (then.code, &then.out), "gemba {words} --reviewer {reader}");
                assert_eq!(now.err, then.err, "gemba {words} --reviewer {reader}");
            }
        }
    }
    let is_database = |path: &str| path.starts_with(".gemba/gemba.db");
    for (path, bytes) in files_below(&cli.work()) {
        let text = String::from_utf8_lossy(&bytes).into_owned() + &path;
        let leak = SECRETS.iter().find(|secret| text.contains(**secret));
        assert!(is_database(&path) || leak.is_none(), "{path} holds {leak:?}");
    }
    // Ben sees what is his, though in no file.
    let own = cli.run(&["list", "--json", "--reviewer", "ben"]).good().out;
    assert!(own.contains("canary-quokka") && own.contains("canarywombat"));
    let exported = cli.run(&["export", "--reviewer", "ben"]).good();
    assert!(!exported.out.contains("canary"), "{}", exported.out);
    assert!(exported.err.contains("until it is revealed"), "{}", exported.err);
    // The end of the set shows everyone everything.
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    cli.run(&["blind", "close", &set]).good();
    for reader in ["ana", "cem"] {
        let all = cli.run(&["list", "--json", "--reviewer", reader]).good().out;
        for secret in ["canary-quokka", "canarywombat", "canarybilby", "canary-numbat"] {
            assert!(all.contains(secret), "{reader}: {secret}");
        }
    }
    assert!(cli.run(&["doctor"]).good().out.contains('✓'));
}

#[test]
fn who_looks_into_a_blind_set_sees_it_and_the_journal_keeps_that() {
    let cli = blind();
    ben_judges(&cli);
    let looked = cli.run(&["list", "--json", "--unblind", "--reviewer", "cem"]).good();
    assert!(looked.out.contains("canarywombat"));
    assert!(looked.err.contains("the journal keeps that"), "{}", looked.err);
    assert!(cli.run(&["list", "--json", "--reviewer", "cem"]).good().out.contains("canarywombat"), "from then on");
    assert!(!cli.run(&["list", "--json", "--reviewer", "dan"]).good().out.contains("canarywombat"));
    assert_eq!(cli.run(&["blind", "--json"]).json()[0]["unblinded"], serde_json::json!(["cem"]));
}

#[test]
fn a_record_is_revealed_by_itself_and_brings_the_mode_that_it_is_tagged_with() {
    let cli = blind();
    ben_judges(&cli);
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    let refused = cli.run(&["blind", "reveal", &set, "r4"]).bad(2);
    assert!(refused.err.contains("Not all reviewers"), "{}", refused.err);
    cli.run(&["blind", "reveal", &set, "r2"]).good();
    let shown = cli.run(&["show", "r2", "--json"]).good().out;
    assert!(shown.contains("canary-quokka"), "{shown}");
    assert!(cli.run(&["modes", "--json"]).good().out.contains("canary-quokka"));
    assert!(!cli.run(&["criteria", "--json"]).good().out.contains("canary"), "no grade of it is revealed");
    assert!(!cli.run(&["list", "--json"]).good().out.contains("canarywombat"));
    let all = cli.run(&["blind", "reveal", &set, "--json"]).good().json().remove(0);
    assert_eq!((&all["revealed"], &all["left"]), (&serde_json::json!(2), &serde_json::json!(3)));
}

#[test]
fn undo_asks_for_a_name_and_passes_over_what_is_revealed() {
    let cli = blind();
    for command in ["undo", "redo"] {
        let refused = cli.run(&[command]).bad(2);
        assert!(refused.err.contains("--reviewer NAME"), "{}", refused.err);
    }
    cli.run(&["verdict", "r0", "fail", "--reviewer", "ben"]).good();
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    cli.run(&["untag", "r1", "tone"]).good();
    cli.run(&["verdict", "r0", "fail"]).good();
    cli.run(&["blind", "reveal", &set, "r0"]).good();
    let undone = cli.run(&["undo", "--reviewer", "ana"]).good().out;
    assert!(undone.contains("untag"), "the vote on r0 is fixed: {undone}");
    let refused = cli.run(&["verdict", "r0", "pass"]).bad(2);
    assert!(refused.err.contains("cannot be changed any more"), "{}", refused.err);
}

#[test]
fn like_names_are_given_twice_and_are_one_after_the_end() {
    let cli = blind();
    cli.run(&["modes", "add", "Invented fact", "--reviewer", "ben"]).good();
    let made = cli.run(&["modes", "add", "Invented fact", "--json"]).good();
    assert_eq!(made.json()[0]["made"], serde_json::json!(["invented-fact"]));
    cli.run(&["tag", "r0", "invented-fact"]).good();
    cli.run(&["tag", "r0", "invented-fact", "--reviewer", "ben"]).good();
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    cli.run(&["blind", "close", &set]).good();
    let modes = cli.run(&["modes", "--json"]).good().out;
    assert_eq!(modes.matches("\"key\":\"invented-fact\"").count(), 1, "{modes}");
    cli.run(&["doctor"]).good();
}

#[test]
fn an_export_during_a_blind_set_is_united_and_completed_later() {
    let (cli, other) = (blind(), Cli::new());
    ben_judges(&cli);
    let file = cli.work().join("part.jsonl");
    let file = file.to_str().unwrap();
    cli.run(&["export", "--out", file]).good();
    other.run(&["import", file]).good();
    assert!(!other.run(&["list", "--json", "--unblind"]).good().out.contains("canary"));
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    cli.run(&["blind", "close", &set]).good();
    let whole = cli.work().join("whole.jsonl");
    cli.run(&["export", "--out", whole.to_str().unwrap()]).good();
    other.run(&["import", whole.to_str().unwrap()]).good();
    assert!(other.run(&["list", "--json"]).good().out.contains("canarywombat"));
    other.run(&["doctor"]).good();
}

/// A report with the minute of its making left out.
fn timeless(cli: &Cli, reviewer: &str, format: &str) -> String {
    let text = cli.run(&["report", "--format", format, "--reviewer", reviewer]).good().out;
    regex::Regex::new(r"\d\d\\?:\d\d UTC").unwrap().replace_all(&text, "").into_owned()
}

#[test]
fn a_report_on_an_open_set_holds_nothing_of_what_was_said_blind() {
    let cli = blind();
    let readers = ["ana", "ben", "cem"];
    let reports = || -> Vec<String> {
        readers.iter().flat_map(|reader| ["md", "html"].map(|format| timeless(&cli, reader, format))).collect()
    };
    let before = reports();
    ben_judges(&cli);
    for (now, then) in reports().iter().zip(&before) {
        assert_eq!(now, then, "a report is for others: it holds neither's blind judgements");
        assert!(!SECRETS.iter().any(|secret| now.contains(secret)), "{now}");
    }
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    cli.run(&["blind", "reveal", &set, "r1"]).good();
    for (now, then) in reports().iter().zip(&before) {
        assert!(now != then && now.contains("Canary quokka"), "what is revealed is in it: {now}");
        assert!(!now.contains("numbat"), "{now}");
    }
    cli.run(&["blind", "close", &set]).good();
    for now in reports() {
        assert!(now.contains("Canary numbat"), "{now}");
    }
}

/// On how many records `agree` compares the verdicts, and with what raw agreement; `None` where it compares none.
fn compared(cli: &Cli, reviewer: &str) -> Option<(u64, f64)> {
    let lines = cli.run(&["agree", "--json", "--reviewer", reviewer]).good().json();
    let verdict = lines.iter().find(|line| line["scope"] == "verdict")?;
    Some((verdict["records"].as_u64()?, verdict["raw"].as_f64()?))
}

#[test]
fn agreement_counts_what_is_revealed_of_an_open_set_and_nothing_else() {
    let cli = blind();
    let readers = ["ana", "ben", "cem"];
    let said = || -> Vec<String> {
        readers
            .iter()
            .map(|reader| {
                let said = cli.run(&["agree", "--reviewer", reader]).good();
                said.out + &said.err
            })
            .collect()
    };
    let [ana, _, cem] = &said()[..] else { panic!("three read") };
    ben_judges(&cli);
    let now = said();
    assert_eq!([&now[0], &now[2]], [ana, cem], "only ben reads what is his own");
    for reader in readers {
        assert_eq!(compared(&cli, reader), None, "{reader}");
    }
    let set = cli.run(&["blind", "--json"]).json()[0]["set"].as_str().unwrap().to_owned();
    // Ana passed the one and failed the other, ben failed both.
    cli.run(&["blind", "reveal", &set, "r0", "r1"]).good();
    for (reader, text) in readers.iter().zip(said()) {
        assert_eq!(compared(&cli, reader), Some((2, 0.5)), "{reader}");
        let verdict = text.lines().find(|line| line.starts_with("verdict")).unwrap_or_default().to_owned();
        assert!(verdict.contains(" 2 ") && verdict.contains("0.50"), "{reader}: {text}");
        assert!(text.contains("mode:canary-quokka"), "its tags are revealed with it: {text}");
    }
    cli.run(&["blind", "close", &set]).good();
    // r2 was deferred by ana, r3 to r5 have one vote each.
    for reader in readers {
        assert_eq!(compared(&cli, reader), Some((2, 0.5)), "{reader}");
    }
}
