//! Folded turns, lines that are not wrapped, their numbers, and places that hold at every width.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{record, rows};
use crate::domain::{Content, Message, Record, Role, Untrusted};
use crate::layout::{Document, Rendering, Row, Transcript};

fn asked(turns: &[(Role, &str)], output: &str) -> Record {
    let messages = turns.iter().map(|(role, text)| Message::text(role.clone(), *text)).collect();
    record(Content { messages, output: Untrusted::from(output), ..Content::default() })
}

fn folded(record: &Record, before: Option<&Record>, width: u16) -> Transcript {
    let document = Arc::new(Document::read_after(record, before, Rendering::Rendered));
    let all = document.foldable();
    Transcript::new(document, width, all)
}

fn shown(transcript: &mut Transcript) -> Vec<String> {
    let known = transcript.reach(999);
    transcript.lines(0..known).iter().map(Row::text).collect()
}

#[test]
fn earlier_turns_are_a_row_each_that_says_how_long_they_are() {
    let rules = "You are the support assistant of Acme. Answer only from the context.\nBe kind.\nBe true.\nBe brief.";
    let long = "word ".repeat(60);
    let turns = [(Role::System, rules), (Role::User, "Hi."), (Role::Assistant, long.as_str()), (Role::User, "Short.")];
    let mut laid = folded(&asked(&turns, "Yes."), None, 44);
    let expected = [
        "system  You are the support … 4 lines",
        "",
        "user    Hi.",
        "",
        "earlier word word word word word … 60 words",
        "",
        "user    Short.",
        "",
        "judged answer",
        "      ┃ Yes.",
    ];
    assert_eq!(shown(&mut laid), expected);
    assert_eq!(laid.turn_rows(), [(Some(0), 0), (Some(1), 2), (Some(2), 4), (Some(3), 6), (None, 8)]);
    assert_eq!((laid.row_of(Some(0), 60), laid.row_of(None, 2), laid.answer_row()), (0, 9, 8));
}

#[test]
fn a_prompt_leaves_out_what_the_record_before_says_too() {
    let rules = "Be brief.\nBe kind.\nBe true.\nName no prices.\n";
    let prompt = |fact: &str| format!("{rules}{fact}\n{rules}");
    let record = |fact: &str, question: &str| asked(&[(Role::System, &prompt(fact)), (Role::User, question)], "Yes.");
    let before = record("Red.", &format!("{rules}One?"));
    let after = record("Blue.", &format!("{rules}Two?"));
    let mut laid = folded(&after, Some(&before), 60);
    let expected = [
        "system  same as the record before: 4 lines",
        "        Blue.",
        "        same as the record before: 4 lines",
        "",
        "user    same as the record before: 4 lines",
        "        Two?",
        "",
        "judged answer",
        "      ┃ Yes.",
    ];
    assert_eq!(shown(&mut laid), expected);
    let source: String =
        laid.document().text(Some(0)).chars().skip(laid.lines(1..2)[0].source().unwrap().start as usize).collect();
    assert!(source.starts_with("Blue."), "what is left has its offsets");
    let same = record("Red.", &format!("{rules}One?"));
    assert_eq!(shown(&mut folded(&same, Some(&before), 60))[0], "system  same as the record before: 9 lines");
    let mut unfolded = Transcript::new(Arc::clone(laid.document()), 60, BTreeSet::new());
    assert!(shown(&mut unfolded).join("\n").contains("Name no prices."));
}

#[test]
fn lines_that_are_not_wrapped_are_read_by_going_to_the_right() {
    let words: Vec<String> = (0..40).map(|number| format!("w{number:02}这")).collect();
    let record = asked(&[(Role::User, "Hi")], &format!("{}\nshort", words.join(" ")));
    let document = Arc::new(Document::read(&record, Rendering::Raw));
    for width in [1, 20, 60, 200] {
        let mut laid = Transcript::new(Arc::clone(&document), width, BTreeSet::new()).shown(false, true);
        let known = laid.reach(99);
        let beyond = laid.beyond(0..known);
        let mut seen = String::new();
        for shift in (0..=beyond).step_by((laid.text_width() / 2).max(1)).chain([beyond]) {
            laid.shift(shift);
            for row in laid.lines(0..known) {
                assert!(crate::text::cells(&row.text()) <= usize::from(width), "{row:?}");
                seen += &row.text();
            }
        }
        let lost: Vec<&String> = words.iter().filter(|word| width > 12 && !seen.contains(word.as_str())).collect();
        assert!(lost.is_empty(), "at {width}: {lost:?}");
    }
}

#[test]
fn lines_have_the_numbers_of_the_text() {
    let record = asked(&[(Role::User, "Hi")], "one\n\nthree which is long enough to be wrapped\nfour");
    let document = Arc::new(Document::read(&record, Rendering::Raw));
    let mut laid = Transcript::new(document, 40, BTreeSet::new()).shown(true, true);
    let expected = [
        "user        1 Hi",
        "",
        "judged answer",
        "      ┃     1 one",
        "      ┃     2 ",
        "      ┃     3 three which is long enough",
        "      ┃       to be wrapped",
        "      ┃     4 four",
    ];
    assert_eq!(shown(&mut laid), expected);
}

#[test]
fn a_place_is_the_same_text_at_every_width_and_the_same_row_at_its_own() {
    let text =
        "# Title\n\nSome words that wrap.\n\n- one item that is long\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n{\"a\": 1}\n"
            .repeat(9);
    let mut asked = asked(&[(Role::User, &text)], &text);
    asked.content.expected = Some(Untrusted::from(text.as_str()));
    let document = Arc::new(Document::read(&asked, Rendering::Rendered));
    for width in [12, 40, 90] {
        let mut laid = Transcript::new(Arc::clone(&document), width, BTreeSet::new());
        let known = laid.reach(usize::MAX);
        let all = rows(&asked, Rendering::Rendered, width);
        for (row, shown) in all.iter().enumerate() {
            let place = laid.place_of(row).unwrap();
            let mut fresh = Transcript::new(Arc::clone(&document), width, BTreeSet::new());
            assert_eq!(fresh.row_at(place), row, "{place}");
            assert_eq!(crate::domain::TextPlace::parse(&place.to_string()), Some(place));
            let (Some(source), 0) = (shown.source(), place.rows) else { continue };
            let mut other = Transcript::new(Arc::clone(&document), 55, BTreeSet::new());
            let found = other.row_at(place);
            let found = other.lines(found..found + 1).remove(0);
            let range = found.source().unwrap_or_default();
            assert!(found.turn == shown.turn && range.start <= source.start, "{place} {found:?} {shown:?}");
        }
        assert_eq!(known, all.len());
    }
}
