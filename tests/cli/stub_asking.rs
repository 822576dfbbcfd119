//! What is written without being asked for in so many words: targets and folder of the settings, and a CI workflow.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use super::{Answer, Cli, answer};

/// A workspace with one failure mode that has a check, two bad records and one good one.
fn tagged() -> Cli {
    let cli = Cli::with_records(3);
    let ids = cli.ids();
    cli.run(&["modes", "add", "too short"]).good();
    for id in &ids[..2] {
        cli.run(&["tag", id, "too short"]).good();
    }
    cli.run(&["verdict", &ids[2], "pass"]).good();
    cli.run(&["checks", "add", "--mode", "too short", "contains", "Answer 2"]).good();
    cli
}

fn settings(cli: &Cli, text: &str) -> PathBuf {
    cli.write(".gemba/config.toml", text)
}

fn suites(answer: &Answer) -> Vec<String> {
    answer.json().iter().map(|line| line["suite"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_settings_name_targets_and_folder_and_a_flag_beats_them() {
    let cli = tagged();
    assert_eq!(suites(&cli.run(&["stubs", "--json"]).good()), ["pytest"]);
    settings(&cli, "stub_targets = ['promptfoo', 'rust']\nstub_folder = 'checks/of ours'\n");
    assert_eq!(suites(&cli.run(&["stubs", "--json"]).good()), ["promptfoo", "rust"]);
    assert!(cli.work().join("checks/of ours/rust/test_too_short.rs").is_file());
    assert_eq!(suites(&cli.run(&["stubs", "--json", "--target", "jsonl", "--out", "o"]).good()), ["jsonl"]);
    assert!(cli.work().join("o/jsonl/too-short.jsonl").is_file());
    assert_eq!(suites(&cli.run(&["stubs", "--check", "--json"]).good()), ["promptfoo", "rust"]);

    let shown = cli.run(&["config", "--json"]).good().json();
    let of = |name: &str| shown.iter().find(|line| line["setting"] == name).unwrap().clone();
    let expected = json!({"setting": "stub_targets", "value": "promptfoo, rust", "from": "workspace"});
    assert_eq!((of("stub_targets"), &of("stub_folder")["value"]), (expected, &json!("checks/of ours")));
}

#[test]
fn a_wrong_setting_is_refused_with_its_file_and_the_nearest_word() {
    let cli = tagged();
    let file = settings(&cli, "stub_targets = ['pytset']\n");
    let refused = cli.run(&["stubs"]).bad(2).err;
    assert!(refused.contains(&file.display().to_string()) && refused.contains("`pytest`"), "{refused}");
    assert!(!cli.work().join("evals").exists());
    settings(&cli, "stub_target = ['pytest']\n");
    assert!(cli.run(&["stubs"]).bad(2).err.contains("`stub_targets`"));
    settings(&cli, "");
    assert!(cli.run(&["stubs", "--target", "jsonshema"]).bad(2).err.contains("`jsonschema`"));
}

#[test]
fn a_workflow_is_written_at_the_top_of_the_repository_and_never_over_a_hand_edit() {
    let cli = tagged();
    std::fs::create_dir(cli.home.path().join(".git")).unwrap();
    assert!(cli.run(&["stubs", "--ci", "github"]).bad(2).err.contains("gemba stubs --target pytest"));
    cli.run(&["stubs", "--target", "pytest,jsonl,rust"]).good();

    let printed = cli.run(&["stubs", "--ci", "github", "--dry-run"]).good();
    let file = cli.home.path().join(".github/workflows/gemba.yml");
    assert!(!file.exists() && printed.err.contains(".github/workflows/gemba.yml"), "{}", printed.err);
    let answer = cli.run(&["stubs", "--ci", "github"]).good().out;
    assert!(answer.contains(".github/workflows/gemba.yml"), "{answer}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text, printed.out);
    for event in saphyr_parser::Parser::new_from_str(&text) {
        event.unwrap();
    }
    for part in
        ["\n  pytest:\n", "\n  rust:\n", "working-directory: \"work/evals/rust\"", "uses: actions/checkout@v5\n"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    for absent in ["promptfoo", "jsonl", "secrets", "${{", "too-short", cli.home.path().to_str().unwrap()] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    assert!(cli.run(&["stubs", "--ci", "github"]).good().out.contains("is up to date"));

    cli.run(&["stubs", "--target", "promptfoo"]).good();
    cli.run(&["stubs", "--ci", "github"]).good();
    let mine = std::fs::read_to_string(&file).unwrap() + "# mine\n";
    assert!(mine.contains("\n  promptfoo:\n"), "one that nobody changed is written anew");
    std::fs::write(&file, &mine).unwrap();
    let line = cli.run(&["stubs", "--ci", "github", "--json"]).good().json().remove(0);
    assert_eq!((line["state"].as_str(), std::fs::read_to_string(&file).unwrap()), (Some("beside"), mine));
    assert_eq!(std::fs::read_to_string(file.with_extension("yml.new")).unwrap(), line["text"].as_str().unwrap());
}

#[test]
fn a_workflow_for_an_unknown_service_or_from_outside_is_refused() {
    let cli = tagged();
    cli.run(&["stubs"]).good();
    let refused = cli.run(&["stubs", "--ci", "gihub"]).bad(2).err;
    assert!(refused.contains("`github`"), "{refused}");
    std::fs::create_dir(cli.work().join(".git")).unwrap();
    cli.run(&["stubs", "--out", "../elsewhere"]).good();
    let refused = cli.run(&["stubs", "--ci", "github", "--out", "../elsewhere"]).bad(2).err;
    assert!(refused.contains("outside of the repository"), "{refused}");
    cli.run(&["stubs", "--out", "a${{b}}"]).good();
    assert!(cli.run(&["stubs", "--ci", "github", "--out", "a${{b}}"]).bad(2).err.contains("expression"));
}

/// The commands of one job of a workflow, and the folder that they run in.
fn job(text: &str, name: &str) -> (String, String) {
    let rest = text.split(&format!("\n  {name}:\n")).nth(1).unwrap();
    let job = rest.split("\n\n").next().unwrap();
    let folder = job.split("working-directory: ").nth(1).unwrap().lines().next().unwrap();
    let environment = job.split("        env:\n").nth(1).unwrap_or_default();
    let environment = environment.lines().take_while(|line| line.starts_with("          "));
    let environment: Vec<String> = environment.map(|line| line.trim().replace(": ", "=")).collect();
    let commands = job.split("run: |\n").nth(1).unwrap();
    (serde_json::from_str(folder).unwrap(), format!("set -e\nexport X= {}\n{commands}", environment.join(" ")))
}

/// The commands of three jobs as the service would give them to its shell, with the tools of these tests.
#[test]
fn the_commands_of_a_workflow_run_as_they_stand_and_are_red_where_a_check_stops_catching() {
    let tools = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools");
    if !tools.join("venv.ready").exists() || !tools.join("promptfoo.ready").exists() {
        eprintln!("skipped: tests/tools.sh has not run");
        return;
    }
    let cli = tagged();
    cli.run(&["stubs", "--target", "pytest,jsonschema,promptfoo", "--out", "e v"]).good();
    let text = cli.run(&["stubs", "--ci", "github", "--out", "e v", "--dry-run"]).good().out;
    let path = format!(
        "{}:{}:{}",
        tools.join("venv/bin").display(),
        tools.join("node_modules/.bin").display(),
        std::env::var("PATH").unwrap()
    );
    let run = |name: &str| {
        let (folder, commands) = job(&text, name);
        let mut command = Command::new("bash");
        command.args(["-c", &commands]).current_dir(cli.work().join(folder)).env("PATH", &path).env("GEMBA_LIVE", "0");
        answer(command.env("PROMPTFOO_CONFIG_DIR", cli.home.path().join("promptfoo")).output().unwrap())
    };
    let jobs = ["pytest", "jsonschema", "promptfoo"];
    for name in jobs {
        run(name).good();
    }
    for file in ["checks/too-short.python.json", "checks/too-short.javascript.json", "test_too_short.py"] {
        let file = cli.work().join("e v").join(file);
        let weaker = std::fs::read_to_string(&file).unwrap().replace("Answer 2", "Answer");
        std::fs::write(&file, weaker).unwrap();
    }
    for name in jobs {
        assert_ne!(run(name).code, 0, "{name}");
    }
}
