//! `gemba results`: files of eval runs come back, are matched to records and held against people; hostile files are
//! refused in words.

use serde_json::{Value, json};

use super::{Cli, has_keys};

pub(super) const LINE: [&str; 9] =
    ["name", "n", "coverage", "ffr", "kappa", "corrected_pass_rate", "low", "high", "unmatched"];

/// Twenty records; the first eight are failed by ana, the other twelve passed.
pub(super) fn judged() -> (Cli, Vec<String>) {
    let cli = Cli::with_records(20);
    let ids = cli.ids();
    let line = |(at, id): (usize, &String)| {
        json!({"id": id, "verdict": if at < 8 { "fail" } else { "pass" }}).to_string() + "\n"
    };
    let lines: String = ids.iter().enumerate().map(line).collect();
    cli.feed(&["verdict", "-"], &lines).good();
    (cli, ids)
}

fn import(cli: &Cli, name: &str, text: &str) -> Vec<Value> {
    let path = cli.write(name, text);
    cli.run(&["results", "import", path.to_str().unwrap(), "--json"]).good().json()
}

#[track_caller]
fn close(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - wanted).abs() < 5e-5, "{found}, not {wanted}");
}

/// A judge that fails 6 of the 8 bad ones and 3 of the 12 good ones, named by id, or by external id.
fn verdicts(ids: &[String]) -> String {
    let line = |(at, id): (usize, &String)| {
        let fails = at < 6 || (8..11).contains(&at);
        let key = if at % 2 == 0 { id.clone() } else { format!("r{at}") };
        json!({"id": key, "name": "judge", "verdict": if fails { "fail" } else { "pass" }, "model": "heron-2",
            "prompt_version": "v7"})
        .to_string()
            + "\n"
    };
    ids.iter().enumerate().map(line).collect()
}

#[test]
fn a_judge_of_json_lines_is_held_against_the_verdicts() {
    let (cli, ids) = judged();
    let more = "{\"id\":\"nobody\",\"name\":\"judge\",\"pass\":true}\n{\"name\":\"judge\",\"pass\":true}\nnonsense\n";
    let lines = import(&cli, "run1.jsonl", &(verdicts(&ids) + more));
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    has_keys(line, &LINE);
    assert_eq!((&line["name"], &line["n"], &line["unmatched"]), (&json!("judge"), &json!(20), &json!(1)));
    assert_eq!((&line["tp"], &line["fn"], &line["fp"], &line["tn"]), (&json!(6), &json!(2), &json!(3), &json!(9)));
    close(&line["coverage"], 0.75);
    close(&line["ffr"], 0.25);
    // Raw 15/20; by chance .4·.45 + .6·.55.
    close(&line["kappa"], (0.75 - 0.51) / 0.49);
    // p = 12/21, r = 9/12, s = 6/8.
    close(&line["corrected_pass_rate"], (12.0 / 21.0 + 0.75 - 1.0) / 0.5);
    assert!(line["low"].as_f64().unwrap() < 0.643 && line["high"].as_f64().unwrap() > 0.643);
    assert_eq!((&line["models"], &line["prompt_versions"]), (&json!(["heron-2"]), &json!(["v7"])));
    assert_eq!(line["why"], Value::Null);

    let wrong = cli.run(&["list", "result:judge=fail verdict:pass", "--json"]).good().json();
    assert_eq!(wrong.iter().map(|record| record["id"].as_str().unwrap()).collect::<Vec<_>>(), ids[8..11]);
    let missed = cli.run(&["list", "result:jud*=pass verdict:fail", "--json"]).good().json();
    assert_eq!(missed.len(), 2);
    let help = cli.run(&["list", "result:judge=maybe"]).bad(2).err;
    assert!(help.contains("`=pass` or `=fail`"), "{help}");
}

