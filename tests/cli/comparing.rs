//! `gemba results compare`: two runs over the same cases; every figure is computed here once more, by other means.

use serde_json::{Value, json};

use super::{Cli, has_keys};

const KEYS: [&str; 15] = [
    "name",
    "n",
    "matched_on",
    "a",
    "b",
    "pass_to_fail",
    "fail_to_pass",
    "mcnemar_p",
    "mcnemar_mid_p",
    "flips",
    "same_output",
    "target",
    "target_kind",
    "why",
    "caveat",
];
const SIDE: [&str; 12] = [
    "result",
    "models",
    "prompt_versions",
    "passed",
    "pass_rate",
    "low",
    "high",
    "corrected_pass_rate",
    "corrected_low",
    "corrected_high",
    "why",
    "alone",
];

fn row(id: &str, name: &str, fails: bool, more: &Value) -> String {
    let mut row = json!({"id": id, "name": name, "pass": !fails});
    row.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    format!("{row}\n")
}

fn import(cli: &Cli, name: &str, text: &str, flags: &[&str]) {
    let path = cli.write(&format!("{name}.jsonl"), text);
    let path = path.to_str().unwrap();
    cli.run(&[&["results", "import", path, "--name", name], flags].concat()).good();
}

fn compare(cli: &Cli, a: &str, b: &str) -> Vec<Value> {
    let lines = cli.run(&["results", "compare", a, b, "--json"]).good().json();
    for line in &lines {
        has_keys(line, &KEYS);
        has_keys(&line["a"], &SIDE);
        has_keys(&line["b"], &SIDE);
    }
    lines
}

