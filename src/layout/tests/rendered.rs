//! What Markdown, JSON and code look like, and that their offsets are true.

use super::{Look, Rendering, Row, answer, answering, check_cover, check_offsets, rows};

/// Returns the pieces of the answer in this look, joined by blanks where they stand apart.
fn in_look(output: &str, look: Look) -> Vec<String> {
    let all = rows(&answering(output), Rendering::Rendered, 80);
    let shown = all.iter().filter(|line| line.turn == Some(None)).flat_map(|line: &Row| &line.pieces);
    shown.filter(|piece| piece.look == look).map(|piece| piece.text.trim().to_owned()).collect()
}

#[test]
fn markdown_reads_like_text() {
    let source = "# Refunds\n\nYou get **all** of it *back*, see `policy.md`:\nline two\n\n- one\n- two\n  - deep\n\n3. three\n3. four\n\n> quoted\n> more\n\n---\n[terms](https://acme.example/t) <b>bold</b> &amp; \\*done\\*\n- [x] paid\n";
    let expected = "Refunds

You get all of it back, see policy.md:
line two

• one
• two
  ◦ deep

3. three
3. four

│ quoted
│ more

───

terms (https://acme.example/t) <b>bold</b> & *done*

• ☑ paid";
    assert_eq!(answer(source, 60), expected);
    assert_eq!(in_look(source, Look::Heading), ["Refunds"]);
    assert_eq!(in_look(source, Look::Strong), ["all"]);
    assert_eq!(in_look(source, Look::Emphasis), ["back"]);
    assert_eq!(in_look(source, Look::Code), ["policy.md"]);
    assert_eq!(in_look(source, Look::Link), ["terms", "https://acme.example/t"]);
    for width in [20, 40, 80] {
        check_offsets(&answering(source), Rendering::Rendered, width);
    }
}

#[test]
fn a_table_is_aligned_and_wide_characters_count_double() {
    let source = "|plan|price|\n|:-|-:|\n|free|0|\n|这是|12|\n";
    assert_eq!(answer(source, 60), "plan │ price\n─────┼──────\nfree │     0\n这是 │    12");
    check_offsets(&answering(source), Rendering::Rendered, 60);
}

#[test]
fn code_keeps_its_fences_and_gets_its_colours() {
    let source = "Try:\n\n```python\ndef f(x):\n    return \"é\", 1  # one\n```\n\n    indented\n\n```nosuch\na b\n```";
    let expected = "Try:\n\n```python\ndef f(x):\n    return \"é\", 1  # one\n```\n\nindented\n\n```nosuch\na b\n```";
    assert_eq!(answer(source, 60), expected);
    assert_eq!(in_look(source, Look::Literal), ["\"é\""]);
    assert_eq!(in_look(source, Look::Number), ["1"]);
    assert_eq!(in_look(source, Look::Comment), ["# one"]);
    assert!(in_look(source, Look::Keyword).contains(&"return".to_owned()));
    check_offsets(&answering(source), Rendering::Rendered, 60);
}

#[test]
fn nothing_the_model_wrote_is_hidden() {
    let source = "[a]: https://evil.example/hidden\n\nsee [a] and ![logo](https://evil.example/pixel \"me\")\n\n<!-- note -->\n<div>\nx\n</div>";
    let shown = answer(source, 100);
    for part in ["[a]: https://evil.example/hidden", "pixel", "logo", "me", "<!-- note -->", "<div>", "x", "</div>"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    check_offsets(&answering(source), Rendering::Rendered, 100);
}

#[test]
fn json_keeps_numbers_duplicates_and_order() {
    let source = "{\"b\": 12345678901234567890.10, \"a\": [], \"a\": [1e999, null, \"x\\u00e9\"], \"\": {}}";
    let expected = "{\n  \"b\": 12345678901234567890.10,\n  \"a\": [],\n  \"a\": [\n    1e999,\n    null,\n    \"x\\u00e9\"\n  ],\n  \"\": {}\n}";
    assert_eq!(answer(source, 60), expected);
    assert_eq!(in_look(source, Look::Keyword), ["\"b\"", "\"a\"", "\"a\"", "\"\""]);
    assert_eq!(in_look(source, Look::Literal), ["\"x\\u00e9\""]);
    assert_eq!(in_look(source, Look::Number), ["12345678901234567890.10", "1e999", "null"]);
    check_offsets(&answering(source), Rendering::Rendered, 60);
}

#[test]
fn json_that_is_none_or_too_deep_stays_as_it_is() {
    let deep = format!("{}{}", "[".repeat(600), "]".repeat(600));
    for source in ["{\"a\": NaN}", "[1, 2,", "{a: 1}", deep.as_str()] {
        let shown = answer(source, 40);
        assert_eq!(shown.replace(['\n', ' '], ""), source.replace(' ', ""));
    }
    check_cover(&answering(&"[".repeat(100_000)), 80);
}

#[test]
fn hostile_nesting_takes_no_more_than_a_moment() {
    let before = std::time::Instant::now();
    let quotes = format!("{} x\n{}", ">".repeat(5_000), "y\n".repeat(5_000));
    let lists: String = (0..300).map(|depth| "  ".repeat(depth) + "- x\n").collect();
    for source in [quotes, lists, "**a".repeat(5_000), "[".repeat(20_000), "|a".repeat(5_000), "`".repeat(20_000)] {
        check_offsets(&answering(&source), Rendering::Rendered, 60);
    }
    assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
}
