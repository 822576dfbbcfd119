//! Results of eval tools as records: what was asked, what was answered, what each metric says.

use super::{Gathered, meta, read_bytes, shared, try_read};
use gemba::ingest::ImportOptions;

fn outputs(all: &Gathered) -> Vec<&str> {
    all.records.iter().map(|record| record.output.raw()).collect()
}

#[test]
fn promptfoo_rows_are_found_in_every_form() {
    let row = r#"{"id":"r1","provider":{"id":"openai:gpt-4o","label":""},"prompt":{"raw":"[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"Peru?\"}]","label":"p"},
        "vars":{"q":"Peru"},"response":{"output":{"city":"Quito"},"tokenUsage":{"prompt":5,"completion":4}},"success":false,"score":0,"latencyMs":812,"failureReason":1,"error":"no Lima",
        "gradingResult":{"pass":false,"score":0,"reason":"no","componentResults":[{"pass":false,"score":0,"reason":"no Lima","assertion":{"type":"contains"}}],"comment":"bad"}}"#;
    let row = row.replace('\n', "");
    let failed = r#"{"id":"r2","provider":"echo","prompt":{"raw":"Hi"},"vars":{},"success":false,"failureReason":2,"error":"429","testCase":{}}"#;
    for log in [
        format!(
            r#"{{"evalId":"e","results":{{"version":3,"prompts":[],"results":[{row},{failed}],"stats":{{}}}},"config":{{}}}}"#
        ),
        format!("{{\n\"config\": {{}},\n\"results\": {{\n\"results\": [{row},\n{failed}]}}}}"),
        format!("{row}\n{failed}\n"),
        format!("[{row},{failed}]"),
    ] {
        let all = read_bytes(log.as_bytes());
        assert_eq!(all.format(), "promptfoo", "{log}");
        assert_eq!(outputs(&all), [r#"{"city":"Quito"}"#, ""]);
        let record = &all.records[0];
        assert_eq!(record.messages.len(), 2);
        assert_eq!(record.model.as_ref().unwrap().raw(), "openai:gpt-4o");
        assert_eq!((record.latency_ms, record.tokens_in, record.error.is_none()), (Some(812.0), Some(5), true));
        assert_eq!(all.records[1].error.as_ref().unwrap().raw(), "429");
    }
}

#[test]
fn a_table_of_promptfoo_gives_a_record_for_each_prompt() {
    let all = read_bytes(
        b"Description,q,lang,[openai:a] short,Status,Score,Named Scores,Grader Reason,Comment,[openai:b] short,Status,Score,Named Scores,Grader Reason,Comment\n\
          first,Peru,en,Quito,FAIL,0.00,,no Lima,,Lima,PASS,1.00,,ok,good\n\
          second,Chile,en,Santiago,PASS,1.00,,ok,,Lima,FAIL,0.00,,no,\n",
    );
    assert_eq!(all.format(), "promptfoo-csv");
    assert_eq!(outputs(&all), ["Quito", "Lima", "Santiago", "Lima"]);
    assert_eq!(all.records[1].model.as_ref().unwrap().raw(), "openai:b");
    assert_eq!(all.records[0].messages[0].plain(), "q: Peru\nlang: en");
}

#[test]
fn the_choice_with_the_highest_probability_is_the_answer_of_a_multiple_choice() {
    let all = read_bytes(
        br#"{"doc_id":0,"doc":{"q":"sky"},"target":"1","arguments":{"gen_args_0":{"arg_0":"Sky?","arg_1":" red"},"gen_args_1":{"arg_0":"Sky?","arg_1":" blue"}},"resps":[[["-3.5","False"]],[["-0.5","True"]]],"filtered_resps":[["-3.5","False"],["-0.5","True"]],"filter":"none","metrics":["acc"],"acc":1.0}
{"doc_id":1,"doc":{"q":"sum"},"target":"4","arguments":[["2+2?",{"until":[]}]],"resps":[["four"]],"filtered_resps":["4"],"exact_match":0.0}
{"doc_id":2,"doc":{},"target":"","arguments":[["text"]],"resps":[[[-12.5]]],"filtered_resps":[-12.5],"metrics":["ppl"]}
"#,
    );
    assert_eq!(all.format(), "lm-eval");
    assert_eq!(outputs(&all), ["blue", "four"]);
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "blue");
    assert_eq!(meta(&all.records[1], "filtered_resps"), Some(r#"["4"]"#));
    assert_eq!(all.skipped.len(), 1);
}

#[test]
fn the_events_of_a_sample_are_one_record_however_they_are_mixed() {
    let event = |id: u8, sample: &str, kind: &str, data: &str| {
        format!(
            r#"{{"run_id":"R","event_id":{id},"sample_id":"{sample}","type":"{kind}","data":{data},"created_at":"2026-03-01 10:00:00+00:00"}}"#
        )
    };
    let log = [
        event(0, "s1", "sampling", r#"{"prompt":"one?","sampled":"1"}"#),
        event(1, "s2", "sampling", r#"{"prompt":[{"role":"user","content":"two?"}],"sampled":["2"]}"#),
        event(2, "s2", "sampling", r#"{"prompt":"Grade the answer 2","sampled":"Y"}"#),
        event(3, "s2", "metrics", r#"{"choice":"Y","score":1.0}"#),
        event(4, "s1", "match", r#"{"correct":false,"expected":"one"}"#),
    ];
    let all = read_bytes(log.join("\n").as_bytes());
    assert_eq!(all.format(), "openai-evals");
    let mut found = outputs(&all);
    found.sort_unstable();
    assert_eq!(found, ["1", "2"]);
    assert_eq!(all.skipped.len(), 1);
}

#[test]
fn deepeval_cases_goldens_and_talks_are_read() {
    let all = read_bytes(
        br#"[{"input":"2+2?","actual_output":"5","expected_output":"4","context":["sums"],"retrieval_context":null,"comments":"see","name":"a"},
        {"input":"3+3?","actual_output":null,"expected_output":"6","context":null}]"#,
    );
    assert_eq!(all.format(), "deepeval");
    assert_eq!(outputs(&all), ["5", ""]);
    assert_eq!(all.records[1].expected.as_ref().unwrap().raw(), "6");
    let talk = read_bytes(
        br#"{"scenario":"refund","turns":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}"#,
    );
    assert_eq!((talk.format(), outputs(&talk)), ("deepeval", vec!["Hello"]));
}

#[test]
fn real_logs_of_inspect_and_chainforge_are_read() {
    for (name, format, count) in [
        ("inspect/log_formats.json", "inspect", None),
        ("chainforge/basic-math.cforge", "chainforge", Some(50)),
        ("chainforge/structured-outputs.cforge", "chainforge", Some(5)),
    ] {
        let Some(path) = shared(name) else { return };
        let all = try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap();
        assert_eq!(all.format(), format, "{name}");
        assert!(!all.records.is_empty() && all.rejects.is_empty(), "{name}");
        assert!(
            all.records.iter().all(|record| record.messages.iter().any(|turn| turn.role.as_str() == "user")),
            "{name}"
        );
        if let Some(count) = count {
            assert_eq!(all.records.len(), count, "{name}");
            assert!(all.records.iter().all(|record| !record.output.is_empty() && record.model.is_some()), "{name}");
        }
    }
}
