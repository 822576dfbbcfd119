//! What is covered stands under a placeholder, in every form of the text, and positions count as before.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::{Content, Message, Part, Record, RecordId, Role, RowId, Span, Untrusted};
use crate::layout::{Document, Mark, Rendering, Row, Transcript};
use crate::redact::{Key, Policy, Redactor};

fn redactor() -> Redactor {
    Redactor::new(&Policy::default(), Key::of(7)).unwrap()
}

fn record(question: &str, output: &str) -> Record {
    let content = Content {
        messages: vec![Message::text(Role::User, question)],
        output: Untrusted::from(output),
        ..Content::default()
    };
    Record { row: RowId(1), id: RecordId([0; 16]), source: Untrusted::from("log"), content }
}

fn rows(document: &Document, width: u16) -> Vec<Row> {
    let mut transcript = Transcript::new(Arc::new(document.clone()), width, BTreeSet::new());
    let known = transcript.reach(500);
    transcript.lines(0..known)
}

fn shown(document: &Document, width: u16) -> String {
    rows(document, width).iter().map(Row::text).collect::<Vec<_>>().join("\n")
}

const KEY: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq0\nq3f9h2k1l0Zx\n-----END RSA PRIVATE KEY-----";

#[test]
fn nothing_found_is_left_in_any_rendering_at_any_width() {
    let texts = [
        (
            "Write to jane.doe@example.com",
            "I wrote to **jane.doe@example.com**, and to `bob@corp.example.org`.",
            "example",
        ),
        ("{\"to\": \"jane@corp.example\", \"n\": 1}", "{\"to\": \"jane\\u0040corp.example\"}", "corp.example"),
        (KEY, KEY, "MIIE"),
        ("a", "| who | mail |\n|---|---|\n| Jane | jane@corp.example |", "jane@"),
        ("a", "jane@**corp**.example.com and jane&#64;corp.example.com", "corp.example"),
    ];
    for (question, output, secret) in texts {
        for rendering in [Rendering::Rendered, Rendering::Raw] {
            let document = Document::read(&record(question, output), rendering).covered(&redactor(), &BTreeSet::new());
            for width in [12, 30, 80] {
                let screen = shown(&document, width);
                assert!(!screen.replace('\n', "").contains(secret), "{rendering:?} {width}\n{screen}");
            }
            assert!(!document.masked().is_empty());
        }
    }
}

#[test]
fn the_same_person_has_the_same_placeholder_and_counts_are_of_mentions() {
    let both = record("I am jane@corp.example.com", "Thanks, jane@corp.example.com!");
    let document = Document::read(&both, Rendering::Rendered).covered(&redactor(), &BTreeSet::new());
    let spans = document.covered_spans();
    assert_eq!(spans, [Span { turn: Some(0), start: 5, end: 26 }, Span { turn: None, start: 8, end: 29 }]);
    assert_eq!(document.placeholder(spans[0]), document.placeholder(spans[1]));
    assert_eq!(document.masked().mentions(), 2);
}

#[test]
fn marks_lie_over_the_placeholder_of_what_they_lie_over() {
    let output = "Ärger: mail jane@corp.example.com today";
    let document = Document::read(&record("a", output), Rendering::Rendered).covered(&redactor(), &BTreeSet::new());
    let span = Span { turn: None, start: 7, end: 20 };
    let after = Span { turn: None, start: 34, end: 39 };
    let rows = rows(&document, 80);
    let row = rows.iter().find(|row| row.text().contains("Ärger")).unwrap();
    let marked = |span| -> String {
        let pieces = row.marked(&[(span, Mark::Selection)]).into_iter();
        pieces.filter(|(_, marks)| !marks.is_empty()).map(|(piece, _)| piece.text).collect()
    };
    assert!(marked(span).starts_with("mail [email "), "{}", marked(span));
    assert_eq!(marked(after), "today");
    assert_eq!(document.text(None), output, "positions count in the text as it was logged");
    assert!(document.shown(span).starts_with("mail [email ") && !document.shown(span).contains("jane"));
    assert_eq!(document.shown(after), "today");
}

#[test]
fn a_search_finds_nothing_in_what_is_covered() {
    let document = Document::read(&record("a jane", "Mail jane@corp.example.com"), Rendering::Rendered);
    assert_eq!(document.find("jane", 9).len(), 2);
    let covered = document.covered(&redactor(), &BTreeSet::new());
    assert_eq!(covered.find("jane", 9), [Span { turn: Some(0), start: 2, end: 6 }]);
    assert_eq!(covered.find("corp", 9), []);
}

#[test]
fn what_is_uncovered_shows_and_the_others_stay_covered() {
    let document = Document::read(&record("a", "jane@corp.example.com, bob@corp.example.com"), Rendering::Rendered);
    let first = document.covered(&redactor(), &BTreeSet::new()).covered_spans()[0];
    let open = document.covered(&redactor(), &BTreeSet::from([first]));
    let screen = shown(&open, 80);
    assert!(screen.contains("jane@corp.example.com") && !screen.contains("bob@"), "{screen}");
    assert_eq!(open.masked().mentions(), 2);
}

#[test]
fn what_stands_beside_the_text_is_covered_too() {
    let mut with = record("a", "b");
    with.content.expected = Some("jane@corp.example.com".into());
    with.content.error = Some("no route to 203.0.113.77 for jane@corp.example.com".into());
    let call = Part::ToolCall {
        id: Some("call-jane@corp.example.com".into()),
        name: "mail".into(),
        arguments: "{\"to\":\"jane@corp.example.com\"}".into(),
    };
    with.content.output_parts = vec![call];
    for rendering in [Rendering::Rendered, Rendering::Raw] {
        let screen = shown(&Document::read(&with, rendering).covered(&redactor(), &BTreeSet::new()), 80);
        assert!(!screen.contains("corp.example") && screen.contains("[email "), "{screen}");
    }
}
