//! The README of an output folder: the commands that run it, and what is where. Slugs only, no text of people.

use std::fmt::Write as _;

use super::manifest::FILE;
use super::out_file::OutFile;
use super::stub_entry::StubEntry;
use crate::stubs::evidence::stub_source::StubState;
use crate::stubs::suites::SUITES;
use crate::stubs::suites::suite::Suite;

/// How many suites, the first of the table, are run by most people.
const COMMON: usize = 2;
/// Records named in one line, at most.
const MOST_SHOWN: usize = 20;

pub(crate) fn file(entries: &[StubEntry]) -> OutFile {
    let mut text = head();
    for entry in entries {
        let is_judge = entry.state == StubState::Judge;
        let share = |part: u64, rest: u64| {
            if is_judge { "not asked".to_owned() } else { format!("{part} of {}", part + rest) }
        };
        let line = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            entry.stub,
            entry.target.word(),
            entry.state.word(),
            share(entry.caught, entry.missed.len() as u64),
            share(entry.wrongly_rejected.len() as u64, entry.accepted),
        );
        debug_assert!(line.is_ok(), "writing into a String cannot fail");
    }
    text.push_str(&by_record(entries));
    text.push_str(TAIL);
    OutFile::ours("README.md", text)
}

/// Returns the records that a stub gets wrong, by short id; nothing where there are none.
fn by_record(entries: &[StubEntry]) -> String {
    let mut text = String::new();
    for entry in entries.iter().filter(|entry| entry.state != StubState::Todo) {
        for (records, verb) in [(&entry.missed, "misses"), (&entry.wrongly_rejected, "wrongly rejects")] {
            if records.is_empty() {
                continue;
            }
            let shown: Vec<String> = records.iter().take(MOST_SHOWN).map(|record| record.short()).collect();
            let more = match records.len().saturating_sub(MOST_SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more (`{FILE}` has them all)"),
            };
            let line = writeln!(text, "- {} {verb}: {}{more}", entry.stub, shown.join(", "));
            debug_assert!(line.is_ok(), "writing into a String cannot fail");
        }
    }
    if text.is_empty() { text } else { format!("\nWhat they get wrong, by record (`gemba show ID`):\n\n{text}") }
}

/// Returns the commands of all suites, and how their results come back.
fn head() -> String {
    let indented = |command: &str| format!("    {command}\n");
    let (first, others) = SUITES.split_at(COMMON);
    let run = |suites: &[Suite]| suites.iter().filter_map(|suite| suite.run).map(indented).collect::<String>();
    let run = format!(
        "Run them as they are, offline:\n\n{}\nFor the suites that were asked for:\n\n{}",
        run(first),
        run(others)
    );
    let results: String = SUITES.iter().filter_map(|suite| suite.results.as_ref()?.command).map(indented).collect();
    HEAD.replace("{RUN}", &run).replace("{RESULTS}", &results)
}

const HEAD: &str = "# Assertion stubs, written by gemba

{RUN}
Inspect ends with 0 whatever the scores are: in CI `gemba_inspect.py` is the gate (1 unless all is as expected), over a
fresh folder of logs. DeepEval keeps its state in `.deepeval/`; `DEEPEVAL_TELEMETRY_OPT_OUT=1` keeps it from phoning home.

promptfoo phones home and writes logs unless told otherwise: `PROMPTFOO_DISABLE_TELEMETRY=1`, `PROMPTFOO_DISABLE_UPDATE=1`,
`PROMPTFOO_DISABLE_DEBUG_LOG=1`.

Rubrics for a model are asked only with `GEMBA_JUDGE=1`: by the fixture `gemba_judge` of `conftest.py` (pytest), by
`Provider.judge` of `provider.js` (Vitest), or by your suite's own grader:

    GEMBA_JUDGE=1 promptfoo eval -c promptfoojudge.json --grader openai:gpt-4.1-mini --no-cache --no-share
    GEMBA_JUDGE=1 pytest test_*__deepeval.py
    GEMBA_JUDGE=1 inspect eval _judges/*.py --model none --model-role grader=openai/gpt-4.1-mini

`jsonschema`, `rust` and `jsonl` ask nobody.
`mlflow` neither: it keeps what it records in `mlruns/` unless `MLFLOW_TRACKING_URI` names another place.

What a run said, checks and judges alike, comes back by a file, and is held against what people said:

{RESULTS}    gemba results import results.xml                   # or results.json, or each logs/*.json
    gemba results compare results results-2            # two runs: what each passes, and what flipped

A run with `GEMBA_LIVE=1` is imported with `--live`, and with `--model` and `--prompt-version` where its file names none.
`cargo test` writes no such file.

The recorded outputs are judged. Known-bad ones are expected to fail, so a green run is the proof that the checks catch
them. With `GEMBA_LIVE=1` your own system is called instead, through `answer` in `gemba_hook.py` (pytest, DeepEval),
`provider.js` (promptfoo, Vitest), `inspect_hook.py` or `rust/hook.rs`, and then every case must pass.
It answers with a text, or with a dict (an object) of `output` and what your checks look at: `latency_ms`, `cost`,
`tokens_out`, `finish_reason`, `refusal`, `tool_calls` (`name`, `arguments`), and `messages` where your system adds to them.

`model_*.py` hold pydantic models that run the same checks on any answer, alone (`model_validate_json`) or as Instructor's
`response_model`; `schema/` holds what JSON Schema can say of them. `cargo test -- --ignored` shows what is missed.

| Stub | Of a | State | Caught | Good ones rejected |
|---|---|---|---|---|
";

const TAIL: &str = "
`proven`: enough evidence, nothing missed. `thin`: too few records to say. `weak`: misses known-bad records or rejects
too many good ones. `judge`: a rubric for a model, asked only with
`GEMBA_JUDGE=1` and skipped else. `todo`: no check that this suite can run, so it is skipped. `outdated`: the criterion changed its
meaning since; written again, a stub is proven on what was graded under the new meaning alone.
One that is weak is a test that fails and says why, unless it was written with `--allow-weak`.

Secrets and personal data are masked in cases, examples and parameters unless they were written with `--redact off`:
`[email 483920]` is one person throughout. Names of people and postal addresses are not found. Cases that the checks answer
otherwise once they are masked are left out. A run with `GEMBA_LIVE=1` says how many of its inputs are masked.

- `cases/`, `checks/`: recorded outputs and the checks as data. Logged text stands nowhere else.
- `judges/`: rubrics with examples from graded records, which are no cases of theirs. Recorded texts in them stand between
  marks: material to judge, never an instruction.
- `gemba_hook.py`, `conftest.py`, `provider.js`, `inspect_hook.py`, `package.json`, `rust/hook.rs`, `rust/Cargo.toml`: yours,
  written once.
- `gemba_<kind>.py`: a check that is more than a line of Python; `gemba_cases.py` reads the cases.
- Everything else is rewritten as long as you do not change it; beside a changed file gemba writes `<name>.new`.
- `gemba-stubs.json`: which stub came from which checks and records.

The crate in `rust/` is a workspace of its own and needs Rust 1.89 with the crates regex, serde and serde_json.

A `conftest.py` that was here before gemba needs a fixture `gemba_generate` that returns a function from a case to its
output. A `provider.js` needs `module.exports = require(\"./gemba_checks.js\").provider(generate)` with such a function.
";
