//! What a check reads of a run besides the output, and where it says that its objections are.

use gemba::checks::{self, Objection, Subject};
use gemba::domain::{CheckSpec, Content, Message, Part, Role};

fn spec(words: &[&str]) -> CheckSpec {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    checks::parse(&words, &|_| unreachable!()).unwrap()
}

fn objections(words: &[&str], content: &Content) -> Vec<Objection> {
    checks::compile(&spec(words)).unwrap().objections(&Subject::of(content))
}

/// User, a turn with reasoning, text and a call, its result; the output; what the user said to it.
fn run() -> Content {
    let call = Part::ToolCall { id: None, name: "book".into(), arguments: "{}".into() };
    let parts = vec![Part::Reasoning("so".into()), Part::Text("Na\u{ef}ve 7.".into()), call];
    Content {
        messages: vec![
            Message::text(Role::User, "Book 2."),
            Message { role: Role::Assistant, parts },
            Message { role: Role::Tool, parts: vec![Part::ToolResult { id: None, content: "ok".into() }] },
            Message::text(Role::User, "Bye."),
        ],
        after_output: 1,
        output: "Booked 2.".into(),
        ..Content::default()
    }
}

#[test]
fn an_objection_names_the_turn_and_the_place_in_its_plain_text() {
    let found = objections(&["not-contains", "7", "--on", "turns"], &run());
    let [objection] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((objection.turn, objection.place), (Some(1), Some((9, 10))));
    assert!(objection.reason.starts_with("turn 1: "), "{}", objection.reason);
    let found = objections(&["not-contains", "Bye", "--on", "transcript"], &run());
    assert_eq!((found[0].turn, found[0].place), (Some(3), Some((0, 3))));
    let found = objections(&["not-contains", "book(", "--on", "tools"], &run());
    assert_eq!((found[0].turn, found[0].place), (Some(1), Some((12, 17))));
    let found = objections(&["not-contains", "Booked", "--on", "transcript"], &run());
    assert_eq!((found[0].turn, found[0].place), (None, Some((0, 6))));
}

#[test]
fn each_turn_is_held_against_what_came_before_it() {
    assert_eq!(objections(&["numbers-from-input"], &run()), []);
    let found = objections(&["numbers-from-input", "--on", "turns"], &run());
    assert_eq!(found.iter().map(|objection| objection.turn).collect::<Vec<_>>(), [Some(1)]);
}

#[test]
fn a_turn_that_only_calls_tools_says_nothing_that_could_be_too_short() {
    let mut content = run();
    let Part::ToolCall { .. } = content.messages[1].parts.remove(2) else { panic!() };
    assert_eq!(objections(&["min-length", "3", "--on", "turns"], &content), []);
    content.messages[1].parts = vec![Part::ToolCall { id: None, name: "book".into(), arguments: "{}".into() }];
    assert_eq!(objections(&["min-length", "3", "--on", "turns"], &content), []);
    content.messages[1].parts = vec![Part::Text("".into())];
    assert_eq!(objections(&["min-length", "3", "--on", "turns"], &content).len(), 1);
}

#[test]
fn what_is_the_default_is_not_written_and_a_check_reads_back_as_it_is_printed() {
    assert_eq!(spec(&["contains", "x", "--on", "output"]), spec(&["contains", "x"]));
    assert_eq!(spec(&["tool-call", "x", "--on", "tools"]), spec(&["tool-call", "x"]));
    for words in [&["contains", "x", "--on", "turns"][..], &["tool-call", "x", "--on", "output"]] {
        let spec = spec(words);
        assert_eq!(checks::check_syntax::read(&checks::check_syntax::print(&spec)).unwrap(), spec);
    }
}
