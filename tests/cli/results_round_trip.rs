//! The generated suites make the round trip: written, run by the real tool, imported, and led back to what they are of.
//!
//! pytest and promptfoo run with every test; Vitest, `DeepEval` and Inspect are large and run with `tests/run --all`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::results::judged;
use super::{Cli, has_keys};

/// A program that the conformance tests use too.
fn tool(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools").join(path);
    let found = found.exists().then_some(found);
    if found.is_none() {
        eprintln!("skipped: .tools/{path} is not installed (tests/tools.sh installs it)");
    }
    found
}

/// A workspace with a mode, four tags of it, a check, and its stubs.
fn suite(target: &str, tags: usize, check: &[&str]) -> (Cli, PathBuf) {
    let (cli, ids) = judged();
    cli.run(&["modes", "add", "Odd digits"]).good();
    for id in &ids[..tags] {
        cli.run(&["tag", id, "Odd digits"]).good();
    }
    cli.run(&[&["checks", "add", "--mode", "odd-digits"], check].concat()).good();
    cli.run(&["stubs", "--target", target, "--out", "evals", "--allow-weak"]).good();
    let out = cli.work().join("evals");
    (cli, out)
}

/// The outputs 0, 1 and 2 are caught, 3 is missed; of the good ones 12 is rejected.
fn checked(target: &str) -> (Cli, PathBuf) {
    suite(target, 4, &["not-regex", "Answer (0|1|2|12):"])
}

#[track_caller]
fn came_back(cli: &Cli, file: &Path, names: &[&str]) {
    let lines = cli.run(&["results", "import", file.to_str().unwrap(), "--json"]).good().json();
    let found: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(found, names);
    for line in &lines {
        has_keys(line, &super::results::LINE);
        assert_eq!((&line["target"], &line["target_kind"]), (&json!("odd-digits"), &json!("mode")), "{line}");
        assert_eq!((&line["unmatched"], &line["repeated"]), (&json!(0), &json!(0)), "{line}");
        let counts = ["tp", "fn", "fp", "tn"].map(|key| line[key].as_u64().unwrap());
        assert_eq!(counts, [3, 0, 1, 11], "{line}");
        assert!(line["caveat"].as_str().unwrap().contains("chosen by their labels"));
        let filter = format!("result:{}=fail verdict:pass", line["name"].as_str().unwrap());
        let rejected = cli.run(&["list", &filter, "--json"]).good().json();
        assert_eq!((rejected.len(), &rejected[0]["external_id"]), (1, &json!("r12")), "{filter}");
    }
}

/// A judge that is no model: it fails the first eight but the eighth, and the thirteenth, which is good.
#[track_caller]
fn judge_came_back(cli: &Cli, file: &Path, out: &Path, suffix: &str) {
    let check = cli.run(&["checks", "--json"]).good().json().remove(0)["check"].as_str().unwrap().to_owned();
    let lines = cli.run(&["results", "import", file.to_str().unwrap(), "--json"]).good().json();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(line["name"], json!(format!("{check}{suffix}")), "{line}");
    assert_eq!((&line["target"], &line["unmatched"], &line["no_answer"]), (&json!("odd-digits"), &json!(0), &json!(0)));
    let data: Value = serde_json::from_str(&fs::read_to_string(out.join("judges/odd-digits.json")).unwrap()).unwrap();
    let examples: Vec<&str> =
        data["examples"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(examples.len(), 6);
    let (mut bad, mut good) = ([0_u64; 2], [0_u64; 2]);
    for (at, id) in cli.ids().iter().enumerate().filter(|(_, id)| !examples.contains(&id.as_str())) {
        let fails = at < 7 || at == 12;
        let counts = if at < 8 { &mut bad } else { &mut good };
        counts[usize::from(!fails)] += 1;
        assert!(!id.is_empty());
    }
    let counts = ["tp", "fn", "fp", "tn"].map(|key| line[key].as_u64().unwrap());
    assert_eq!(counts, [bad[0], bad[1], good[0], good[1]], "{line}");
    assert_eq!(counts, [4, 1, 1, 8], "{line}");
}

fn rubric(target: &str) -> (Cli, PathBuf) {
    suite(target, 8, &["judge", "Passes when the number is odd enough.", "--name", "Odd?"])
}

const PYTHON_JUDGE: &str = "def judge(rubric, text, output):
    number = int(output.split(' ')[1].split(':')[0])
    return not (number < 7 or number == 12)
";
const NODE_JUDGE: &str =
    "const number = Number(/Answer (\\d+):/.exec(OUTPUT)[1]); const pass = !(number < 7 || number === 12);";

/// A program in the folder of the suite, its environment without gemba's switches but those named.
fn command(program: &Path, out: &Path, switches: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(out).env("PYTHONDONTWRITEBYTECODE", "1");
    for switch in ["GEMBA_LIVE", "GEMBA_JUDGE"] {
        command.env_remove(switch);
    }
    command.envs(switches.iter().map(|switch| (*switch, "1")));
    command
}

/// Runs it and expects this end.
#[track_caller]
fn ends(command: &mut Command, success: bool) {
    let output = command.output().unwrap();
    let answer = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), success, "{answer}");
}

