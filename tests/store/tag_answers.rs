//! Answers to suggested tags: kept in the journal, taken back with what they came with, brought along to other workspaces,
//! and no judgement.

use gemba::domain::{AnsweredTag, Change, RecordId, TagAnswer, TagSource};
use gemba::store::JournalEntry;
use gemba::views::SuggestionPrecision;

use super::workspace::{NOW, Workspace, mode, name, slug, tag, with_records};

fn answered(record: RecordId, source: TagSource, answer: TagAnswer) -> Change {
    Change::TagSuggestionAnswer { record, mode: slug("tone"), source, answer }
}

fn check(key: &str) -> TagSource {
    TagSource::Check(slug(key))
}

fn on(of: &Workspace, record: RecordId, reviewer: &str) -> Vec<TagAnswer> {
    let answers = of.reader().tag_answers_on(record, &name(reviewer), None).unwrap();
    answers.into_iter().map(|answered| answered.answer).collect()
}

#[test]
fn an_answer_is_kept_by_reviewer_and_goes_with_its_undo() {
    let mut workspace = with_records(2);
    let (one, two) = (workspace.id(1), workspace.id(2));
    workspace.does("ana", &[mode("Tone")]);
    let accepted = [tag(one, "tone"), answered(one, check("tone-length"), TagAnswer::Accepted)];
    assert_eq!(workspace.does("ana", &accepted).summary, format!("tag tone on {}", one.short()));
    let said = workspace.does("ben", &[answered(one, check("tone-length"), TagAnswer::Dismissed)]).summary;
    assert_eq!(said, format!("suggested tag tone dismissed on {}", one.short()));
    assert_eq!(
        (on(&workspace, one, "ana"), on(&workspace, one, "ben")),
        (vec![TagAnswer::Accepted], vec![TagAnswer::Dismissed])
    );
    assert!(on(&workspace, two, "ana").is_empty());
    workspace.writer.undo(&name("ana"), None, NOW).unwrap();
    assert!(on(&workspace, one, "ana").is_empty() && on(&workspace, one, "ben").len() == 1);
    assert!(workspace.reader().judged_rows().unwrap().is_empty(), "an answer judges nothing");
    workspace.writer.redo(&name("ana"), None, NOW).unwrap();
    assert_eq!(on(&workspace, one, "ana"), [TagAnswer::Accepted]);
    workspace.does("ana", &[answered(one, check("tone-length"), TagAnswer::Dismissed)]);
    assert_eq!(on(&workspace, one, "ana"), [TagAnswer::Dismissed], "the last one holds");
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn precision_is_counted_by_mode_and_source() {
    let mut workspace = with_records(4);
    let ids: Vec<RecordId> = (1..=4).map(|row| workspace.id(row)).collect();
    workspace.does("ana", &[mode("Tone")]);
    for (at, answer) in [TagAnswer::Accepted, TagAnswer::Dismissed, TagAnswer::Changed].into_iter().enumerate() {
        workspace.does("ana", &[answered(ids[at], check("tone-length"), answer)]);
        workspace.does("ana", &[answered(ids[at], TagSource::Similar(ids[3]), TagAnswer::Dismissed)]);
    }
    let all: Vec<AnsweredTag> = workspace.reader().tag_answers().unwrap();
    let counted = SuggestionPrecision::count(&all);
    assert_eq!(
        SuggestionPrecision::words(&counted).unwrap(),
        "check tone-length 1 of 3 accepted · similar records 0 of 3"
    );
    assert_eq!(SuggestionPrecision::words(&[]), None);
}

#[test]
fn answers_come_along_where_workspaces_are_united() {
    let mut one = with_records(1);
    let id = one.id(1);
    one.does("ana", &[mode("Tone"), answered(id, check("tone-length"), TagAnswer::Dismissed)]);
    let mut entries: Vec<JournalEntry> = Vec::new();
    let mut keep = |entry| {
        entries.push(entry);
        Ok(true)
    };
    one.reader().journal_entries(&mut keep).unwrap();
    let mut other = with_records(1);
    let mut next = entries.into_iter();
    other.writer.unite(&mut || Ok(next.next())).unwrap();
    assert_eq!(on(&other, id, "ana"), [TagAnswer::Dismissed]);
    assert!(other.reader().judged_rows().unwrap().is_empty());
}
