//! Exports of platforms, annotation tools, dialogue systems and leaderboards: what was asked and answered as a person would
//! point at it, and what was judged.

use super::{Gathered, fixture, meta, read_bytes};
use gemba::ingest::Feedback;

/// Returns the last question and the output of each record.
fn told(name: &str) -> (Gathered, Vec<(String, String)>) {
    let all = read_bytes(&fixture(name));
    assert_eq!(all.rejects, [], "{name}");
    let pairs = all.records.iter().map(|one| (one.last_question().into_owned(), one.output.raw().to_owned())).collect();
    (all, pairs)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(asked, said)| ((*asked).to_owned(), (*said).to_owned())).collect()
}

fn said<'a>(all: &'a Gathered, at: usize, name: &str) -> &'a Feedback {
    let found = all.feedback[at].iter().find(|one| one.name.raw() == name);
    found.unwrap_or_else(|| panic!("nobody said {name}: {:?}", all.feedback[at]))
}

#[test]
fn one_question_and_one_answer_come_out_of_every_export() {
    for name in [
        "argilla.json",
        "labelstudio.json",
        "flowise.json",
        "openai-thread.json",
        "langfuse-traces.json",
        "langwatch.jsonl",
        "lunary.jsonl",
        "cloudflare.jsonl",
        "dialogflow.jsonl",
        "inference-table.csv",
    ] {
        assert_eq!(told(name).1, pairs(&[("Hi?", "Hello.")]), "{name}");
    }
    assert_eq!(told("arena-hard.jsonl").1, pairs(&[("Question?", "The answer.")]));
}

#[test]
fn what_people_judged_in_a_tool_for_annotation_comes_with_who_did() {
    for (name, by) in [("argilla.json", "u1"), ("labelstudio.json", "3")] {
        let (all, _) = told(name);
        let quality = said(&all, 0, "quality");
        assert_eq!((quality.label.as_ref().unwrap().raw(), quality.by.as_ref().unwrap().raw()), ("bad", by), "{name}");
        assert_eq!(quality.is_human, Some(true));
    }
}

#[test]
fn an_accepted_task_is_no_answer_of_a_model() {
    let all = read_bytes(&fixture("prodigy.jsonl"));
    assert!(all.records.iter().all(|record| record.output.is_empty()), "so the import asks where the output stands");
    assert_eq!(meta(&all.records[0], "answer"), Some("\"accept\""));
}