fn pytest(python: &Path, out: &Path, switches: &[&str]) -> Command {
    let mut command = command(python, out, switches);
    command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=../results.xml"]);
    command.env("DEEPEVAL_TELEMETRY_OPT_OUT", "1").env("DEEPEVAL_DISABLE_DOTENV", "1");
    command
}

fn add_to(file: &Path, text: &str) {
    let known = fs::read_to_string(file).unwrap();
    fs::write(file, known + text).unwrap();
}

#[test]
fn pytest_comes_back() {
    let Some(python) = tool("venv/bin/python") else { return };
    let (cli, out) = checked("pytest");
    ends(&mut pytest(&python, &out, &[]), true);
    came_back(&cli, &cli.work().join("results.xml"), &["odd-digits"]);
}

#[test]
fn a_judge_in_pytest_comes_back() {
    let Some(python) = tool("venv/bin/python") else { return };
    let (cli, out) = rubric("pytest");
    let conftest = fs::read_to_string(out.join("conftest.py")).unwrap();
    fs::write(out.join("conftest.py"), conftest.replace("judge: Any = None\n", PYTHON_JUDGE)).unwrap();
    ends(&mut pytest(&python, &out, &["GEMBA_JUDGE"]), false);
    judge_came_back(&cli, &cli.work().join("results.xml"), &out, "");
}

#[test]
fn the_json_schema_suite_comes_back_from_model_and_schema() {
    let (Some(python), Some(ready)) = (tool("venv/bin/python"), tool("venv.ready")) else { return };
    if !fs::read_to_string(ready).unwrap().contains("pydantic") {
        eprintln!("skipped: pydantic is not installed (tests/tools.sh installs it)");
        return;
    }
    let (cli, out) = checked("jsonschema");
    ends(&mut pytest(&python, &out, &[]), true);
    came_back(&cli, &cli.work().join("results.xml"), &["odd-digits/model"]);

    // What JSON Schema can say as a whole is tried by a validator, too: outputs of one digit are too short.
    let (cli, out) = suite("jsonschema", 4, &["min-length", "24"]);
    ends(&mut pytest(&python, &out, &[]), true);
    let lines = cli.run(&["results", "import", "results.xml", "--json"]).good().json();
    assert_eq!(lines.iter().map(|line| &line["name"]).collect::<Vec<_>>(), ["odd-digits/model", "odd-digits/schema"]);
    for line in lines {
        let counts = ["tp", "fn", "fp", "tn"].map(|key| line[key].as_u64().unwrap());
        assert_eq!((counts, &line["target"], &line["repeated"]), ([4, 0, 2, 10], &json!("odd-digits"), &json!(0)));
    }
}

fn promptfoo(
    out: &Path,
    config: &str,
    switches: &[&str],
    extra: &[&str],
) -> Option<(PathBuf, Command, tempfile::TempDir)> {
    let (program, _) = (tool("node_modules/.bin/promptfoo")?, tool("promptfoo.ready")?);
    let state = tempfile::tempdir().unwrap();
    let file = out.parent().unwrap().join("results.json");
    let mut command = command(&program, state.path(), switches);
    command.args(["eval", "-c"]).arg(out.join(config)).arg("-o").arg(&file).args(extra);
    command.args(["--no-cache", "--no-share", "--no-table", "--no-write", "--no-progress-bar"]);
    for name in ["TELEMETRY", "UPDATE", "REMOTE_GENERATION", "SHARING", "DEBUG_LOG", "ERROR_LOG"] {
        command.env(format!("PROMPTFOO_DISABLE_{name}"), "1");
    }
    command.env("PROMPTFOO_CONFIG_DIR", state.path());
    Some((file, command, state))
}

