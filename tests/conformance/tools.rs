//! Runs the real tools on a written folder, offline, with a canary in the environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use gemba::stubs::{
    self, Manifest, MaskedSource, Merged, Proof, StubEntry, StubSource, Suite, merge, prove, prove_masked,
};

/// Stands in the environment of every run and must never come out of it.
pub(super) const CANARY: &str = "canary-3b1f9e";

/// A program of `.tools/`, or `None` with a word about it.
pub(super) fn tool(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: .tools/{path} is not installed (tests/tools.sh installs it)");
    None
}

/// How a tool ended, and what it printed.
pub(crate) struct ToolRun {
    pub(crate) code: i32,
    pub(crate) text: String,
}

fn run(command: &mut Command) -> ToolRun {
    let output = command.env("CANARY", CANARY).output().expect("the tool starts");
    let text = format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains(CANARY), "the canary came out: {text}");
    ToolRun { code: output.status.code().unwrap_or(-1), text }
}

/// Runs pytest in a folder.
/// `report` is pytest's `-r`: which outcomes it lists by name.
pub(super) fn pytest_reporting(out: &Path, live: bool, report: &str) -> Option<ToolRun> {
    let env: &[(&str, &str)] = if live { &[("GEMBA_LIVE", "1")] } else { &[] };
    pytest_with(out, env, &[report])
}

/// Runs pytest in a folder, with these variables and arguments.
pub(crate) fn pytest_with(out: &Path, env: &[(&str, &str)], extra: &[&str]) -> Option<ToolRun> {
    let python = tool("venv/bin/python")?;
    let mut command = Command::new(python);
    command.args(["-m", "pytest", "-q", "--tb=short"]).args(extra).current_dir(out).env_remove("GEMBA_LIVE");
    command.env("PYTHONDONTWRITEBYTECODE", "1").args(["-p", "no:cacheprovider"]).envs(env.iter().copied());
    Some(run(&mut command))
}

/// Runs pytest in a folder and has every outcome listed.
pub(super) fn pytest(out: &Path, live: bool) -> Option<ToolRun> {
    pytest_reporting(out, live, "-rA")
}

/// The counts of pytest's last line (other packages write below it): passed, failed, skipped, xfailed, errors.
pub(crate) fn counts(result: &ToolRun) -> [u64; 5] {
    let last =
        result.text.lines().rev().find(|line| line.contains(" in ") && line.starts_with(|c: char| c.is_ascii_digit()));
    let last = last.unwrap_or_default();
    let words: Vec<&str> = last.split([' ', ',', '=']).filter(|word| !word.is_empty()).collect();
    let of = |name: &str| {
        let at = words.iter().position(|word| word.trim_end_matches('s') == name.trim_end_matches('s'));
        at.and_then(|at| words.get(at.checked_sub(1)?)).and_then(|count| count.parse().ok()).unwrap_or(0)
    };
    [of("passed"), of("failed"), of("skipped"), of("xfailed"), of("error")]
}

/// Runs promptfoo on a folder's configuration; answers with each test's description and whether it succeeded.
pub(super) fn promptfoo(out: &Path, live: bool) -> Option<(ToolRun, Tests)> {
    let env: &[(&str, &str)] = if live { &[("GEMBA_LIVE", "1")] } else { &[] };
    promptfoo_on(out, "promptfooconfig.json", env, &[]).map(|(result, tests, _)| (result, tests))
}

/// What a test is called, and whether it succeeded.
type Tests = Vec<(String, bool)>;

/// Runs promptfoo on a configuration of a folder; answers with each test's description and success, and its results.
pub(super) fn promptfoo_on(
    out: &Path,
    config: &str,
    env: &[(&str, &str)],
    extra: &[&str],
) -> Option<(ToolRun, Tests, String)> {
    let program = tool("node_modules/.bin/promptfoo")?;
    tool("promptfoo.ready")?;
    let state = tempfile::tempdir().unwrap();
    let results = state.path().join("results.json");
    let mut command = Command::new(program);
    command.args(["eval", "-c"]).arg(out.join(config)).arg("-o").arg(&results).args(extra);
    command.args(["--no-cache", "--no-share", "--no-table", "--no-write", "--no-progress-bar"]);
    // Its log files lose a race at the end of a long run (`write after end`), and the exit code with it.
    for name in ["TELEMETRY", "UPDATE", "REMOTE_GENERATION", "SHARING", "DEBUG_LOG", "ERROR_LOG"] {
        command.env(format!("PROMPTFOO_DISABLE_{name}"), "1");
    }
    command.env("PROMPTFOO_CONFIG_DIR", state.path()).env_remove("GEMBA_LIVE").current_dir(state.path());
    command.envs(env.iter().copied());
    let result = run(&mut command);
    let text = std::fs::read_to_string(&results).unwrap_or_default();
    assert!(!text.contains(CANARY), "the canary came out");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let tests = json["results"]["results"].as_array().cloned().unwrap_or_default();
    let name = |test: &serde_json::Value| test["testCase"]["description"].as_str().unwrap_or_default().to_owned();
    Some((result, tests.iter().map(|test| (name(test), test["success"] == true)).collect(), text))
}

