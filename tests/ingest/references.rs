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