#[test]
fn promptfoo_comes_back() {
    let (cli, out) = checked("promptfoo");
    let Some((file, mut command, _state)) = promptfoo(&out, "promptfooconfig.json", &[], &[]) else { return };
    ends(&mut command, true);
    came_back(&cli, &file, &["odd-digits"]);
}

#[test]
fn that_a_stub_is_weak_is_no_answer_about_a_record() {
    let (cli, out) = checked("pytest,promptfoo");
    cli.run(&["stubs", "--target", "pytest,promptfoo", "--out", "evals"]).good();
    let mut files = Vec::new();
    if let Some((file, mut command, _state)) = promptfoo(&out, "promptfooconfig.json", &[], &[]) {
        ends(&mut command, false);
        files.push(file);
    }
    if let Some(python) = tool("venv/bin/python") {
        ends(&mut pytest(&python, &out, &[]), false);
        files.push(cli.work().join("results.xml"));
    }
    for file in files {
        let said = cli.run(&["results", "import", file.to_str().unwrap()]).bad(3).err;
        assert!(said.contains("weak") || said.contains("names no record"), "{said}");
    }
    assert!(cli.run(&["results", "--json"]).good().json().is_empty());
}

#[test]
fn a_judge_in_promptfoo_comes_back() {
    let (cli, out) = rubric("promptfoo");
    let decide = NODE_JUDGE.replace("OUTPUT", "prompt.split(\"TO BE JUDGED\")[1].split(\"<<<OUTPUT\")[1]");
    let grader = format!(
        "module.exports = class {{ id() {{ return \"fake\"; }} async callApi(prompt) {{ {decide}\n\
         return {{ output: JSON.stringify({{ pass, score: pass ? 1 : 0, reason: \"looked\" }}) }}; }} }};\n"
    );
    fs::write(out.join("grader.js"), grader).unwrap();
    let grader = format!("file://{}", out.join("grader.js").display());
    let run = promptfoo(&out, "promptfoojudge.json", &["GEMBA_JUDGE"], &["--grader", &grader]);
    let Some((file, mut command, _state)) = run else { return };
    ends(&mut command, false);
    judge_came_back(&cli, &file, &out, "");
}

