//! Texts that would expand, execute or end a string where they stood in code stand in names, definitions, notes, inputs,
//! outputs and parameters of checks: no suite that there is says, expands or executes one.

use std::fs;
use std::path::Path;

use gemba::checks;
use gemba::domain::{CheckSpec, Content, Message, Name, Record, RecordId, Role, RowId, Slug, Target, Untrusted};
use gemba::stubs::{Case, SUITES, StubSource};

use super::tools;

/// The file that each of them would make, and the word by which each is known.
const MADE: &str = "pwned_by_canary";

/// What each language, template engine or reader would act on.
fn canaries() -> Vec<String> {
    let make = format!("open('{MADE}','w')");
    vec![
        format!("{{{{env.CANARY}}}} {MADE}"),
        format!("{{{{7*7}}}} {MADE} {{{{ 1111 * 1111 }}}}"),
        format!("{{{{ range.constructor(\"require('fs').writeFileSync('{MADE}', '')\")() }}}}"),
        format!("\"\"\"\n{make}\n\"\"\""),
        format!("'''\n{make}\n'''"),
        format!("'); import os; {make} #"),
        format!("\"); require('fs').writeFileSync('{MADE}',''); //"),
        format!("*/ require('fs').writeFileSync('{MADE}',''); /*"),
        format!("`${{require('fs').writeFileSync('{MADE}','')}}`"),
        format!("!!python/object/apply:os.system [\"touch {MADE}\"]"),
        format!("$(touch {MADE}) `touch {MADE}` ; touch {MADE}"),
        format!("file://{MADE}"),
        format!("{{% raw %}}{MADE}{{% endraw %}}"),
        format!("coding: utf-7 +AAo-{make}+AAo-"),
        format!("vim: set fileencoding=utf-7 : +AAo-{make}+AAo-"),
        format!("\"#; std::fs::write(\"{MADE}\", \"\").unwrap(); r#\""),
        format!("{{\"__proto__\": {{\"{MADE}\": 1}}}}"),
    ]
}

/// One source of a mode and one of a criterion for each of them; every text of it is one.
fn sources() -> Vec<StubSource> {
    let canaries = canaries();
    let mut sources = Vec::new();
    for (at, canary) in canaries.iter().enumerate() {
        let next = &canaries[(at + 1) % canaries.len()];
        let one_line = canary.replace('\n', " ");
        let key = Slug::of(&format!("case {at}"));
        let target = if at % 2 == 0 { Target::Mode(key) } else { Target::Criterion(key) };
        let spec = |typed: &[&str]| -> CheckSpec {
            let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
            checks::parse(&words, &|_| unreachable!()).unwrap()
        };
        let specs = [
            spec(&["not-contains", canary]),
            spec(&["contains-any", next, "good"]),
            spec(&["not-regex", &format!("^{}$", regex_syntax::escape(canary))]),
        ];
        let record = |(row, output): (i64, String)| {
            let content = Content {
                external_id: Some(format!("{canary} {row}").into()),
                messages: vec![Message::text(Role::System, canary.clone()), Message::text(Role::User, next.clone())],
                output: output.into(),
                expected: Some(canary.as_str().into()),
                model: Some(canary.as_str().into()),
                ..Content::default()
            };
            std::sync::Arc::new(Record {
                row: RowId(row),
                id: RecordId::of(&content),
                source: canary.as_str().into(),
                content,
            })
        };
        let outputs = [(canary.clone(), true), (format!("good {next}"), false), (next.clone(), false)];
        let cases = outputs.into_iter().zip(0..).map(|((output, is_bad), row)| Case {
            evidence: None,
            is_masked: false,
            record: record((row, output)),
            is_bad,
            notes: vec![canary.as_str().into()],
        });
        sources.push(StubSource {
            stem: target.key().to_string(),
            name: Name::new(&one_line).unwrap_or_else(|_| Name::new(MADE).unwrap()),
            definition: Untrusted::new(canary.as_str()),
            version: None,
            tau: 0.2,
            stale: 0,
            checks: specs
                .into_iter()
                .zip(0..)
                .map(|(spec, n)| gemba::domain::Check {
                    key: Slug::of(&format!("check {at} {n}")),
                    target: target.clone(),
                    spec,
                    created: 0,
                })
                .collect(),
            mined: vec![],
            cases: cases.collect(),
            target,
        });
    }
    sources
}

fn words() -> Vec<&'static str> {
    SUITES.iter().map(|suite| suite.word).collect()
}

/// Every file below a folder, without what the tools bring along.
fn each_file(folder: &Path, look: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.contains(MADE), "something was executed: {}", path.display());
        if path.is_symlink() || name == "target" || name == "__pycache__" {
            continue;
        }
        if path.is_dir() { each_file(&path, look) } else { look(&path) }
    }
}

#[test]
fn no_suite_holds_a_canary_outside_its_data() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &sources(), &words());
    let (mut code, mut data) = (0, 0);
    each_file(out.path(), &mut |path| {
        let text = fs::read_to_string(path).unwrap();
        let is_data = ["jsonl", "json"].iter().any(|end| path.extension().is_some_and(|found| found == *end));
        if is_data {
            data += usize::from(text.contains(MADE));
            let is_run = path.ends_with("promptfooconfig.json") || path.parent().unwrap().ends_with("promptfoo");
            assert!(!(is_run && text.contains(MADE)), "promptfoo renders {}", path.display());
        } else {
            code += 1;
            for marker in [MADE, "CANARY", "7*7", "utf-7", "!!python", "constructor(\"require"] {
                assert!(!text.contains(marker), "{marker} in {}", path.display());
            }
        }
    });
    assert!(code > 4 * canaries().len() && data > canaries().len(), "{code} files of code, {data} of data");
}

#[test]
fn no_canary_expands_or_executes_in_pytest_and_promptfoo() {
    let out = tempfile::tempdir().unwrap();
    tools::write(out.path(), &sources(), &["pytest", "promptfoo", "jsonl"]);
    if let Some(result) = tools::pytest(out.path(), false) {
        assert_eq!(result.code, 0, "{}", result.text);
        assert!(!result.text.contains("1234321"), "a template was rendered");
    }
    if let Some((result, tests)) = tools::promptfoo(out.path(), false) {
        assert!(result.code == 0 && tests.iter().all(|(_, success)| *success), "{}", result.text);
        assert!(!result.text.contains("1234321"), "a template was rendered: {}", result.text);
    }
    each_file(out.path(), &mut |_| {});
}

#[test]
#[ignore = "slow: needs tests/tools.sh --all"]
fn no_canary_expands_or_executes_in_the_other_suites() {
    let out = tempfile::tempdir().unwrap();
    let others: Vec<&str> = words().into_iter().filter(|word| !["promptfoo", "jsonl"].contains(word)).collect();
    for suite in others {
        let out = out.path().join(suite);
        tools::write(&out, &sources(), &[suite]);
        let result = match suite {
            "pytest" | "jsonschema" if suite == "pytest" || tools::has_pydantic() => tools::pytest(&out, false),
            "vitest" => tools::vitest(&out, false).map(|(result, _)| result),
            "deepeval" => tools::deepeval(&out, false),
            "inspect" => tools::inspect(&out, false).map(|(_, gate)| gate),
            "mlflow" => tools::mlflow(&out, false),
            "rust" => Some(tools::cargo(&out, false, &[])),
            _ => None,
        };
        if let Some(result) = result {
            assert_eq!(result.code, 0, "{suite}: {}", result.text);
            assert!(!result.text.contains("1234321"), "{suite} rendered a template");
        }
        each_file(&out, &mut |_| {});
    }
}
