//! Real logs of other tools, where they are at hand.

use super::{shared, try_read};
use gemba::domain::{RecordId, Role, Verdict};
use gemba::ingest::{ImportOptions, LabelOptions};

#[test]
fn halueval_with_its_labels() {
    let Some(path) = shared("halueval_general.jsonl") else { return };
    let labels = vec![LabelOptions {
        field: "hallucination".to_owned(),
        fail_when: vec!["yes".to_owned()],
        ..LabelOptions::default()
    }];
    let all = try_read(&ImportOptions { path, labels, ..ImportOptions::default() }).unwrap();
    assert_eq!((all.records.len(), all.rejects.len()), (4507, 0));
    assert_eq!(all.verdicts.iter().filter(|verdict| **verdict == Some(Verdict::Fail)).count(), 815);
    assert_eq!(all.verdicts.iter().filter(|verdict| **verdict == Some(Verdict::Pass)).count(), 3692);
    assert_eq!(all.mapping("input"), Some("user_query"));
    assert_eq!(all.records[0].external_id.as_ref().unwrap().raw(), "1");
    assert!(all.records.iter().all(|record| !record.messages.is_empty()));
}

#[test]
fn three_models_answer_the_same_instructions() {
    let mut ids = std::collections::HashSet::new();
    let mut total = 0;
    for (name, count) in [
        ("alpaca_eval_example_outputs.json", 805),
        ("alpaca_eval_text_davinci_001.json", 803),
        ("alpaca_eval_alpaca_7b_concise.json", 804),
    ] {
        let Some(path) = shared(name) else { return };
        let all = try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap();
        assert_eq!((all.records.len(), all.rejects.len()), (count, 0));
        assert!(all.records.iter().all(|record| record.model.is_some() && !record.messages.is_empty()));
        ids.extend(all.records.iter().map(RecordId::of));
        total += count;
    }
    assert_eq!(ids.len(), total);
}

#[test]
fn sharegpt_conversations_end_in_an_answer() {
    let Some(path) = shared("sharegpt_dummy_conversation.json") else { return };
    let all = try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap();
    assert_eq!(all.format(), "sharegpt");
    assert_eq!(all.rejects, []);
    assert_eq!(all.records.len(), 500);
    for record in &all.records {
        assert!(!record.output.is_empty());
        assert_eq!(record.messages.last().unwrap().role, Role::User);
        assert_eq!(record.conversation, record.external_id);
    }
}

#[test]
fn a_packed_log_of_inspect_reads_as_the_plain_one() {
    let (Some(packed), Some(plain)) = (shared("inspect/log_formats.eval"), shared("inspect/log_formats.json")) else {
        return;
    };
    let [packed, plain] =
        [packed, plain].map(|path| try_read(&ImportOptions { path, ..ImportOptions::default() }).unwrap());
    assert_eq!(packed.format(), plain.format());
    assert_eq!(packed.records, plain.records);
}
