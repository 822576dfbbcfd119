//! Files that several people labelled: a row for each answer, a column for each person, a list of answers in each record.

use serde_json::{Value, json};

use super::Cli;

/// Imports a file with labels; returns what was said, and the verdicts of each record by reviewer.
fn imported(name: &str, text: &str, options: &[&str]) -> (Cli, String, Vec<String>) {
    let cli = Cli::new();
    let path = cli.write(name, text);
    let said = cli.run(&[&["import", path.to_str().unwrap()], options].concat()).good();
    let verdicts = |record: &Value| {
        let verdicts = record["verdicts"].as_array().unwrap();
        let one = |verdict: &Value| {
            format!("{} {}", verdict["reviewer"].as_str().unwrap(), verdict["verdict"].as_str().unwrap())
        };
        verdicts.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let records = cli.records().iter().map(verdicts).collect();
    (cli, format!("{}{}", said.out, said.err), records)
}

const BOTH: [&str; 2] = ["w1 pass, w2 fail", "w1 fail, w2 fail"];

#[test]
fn a_row_for_each_answer_is_one_record_whatever_the_column_is_called() {
    for column in ["annotator", "annotator_id", "worker_id", "WorkerId", "rater", "labeler", "coder_id"] {
        let rows = "1,Hi,Hello,w1,good\n1,Hi,Hello,w2,bad\n2,Bye,No,w1,bad\n2,Bye,No,w2,bad\n";
        let text = format!("id,text,response,{column},label\n{rows}");
        let (cli, said, records) = imported("rows.csv", &text, &["--label", "label"]);
        assert_eq!(records, BOTH, "{column}");
        assert!(said.contains(&format!("`{column}` says whose each row's label is")), "{said}");
        assert!(!said.contains("doubt:"), "{said}");
        let line = cli.run(&["agree", "--json"]).good().json().remove(0);
        assert_eq!((&line["records"], &line["raw"]), (&json!(2), &json!(0.5)));
    }
}

#[test]
fn ids_and_times_of_rows_do_not_tell_records_apart() {
    let mut lines = Vec::new();
    for (row, (text, worker, value)) in
        [("Hi", "w1", 0), ("Hi", "w2", 1), ("Bye", "w1", 1), ("Bye", "w2", 1)].into_iter().enumerate()
    {
        let time = format!("2026-01-01T0{row}:00:00Z");
        let record = json!({"id": row, "prompt": text, "response": text, "worker_id": worker, "created_at": time,
            "toxic": value});
        lines.push(record.to_string());
    }
    let options = ["--label", "toxic", "--fail-when", "1"];
    let (_, said, records) = imported("rows.jsonl", &lines.join("\n"), &options);
    assert_eq!(records, BOTH, "{said}");
    assert!(said.contains("another id for each person") && said.contains("another time for each person"), "{said}");

    // One person's: each row is a record of its own, as before.
    let (_, said, records) =
        imported("rows.jsonl", &lines.join("\n"), &[&options[..], &["--label-as", "ana"]].concat());
    assert_eq!(records, ["ana pass", "ana fail", "ana fail", "ana fail"], "{said}");
}

#[test]
fn a_result_file_of_a_crowd_platform_is_read_by_its_workers() {
    let head = "HITId,AssignmentId,WorkerId,AcceptTime,SubmitTime,Input.prompt,Input.response,Answer.quality";
    let rows = [
        "H1,A1,w1,10:00,Tue Aug 07 09:40:11 PDT 2012,Hi,Hello,acceptable",
        "H1,A2,w2,11:00,Tue Aug 07 23:40:11 PDT 2012,Hi,Hello,unacceptable",
        "H2,A3,w1,12:00,Thu Aug 09 09:00:00 PDT 2012,Bye,No,unacceptable",
        "H2,A4,w2,13:00,Thu Aug 09 10:00:00 PDT 2012,Bye,No,unacceptable",
    ];
    let text = format!("{head}\n{}\n", rows.join("\n"));
    let options = ["--label", "Answer.quality", "--fail-when", "unacceptable"];
    let (cli, said, verdicts) = imported("batch.csv", &text, &options);
    assert_eq!(verdicts, BOTH, "{said}");
    let days = cli.run(&["agree", "--by", "day", "--json"]).good().json();
    let days: Vec<&Value> = days.iter().map(|line| &line["day"]).collect();
    assert_eq!(days, [&json!("2012-08-08"), &json!("2012-08-09")], "the last answer came in the night, in UTC");
}

#[test]
fn columns_about_the_same_thing_are_of_a_reviewer_each() {
    let text = "id,prompt,response,w1,w2\n1,Hi,Hello,good,bad\n2,Bye,No,bad,bad\n3,Yo,Yo,good,\n";
    let (_, said, records) = imported("wide.csv", text, &["--label", "w1", "--label", "w2"]);
    assert_eq!(records, [BOTH[0], BOTH[1], "w1 pass"], "{said}");
    let nested = r#"{"prompt": "Hi", "response": "Hello", "labels": {"w1": "good", "w2": "bad"}}
{"prompt": "Bye", "response": "No", "labels": {"w1": "bad", "w2": "bad"}}"#;
    assert_eq!(imported("nested.jsonl", nested, &["--label", "labels.w1", "--label", "labels.w2"]).2, BOTH);
}

#[test]
fn answers_in_the_lists_of_annotation_tools_are_read_by_their_question() {
    let argilla = |id: &str, text: &str, first: &str| {
        json!({"id": id, "fields": {"prompt": text, "response": text}, "responses": {"quality": [
            {"value": first, "user_id": "w1", "status": "submitted"},
            {"value": "bad", "user_id": "w2", "status": "submitted"}]}})
    };
    let older = |text: &str, first: &str| {
        let of = |who: &str, value: &str| json!({"user_id": who, "status": "submitted", "values": {"quality": {"value": value}}});
        json!({"fields": {"prompt": text, "response": text}, "responses": [of("w1", first), of("w2", "bad")]})
    };
    let studio = |id: u64, text: &str, first: &str| {
        let of = |who: &str, value: &str| {
            json!({"id": id, "completed_by": who, "result": [
                {"from_name": "quality", "to_name": "text", "type": "choices", "value": {"choices": [value]}}]})
        };
        json!({"id": id, "data": {"prompt": text, "response": text}, "annotations": [of("w1", first), of("w2", "bad")]})
    };
    let plain = |text: &str, first: &str| {
        let of = |who: &str, value: &str| json!({"annotator": who, "name": "quality", "label": value});
        json!({"prompt": text, "response": text, "annotations": [of("w1", first), of("w2", "bad")]})
    };
    for (name, records) in [
        ("argilla.json", json!([argilla("1", "Hi", "good"), argilla("2", "Bye", "bad")])),
        ("older.json", json!([older("Hi", "good"), older("Bye", "bad")])),
        ("studio.json", json!([studio(1, "Hi", "good"), studio(2, "Bye", "bad")])),
        ("plain.json", json!([plain("Hi", "good"), plain("Bye", "bad")])),
    ] {
        let (_, said, verdicts) = imported(name, &records.to_string(), &["--label", "quality"]);
        assert_eq!(verdicts, BOTH, "{name}: {said}");
        assert!(said.contains("1 pass, 3 fail"), "{name}: {said}");
    }
}

#[test]
fn several_labels_of_a_row_become_verdicts_modes_and_grades_of_its_worker() {
    let cli = Cli::with_records(1);
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    let text = "id,prompt,response,rater,verdict,toxic,polite\n\
                1,Hi,Hello,w1,pass,no,yes\n1,Hi,Hello,w2,fail,yes,no\n2,Bye,No,w1,fail,yes,no\n2,Bye,No,w2,fail,yes,no\n";
    let path = cli.write("rows.csv", text);
    let labels = ["--label", "verdict", "--label", "toxic=mode:toxic", "--label", "polite=criterion:polite"];
    let meanings = ["--fail-when", "toxic:yes", "--fail-when", "polite:no"];
    cli.run(&[&["import", path.to_str().unwrap()], &labels[..], &meanings[..]].concat()).good();
    let lines = cli.run(&["agree", "w1", "w2", "--json"]).good().json();
    let raw: Vec<_> = lines.iter().map(|line| (&line["scope"], &line["records"], &line["raw"])).collect();
    let two = json!(2);
    let half = json!(0.5);
    assert_eq!(
        raw,
        [
            (&json!("verdict"), &two, &half),
            (&json!("mode:toxic"), &two, &half),
            (&json!("criterion:polite"), &two, &half)
        ]
    );
}

#[test]
fn different_labels_of_one_record_are_asked_about_where_no_column_says_whose_they_are() {
    let rows = "1,Hi,Hello,w1,good\n1,Hi,Hello,w2,bad\n2,Bye,No,w1,bad\n2,Bye,No,w2,bad\n";
    for column in ["user", "username", "who"] {
        let cli = Cli::new();
        let path = cli.write("rows.csv", &format!("id,prompt,response,{column},label\n{rows}"));
        let import = ["import", path.to_str().unwrap(), "--label", "label"];
        let refused = cli.run(&import).bad(3).err;
        assert!(refused.contains("rows of the same record have different labels in 1 of 2 records"), "{refused}");
        assert!(refused.contains(&format!("--reviewer-from COLUMN says it; it may be `{column}`")), "{refused}");
        assert!(refused.contains("nothing was stored") && !cli.work().join(".gemba").exists(), "{refused}");
        cli.run(&[&import[..], &["--reviewer-from", column]].concat()).good();
        assert_eq!(cli.run(&["agree", "--json"]).good().json()[0]["raw"], json!(0.5), "{column}");
    }
    let cli = Cli::new();
    let path = cli.write("anon.csv", "id,prompt,response,label\n1,Hi,Hello,good\n1,Hi,Hello,bad\n");
    let import = ["import", path.to_str().unwrap(), "--label", "label"];
    let refused = cli.run(&import).bad(3).err;
    assert!(refused.contains("--reviewer-from COLUMN names the column that says who answered"), "{refused}");
    cli.run(&[&import[..], &["--label-as", "ana"]].concat()).good();
    assert_eq!(cli.records()[0]["verdicts"].as_array().unwrap().len(), 1, "of each record the first label counts");
}

#[test]
fn a_list_of_answers_without_a_name_of_the_question_is_read_by_its_key_or_its_own_name() {
    let record = |text: &str, key: &str, first: &str| {
        let of = |who: &str, value: &str| json!({"worker_id": who, key: value, "created_at": "2026-01-03T08:00:00Z"});
        json!({"prompt": text, "response": text, "annotations": [of("w1", first), of("w2", "bad")]}).to_string()
    };
    for (key, typed) in [("label", "label"), ("label", "annotations"), ("label", "annotations.label"), ("tone", "tone")]
    {
        let lines = [record("Hi", key, "good"), record("Bye", key, "bad")].join("\n");
        let (cli, said, verdicts) = imported("list.jsonl", &lines, &["--label", typed]);
        assert_eq!(verdicts, BOTH, "{typed}: {said}");
        assert_eq!(cli.run(&["agree", "--by", "day", "--json"]).good().json()[0]["day"], json!("2026-01-03"));
    }
}

#[test]
fn a_list_of_labels_of_several_people_has_an_answer_for_each_place() {
    let record = |text: &str, labels: [&str; 2]| {
        json!({"sentence1": text, "sentence2": text, "annotator_labels": labels, "gold_label": labels[0]}).to_string()
    };
    let lines = [record("Hi", ["entailment", "neutral"]), record("Bye", ["neutral", "neutral"])].join("\n");
    let map = ["--map", "input=sentence1", "--map", "output=sentence2"];
    let label = ["--label", "annotator_labels", "--fail-when", "neutral"];
    let (_, said, verdicts) = imported("snli.jsonl", &lines, &[&map[..], &label].concat());
    let both = ["annotator_labels 1 pass, annotator_labels 2 fail", "annotator_labels 1 fail, annotator_labels 2 fail"];
    assert_eq!(verdicts, both, "{said}");
}

#[test]
fn one_meaning_of_values_holds_for_all_columns_about_the_same_thing() {
    let text = "id,prompt,response,w1,w2\n1,Hi,Hello,1,0\n2,Bye,No,0,0\n";
    let (_, said, records) = imported("wide.csv", text, &["--label", "w1", "--label", "w2", "--fail-when", "0"]);
    assert_eq!(records, BOTH, "{said}");
}

#[test]
fn an_object_of_labels_is_asked_about_by_its_fields() {
    let cli = Cli::new();
    let line = r#"{"prompt": "Hi", "response": "Hello", "labels": {"w1": "good", "w2": "bad"}}"#;
    let path = cli.write("map.jsonl", line);
    let asked = cli.run(&["import", path.to_str().unwrap(), "--label", "labels"]).bad(2).err;
    assert!(asked.contains("It is an object") && asked.contains("--label labels.w1"), "{asked}");
}

#[test]
fn what_is_asked_about_values_names_the_bad_one_and_a_limit_for_grades() {
    for (values, wanted) in [
        (["1", "0", "1", "0"], "--fail-when 0"),
        (["acceptable", "unacceptable", "acceptable", "acceptable"], "--fail-when unacceptable"),
        (["5", "4", "1", "2"], "--fail-when '<3'"),
    ] {
        let cli = Cli::new();
        let rows = values.iter().enumerate().map(|(at, value)| format!("{at},p{at},r{at},w{at},{value}"));
        let text = format!("id,prompt,response,rater,quality\n{}\n", rows.collect::<Vec<_>>().join("\n"));
        let path = cli.write("rows.csv", &text);
        let asked = cli.run(&["import", path.to_str().unwrap(), "--label", "quality"]).bad(2).err;
        assert!(asked.contains(wanted), "{wanted} in {asked}");
    }
}