/// Writes the stubs of all sources for the given suites, as a first or a later run; the cases of weak ones too.
pub(super) fn write(out: &Path, sources: &[StubSource], suites: &[&str]) -> std::collections::BTreeMap<String, Merged> {
    write_allowing(true, out, sources, suites)
}

/// Writes the same, with the cases of weak ones or without.
pub(super) fn write_allowing(
    allows_weak: bool,
    out: &Path,
    sources: &[StubSource],
    suites: &[&str],
) -> std::collections::BTreeMap<String, Merged> {
    let proof = |source, suite: &Suite| Proof { allows_weak, ..prove(source, suite.engine).unwrap() };
    let proven = |source| move |suite: &'static Suite| (suite, source, source, proof(source, suite));
    write_proven(out, &sources.iter().flat_map(|source| named(suites).map(proven(source))).collect::<Vec<_>>())
}

/// Writes the stubs of masked sources, each beside the source that it was made of.
pub(super) fn write_masked(out: &Path, sources: &[(StubSource, MaskedSource)], suites: &[&str]) {
    let proven = |(source, masked): &'_ (StubSource, MaskedSource), suite: &'static Suite| Proof {
        allows_weak: true,
        ..prove_masked(source, masked, suite.engine).unwrap()
    };
    let all = sources
        .iter()
        .flat_map(|one| named(suites).map(move |suite| (suite, &one.0, &one.1.source, proven(one, suite))));
    write_proven(out, &all.collect::<Vec<_>>());
}

fn named(suites: &[&str]) -> impl Iterator<Item = &'static Suite> {
    suites.iter().map(|word| stubs::suite_named(word).unwrap())
}

/// A stub: its suite, its source as it was gathered and as it is written, and the proof.
type Proven<'a> = (&'static Suite, &'a StubSource, &'a StubSource, Proof);