#[test]
fn results_are_read_again_and_compared_and_follow_the_judgements() {
    let (cli, ids) = judged();
    let first = import(&cli, "run.jsonl", &verdicts(&ids));
    assert_eq!(import(&cli, "run.jsonl", &verdicts(&ids)), first, "the same file is the same run");
    let better = verdicts(&ids[..8]).replace("\"pass\"", "\"fail\"")
        + &verdicts(&ids).lines().skip(11).collect::<Vec<_>>().join("\n");
    let second = import(&cli, "run.jsonl", &better);
    assert_eq!(second[0]["result"], json!("run-2"));
    close(&second[0]["coverage"], 1.0);
    let all = cli.run(&["results", "--json"]).good().json();
    assert_eq!(all, [first.clone(), second].concat());
    assert_eq!(cli.run(&["results", "show", "run", "--json"]).good().json(), first);
    cli.run(&["results", "show", "runn"]).bad(2);
    let path = cli.write("again.jsonl", "{\"id\":\"r1\",\"pass\":true}\n");
    cli.run(&["results", "import", path.to_str().unwrap(), "--name", "run"]).bad(2);

    cli.run(&["verdict", &ids[8], "fail"]).good();
    let now = cli.run(&["results", "show", "run", "--json"]).good().json();
    assert_eq!((&now[0]["tp"], &now[0]["fp"]), (&json!(7), &json!(2)), "{now:?}");
    let people = cli.run(&["results"]).good();
    assert!(people.out.contains("78 % (7 of 9)"), "{}", people.out);
    assert!(people.err.contains("gemba review '(result:judge=pass verdict:fail)"), "{}", people.err);
    assert!(cli.run(&["doctor"]).good().err.is_empty());
}

#[test]
fn a_figure_without_its_ground_is_null_and_says_why() {
    let cli = Cli::with_records(3);
    let line = import(&cli, "a.jsonl", "{\"id\":\"r0\",\"pass\":true}\n{\"id\":\"r1\",\"pass\":false}\n").remove(0);
    assert_eq!(line["why"], json!("no human judgement to compare with yet"));
    for key in ["coverage", "ffr", "kappa", "corrected_pass_rate", "low", "high"] {
        assert_eq!(line[key], Value::Null, "{key}");
    }
    cli.run(&["verdict", "r0", "pass"]).good();
    let line = cli.run(&["results", "show", "a", "--json"]).good().json().remove(0);
    assert_eq!((&line["why"], &line["ffr"]), (&json!("no human fails yet"), &json!(0.0)));
}

#[test]
fn scores_pass_from_a_limit_on() {
    let (cli, _) = judged();
    let rows = "[{\"id\":\"r0\",\"name\":\"stars\",\"score\":2},{\"id\":\"r9\",\"name\":\"stars\",\"score\":4}]";
    let path = cli.write("stars.json", rows);
    let path = path.to_str().unwrap();
    let refused = cli.run(&["results", "import", path]).bad(2);
    assert!(refused.err.contains("--pass-at"), "{}", refused.err);
    let line = cli.run(&["results", "import", path, "--pass-at", "3.5", "--json"]).good().json().remove(0);
    assert_eq!((&line["tp"], &line["tn"], &line["n"]), (&json!(1), &json!(1), &json!(2)));
}

