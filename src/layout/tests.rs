//! Records as a reviewer meets them, at every width: nothing overflows, nothing is lost, every offset is true.

mod folded;
mod rendered;

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::Content;
use crate::domain::{Flag, Message, Part, RawJson, Record, RecordId, Role, RowId, Span, Untrusted};
use crate::text::cells;

fn record(content: Content) -> Record {
    Record { row: RowId(1), id: RecordId([0; 16]), source: Untrusted::from("log"), content }
}

fn answering(output: &str) -> Record {
    let messages = vec![Message::text(Role::User, "What now?")];
    record(Content { messages, output: Untrusted::from(output), ..Content::default() })
}

fn rows(record: &Record, rendering: Rendering, width: u16) -> Vec<Row> {
    let mut transcript = Transcript::new(Arc::new(Document::read(record, rendering)), width, BTreeSet::new());
    let known = transcript.reach(usize::MAX);
    assert!(transcript.is_complete());
    transcript.lines(0..known)
}

fn picture(record: &Record, rendering: Rendering, width: u16) -> String {
    let rows = rows(record, rendering, width);
    rows.iter().map(|line| line.text().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Returns the answer alone, without the label and the margin.
fn answer(output: &str, width: u16) -> String {
    let all = rows(&answering(output), Rendering::Rendered, width + 8);
    let shown = all.iter().filter(|line| line.turn == Some(None));
    let text = |line: &Row| line.pieces.iter().skip(1).map(|piece| piece.text.as_str()).collect::<String>();
    shown.skip(1).map(|line| text(line).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn turns_stand_in_their_column_with_a_blank_row_between() {
    let record = record(Content {
        messages: vec![
            Message::text(Role::System, "Answer from the context."),
            Message::text(Role::User, "I was charged twice for my March invoice. Can I get one back?"),
        ],
        output: Untrusted::from("You are entitled to a full refund within 24 hours."),
        ..Content::default()
    });
    let expected = "system  Answer from the context.

user    I was charged twice for my
        March invoice. Can I get one
        back?

judged answer
      ┃ You are entitled to a full
      ┃ refund within 24 hours.";
    assert_eq!(picture(&record, Rendering::Rendered, 37), expected);
    assert_eq!(picture(&record, Rendering::Raw, 37), expected);
    let narrow = picture(&record, Rendering::Rendered, 20);
    assert!(narrow.starts_with("system\nAnswer from the\ncontext.\n\nuser\nI was"), "{narrow}");
}

#[test]
fn a_record_without_words_says_so() {
    assert!(picture(&answering(""), Rendering::Raw, 40).ends_with("judged answer\n      ┃ (empty)"));
    assert!(picture(&answering(" \n"), Rendering::Rendered, 40).ends_with("(only white space)"));
    let mut unanswered = answering("");
    unanswered.content.flags = vec![Flag::NoFinalAnswer];
    unanswered.content.error = Some(Untrusted::from("429 too many\u{7} requests"));
    let shown = picture(&unanswered, Rendering::Rendered, 80);
    assert!(shown.contains("judged answer\n      ┃ no answer was logged"), "{shown}");
    assert!(shown.contains("error   429 too many␇ requests"), "{shown}");
    assert!(shown.ends_with("note    The transcript ends without an answer of the model."), "{shown}");
}

#[test]
fn what_is_not_text_has_its_place() {
    let call = Part::ToolCall {
        id: Some(Untrusted::from("call_1")),
        name: Untrusted::from("refund"),
        arguments: Untrusted::from("{\"order\":12,\"fast\":true}"),
    };
    let media = Part::Media { kind: Untrusted::from("image"), bytes: Some(11_700), reference: None };
    let parts = vec![
        Part::Reasoning(Untrusted::from("They want money.")),
        Part::Text(Untrusted::from("Let me see.")),
        media,
        call,
        Part::Refusal(Untrusted::from("No.")),
        Part::Other(RawJson::parse("[1]").unwrap()),
    ];
    let record = record(Content {
        messages: vec![Message { role: Role::Assistant, parts: parts.clone() }],
        output_parts: parts,
        ..Content::default()
    });
    let block = "        They want money.

        Let me see.

        [image, 12 KB]

        refund({
          \"order\": 12,
          \"fast\": true
        })  call_1

        refusal
        No.

        [
          1
        ]";
    let beside = block.replace("\n        ", "\n      ┃ ").replacen("        ", "      ┃ ", 1);
    let expected = format!("earlier reasoning\n{block}\n\njudged answer\n      ┃ reasoning\n{beside}");
    assert_eq!(picture(&record, Rendering::Rendered, 60), expected);
    // Offsets count in the turn's plain text, whatever stands between.
    let document = Document::read(&record, Rendering::Rendered);
    let plain = record.content.messages[0].plain();
    assert_eq!(document.text(Some(0)), plain);
    check_offsets(&record, Rendering::Rendered, 60);
}

/// Every exact piece shows the characters that its source range names, and no row is too wide.
fn check_offsets(record: &Record, rendering: Rendering, width: u16) {
    let document = Arc::new(Document::read(record, rendering));
    let mut transcript = Transcript::new(Arc::clone(&document), width, BTreeSet::new());
    let known = transcript.reach(usize::MAX);
    for line in transcript.lines(0..known) {
        assert!(cells(&line.text()) <= usize::from(width), "{width}: {line:?}");
        let Some(turn) = line.turn else { continue };
        let source: Vec<char> = document.text(turn).chars().collect();
        for piece in &line.pieces {
            assert!(!piece.text.is_empty());
            assert!(piece.text.chars().all(|c| !c.is_control()), "{piece:?}");
            let Some(range) = &piece.source else { continue };
            let shown: String = source[range.start as usize..range.end as usize].iter().collect();
            assert!(!piece.is_exact || shown == piece.text, "{piece:?} {shown:?}");
        }
    }
}

/// In the raw view all of the text is shown: what no piece stands for is a newline or the blank at a row's end.
fn check_cover(record: &Record, width: u16) {
    let document = Document::read(record, Rendering::Raw);
    let all = rows(record, Rendering::Raw, width);
    for turn in (0..document.turns()).map(Some).chain([None]) {
        let source: Vec<char> = document.text(turn).chars().collect();
        let mut shown = vec![false; source.len()];
        let mut last = 0;
        for piece in all.iter().filter(|line| line.turn == Some(turn)).flat_map(|line| &line.pieces) {
            let Some(range) = piece.source.clone() else { continue };
            assert!(range.start >= last || piece.look == Look::Marker, "rows are in reading order");
            last = range.start;
            shown[range.start as usize..range.end as usize].fill(true);
        }
        for (at, c) in source.iter().enumerate() {
            assert!(shown[at] || matches!(c, '\n' | ' ' | '\t'), "{width} {turn:?} {at} {c:?} of {source:?}");
        }
    }
}

/// Each character's row is the row that shows it.
fn check_rows(record: &Record, rendering: Rendering, width: u16) {
    let document = Arc::new(Document::read(record, rendering));
    let mut whole = Transcript::new(Arc::clone(&document), width, BTreeSet::new());
    let known = whole.reach(usize::MAX);
    let all = whole.lines(0..known);
    for (at, line) in all.iter().enumerate() {
        let Some(turn) = line.turn else { continue };
        for piece in line.pieces.iter().filter(|piece| piece.is_exact) {
            let Some(range) = piece.source.clone() else { continue };
            for character in [range.start, range.end - 1] {
                let mut fresh = Transcript::new(Arc::clone(&document), width, BTreeSet::new());
                assert_eq!(fresh.row_of(turn, character), at, "{turn:?} {character} {line:?}");
            }
        }
        // A window shows what the whole shows.
        assert_eq!(whole.lines(at..at + 3), all[at..all.len().min(at + 3)]);
    }
}

#[test]
fn hits_are_where_they_are_said_to_be() {
    let document = Document::read(&answering("What? ÜBER what"), Rendering::Rendered);
    let span = |turn, start, end| Span { turn, start, end };
    assert_eq!(document.find("what", 9), [span(Some(0), 0, 4), span(None, 0, 4), span(None, 11, 15)]);
    assert_eq!(document.find("what", 2).len(), 2);
    assert_eq!(document.find("über", 2), [span(None, 6, 10)]);
}

fn texts() -> impl Strategy<Value = String> {
    let parts = proptest::sample::select(vec![
        "word",
        " ",
        "  ",
        "\n",
        "\t",
        "longerword",
        "这是",
        "👩‍👩‍👧‍👦",
        "e\u{301}",
        "\u{202e}",
        "\u{e0041}\u{e0042}",
        "\u{1b}[31m",
        "\u{301}",
        "\r\n",
        "é",
        "- ",
        "# ",
        "> ",
        "`",
        "**",
        "```\n",
        "|a|b|\n|-|-|\n|1|2|\n",
        "[x](y)",
        "&amp;",
        "\\*",
        "{\"a\": [1, {}]}",
        "1. ",
        "<b>",
        "---\n",
        "https://x.y/z",
        "\u{1100}\u{1161}",
        "ﾞ",
    ]);
    proptest::collection::vec(parts, 0..30).prop_map(|parts| parts.concat())
}

#[test]
fn hostile_records_fit_every_width() {
    let hostile = [
        "",
        "\n",
        "a\0b",
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{202e}evil\u{202c}",
        "👩‍👩‍👧‍👦 👍🏽 ❤️",
        "这是一个测试",
        "line\r\nline\rline\u{2028}line\u{85}",
        "```\nfence\n```",
        "{\"a\": 1, \"a\": 2}",
        "[1, 2,",
        "\u{fffd}\u{fffe}",
    ];
    let all = hostile.concat();
    for text in hostile.into_iter().chain([all.as_str()]) {
        for width in [1, 2, 7, 40, 80] {
            let record = answering(text);
            check_cover(&record, width);
            check_offsets(&record, Rendering::Raw, width);
            check_offsets(&record, Rendering::Rendered, width);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_at_any_width(text in texts(), width in 1_u16..60) {
        let record = answering(&text);
        check_cover(&record, width);
        for rendering in [Rendering::Raw, Rendering::Rendered] {
            check_offsets(&record, rendering, width);
        }
        check_rows(&record, Rendering::Raw, width);
    }
}