fn write_proven(out: &Path, stubs: &[Proven<'_>]) -> std::collections::BTreeMap<String, Merged> {
    let entries: Vec<StubEntry> =
        stubs.iter().map(|(suite, source, _, proof)| StubEntry::new(suite, source, proof)).collect();
    let borrowed: Vec<_> = stubs.iter().map(|(suite, _, written, proof)| (*suite, *written, proof)).collect();
    let files = stubs::files(&borrowed, &entries);
    let known = merge::read_manifest(out).unwrap();
    let planned: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    let needed = |path: &str| planned.iter().any(|known| known == path.trim_end_matches(".new"));
    merge::write(out, &files, Manifest { stubs: entries, ..known }, &needed).unwrap()
}

/// Says in words what needs `tests/tools.sh --all`, and whether it is there.
fn evals_tool(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: .tools/{path} is not installed (tests/tools.sh --all installs it)");
    None
}

/// A command in a folder, with or without the live switch.
fn command(program: &Path, out: &Path, live: bool) -> Command {
    let mut command = Command::new(program);
    command.current_dir(out).env_remove("GEMBA_LIVE").env("PYTHONDONTWRITEBYTECODE", "1");
    if live {
        command.env("GEMBA_LIVE", "1");
    }
    command
}

/// Runs Vitest in a folder; answers with the counts of passed, failed, skipped and todo tests.
pub(super) fn vitest(out: &Path, live: bool) -> Option<(ToolRun, [u64; 4])> {
    vitest_with(out, live, &[])
}

/// The same, with these variables.
pub(super) fn vitest_with(out: &Path, live: bool, env: &[(&str, &str)]) -> Option<(ToolRun, [u64; 4])> {
    let ready = evals_tool("vitest/node_modules")?;
    #[cfg(unix)]
    if !out.join("node_modules").exists() {
        std::os::unix::fs::symlink(&ready, out.join("node_modules")).unwrap();
    }
    let results = tempfile::tempdir().unwrap();
    let file = results.path().join("results.json");
    let mut command = command(&ready.join(".bin/vitest"), out, live);
    command.envs(env.iter().copied());
    command.args(["run", "--root", ".", "--reporter=json", "--reporter=default"]);
    command.arg(format!("--outputFile.json={}", file.display()));
    let result = run(&mut command);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(!text.contains(CANARY), "the canary came out");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let of = |name: &str| json[format!("num{name}Tests")].as_u64().unwrap_or_default();
    Some((result, [of("Passed"), of("Failed"), of("Pending"), of("Todo")]))
}

/// Runs the `DeepEval` modules of a folder under pytest.
pub(super) fn deepeval(out: &Path, live: bool) -> Option<ToolRun> {
    deepeval_with(out, live, &[])
}

/// The same, with these variables.
pub(super) fn deepeval_with(out: &Path, live: bool, env: &[(&str, &str)]) -> Option<ToolRun> {
    let mut command = command(&evals_tool("evals/bin/python")?, out, live);
    command.args(["-m", "pytest", "-q", "-rfE", "--tb=line", "-p", "no:cacheprovider"]);
    command.envs(env.iter().copied());
    command.env("DEEPEVAL_TELEMETRY_OPT_OUT", "1").env("DEEPEVAL_DISABLE_DOTENV", "1");
    Some(run(&mut command))
}

/// Runs the `MLflow` modules of a folder under pytest with the plugin of `MLflow`, which keeps its records in the folder.
pub(super) fn mlflow(out: &Path, live: bool) -> Option<ToolRun> {
    let mut command = command(&evals_tool("mlflow/bin/python")?, out, live);
    command.args(["-m", "pytest", "-q", "-rfE", "--tb=line", "-p", "mlflow.pytest.plugin", "-p", "no:cacheprovider"]);
    for name in ["MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_ID", "MLFLOW_EXPERIMENT_NAME"] {
        command.env_remove(name);
    }
    Some(run(command.env("MLFLOW_DISABLE_TELEMETRY", "true")))
}

/// Runs the Inspect tasks of a folder and then its gate.
pub(super) fn inspect(out: &Path, live: bool) -> Option<(ToolRun, ToolRun)> {
    let env: &[(&str, &str)] = if live { &[("GEMBA_LIVE", "1")] } else { &[] };
    inspect_on(out, ".", env)
}

/// The same for one file, with these variables.
pub(super) fn inspect_on(out: &Path, file: &str, env: &[(&str, &str)]) -> Option<(ToolRun, ToolRun)> {
    let python = evals_tool("evals/bin/python")?;
    let logs = tempfile::tempdir().unwrap();
    let mut command_ = command(&python, out, false);
    command_.envs(env.iter().copied()).args([
        "-m",
        "inspect_ai",
        "eval",
        file,
        "--model",
        "none",
        "--display",
        "plain",
        "--log-dir",
    ]);
    let result = run(command_.arg(logs.path()).args(["--max-tasks", "1"]));
    let gate = run(command(&python, out, false).envs(env.iter().copied()).arg("gemba_inspect.py").arg(logs.path()));
    Some((result, gate))
}

/// Compiles and runs the Rust stubs of a folder, offline, with the crates that this project has locked.
pub(super) fn cargo(out: &Path, live: bool, also: &[&str]) -> ToolRun {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = out.join("rust");
    std::fs::copy(project.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut command = command(Path::new(env!("CARGO")), &folder, live);
    command.args(["test", "--offline", "--target-dir"]).arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("rust-stubs"));
    run(command.args(["--", "--show-output"]).args(also))
}

/// Runs a script with the Python that has pydantic and jsonschema; `folder` is where it imports from.
pub(super) fn python(folder: &Path, script: &str) -> Option<ToolRun> {
    let mut command = command(&tool("venv/bin/python")?, folder, false);
    if !has_pydantic() {
        return None;
    }
    Some(run(command.args(["-c", script])))
}

/// Whether the packages of the suite jsonschema are there; says so where they are not.
pub(super) fn has_pydantic() -> bool {
    let ready = tool("venv.ready").and_then(|file| std::fs::read_to_string(file).ok());
    ready.is_some_and(|ready| ready.contains("pydantic") && ready.contains("jsonschema"))
}
