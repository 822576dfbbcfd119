//! Logs that hold what should have been answered, what several models answered, or only figures: which text is the output.

use super::{Gathered, fixture, meta, problem_with, read_bytes};
use gemba::domain::{Content, Role};

fn outputs(all: &Gathered) -> Vec<&str> {
    all.records.iter().map(|record| record.output.raw()).collect()
}

fn expected(record: &Content) -> Option<&str> {
    record.expected.as_ref().map(gemba::domain::Untrusted::raw)
}

#[test]
fn the_final_answer_of_gaia_is_the_expected_one() {
    let all = read_bytes(&fixture("gaia-runs.csv"));
    assert_eq!((all.format(), outputs(&all)), ("gaia", vec!["Lyon", "3"]));
    assert_eq!(expected(&all.records[0]), Some("Paris"));
    // Its questions alone are no log of a model, and are not read as one.
    let all = read_bytes(&fixture("gaia-questions.csv"));
    assert_eq!((all.records.len(), all.rejects.len()), (0, 2));
    assert!(all.rejects[0].2.contains("no answer of a model"), "{}", all.rejects[0].2);
}

#[test]
fn an_answer_beside_a_prediction_is_the_expected_one() {
    let all = read_bytes(br#"{"question":"2+2?","answer":"4","prediction":"5"}"#);
    assert_eq!((outputs(&all), expected(&all.records[0])), (vec!["5"], Some("4")));
    let all = read_bytes(br#"{"question":"2+2?","answer":"4"}"#);
    assert_eq!((outputs(&all), expected(&all.records[0])), (vec!["4"], None));
}

#[test]
fn the_json_texts_in_a_table_of_trulens_are_read_as_texts() {
    let all = read_bytes(&fixture("trulens.csv"));
    assert_eq!((all.format(), outputs(&all)), ("trulens", vec!["Ada \"Lady\" did.\nIn 1840.", "In London"]));
    assert_eq!(all.records[0].last_question(), "Who founded it?");
    assert_eq!((all.records[0].tokens_in, all.records[0].latency_ms), (Some(20), Some(2000.0)));
    let said: Vec<(&str, Option<f64>)> = all.feedback.iter().flatten().map(|one| (one.name.raw(), one.score)).collect();
    let expected = [("Answer Relevance", Some(0.9)), ("Context Relevance", Some(0.4)), ("Answer Relevance", Some(0.0))];
    assert_eq!(said, expected, "the cost of a score is none");
    assert_eq!(all.feedback[0][0].comment.as_ref().unwrap().raw(), "Criteria: ok");
}

#[test]
fn figures_of_helm_without_outputs_are_refused_with_the_file_to_take() {
    let all = read_bytes(&fixture("helm-per-instance-stats.json"));
    assert_eq!((all.format(), all.records.len(), all.rejects.len()), ("helm", 0, 2));
    assert!(all.rejects[0].2.contains("display_predictions.json"), "{}", all.rejects[0].2);
}

#[test]
fn each_completion_of_ultrafeedback_is_a_record_with_its_own_judgements() {
    let all = read_bytes(&fixture("ultrafeedback.jsonl"));
    assert_eq!(
        (all.format(), outputs(&all)),
        ("several-answers", vec!["Owls are birds.", "Owls? Hm.", "Cats are cats."])
    );
    let second = &all.records[1];
    assert_eq!(second.model.as_ref().unwrap().raw(), "llama-2-7b");
    assert_eq!(
        (second.messages[0].plain().as_str(), second.last_question().as_ref()),
        ("Be truthful.", "Tell me about owls.")
    );
    assert_eq!(meta(second, "principle"), Some("\"honesty\""));
    let said = |name: &str| all.feedback[1].iter().find(|one| one.name.raw() == name).unwrap();
    assert_eq!((said("overall_score").score, said("helpfulness").score), (Some(4.0), Some(2.0)));
    assert_eq!(said("critique").comment.as_ref().unwrap().raw(), "Critique of llama-2-7b");
}

#[test]
fn a_response_to_the_results_of_tools_is_shown_behind_what_was_asked() {
    let all = read_bytes(&fixture("llm-tool-loop.json"));
    assert_eq!((all.format(), outputs(&all)), ("llm-logs", vec!["", "The version is 0.36.", "3.12."]));
    let roles: Vec<&Role> = all.records[1].messages.iter().map(|turn| &turn.role).collect();
    assert_eq!(roles, [&Role::User, &Role::Assistant, &Role::Tool]);
    assert_eq!(all.records[1].last_question(), "What version?");
    assert_eq!(all.records[2].messages.len(), 1, "a new prompt begins anew");
}

#[test]
fn a_question_and_an_answer_in_objects_of_their_own_are_one_record() {
    let problem = problem_with(br#"{"asked":{"text":"Hi?"},"told":{"id":"b1","answer":"Hello."}}"#, |_| {});
    assert!(problem.advice().contains("asked.text, told.id, told.answer"), "{problem} {}", problem.advice());
}

#[test]
fn a_list_of_records_is_found_within_the_answer_of_an_api() {
    for log in [
        r#"{"status":"ok","data":{"total":1,"results":[{"prompt":"Q","response":"A"}]}}"#,
        r#"{"data":{"items":[{"prompt":"Q","response":"A"}]}}"#,
        "{\n \"result\": {\n  \"data\": [{\"prompt\":\"Q\",\"response\":\"A\"}]}}",
    ] {
        let all = read_bytes(log.as_bytes());
        assert_eq!((outputs(&all), all.records[0].last_question().as_ref()), (vec!["A"], "Q"), "{log}");
    }
}

#[test]
fn each_model_with_a_column_of_its_own_gives_a_record_with_its_own_score() {
    let all = read_bytes(&fixture("model-columns.csv"));
    let told: Vec<(&str, &str)> =
        all.records.iter().map(|one| (one.model.as_ref().unwrap().raw(), one.output.raw())).collect();
    let expected = [("gpt4", "A city."), ("llama2", "It is a city."), ("gpt4", "Me."), ("llama2", "I.")];
    assert_eq!((all.format(), told), ("model-columns", expected.to_vec()));
    let scores: Vec<Option<f64>> = all.feedback.iter().map(|said| said[0].score).collect();
    assert_eq!(scores, [Some(5.0), Some(3.0), Some(0.0), Some(4.0)]);
    let all = read_bytes(b"question,answer,gpt-4,claude-3-opus\n2+2?,4,5,four\n");
    assert_eq!((outputs(&all), self::expected(&all.records[0])), (vec!["5", "four"], Some("4")));
    // One such column may be anything, and a column of answers says what the answer is.
    let all = read_bytes(b"prompt,response,gpt-4,claude\nq,a,0.5,0.7\n");
    assert_eq!((all.format(), outputs(&all)), ("csv", vec!["a"]));
}

#[test]
fn older_tables_of_promptfoo_have_the_status_before_the_output() {
    let all = read_bytes(&fixture("promptfoo-older.csv"));
    assert_eq!((all.format(), outputs(&all)), ("promptfoo-csv", vec!["It is a city.", "It is a town.", "Me.", "You."]));
    let failed = &all.feedback[1][0];
    assert_eq!((failed.score, failed.label.as_ref().unwrap().raw()), (Some(0.0), "fail"));
    assert_eq!(failed.comment.as_ref().unwrap().raw(), "Expected output to contain \"city\"");
    assert_eq!(all.records[1].model.as_ref().unwrap().raw(), "openai:gpt-3.5-turbo");
}

#[test]
fn a_text_in_an_object_with_what_is_known_of_it_is_the_text() {
    for log in [
        r#"{"prompt":{"text":"Q"},"completion":{"text":"A"}}"#,
        r#"{"user":{"id":"u1","text":"Q"},"bot":{"id":"b1","text":"A"}}"#,
        r#"{"input":{"question":"Q"},"output":{"answer":"A"}}"#,
        r#"{"request":{"content":"Q","timestamp":1},"response":{"content":"A","finish_reason":"stop"}}"#,
    ] {
        let all = read_bytes(log.as_bytes());
        assert_eq!((outputs(&all), all.records[0].last_question().as_ref()), (vec!["A"], "Q"), "{log}");
    }
    // An object that says more is an answer in JSON.
    let log = r#"{"input":"Q","output":{"text":"A","sentiment":"good"}}"#;
    assert_eq!(outputs(&read_bytes(log.as_bytes())), [r#"{"text":"A","sentiment":"good"}"#]);
    assert_eq!(outputs(&read_bytes(br#"{"input":"Q","output":{"answer":"A"}}"#)), [r#"{"answer":"A"}"#]);
}