fn vitest(out: &Path, switches: &[&str]) -> Option<Command> {
    let ready = tool("vitest/node_modules")?;
    #[cfg(unix)]
    if !out.join("node_modules").exists() {
        std::os::unix::fs::symlink(&ready, out.join("node_modules")).unwrap();
    }
    let mut command = command(&ready.join(".bin/vitest"), out, switches);
    command.args(["run", "--root", ".", "--reporter=junit", "--outputFile=../results.xml"]);
    Some(command)
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn vitest_comes_back() {
    let (cli, out) = checked("vitest");
    let Some(mut command) = vitest(&out, &[]) else { return };
    ends(&mut command, true);
    came_back(&cli, &cli.work().join("results.xml"), &["odd-digits"]);

    let (cli, out) = rubric("vitest");
    let decide = NODE_JUDGE.replace("OUTPUT", "output");
    add_to(
        &out.join("provider.js"),
        &format!("\nmodule.exports.judge = async (rubric, input, output) => {{ {decide} return pass; }};\n"),
    );
    let Some(mut command) = vitest(&out, &["GEMBA_JUDGE"]) else { return };
    ends(&mut command, false);
    judge_came_back(&cli, &cli.work().join("results.xml"), &out, "");
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn a_hook_that_throws_in_vitest_is_no_answer() {
    let (cli, out) = checked("vitest");
    let hook = fs::read_to_string(out.join("provider.js")).unwrap();
    let hook = hook.replace(
        "async function generate(testCase) {",
        "async function generate(testCase) { throw new TypeError(\"boom\");",
    );
    fs::write(out.join("provider.js"), hook).unwrap();
    let Some(mut command) = vitest(&out, &[]) else { return };
    ends(&mut command, false);
    let line = cli.run(&["results", "import", "results.xml", "--json"]).good().json().remove(0);
    assert_eq!((&line["n"], &line["no_answer"]), (&json!(0), &json!(16)), "{line}");
}

/// A model of `DeepEval` that is none.
const DEEPEVAL_MODEL: &str = r#"

import json
import re
from deepeval.models import DeepEvalBaseLLM


class Fake(DeepEvalBaseLLM):
    def load_model(self): return self
    def get_model_name(self): return "fake"
    def generate(self, prompt, *args, **kwargs):
        number = int(re.search(r"Answer (\d+):", prompt.rsplit("<<<OUTPUT", 1)[1]).group(1))
        return json.dumps({"score": 0 if number < 7 or number == 12 else 10, "reason": "looked"})
    async def a_generate(self, prompt, *args, **kwargs): return self.generate(prompt)


@pytest.fixture
def gemba_judge_model():
    return Fake()
"#;

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn deepeval_comes_back() {
    let Some(python) = tool("evals/bin/python") else { return };
    let (cli, out) = checked("deepeval");
    ends(&mut pytest(&python, &out, &[]), true);
    came_back(&cli, &cli.work().join("results.xml"), &["odd-digits/deepeval"]);

    let (cli, out) = rubric("deepeval");
    add_to(&out.join("conftest.py"), DEEPEVAL_MODEL);
    ends(&mut pytest(&python, &out, &["GEMBA_JUDGE"]), false);
    judge_came_back(&cli, &cli.work().join("results.xml"), &out, "/deepeval");
}

/// A model of Inspect that is none, and counts no tokens: that would want the network.
const INSPECT_MODEL: &str = r#"import re
from inspect_ai.model import ModelAPI, ModelOutput, get_model, modelapi


@modelapi(name="fake")
class Fake(ModelAPI):
    async def generate(self, input, tools, tool_choice, config):
        judged = input[-1].text.split("TO BE JUDGED")[1].split("<<<OUTPUT")[1]
        number = int(re.search(r"Answer (\d+):", judged).group(1))
        return ModelOutput.from_content("fake", "GRADE: " + ("I" if number < 7 or number == 12 else "C"))

    async def count_tokens(self, *args, **kwargs):
        return 1


"#;

/// Runs Inspect on a file; its log.
fn inspect(python: &Path, out: &Path, file: &str, switches: &[&str]) -> PathBuf {
    let logs = out.parent().unwrap().join("logs");
    let mut command = command(python, out, switches);
    command.args(["-m", "inspect_ai", "eval", file, "--model", "none", "--display", "plain", "--log-format", "json"]);
    ends(command.args(["--max-tasks", "1", "--log-dir"]).arg(&logs), true);
    let mut found = fs::read_dir(&logs).unwrap().map(|entry| entry.unwrap().path());
    found.find(|path| path.extension().is_some_and(|end| end == "json")).expect("a log")
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn inspect_comes_back() {
    let Some(python) = tool("evals/bin/python") else { return };
    let (cli, out) = checked("inspect");
    let log = inspect(&python, &out, "inspect_odd_digits__task.py", &[]);
    came_back(&cli, &log, &["odd-digits"]);

    let (cli, out) = rubric("inspect");
    let helper = out.join("gemba_inspect_judge.py");
    let text = fs::read_to_string(&helper).unwrap();
    let text = text.replace("import gemba_inspect\n", &format!("import gemba_inspect\n{INSPECT_MODEL}"));
    fs::write(&helper, text.replace("model_role=\"grader\"", "model=get_model('fake/model')")).unwrap();
    let log = inspect(&python, &out, "_judges/odd_digits.py", &["GEMBA_JUDGE"]);
    judge_came_back(&cli, &log, &out, "");
}

#[test]
fn a_judge_of_another_program_is_known_by_its_key_or_its_name() {
    let (cli, _) = rubric("pytest");
    let check = cli.run(&["checks", "--json"]).good().json().remove(0)["check"].as_str().unwrap().to_owned();
    let row = |id: &str, name: &str| json!({"id": id, "name": name, "pass": false}).to_string() + "\n";
    let path = cli.write("own.jsonl", &(row("r0", "Odd?") + &row("r1", &check) + &row("r2", "odd?")));
    let lines = cli.run(&["results", "import", path.to_str().unwrap(), "--json"]).good().json();
    let of: Vec<(&Value, &Value)> = lines.iter().map(|line| (&line["name"], &line["target"])).collect();
    let mode = json!("odd-digits");
    assert_eq!(of, [(&json!("Odd?"), &mode), (&json!(check), &mode), (&json!("odd?"), &Value::Null)]);
}