#[test]
fn pytest_outcomes_are_mapped_as_the_contract_says() {
    let (cli, ids) = judged();
    cli.run(&["modes", "add", "Too short"]).good();
    cli.run(&["tag", &ids[0], "Too short"]).good();
    cli.run(&["tag", &ids[1], "Too short"]).good();
    let case = |name: &str, inner: &str| format!("<testcase classname=\"t\" name=\"{name}\">{inner}</testcase>");
    let xml = [
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"&b;&b;\">]><testsuites><testsuite name=\"pytest\">"
            .to_owned(),
        case(&format!("test_too_short[{}]", ids[0]), "<skipped type=\"pytest.xfail\" message=\"known bad\"/>"),
        case(&format!("test_too_short[{}]", ids[1]), "<failure message=\"[XPASS(strict)] known bad\">x</failure>"),
        case(&format!("test_too_short[{}]", ids[2]), "<skipped type=\"pytest.skip\" message=\"missed\"/>"),
        case(&format!("test_too_short[gpt-4-{}]", ids[8]), ""),
        case(&format!("test_too_short[{}]", ids[9]), "<failure message=\"AssertionError: too short\">&a;</failure>"),
        case("test_too_short[r10]", "<failure message=\"KeyError: 'x'\"/>"),
        case("test_too_short[r11]", "<failure message=\"assert x\"/><error message=\"teardown\"/>"),
        "<testcase name=\"test_other[r12]\"><properties><property name=\"model\" value=\"m\"/></properties></testcase>"
            .to_owned(),
        case("test_plain", ""),
        "</testsuite></testsuites>".to_owned(),
    ]
    .concat();
    let lines = import(&cli, "junit.xml", &xml);
    let short = &lines[0];
    assert_eq!(
        (&short["name"], &short["target_kind"], &short["target"]),
        (&json!("too-short"), &json!("mode"), &json!("too-short"))
    );
    assert_eq!((&short["tp"], &short["fn"], &short["fp"], &short["tn"]), (&json!(1), &json!(1), &json!(1), &json!(1)));
    assert_eq!((&short["no_answer"], &short["n"]), (&json!(3), &json!(4)));
    assert!(short["caveat"].as_str().unwrap().contains("chosen by their labels"));
    assert_eq!(
        (&lines[1]["name"], &lines[1]["target_kind"], &lines[1]["models"]),
        (&json!("other"), &json!("verdict"), &json!(["m"]))
    );
    assert_eq!(lines.len(), 2);
    let live = cli.run(&["results", "import", "junit.xml", "--live", "--json"]).good().json();
    assert_eq!((&live[0]["n"], &live[0]["other_output"]), (&json!(0), &json!(4)));
    assert_eq!(live[0]["corrected_pass_rate"], Value::Null);
}

#[test]
fn promptfoo_results_are_matched_by_id_or_by_output_and_another_output_has_no_truth() {
    let (cli, ids) = judged();
    let output = |at: usize| format!("Answer {at}: naïve 👍🏽 text");
    let row = |vars: Value, output: &str, parts: Value| {
        json!({"vars": vars, "response": {"output": output}, "provider": {"id": "openai:heron", "label": ""},
            "prompt": {"raw": "Say 1", "label": "brief"}, "testCase": {"vars": vars}, "failureReason": 0,
            "success": true, "gradingResult": {"pass": true, "componentResults": parts}})
    };
    let rubric = |pass: bool| json!({"pass": pass, "score": 1, "reason": "r", "assertion": {"type": "llm-rubric", "value": "kind?"}});
    let tone = |pass: bool| json!({"pass": pass, "assertion": {"type": "llm-rubric", "metric": "tone"}});
    let rows = json!([
        row(json!({"id": "r0"}), &output(0), json!([rubric(false), rubric(true), tone(false)])),
        row(json!({"q": "unnamed"}), &format!(" {}\n", output(9)), json!([rubric(true)])),
        row(json!({"trace_id": ids[10]}), "a new answer", json!([rubric(false)])),
        row(json!({"id": "elsewhere"}), "a new answer", json!([rubric(false)])),
        {"vars": {"id": "r1"}, "failureReason": 2, "error": "no key", "testCase": {"assert": [{"type": "llm-rubric"}]}},
    ]);
    let file = json!({"evalId": "e", "results": {"version": 3, "results": rows}, "config": {}});
    let lines = import(&cli, "out.json", &file.to_string());
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["llm-rubric", "llm-rubric #2", "tone"]);
    let judge = &lines[0];
    assert_eq!((&judge["tp"], &judge["tn"], &judge["n"]), (&json!(1), &json!(1), &json!(2)), "{judge}");
    assert_eq!((&judge["other_output"], &judge["unmatched"], &judge["no_answer"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&judge["models"], &judge["prompt_versions"]), (&json!(["openai:heron"]), &json!(["brief"])));
    close(&judge["judged_pass_rate"], 0.25);
}