#[track_caller]
fn close(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The Wilson limits as the roots of (p̂ − p)² = z²·p(1 − p)/n.
fn wilson(hits: f64, n: f64) -> (f64, f64) {
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let (a, b, c) = (n + z2, -(2.0 * hits + z2), hits * hits / n);
    let root = (b * b - 4.0 * a * c).sqrt();
    ((-b - root) / (2.0 * a), (-b + root) / (2.0 * a))
}

/// The exact and the mid-p McNemar test by counting every outcome of so many fair coins.
fn by_coins(b: u32, c: u32) -> (f64, f64) {
    let n = b + c;
    let (mut below, mut at) = (0.0, 0.0);
    for outcome in 0..1_u32 << n {
        let heads = outcome.count_ones();
        below += f64::from(u8::from(heads < b.min(c)));
        at += f64::from(u8::from(heads == b.min(c)));
    }
    let all = f64::from(1_u32 << n);
    let exact = (2.0 * (below + at) / all).min(1.0);
    (exact, if b == c { 1.0 - at / all / 2.0 } else { (2.0 * below + at) / all })
}

fn ids_of(flips: &Value, side: &str) -> Vec<String> {
    flips.as_array().unwrap().iter().map(|flip| flip[side].as_str().unwrap().to_owned()).collect()
}

#[test]
fn two_runs_over_the_same_records_are_matched_by_record() {
    let cli = Cli::with_records(24);
    let ids = cli.ids();
    let verdicts = |(at, id): (usize, &String)| {
        json!({"id": id, "verdict": if at < 8 { "fail" } else { "pass" }}).to_string() + "\n"
    };
    cli.feed(&["verdict", "-"], &ids[..20].iter().enumerate().map(verdicts).collect::<String>()).good();
    // The old judge fails 0..6 and 8..11 of 0..22; the new one 0..8 and 20..21 of 2..24.
    let old: fn(usize) -> bool = |at| at < 6 || (8..11).contains(&at);
    let new: fn(usize) -> bool = |at| at < 8 || at == 20;
    let results = |judge: fn(usize) -> bool, range: std::ops::Range<usize>, model: &str, version: &str| {
        let more = json!({"model": model, "prompt_version": version});
        range.map(|at| row(&ids[at], "tone", judge(at), &more)).collect::<String>()
    };
    import(&cli, "old", &results(old, 0..22, "heron-1", "v7"), &[]);
    import(&cli, "new", &results(new, 2..24, "heron-2", "v8"), &[]);

    let lines = compare(&cli, "old", "new");
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!((&line["name"], &line["matched_on"], &line["why"]), (&json!("tone"), &json!("record"), &Value::Null));
    let both: Vec<usize> = (2..22).collect();
    let n = both.len();
    assert_eq!((&line["n"], &line["same_output"]), (&json!(n), &json!(n)));
    let worse: Vec<String> = both.iter().filter(|at| !old(**at) && new(**at)).map(|at| ids[*at].clone()).collect();
    let better: Vec<String> = both.iter().filter(|at| old(**at) && !new(**at)).map(|at| ids[*at].clone()).collect();
    assert_eq!((worse.len(), better.len()), (3, 3));
    assert_eq!(ids_of(&line["flips"]["pass_to_fail"], "a"), worse);
    assert_eq!(ids_of(&line["flips"]["pass_to_fail"], "b"), worse);
    assert_eq!(ids_of(&line["flips"]["fail_to_pass"], "a"), better);
    assert_eq!((&line["pass_to_fail"], &line["fail_to_pass"]), (&json!(3), &json!(3)));
    let (exact, mid) = by_coins(3, 3);
    close(&line["mcnemar_p"], exact);
    close(&line["mcnemar_mid_p"], mid);

    for (side, fails, range, model, version) in [("a", old, 0..22, "heron-1", "v7"), ("b", new, 2..24, "heron-2", "v8")]
    {
        let answer = &line[side];
        assert_eq!((&answer["models"], &answer["prompt_versions"]), (&json!([model]), &json!([version])));
        let passed = both.iter().filter(|at| !fails(**at)).count();
        assert_eq!((&answer["passed"], &answer["alone"]), (&json!(passed), &json!(2)));
        let share = float(passed) / float(n);
        close(&answer["pass_rate"], share);
        let (low, high) = wilson(float(passed), float(n));
        close(&answer["low"], low);
        close(&answer["high"], high);
        // Rogan and Gladen: errors wherever people judged (0..20), the share over what was matched.
        let judged = |truth: fn(usize) -> bool, verdict: bool| {
            let all = range.clone().filter(|at| *at < 20 && truth(*at));
            (float(all.clone().filter(|at| fails(*at) == verdict).count()), float(all.count()))
        };
        let (caught, bad) = judged(|at| at < 8, true);
        let (kept, good) = judged(|at| at >= 8, false);
        let (s, r) = (caught / bad, kept / good);
        close(&answer["corrected_pass_rate"], ((share + s - 1.0) / (r + s - 1.0)).clamp(0.0, 1.0));
        assert!(answer["corrected_low"].as_f64().unwrap() <= answer["corrected_pass_rate"].as_f64().unwrap());
    }

    let people = cli.run(&["results", "compare", "old", "new"]).good();
    for words in
        ["20 records, the same outputs in both", "model heron-2, prompt version v8", &worse[0][..6], "p = 1.000"]
    {
        assert!(people.out.contains(words), "{words} in {}", people.out);
    }
    let show =
        people.err.split('`').nth(people.err.split('`').position(|part| part.starts_with("gemba show")).unwrap());
    let id = show.unwrap().rsplit(' ').next().unwrap();
    cli.run(&["show", id]).good();
    assert!(people.err.contains("2 without a partner"), "{}", people.err);
}

/// The same questions, answered by two models; the records of the second begin behind those of the first.
fn two_models(questions: usize) -> (Cli, Vec<String>) {
    let cli = Cli::new();
    for (model, version) in [("heron-1", "v1"), ("heron-2", "v2")] {
        let line = |at: usize| {
            json!({"id": format!("{model}-{at}"), "model": model, "prompt_version": version,
                "prompt": format!("Question {at}?"), "output": format!("{model} says {at}")})
            .to_string()
                + "\n"
        };
        let path = cli.write(&format!("{model}.jsonl"), &(0..questions).map(line).collect::<String>());
        cli.run(&["import", path.to_str().unwrap()]).good();
    }
    let ids = cli.ids();
    assert_eq!(ids.len(), 2 * questions);
    (cli, ids)
}

#[test]
fn another_models_answers_to_the_same_questions_are_matched_by_input() {
    let (cli, ids) = two_models(12);
    let results = |from: usize, fails: &dyn Fn(usize) -> bool| {
        (0..12).map(|at| row(&ids[from + at], "tone", fails(at), &json!({}))).collect::<String>()
    };
    // In another order than the first: the input alone leads to the partner.
    let second: String = results(12, &|at| at == 0 || at == 9).lines().rev().flat_map(|line| [line, "\n"]).collect();
    import(&cli, "before", &results(0, &|at| at < 7), &[]);
    import(&cli, "after", &second, &[]);
    let line = compare(&cli, "before", "after").remove(0);
    assert_eq!((&line["matched_on"], &line["n"], &line["same_output"]), (&json!("input"), &json!(12), &json!(0)));
    assert_eq!((&line["pass_to_fail"], &line["fail_to_pass"]), (&json!(1), &json!(6)));
    assert_eq!(ids_of(&line["flips"]["pass_to_fail"], "a"), [ids[9].clone()]);
    assert_eq!(ids_of(&line["flips"]["pass_to_fail"], "b"), [ids[21].clone()]);
    assert_eq!(ids_of(&line["flips"]["fail_to_pass"], "b"), ids[13..19]);
    let (exact, mid) = by_coins(1, 6);
    close(&line["mcnemar_p"], exact);
    close(&line["mcnemar_mid_p"], mid);
    assert_eq!((&line["a"]["passed"], &line["b"]["passed"]), (&json!(5), &json!(10)));
    // The file names neither: the records do.
    assert_eq!((&line["a"]["models"], &line["b"]["models"]), (&json!(["heron-1"]), &json!(["heron-2"])));
    assert_eq!(line["b"]["prompt_versions"], json!(["v2"]));
    assert_eq!(line["a"]["corrected_pass_rate"], Value::Null);
    assert_eq!(line["a"]["why"], json!("no human judgement to compare with yet"));
    let people = cli.run(&["results", "compare", "before", "after"]).good().out;
    assert!(people.contains("12 equal inputs, answered again"), "{people}");
    assert!(people.contains(&format!("{}→{}", &ids[9][..6], &ids[21][..6])), "{people}");
}

#[test]
fn a_live_run_names_the_cases_and_answers_them_anew() {
    let cli = Cli::with_records(10);
    let ids = cli.ids();
    let results = |fails: &dyn Fn(usize) -> bool| {
        ids.iter().enumerate().map(|(at, id)| row(id, "tone", fails(at), &json!({}))).collect::<String>()
    };
    import(&cli, "replay", &results(&|at| at < 5), &[]);
    import(&cli, "live", &results(&|at| at < 2), &["--live", "--model", "heron-3", "--prompt-version", "v9"]);
    let line = compare(&cli, "replay", "live").remove(0);
    assert_eq!((&line["matched_on"], &line["n"], &line["same_output"]), (&json!("input"), &json!(10), &json!(0)));
    assert_eq!((&line["fail_to_pass"], &line["pass_to_fail"]), (&json!(3), &json!(0)));
    close(&line["mcnemar_p"], 0.25);
    close(&line["mcnemar_mid_p"], 0.125);
    assert_eq!((&line["b"]["models"], &line["b"]["prompt_versions"]), (&json!(["heron-3"]), &json!(["v9"])));
    assert!(line["b"]["why"].as_str().unwrap().contains("nobody judged them"), "{line}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let (cli, ids) = two_models(3);
    let one = |at: usize, name: &str| row(&ids[at], name, false, &json!({}));
    import(&cli, "a", &(one(0, "tone") + &one(0, "facts")), &[]);
    import(&cli, "b", &(one(4, "tone") + &one(4, "length")), &[]);
    import(&cli, "c", &one(4, "else"), &[]);
    import(&cli, "nobody", &row("stranger", "tone", true, &json!({})), &[]);
    let line = compare(&cli, "a", "b").remove(0);
    assert_eq!((&line["n"], &line["matched_on"], &line["mcnemar_p"]), (&json!(0), &Value::Null, &Value::Null));
    assert_eq!(line["why"], json!("the runs share no record and no input"));
    for key in ["pass_rate", "low", "high"] {
        assert_eq!(line["a"][key], Value::Null, "{key}");
    }
    let people = cli.run(&["results", "compare", "a", "b"]).good();
    assert!(people.out.contains("tone: nothing to compare, the runs share no record"), "{}", people.out);
    assert!(people.err.contains("Only in a: facts.") && people.err.contains("Only in b: length."), "{}", people.err);
    let line = compare(&cli, "a", "nobody").remove(0);
    assert_eq!(line["why"], json!("one of the runs has no answer about a record"));

    let none = cli.run(&["results", "compare", "a", "c", "--json"]).good();
    assert!(none.out.is_empty() && none.err.contains("share no judge"), "{}{}", none.out, none.err);
    assert!(cli.run(&["results", "compare", "a", "a"]).bad(2).err.contains("same result"));
    assert!(cli.run(&["results", "compare", "a", "bb"]).bad(2).err.contains("no result `bb`"));
    let number = cli.run(&["results", "show", "b", "--json"]).good().json()[0]["result_id"].to_string();
    assert_eq!(compare(&cli, "a", &number), compare(&cli, "a", "b"), "a number does as well as a name");
}

#[test]
fn an_input_that_stands_several_times_in_a_run_makes_no_pair() {
    let cli = Cli::new();
    let line = |id: &str, prompt: &str| json!({"id": id, "prompt": prompt, "output": format!("to {id}")}).to_string();
    let log = [line("a1", "Hi"), line("a2", "Hi"), line("a3", "Bye"), line("b1", "Hi"), line("b2", "Bye")].join("\n");
    let path = cli.write("log.jsonl", &log);
    cli.run(&["import", path.to_str().unwrap()]).good();
    let results = |ids: &[&str]| ids.iter().map(|id| row(id, "tone", false, &json!({}))).collect::<String>();
    import(&cli, "a", &results(&["a1", "a2", "a3"]), &[]);
    import(&cli, "b", &results(&["b1", "b2"]), &[]);
    let line = compare(&cli, "a", "b").remove(0);
    assert_eq!((&line["n"], &line["matched_on"]), (&json!(1), &json!("input")));
    assert_eq!(
        (&line["a"]["ambiguous"], &line["b"]["ambiguous"], &line["a"]["alone"]),
        (&json!(2), &json!(1), &json!(0))
    );
    assert!(cli.run(&["results", "compare", "a", "b"]).good().err.contains("whose input occurs several times"));
}
