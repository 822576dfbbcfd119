//! What an output asserts must stand in its input: numbers, addresses, quotations, names.

use gemba::checks::Objection;
use gemba::domain::{Content, Message, Role};
use proptest::prelude::*;

use super::typed_checks::objections_to;

fn content(input: &str, output: &str) -> Content {
    let (system, user) = input.split_once('|').unwrap_or(("", input));
    let messages = vec![Message::text(Role::System, system.to_owned()), Message::text(Role::User, user.to_owned())];
    Content { messages, output: output.into(), ..Content::default() }
}

fn objections(typed: &[&str], input: &str, output: &str) -> Vec<Objection> {
    objections_to(typed, &content(input, output))
}

/// What the check points at, each as the stretch of the output.
#[track_caller]
fn pointed_at(typed: &[&str], input: &str, output: &str) -> Vec<String> {
    let stretch = |objection: Objection| {
        let (start, end) = objection.place.expect("has a place");
        output.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    objections(typed, input, output).into_iter().map(stretch).collect()
}

#[track_caller]
fn grounded(kind: &str, pairs: &[(&str, &str)]) {
    for (input, output) in pairs {
        assert_eq!(pointed_at(&[kind], input, output), Vec::<String>::new(), "{output:?} after {input:?}");
    }
}

#[track_caller]
fn ungrounded(kind: &str, triples: &[(&str, &str, &[&str])]) {
    for (input, output, expected) in triples {
        assert_eq!(pointed_at(&[kind], input, output), *expected, "{output:?} after {input:?}");
    }
}

#[test]
fn an_objection_says_what_stands_nowhere() {
    let found = objections(&["numbers-from-input"], "We ship in 2 days.", "You get it within 24 hours.");
    assert_eq!(found, [Objection::at("\"24 hours\" is not in the input", 18, 26)]);
}

#[test]
fn numbers_are_the_same_however_they_are_written() {
    grounded(
        "numbers-from-input",
        &[
            ("It costs $1,200.", "1200 dollars"),
            ("It costs 1200.", "EUR 1.200,00 or 1 200 or 1'200"),
            ("1.200 Stück", "1,200 items"),
            ("5 % off", "a share of 0.05, so 5 percent or 5%"),
            ("a rate of 0.05", "5 % of it"),
            ("revenue: 1.2 million", "$1,200,000"),
            ("three of twelve", "3 of 12"),
            ("system: 30 days|and you?", "30 days"),
            ("on March 5, 2024", "2024-03-05"),
            ("from 2024-03-05", "the 5.3.2024"),
            ("nothing", "1. Open it\n2. Close it\n\n## 3 Then\nStep 4: the 1st and 2nd [5] with GPT-4"),
            ("", "no number at all"),
            ("١٢٣", "123"),
        ],
    );
    ungrounded(
        "numbers-from-input",
        &[
            ("It costs 1200.", "It costs 1300.", &["1300"]),
            ("It costs 12.", "It costs $1.2 now, 12 then, 120 €.", &["$1.2 now", "120 €"]),
            ("5 %", "0.5 and 50 %", &["0.5 and", "50 %"]),
            ("", "42", &["42"]),
            ("version 1.2.3", "version 1.2.4", &["1.2.4"]),
            ("1 2 3", "1 200", &["1 200"]),
        ],
    );
}

#[test]
fn small_numbers_can_be_left_out() {
    assert!(objections(&["numbers-from-input", "--above", "10"], "", "3 tips, 10 at most").is_empty());
    assert_eq!(pointed_at(&["numbers-from-input", "--above", "10"], "", "3 tips, 11"), ["11"]);
}

#[test]
fn addresses_are_compared_without_what_says_nothing() {
    grounded(
        "urls-from-input",
        &[
            ("see https://Docs.example.com/a/.", "[here](http://docs.example.com/a)"),
            ("docs.example.com/a", "https://www.docs.example.com/a/!"),
            ("(https://e.example/x_(y))", "https://e.example/x_(y)."),
            ("", "no address, but a.b and http://"),
        ],
    );
    ungrounded(
        "urls-from-input",
        &[
            ("https://e.example/abc", "https://e.example/ab", &["https://e.example/ab"]),
            ("https://e.example/A", "go to https://e.example/a.", &["https://e.example/a"]),
            ("", "**www.e.example**, é https://x.example", &["www.e.example", "https://x.example"]),
        ],
    );
}

#[test]
fn quotations_are_compared_without_their_typography() {
    grounded(
        "quotes-from-input",
        &[
            ("He said it's  all\nfine – really.", "He said “It’s all fine - really.”"),
            ("one two three four five six", "«one two three … five six»"),
            ("x", "a “short quote” and 5\" by 6\" and \"x\""),
            ("x", "code: `say \"not a quotation at all\"`\n```\n\"nor is this one here\"\n```"),
            ("x", "an “unclosed quotation of many words\nends with its line”"),
        ],
    );
    ungrounded(
        "quotes-from-input",
        &[
            ("we never promise", "They \"promise a full refund\" to all", &["promise a full refund"]),
            ("eins zwei drei", "Er sagt: „eins zwei vier“.", &["eins zwei vier"]),
            ("a b c d", "“a b c” and “b c e”", &["b c e"]),
        ],
    );
    assert_eq!(pointed_at(&["quotes-from-input", "--words", "1"], "a", "say \"b\""), ["b"]);
}

#[test]
fn names_are_looked_for_in_the_middle_of_sentences_only() {
    grounded(
        "names-from-input",
        &[
            ("ada lovelace wrote to babbage", "It was Ada Lovelace, with Babbage's help. Then I stopped."),
            ("Berlin", "the mayor of Berlins town hall"),
            ("x", "The answer. However, I'm not sure it's NASA. \"Maybe\" (Perhaps)\n- Another thing"),
            ("x", "# A Heading In Title Case\n**Key Features:**\n1. **Data Analysis**: fast\nRead `Some Code Here`."),
            ("x", "Das ist ein schöner Tag und die Katze sitzt auf dem Tisch."),
            ("Dr. Müller", "Fragen Sie bitte Frau Müller"),
        ],
    );
    ungrounded(
        "names-from-input",
        &[
            ("Who wrote it?", "It was written by Ada Lovelace in London.", &["Ada Lovelace", "London"]),
            ("Lovelace?", "I think Ada Lovelace did.", &["Ada Lovelace"]),
            ("x", "Marie Curie did it, and so did Jean-Luc Brien", &["Curie", "Jean-Luc Brien"]),
            ("x", "Das ist die Idee von Angela Merkel und nicht die von einem Freund", &["Angela Merkel"]),
            ("x", "Это написал Лев Толстой", &["Лев Толстой"]),
        ],
    );
}

#[test]
fn hostile_texts_are_looked_through() {
    for kind in ["numbers-from-input", "urls-from-input", "quotes-from-input", "names-from-input"] {
        for text in crate::hostile_inputs::HOSTILE {
            assert!(objections(&[kind], text, text).is_empty(), "{kind} on {text:?}");
            let _ = objections(&[kind], "", text);
        }
        for piece in ["(", "“", "`", "1 ", "1,", "http://", "*", "A ", "A: ", "#\n", "\"a "] {
            let began = std::time::Instant::now();
            let _ = objections(&[kind], "x", &piece.repeat(50_000));
            assert!(began.elapsed().as_secs() < 5, "{kind} on many {piece:?}");
        }
    }
}

/// The ways to write a number of thousandths that are all the same to a reader.
fn ways(thousandths: u64) -> Vec<String> {
    let (whole, fraction) = (thousandths / 1000, format!("{:03}", thousandths % 1000));
    let fraction = fraction.trim_end_matches('0');
    let decimal = |whole: String, mark: &str| {
        if fraction.is_empty() { whole } else { format!("{whole}{mark}{fraction}") }
    };
    let grouped = |mark: &str| {
        let digits = whole.to_string();
        let first = digits.len() % 3;
        let mut groups: Vec<&str> = Vec::new();
        groups.extend((first > 0).then(|| &digits[..first]));
        groups.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
        groups.join(mark)
    };
    let percent = format!("{}.{}", thousandths / 10, thousandths % 10);
    vec![
        decimal(whole.to_string(), "."),
        decimal(whole.to_string(), ","),
        decimal(grouped(","), "."),
        decimal(grouped("."), ","),
        decimal(grouped(" "), ","),
        decimal(grouped("\u{202f}"), "."),
        decimal(grouped("'"), "."),
        format!("${}", decimal(grouped(","), ".")),
        format!("{} €", decimal(grouped("."), ",")),
        format!("{whole}.{fraction}000"),
        format!("{percent} %"),
        format!("{percent}%"),
        format!("{} percent", percent.replace('.', ",")),
        format!("{}.{:06}k", thousandths / 1_000_000, thousandths % 1_000_000),
    ]
}

proptest! {
    #[test]
    fn a_number_is_grounded_in_whatever_tolerated_way_it_is_written(
        thousandths in prop_oneof![0..20_000u64, 0..9_999_999_999u64, (0..9_999_999u64).prop_map(|whole| whole * 1000)],
        said in 0..14usize,
        asked in 0..14usize,
    ) {
        let (input, output) = (ways(thousandths)[asked].clone(), ways(thousandths)[said].clone());
        let (input, output) = (format!("There are {input} of them."), format!("So it is {output}, then."));
        prop_assert!(objections(&["numbers-from-input"], &input, &output).is_empty(), "{} after {}", output, input);
    }

    #[test]
    fn another_number_is_not(thousandths in 0..9_999_999u64, by in 1..9u64, said in 0..14usize, asked in 0..14usize) {
        // A difference in the first of seven digits and a half cannot be a matter of marks or of powers of ten.
        let (one, other) = (10_000_000 + thousandths, 10_000_000 * (1 + by) + thousandths);
        let (input, output) = (ways(one)[asked].clone(), ways(other)[said].clone());
        let found = objections(&["numbers-from-input"], &format!("Of {input} all"), &format!("It is {output} now"));
        prop_assert_eq!(found.len(), 1, "{} after {}", output, input);
    }
}

#[test]
fn an_output_is_held_against_a_field_of_its_input() {
    let is_good = |typed: &[&str], input: &str, output: &str| objections(typed, input, output).is_empty();
    let json = "{\"product\": \" Tea pot \", \"order\": {\"id\": 12}, \"points\": [\"a\", \"b\"], \"gone\": null}";
    let list = "Write it.\n- **Product:** Tea pot\nPoints: 2";
    for input in [json, list] {
        assert!(is_good(&["holds-input", "product", "--ignore-case"], input, "a TEA POT here"), "{input}");
        assert!(!is_good(&["holds-input", "product"], input, "a tea pot"), "{input}");
        assert!(is_good(&["begins-with-input", "product"], input, "\n Tea pot: new"), "{input}");
        assert!(!is_good(&["begins-with-input", "product"], input, "The Tea pot"), "{input}");
        assert!(is_good(&["count-equals-input", "bullets", "--field", "points"], input, "- a\n- b"), "{input}");
        assert!(!is_good(&["count-equals-input", "bullets", "--field", "points"], input, "- a"), "{input}");
        assert!(!is_good(&["holds-input", "gone"], input, "null"), "a field that is not there fails: {input}");
    }
    assert!(is_good(&["holds-input", "$.order.id"], json, "order 12"));
    let reason = &objections(&["count-equals-input", "words", "--field", "$.order.id"], json, "one two")[0].reason;
    assert_eq!(reason, "has 2 words, not the 12 that the input has at $.order.id");
}

#[test]
fn the_last_turn_with_the_field_counts() {
    let input = "{\"name\": \"Ada\"}|{\"other\": 1}";
    assert!(objections(&["holds-input", "name"], input, "Dear Ada").is_empty());
    assert!(!objections(&["holds-input", "name"], "{\"name\": \"Ada\"}|{\"name\": \"Eva\"}", "Dear Ada").is_empty());
}