#[test]
fn inspect_scores_come_as_letters_numbers_and_objects() {
    let (cli, ids) = judged();
    let sample = |id: &str, scores: Value| json!({"id": id, "epoch": 1, "input": "q", "output": {"model": "mock", "completion": ""}, "scores": scores});
    let log = json!({"version": 2, "status": "success", "eval": {"task": "t", "model": "openai/heron"}, "samples": [
        sample("r0", json!({"match": {"value": "I"}, "many": {"value": {"tone": 0, "facts": 1.0}}})),
        sample(&ids[8], json!({"match": {"value": "C"}, "many": {"value": {"tone": 0.9, "facts": true}}})),
        sample("r9", json!({"match": {"value": "P"}})),
        {"id": "r10", "error": {"message": "x"}, "scores": {"match": {"value": "C"}}},
        {"id": "r11"},
    ]});
    let lines = import(&cli, "log.json", &log.to_string());
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["match", "many/tone", "many/facts"]);
    assert_eq!((&lines[0]["tp"], &lines[0]["tn"], &lines[0]["no_answer"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!((&lines[2]["fn"], &lines[2]["tn"]), (&json!(1), &json!(1)));
    let packed = cli.write("log.eval", "PK\u{3}\u{4}");
    let refused = cli.run(&["results", "import", packed.to_str().unwrap()]).bad(3);
    assert!(refused.err.contains("inspect log convert"), "{}", refused.err);
}

#[test]
fn hostile_files_are_refused_in_words_and_leave_nothing_behind() {
    let (cli, _) = judged();
    let deep = format!("{{\"results\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let bomb =
        "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><testsuite><testcase name=\"&b;[&b;\"/>".to_owned();
    let many = [
        ("empty.json", String::new()),
        ("deep.json", deep),
        ("bomb.xml", bomb),
        ("cut.xml", "<testsuite><testcase name=\"test_a[r0]\"></wrong></testsuite>".to_owned()),
        ("tags.xml", "<a>".repeat(100_000)),
        ("odd.json", "{\"results\":{\"results\":[1,null,\"x\",{},{\"vars\":7,\"gradingResult\":[]}]}}".to_owned()),
        (
            "odd2.json",
            "{\"eval\":1,\"samples\":[1,null,{\"scores\":[]},{\"scores\":{\"a\":{\"value\":[]}}}]}".to_owned(),
        ),
        ("old.json", "{\"results\":{\"table\":{\"head\":{},\"body\":[]}}}".to_owned()),
        ("words.txt", "hello\nworld\n".to_owned()),
        ("wide.json", "\u{0}\u{1}\u{2}\u{3}\u{4}\u{5}".to_owned()),
    ];
    for (name, text) in many {
        let path = cli.write(name, &text);
        let answer = cli.run(&["results", "import", path.to_str().unwrap()]);
        if name == "odd2.json" {
            answer.good();
            continue;
        }
        answer.bad(3);
    }
    cli.run(&["results", "import", "nowhere.xml"]).bad(3);
    cli.run(&["results", "import", ".", "--json"]).bad(3);
    cli.run(&["results", "import", "words.txt", "--format", "excel"]).bad(2);
    let evil = "{\"id\":\"r0\",\"name\":\"\\u001b]0;x\\u0007\\u202e\\ud800judge\",\"pass\":true}\n";
    let path = cli.write("evil.jsonl", evil);
    let path = path.to_str().unwrap();
    for arguments in [&["results", "import", path, "--json"][..], &["results"], &["results", "--json"]] {
        let answer = cli.run(arguments).good();
        assert!(!(answer.out + &answer.err).contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}");
    }
}