#[test]
fn the_question_of_a_chat_app_is_the_query_and_not_what_its_prompt_was_filled_with() {
    let (all, found) = told("dify.json");
    assert_eq!(found, pairs(&[("Hi?", "Hello."), ("Who?", "Me.")]));
    assert_eq!(said(&all, 0, "feedback").label.as_ref().unwrap().raw(), "dislike");
    assert_eq!(meta(&all.records[0], "inputs"), Some(r#"{"name":"x"}"#));
    // An object that says what was asked is not passed over.
    let all = read_bytes(br#"{"input":{"question":"Q","k":1},"prompt":"Answer: {question}","output":"A"}"#);
    assert!(all.records[0].last_question().contains("\"question\":\"Q\""));
}

#[test]
fn feedback_in_an_object_or_in_columns_of_its_own_is_kept_as_such() {
    let (all, _) = told("lunary.jsonl");
    let thumb = said(&all, 0, "feedback");
    assert_eq!((thumb.label.as_ref().unwrap().raw(), thumb.comment.as_ref().unwrap().raw()), ("down", "bad"));
    let (all, _) = told("langfuse-traces.json");
    assert_eq!(said(&all, 0, "helpful").score, Some(0.0));
    let (all, found) = told("langsmith-experiment.csv");
    assert_eq!(found, pairs(&[("What is it?", "A city."), ("Who?", "Me.")]));
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "A town.");
    assert_eq!((said(&all, 0, "correctness").score, said(&all, 1, "correctness").score), (Some(0.0), Some(1.0)));
    let all = read_bytes(br#"{"input":"Q","output":"A","scores":{"exact":false,"close":0.5,"none":null}}"#);
    assert_eq!((said(&all, 0, "exact").score, said(&all, 0, "close").score), (Some(0.0), Some(0.5)));
    assert_eq!(all.feedback[0].len(), 2);
}

#[test]
fn measures_of_tools_of_evaluation_are_results() {
    let (all, _) = told("mlflow-eval.csv");
    let correct = said(&all, 0, "correctness");
    assert_eq!((correct.score, correct.comment.as_ref().unwrap().raw()), (Some(1.0), "bad"));
    assert_eq!(all.records[0].last_question(), "What is it?");
    let (all, _) = told("ragas.csv");
    assert_eq!((said(&all, 0, "faithfulness").score, said(&all, 1, "answer_relevancy").score), (Some(0.0), Some(0.8)));
}

#[test]
fn scores_and_results_of_the_function_calling_leaderboard() {
    let (all, found) = told("bfcl-score.jsonl");
    assert_eq!(found, pairs(&[("Area of a triangle?", "[f(x=1)]")]));
    assert_eq!((said(&all, 0, "valid").score, all.skipped.len()), (Some(0.0), 1));
    let (all, _) = told("bfcl-result.jsonl");
    assert_eq!(all.records[0].output_text(), "calculate_triangle_area({\"base\": 10, \"height\": 5})");
    assert_eq!(all.records[1].output.raw(), "I cannot do that.");
}

#[test]
fn each_answer_of_a_tree_has_the_turns_that_lead_to_it() {
    let (all, found) = told("oasst.jsonl");
    assert_eq!((all.format(), found), ("oasst", pairs(&[("Hi?", "Hello."), ("Hi?", "Hey!")])));
    assert!(all.records.iter().all(|record| record.conversation.as_ref().unwrap().raw() == "m1"));
}

#[test]
fn a_tracker_of_rasa_is_a_record_per_user_turn() {
    let (all, found) = told("rasa.json");
    assert_eq!((all.format(), found), ("rasa", pairs(&[("Hi?", "Hello."), ("bye", "Goodbye.")])));
    assert_eq!(all.records[1].messages.len(), 3);
}

#[test]
fn whether_a_run_reached_its_target_is_no_expected_answer() {
    let (all, _) = told("swe-agent-set.jsonl");
    let record = &all.records[0];
    assert_eq!((record.expected.as_ref(), said(&all, 0, "target").score), (None, Some(0.0)));
    assert_eq!(record.last_question(), "We have an issue: fix it", "what the environment showed is no question");
    assert_eq!(record.messages[0].plain(), "SETTING: You are autonomous");
    // Elsewhere it may be one.
    let all = read_bytes(br#"{"input":"Is it?","output":"no","target":true}"#);
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "true");
}

#[test]
fn chats_of_apps_and_histories_of_agents_are_read_by_their_links() {
    for name in ["openwebui.json", "librechat.json"] {
        let (all, found) = told(name);
        assert_eq!(found, pairs(&[("Hi?", "Hello.")]), "{name}");
        assert_eq!(all.records[0].conversation.as_ref().unwrap().raw(), "c1");
        assert!(all.records[0].model.is_some(), "{name}");
    }
    let (all, found) = told("pydantic-ai.json");
    assert_eq!((all.format(), found), ("pydantic-ai", pairs(&[("Hi?", "Hello.")])));
    assert_eq!(all.records[0].messages[0].plain(), "Be brief.");
}

#[test]
fn the_model_beside_a_list_is_that_of_its_records() {
    let all = read_bytes(
        br#"{"model":"m","results":[{"prompt":"Q","response":"A"},{"prompt":"Q","response":"B","model":"n"}]}"#,
    );
    let models: Vec<&str> = all.records.iter().map(|record| record.model.as_ref().unwrap().raw()).collect();
    assert_eq!(models, ["m", "n"]);
}

#[test]
fn a_value_with_its_type_is_the_value_and_a_hosted_assistant_says_what_it_said() {
    for name in ["dynamodb.jsonl", "langchain-astream.jsonl", "watson.json", "lex.jsonl"] {
        assert_eq!(told(name).1, pairs(&[("Hi?", "Hello.")]), "{name}");
    }
    let (all, found) = told("sheet-expected.csv");
    assert_eq!(found, pairs(&[("Hi?", "Hey"), ("Who?", "Me")]));
    assert_eq!(all.records[0].expected.as_ref().unwrap().raw(), "Hello");
}

#[test]
fn scores_under_the_names_of_models_are_no_answers() {
    let (all, _) = told("model-scores.csv");
    assert!(all.records.iter().all(|record| record.output.is_empty()), "so the import asks where the output stands");
}
