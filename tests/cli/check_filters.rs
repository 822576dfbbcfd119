//! `check:` and `suggested:` in filters.

use super::Cli;

const LOG: &str = r#"{"id":"json","input":"a?","output":"{\"a\": 1}"}
{"id":"sorry","input":"b?","output":"Sorry, no."}
{"id":"plain","input":"c?","output":"Fine."}
{"id":"also","input":"d?","output":"So sorry."}
"#;

fn workspace() -> Cli {
    let cli = Cli::new();
    cli.write("log.jsonl", LOG);
    cli.run(&["import", "log.jsonl"]).good();
    cli.run(&["modes", "add", "Refuses"]).good();
    cli.run(&["criteria", "add", "tone", "--text", "Polite."]).good();
    cli.run(&["checks", "add", "--mode", "refuses", "not-contains", "sorry", "--ignore-case"]).good();
    cli.run(&["checks", "add", "--criterion", "tone", "judge", "--rubric", "Is it polite?"]);
    cli
}

fn found(cli: &Cli, filter: &str) -> Vec<String> {
    let listed = cli.run(&["list", filter, "--json", "--fields", "external_id"]).good().json();
    listed.iter().map(|record| record["external_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_filter_asks_what_checks_say() {
    let cli = workspace();
    for name in ["refuses-not-contains", "not-contains"] {
        assert_eq!(found(&cli, &format!("check:{name}")), ["sorry", "also"]);
        assert_eq!(found(&cli, &format!("check:{name}=fail")), ["sorry", "also"]);
        assert_eq!(found(&cli, &format!("check:{name}=pass")), ["json", "plain"]);
        assert_eq!(found(&cli, &format!("check:{name}=none")), [""; 0]);
        assert_eq!(found(&cli, &format!("-check:{name} out:fine")), ["plain"]);
    }
    assert_eq!(found(&cli, "check:is-json=pass"), ["json"], "a kind that needs no parameters");
    let wrong = cli.run(&["list", "check:refuses-not-contain"]).bad(2);
    assert!(wrong.err.contains("refuses-not-contains"), "{}", wrong.err);
    cli.run(&["list", "check:is-json=perhaps"]).bad(2);
}

#[test]
fn a_suggestion_is_open_until_it_is_answered() {
    let cli = workspace();
    for filter in ["suggested:refuses", "suggested:yes"] {
        assert_eq!(found(&cli, filter), ["sorry", "also"]);
    }
    cli.run(&["tag", "sorry", "refuses"]).good();
    assert_eq!(found(&cli, "suggested:refuses"), ["also"], "tagged");
    cli.run(&["verdict", "also", "pass"]).good();
    assert_eq!(found(&cli, "suggested:yes"), [""; 0], "passed");
    assert_eq!(found(&cli, "suggested:no").len(), 4);
    let wrong = cli.run(&["list", "suggested:refusse"]).bad(2);
    assert!(wrong.err.contains("refuses"), "{}", wrong.err);
}
