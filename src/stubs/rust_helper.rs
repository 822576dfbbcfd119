//! The Rust helper: one file, put together from the sources of the checks themselves, so that the generated crate and
//! gemba cannot say different things. Only schemas and expressions have code of their own there, for fewer crates.

use std::fmt::Write as _;

/// A module of the helper: its name and its source.
type Module = (&'static str, &'static str);

/// A file of `checks/` that goes in as it is.
macro_rules! sources {
    ($folder:literal: $($name:ident),* $(,)?) => {
        &[$((stringify!($name), include_str!(concat!("../checks/", $folder, stringify!($name), ".rs")))),*]
    };
}

/// What several kinds share.
const SHARED: &[Module] = sources!("": fold, lengths, letters, links, markdown, nearness, number_words, numbers,
    params, path, prose, refusals, strict_json, tongues);

/// What the kinds share among themselves.
const PARTS: &[Module] = sources!("kinds/": figure, grounding, length, wording);

/// The kinds, by the names of their files.
const KINDS: &[Module] = sources!("kinds/": code_fence, contains, contains_all, contains_any, ends_with, equals,
    finish_reason, is_json, json_path, language, likeness, markdown_table, max_cost, max_latency, max_length, max_tokens,
    min_length, names_from_input, no_repetition, not_contains, not_refusal, not_regex, numbers_from_input,
    quotes_from_input, regex, starts_with, tool_call, urls_from_input);

/// The whole file, in ASCII.
pub(super) fn text() -> String {
    let mut out = include_str!("helpers/rust/head.rs.in").to_owned();
    out.push_str("\nmod checks {\nuse serde_json::{Map, Value};\n\n");
    out.push_str("use crate::domain::{CheckSpec, Content, Record};\nuse crate::error::Result;\n\n");
    out.push_str(between(
        include_str!("../checks/mod.rs"),
        "/// What a check looks at.",
        "/// The kind with this word.",
    ));
    module(&mut out, "pattern", include_str!("helpers/rust/pattern.rs.in"));
    for (name, source) in SHARED {
        module(&mut out, name, without_tests(source));
    }
    out.push_str("pub mod kinds {\nuse super::{Compiled, Kind, Objection, Subject};\n");
    let table = include_str!("../checks/kinds/mod.rs");
    out.push_str(between(table, "/// A check that is one function of the output.", "#[cfg(test)]"));
    module(&mut out, "expression", include_str!("helpers/rust/expression.rs.in"));
    module(&mut out, "schema", "pub(super) use super::json_schema::express;\n");
    module(&mut out, "json_schema", include_str!("helpers/rust/json_schema.rs.in"));
    for (name, source) in PARTS.iter().chain(KINDS) {
        module(&mut out, name, without_tests(source));
    }
    out.push_str("pub const KINDS: &[Kind] = &[\njson_schema::KIND,\n");
    for (name, _) in KINDS {
        let line = writeln!(out, "{name}::KIND,");
        debug_assert!(line.is_ok(), "writing into a String cannot fail");
    }
    out.push_str("];\n}\n}\n");
    escaped(&out)
}

fn module(out: &mut String, name: &str, source: &str) {
    out.extend(["\npub mod ", name, " {\n", source, "}\n"]);
}

/// A stretch of a source, from one text up to another; empty where they are missing, which does not compile then.
fn between<'a>(source: &'a str, from: &str, to: &str) -> &'a str {
    let rest = source.find(from).and_then(|at| source.get(at..)).unwrap_or_default();
    rest.find(to).and_then(|at| rest.get(..at)).unwrap_or_default()
}

/// A source up to its tests, which stand at its end.
fn without_tests(source: &str) -> &str {
    source.find("\n#[cfg(test)]").and_then(|at| source.get(..=at)).unwrap_or(source)
}

/// Characters outside ASCII as Rust writes them in a text; in a comment they do no harm.
fn escaped(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for c in source.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::checks;

    #[test]
    fn every_kind_is_in_it_or_says_why_not() {
        let text = super::text();
        let without = ["is-yaml", "is-xml", "command", "judge"];
        for kind in checks::KINDS.iter().filter(|kind| !without.contains(&kind.word)) {
            assert!(text.contains(&format!("word: \"{}\"", kind.word)), "{}", kind.word);
        }
    }

    #[test]
    fn no_raw_text_is_escaped_into_another_one() {
        for (name, source) in [super::SHARED, super::PARTS, super::KINDS].concat() {
            let is_raw =
                |line: &&str| [" r\"", "(r\"", " r#", "(r#", " b\"", " b'"].iter().any(|mark| line.contains(mark));
            let raw = super::without_tests(source).lines().filter(|line| !line.is_ascii()).find(is_raw);
            assert_eq!(raw, None, "{name}");
        }
        assert!(super::text().is_ascii() && !super::text().contains("mod tests"));
    }
}
