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
        "H1,A1,w1,10:00,10:01,Hi,Hello,acceptable",
        "H1,A2,w2,11:00,11:01,Hi,Hello,unacceptable",
        "H2,A3,w1,12:00,12:01,Bye,No,unacceptable",
        "H2,A4,w2,13:00,13:01,Bye,No,unacceptable",
    ];
    let text = format!("{head}\n{}\n", rows.join("\n"));
    let options = ["--label", "Answer.quality", "--fail-when", "unacceptable"];
    assert_eq!(imported("batch.csv", &text, &options).2, BOTH);
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
