//! What a text holds, and what is ordinary.

use super::{Key, Policy, RULES, Redactor};

fn redactor() -> Redactor {
    Redactor::new(&Policy::default(), Key::of(7)).unwrap()
}

fn rules_of(text: &str) -> Vec<&'static str> {
    redactor().find(text).iter().map(|found| found.rule).collect()
}

#[test]
fn two_mentions_of_one_person_have_one_number_however_they_are_written() {
    let find = |text: &str| redactor().find(text)[0].number;
    assert_eq!(find("Ana.Soto@Example.com"), find("x ana.soto%40example.com y"));
    assert_eq!(find("tel +49 151 1234 5678"), find("0151-12345678"));
    assert_eq!(find("+1 (415) 555-2671"), find("415.555.2671"));
    assert_ne!(find("ana@example.com"), find("ben@example.com"));
    let other = Redactor::new(&Policy::default(), Key::of(8)).unwrap();
    assert_ne!(find("ana@example.com"), other.find("ana@example.com")[0].number, "a workspace has numbers of its own");
}

#[test]
fn spans_that_overlap_are_one_and_nothing_of_them_is_left() {
    let text =
        "url=https://bob:s3cr3t@example.com/x and Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh";
    let masked = redactor().mask(text).text;
    for part in ["bob", "s3cr3t", "eyJ", "abcdefgh"] {
        assert!(!masked.contains(part), "{masked}");
    }
    assert!(masked.starts_with("url=https://[login "), "{masked}");
    assert_eq!(redactor().mask(&masked).text, masked, "placeholders are left alone");
}

#[test]
fn words_and_expressions_of_the_user_are_masked_and_rules_switched_off() {
    let policy = Policy {
        words: vec!["Project Heron".into(), "ACME".into()],
        patterns: vec![r"EMP-\d{6}".into()],
        off: vec!["email".into()],
    };
    let redactor = Redactor::new(&policy, Key::of(7)).unwrap();
    let masked = redactor.mask("project heron of Acme, EMP-123456, a@example.com; acmeville");
    assert!(masked.text.contains("a@example.com; acmeville") && !masked.text.contains("EMP-1"), "{}", masked.text);
    assert_eq!(masked.counts.words(), "2 words of yours, 1 match of an expression of yours");
    for (policy, word) in [
        (Policy { off: vec!["emial".into()], ..Policy::default() }, "`email`"),
        (Policy { patterns: vec!["(".into()], ..Policy::default() }, "single quotes"),
        (Policy { patterns: vec!["x*".into()], ..Policy::default() }, "single quotes"),
    ] {
        let problem = Redactor::new(&policy, Key::of(7)).unwrap_err();
        assert!(problem.advice().contains(word), "{problem}");
    }
}

#[test]
fn ordinary_text_is_left_alone() {
    for text in [
        "The meeting is on 2024-05-12 14:30, room 1.2.3, budget 12,345,678.90 or 3.14159265358979.",
        "Chapter 1.2.3.4 of version 10.0.19041.1 costs $1234567890; ISBN 978-3-16-148410-0; 127.0.0.1",
        "password: required; token = tokenizer.encode(text); api_key=os.environ['KEY']; Basic understanding",
        "std::vec::Vec, 12:34:56, a::b, icon@2x.png, git@github.com:a/b, @decorator, 0123456789",
        "commit 3f2504e04f8911d39a0c0305e82c3301, uuid 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "sk-your-key-here, AKIAIOSFODNN, Bearer of good news, 10 20 30 40 50 60, 1 000 000 000",
    ] {
        assert_eq!(rules_of(text), Vec::<&str>::new(), "{text}: {}", redactor().mask(text).text);
    }
}

#[test]
fn every_rule_finds_what_stands_in_json() {
    for (rule, text) in [
        ("key", r#"{"a":"x\nAKIAIOSFODNN7EXAMPLE"}"#),
        ("pem", r#"{"k":"-----BEGIN PRIVATE KEY-----\nMIIE\/abc+def==\n-----END PRIVATE KEY-----\n"}"#),
        ("jwt", r#"{"t":"\teyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh"}"#),
        ("login", r#"{"u":"postgres:\/\/app:hunter2@db.example.com\/x"}"#),
        ("auth", r#"{"Authorization":"Basic dXNlcjpwYXNz"}"#),
        ("password", r#"{"body":"{\"api_key\": \"9f8e7d6c5b4a\"}"}"#),
        ("email", r#"{"m":"\u003cm\u00fcller\u0040b\u00fccher.example\u003e"}"#),
        ("iban", r#"{"i":"\tDE89 3704 0044 0532 0130 00\n"}"#),
        ("card", r#"{"c":"\n4111 1111 1111 1111\n"}"#),
        ("mac", r#"{"m":"\n00:1A:2b:3c:4d:5E"}"#),
        ("ip", r#"{"i":"\n203.0.113.7\n2001:db8::8a2e:370:7334"}"#),
        ("phone", r#"{"p":"\n+44 20 7946 0958"}"#),
    ] {
        assert!(rules_of(text).contains(&rule), "{rule}: {text} {:?}", redactor().mask(text).text);
    }
    assert_eq!(RULES.len(), 12, "a rule without a line in this test");
}

#[test]
fn what_was_cut_is_found_too() {
    for text in [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx",
        "sk-proj-abc123def456ghi789jkl",
    ] {
        assert_eq!(redactor().find(text).last().map(|found| found.range.end), Some(text.len()), "{text}");
    }
}

#[test]
fn of_a_beginning_nothing_is_shown_that_may_be_half_of_a_secret() {
    let secrets = [
        "jane.roe+x@mail.example.com",
        "jane [at] example [dot] com",
        "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh",
        "4111 1111 1111 1111",
        "GB82 WEST 1234 5698 7654 32",
        "+49 (151) 2345-6789",
        "0151 234 56 78",
        "2001:db8::8a2e:370:7334",
        "https://bob:s3cr3tpass@db.example.com/x",
        "00:1A:2B:3C:4D:5E",
        "Bearer 9f8e7d6c5b4a39281706",
        "Project Heron",
    ];
    let policy = Policy { words: vec!["Project Heron".into()], ..Policy::default() };
    let redactor = Redactor::new(&policy, Key::of(7)).unwrap();
    for secret in secrets {
        let text = format!("Please look at the matter of {secret} and say");
        let from = text.find(secret).unwrap();
        for end in (from + 1..=from + secret.len()).filter(|end| text.is_char_boundary(*end)) {
            let shown = redactor.mask_beginning(&text[..end]).text;
            let rest =
                shown.strip_prefix("Please look at the matter of").or(shown.strip_prefix("Please look at the matter"));
            let rest = rest.unwrap_or_else(|| panic!("{shown}"));
            let is_nothing = ["…", " of…", " Bearer…"].contains(&rest);
            assert!(is_nothing || rest.starts_with(" [") && rest.ends_with("]…"), "{:?}: {shown}", &text[..end]);
        }
    }
}

#[test]
fn of_what_a_span_has_half_of_the_whole_is_masked() {
    let text = "ask jane.roe@example.com today";
    let masked = redactor().mask_span(text, 6..12).text;
    assert!(masked.starts_with("[email ") && masked.ends_with(']'), "{masked}");
    assert_eq!(redactor().mask_span(text, 0..3).text, "ask");
}
