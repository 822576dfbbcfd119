//! `results import --json` line by line: one judge each, its contract's keys, and its name exactly, whatever it holds.

use serde_json::{Value, json};

use super::has_keys;
use super::results::{LINE, judged};
use crate::hostile_inputs;

/// Names that would act on a terminal, a shell, a filter or a reader of JSON.
fn hostile() -> Vec<String> {
    let mut names: Vec<String> = [
        "judge ",
        " judge",
        "judge",
        "JUDGE",
        "judge=fail",
        "a*b?",
        "(x) OR y",
        "\"quoted\"",
        "it's",
        "a\nb",
        "a\r\nb",
        "tab\there",
        "nul\u{0}in",
        "\u{1b}]0;title\u{7}",
        "\u{1b}[31mred",
        "\u{9b}31m",
        "\u{202e}gnirts",
        "zero\u{200b}width",
        "\u{feff}bom",
        "\u{e0041}tag",
        "e\u{301}",
        "é",
        "ﷺ",
        "👩‍👩‍👧‍👦",
        "{{env.X}}",
        "$(id)",
        "`id`",
        "--json",
        "-",
        "null",
        "true",
        "0",
        "\\u0041",
        "\\",
        "</testcase>",
        "mode:none",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(10_000));
    // A blank name is none.
    names.extend(hostile_inputs::HOSTILE.iter().map(|text| (*text).to_owned()).filter(|text| !text.trim().is_empty()));
    names.sort();
    names.dedup();
    names
}

#[test]
fn each_line_is_one_judge_under_its_exact_name() {
    let (cli, ids) = judged();
    let names = hostile();
    let line = |name: &String| {
        let row = |(at, id): (usize, &String)| {
            json!({"id": id, "name": name, "verdict": if at < 6 || at == 8 { "fail" } else { "pass" }}).to_string()
                + "\n"
        };
        let stranger = json!({"id": "nobody", "name": name, "pass": true}).to_string() + "\n";
        ids.iter().take(12).enumerate().map(row).collect::<String>() + &stranger
    };
    let path = cli.write("run.jsonl", &names.iter().map(line).collect::<String>());
    let answer = cli.run(&["results", "import", path.to_str().unwrap(), "--json"]).good();
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
            || ('\u{e0000}'..='\u{e007f}').contains(&c)
    };
    assert!(!answer.out.contains(acts) && !answer.err.contains(acts));
    let lines = answer.json();
    let found: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(found, names.iter().map(String::as_str).collect::<Vec<_>>());
    for line in &lines {
        has_keys(line, &LINE);
        // 0..6 of the eight bad ones are caught, one of the four good ones is rejected.
        assert_eq!((&line["n"], &line["unmatched"]), (&json!(12), &json!(1)), "{line}");
        assert_eq!((&line["coverage"], &line["ffr"]), (&json!(0.75), &json!(0.25)));
        let kappa = (9.0 / 12.0 - (8.0 * 7.0 + 4.0 * 5.0) / 144.0) / (1.0 - (8.0 * 7.0 + 4.0 * 5.0) / 144.0);
        assert!((line["kappa"].as_f64().unwrap() - kappa).abs() < 1e-9, "{line}");
        // p = 6/13 with the stranger, r = 3/4, s = 3/4.
        let rate = line["corrected_pass_rate"].as_f64().unwrap();
        assert!((rate - (6.0 / 13.0 - 0.25) / 0.5).abs() < 1e-9, "{line}");
        assert!(line["low"].as_f64().unwrap() <= rate && rate <= line["high"].as_f64().unwrap());
    }
    assert_eq!(cli.run(&["results", "show", "run", "--json"]).good().json(), lines);
    let compared = cli.run(&["results", "import", path.to_str().unwrap(), "--name", "again", "--json"]).good();
    drop(compared);
    let pairs = cli.run(&["results", "compare", "run", "again", "--json"]).good();
    assert!(!pairs.out.contains(acts));
    assert_eq!(pairs.json().len(), names.len());
    assert!(pairs.json().iter().all(|pair| pair["mcnemar_p"] == json!(1.0) && pair["n"] == json!(12)));
    for people in [cli.run(&["results"]).good(), cli.run(&["results", "compare", "run", "again"]).good()] {
        // Within an emoji of several people the joiner stays: it draws them as one.
        let found = (people.out + &people.err).replace('\u{200d}', "");
        assert_eq!(found.chars().find(|c| acts(*c)), None);
    }
}

#[test]
fn what_is_missing_is_null_and_never_absent() {
    let (cli, _) = judged();
    let path = cli.write("strange.jsonl", "{\"id\":\"nobody\",\"name\":\"judge\",\"pass\":true}\n");
    let line = cli.run(&["results", "import", path.to_str().unwrap(), "--json"]).good().json().remove(0);
    assert_eq!((&line["n"], &line["unmatched"]), (&json!(0), &json!(1)));
    for key in ["coverage", "ffr", "kappa", "corrected_pass_rate", "low", "high"] {
        assert_eq!(line.get(key), Some(&Value::Null), "{key}");
    }
}
