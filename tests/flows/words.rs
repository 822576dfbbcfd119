//! No word of a record is out of reach, whatever the width: on Review, wrapped and not, and on Compare.

use std::collections::BTreeSet;

use gemba::domain::{Content, Message, Part, Role};

use super::harness::{TestApp, content, review};

/// Distinct words, so that each has to be seen: `w0042`, some of them in other scripts or longer.
fn text(from: usize, count: usize, per_line: usize) -> String {
    let word = |at: usize| match at % 7 {
        0 => format!("w{at:04}longasaname"),
        3 => format!("w{at:04}é"),
        _ => format!("w{at:04}"),
    };
    let words: Vec<String> = (from..from + count).map(word).collect();
    words.chunks(per_line).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> BTreeSet<String> {
    let all = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).map(|word| word.trim_matches('-'));
    all.filter(|word| word.starts_with('w') && word.len() > 4).map(str::to_owned).collect()
}

fn record() -> Content {
    let mut content = content(0, "?", "?");
    let call = Part::ToolCall {
        id: Some("w9001".into()),
        name: "w9002".into(),
        arguments: r#"{"w9003": ["w9004", {"w9005": "w9006"}]}"#.into(),
    };
    content.messages = vec![
        Message::text(Role::System, text(0, 300, 12).as_str()),
        Message::text(Role::Other("w9007develop".to_owned()), text(300, 20, 5).as_str()),
        Message::text(Role::User, text(320, 60, 60).as_str()),
        Message { role: Role::Assistant, parts: vec![Part::Text(text(380, 40, 10).as_str().into()), call] },
        Message::text(Role::Tool, text(420, 60, 3).as_str()),
        Message::text(Role::User, text(480, 40, 9).as_str()),
    ];
    let table = "\n\n| w8001 | w8002 |\n|---|---|\n| w8003 w8004 w8005 | w8006 |\n\n- w8007\n  - w8008\n\n> w8009\n\n```\nw8010 w8011\n```\n\n";
    content.output = format!("{}{table}{}", text(520, 400, 80), text(920, 200, 4)).as_str().into();
    content.expected = Some(text(1120, 40, 40).as_str().into());
    content.error = Some(text(1160, 10, 5).as_str().into());
    content
}

/// All that the record holds, in words.
fn all_of(content: &Content) -> BTreeSet<String> {
    let turns = content.messages.iter().map(|turn| format!("{} {}", turn.role.as_str(), turn.plain()));
    let mut all: Vec<String> = turns.chain([format!("{} w9001", content.answer())]).collect();
    all.extend([&content.expected, &content.error].into_iter().flatten().map(|text| text.raw().to_owned()));
    words(&all.join(" "))
}

/// Goes down page by page to the end, and to the right on each page; returns the words that were seen.
fn read(app: &mut TestApp) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    loop {
        let page = app.screen();
        seen.extend(words(&page));
        while !app.press("L").footer().contains("end here") && !app.footer().contains("wrapped") {
            seen.extend(words(&app.screen()));
        }
        while !app.press("H").footer().contains("begin here") && !app.footer().contains("wrapped") {}
        let before = app.screen();
        app.press("<PgDn>");
        if before.lines().take(30).eq(app.screen().lines().take(30)) {
            return seen;
        }
    }
}

#[test]
fn no_word_of_a_record_is_out_of_reach_at_any_width() {
    let all = all_of(&record());
    assert!(all.len() > 1_100);
    for form in ["z", "z w", "z r", "z W", "z r w W"] {
        let mut app = review().with_contents(vec![record()]).at(60, 40).press(form);
        for columns in [60, 80, 100, 120, 160, 200] {
            app.resize(columns, 40);
            for _ in 0..40 {
                app.press("<PgUp>");
            }
            let seen = read(&mut app);
            let lost: Vec<&String> = all.difference(&seen).collect();
            assert!(lost.is_empty(), "at {columns}, {form}: {lost:?}");
        }
    }
}

#[test]
fn what_is_folded_says_so_and_is_reached_by_one_key() {
    for columns in [60, 120, 200] {
        let mut app = review().with_contents(vec![record()]).at(columns, 40).press("<PgUp> <PgUp> <PgUp> <PgUp>");
        assert!(app.screen().contains(" … 25 lines"), "{}", app.screen());
        app.press("z");
        assert!(!app.screen().contains(" … 25 lines"), "{}", app.screen());
    }
}

#[test]
fn compare_shows_every_word_of_both_answers_at_every_width() {
    let shared = (text(0, 90, 30), format!("{} {} w7001", text(0, 40, 30), text(44, 46, 9)));
    let apart = (text(0, 90, 30), text(200, 90, 4));
    for ((left, right), said) in [(&shared, "differ in"), (&apart, "hardly a word in common")] {
        let contents = vec![content(0, "Why?", left), content(1, "Why?", right)];
        let all = words(&format!("{left} {right}"));
        let mut app = review().with_contents(contents).at(200, 24).press("g o");
        for columns in 60..=200 {
            app.resize(columns, 24).press("<PgUp> <PgUp> <PgUp> <PgUp> <PgUp> <PgUp>");
            let first = app.screen();
            assert!(first.contains("[-") == (said == "differ in") && first.contains(said), "{first}");
            let mut seen = words(&first);
            while !app.press("<PgDn>").footer().contains("in view") && !app.footer().contains("end here") {
                seen.extend(words(&app.screen()));
            }
            let lost: Vec<&String> = all.difference(&seen).collect();
            assert!(lost.is_empty(), "at {columns}: {lost:?}");
        }
    }
}

#[test]
fn compare_shows_calls_of_tools_and_answers_of_any_length_to_their_end() {
    let mut calling = content(1, "Why?", "");
    calling.output_parts =
        vec![Part::ToolCall { id: None, name: "w0001".into(), arguments: r#"{"w0002":"w0003"}"#.into() }];
    let long = text(0, 4_000, 20);
    let contents = vec![content(0, "Why?", &long), calling];
    let mut app = review().with_contents(contents).at(200, 60).press("g o");
    assert!(app.screen().contains("w0002"), "{}", app.screen());
    for _ in 0..200 {
        app.press("<PgDn>");
    }
    assert!(app.screen().contains("w3999"), "{}", app.screen());
}
