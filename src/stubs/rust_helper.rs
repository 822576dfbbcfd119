//! The Rust helper: one file, put together from the sources of the checks themselves, so that the generated crate and
//! gemba cannot say different things. Expressions and schemas have other code there, so that it needs fewer crates.

use std::fmt::Write as _;

use crate::checks::{Engine, KINDS, SOURCES};

/// A module of the helper: its name and its source.
type Module = (&'static str, &'static str);

/// The modules of a folder, each with the text of a file.
macro_rules! sources {
    ($folder:literal, $extension:literal: $($name:ident),* $(,)?) => {
        &[$((stringify!($name), include_str!(concat!($folder, stringify!($name), $extension)))),*]
    };
}

/// What kinds share, as it is in gemba.
const PORTABLE: &[Module] = sources!("../checks/portable/", ".rs": case_fold, char_ranges, compiled,
    kind, languages, lengths, links, markdown, numbers, on, params, path, prose, strict_json, word_lists);

/// What some kinds share, as it is in gemba.
const SHARED: &[Module] = sources!("../checks/kinds/shared/", ".rs": blocks, counted, edit_distance, emoji,
    figure, grounding, input_field, input_text, length, marks, wording);

/// What some kinds share, in other code than gemba's.
const REWRITTEN: &[Module] = sources!("helpers/rust/", ".rs.in": expression, schema, validator);

/// The lists that a shared file includes, by the names of their files.
const DATA: &[Module] = sources!("../checks/data/", ".json": languages, number_words, ordinals, refusal_openings,
    refusals, scales, scripts);

/// Returns the whole file, in ASCII.
pub(super) fn text() -> String {
    let mut out = include_str!("helpers/rust/head.rs.in").to_owned();
    out.push_str("\nmod checks {\n");
    let portable = with_modules(include_str!("../checks/portable/mod.rs"), PORTABLE);
    module(&mut out, "pub mod portable", &with_data(portable));
    module(&mut out, "pub mod pattern", include_str!("helpers/rust/pattern.rs.in"));
    module(&mut out, "pub mod kinds", &kinds());
    out.push_str("}\n");
    escaped(&out)
}

/// Returns the module of the kinds: what they share, each with its source, and their table.
fn kinds() -> String {
    let mut out = "use super::portable;\n".to_owned();
    let shared = [SHARED, REWRITTEN].concat();
    module(&mut out, "mod shared", &with_modules(include_str!("../checks/kinds/shared/mod.rs"), &shared));
    let mut rows = String::new();
    for (kind, (name, source)) in KINDS.iter().zip(SOURCES) {
        if kind.portable.to(Engine::Rust) {
            module(&mut out, &format!("mod {name}"), without_tests(source));
            let row = writeln!(rows, "{name}::KIND,");
            debug_assert!(row.is_ok(), "writing into a String cannot fail");
        }
    }
    out.extend(["pub const KINDS: &[portable::Kind] = &[\n", &rows, "];\n"]);
    out
}

fn module(out: &mut String, opening: &str, source: &str) {
    out.extend(["\n", opening, " {\n", source, "}\n"]);
}

/// Returns a `mod.rs` with the sources in the place of its `mod` lines. A line without a source is left out.
fn with_modules(mod_rs: &str, sources: &[Module]) -> String {
    let mut out = String::new();
    for line in mod_rs.lines() {
        match declared(line) {
            None => out.extend([line, "\n"]),
            Some(name) => {
                if let Some((_, source)) = sources.iter().find(|(known, _)| *known == name) {
                    module(&mut out, line.trim_end_matches(';'), without_tests(source));
                }
            }
        }
    }
    out
}

/// Returns a source with the lists as texts in the place of the files that it includes.
fn with_data(source: String) -> String {
    DATA.iter().fold(source, |source, (name, json)| {
        source.replace(&format!("include_str!(\"../data/{name}.json\")"), &format!("{json:?}"))
    })
}

/// Returns the module that a line declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_suffix(';')?;
    line.strip_prefix("mod ").or_else(|| line.strip_prefix("pub(crate) mod "))
}

/// Returns a source up to its tests, which are at its end.
fn without_tests(source: &str) -> &str {
    source.find("\n#[cfg(test)]").and_then(|at| source.get(..=at)).unwrap_or(source)
}

/// Returns a source with characters outside ASCII as Rust writes them in a text; in a comment they do no harm.
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
    use super::*;
    use crate::stubs::python::FORMS;

    /// The words of the kinds in the table at the end of a helper.
    fn words_in<'a>(helper: &'a str, table: &str, entry: &str) -> Vec<&'a str> {
        let rows = helper.split_once(table).unwrap().1.lines().map_while(|line| line.strip_prefix(entry));
        rows.filter_map(|row| row.split('"').next()).collect()
    }

    #[test]
    fn every_helper_has_the_kinds_that_the_table_promises_and_no_others() {
        let python: Vec<String> = FORMS.iter().map(|form| form.function.replace('_', "-")).collect();
        let python: Vec<&str> = python.iter().map(String::as_str).collect();
        let javascript = words_in(include_str!("helpers/gemba_checks.js"), "\nconst KINDS = new Map([\n", "  [\"");
        let rust = text();
        for kind in KINDS {
            for engine in Engine::ALL {
                let is_there = match engine {
                    Engine::Python => python.contains(&kind.word),
                    Engine::JavaScript => javascript.contains(&kind.word),
                    Engine::Rust => rust.contains(&format!("word: \"{}\"", kind.word)),
                };
                let (word, name) = (kind.word, engine.name());
                assert!(is_there || !kind.portable.to(engine), "`{word}` is missing in the helper of {name}");
                assert!(!is_there || kind.portable.to(engine), "`{word}` is in the helper of {name} against its row");
            }
        }
        let known = |word: &&str| !KINDS.iter().any(|kind| kind.word == *word);
        assert_eq!(
            python.iter().chain(&javascript).copied().find(known),
            None,
            "a helper has a kind that gemba has not"
        );
    }

    #[test]
    fn every_shared_file_is_in_it() {
        let declared = include_str!("../checks/portable/mod.rs").lines().filter_map(declared);
        for name in declared {
            assert!(PORTABLE.iter().any(|(known, _)| *known == name), "checks/portable/{name}.rs");
        }
        let kinds =
            KINDS.iter().zip(SOURCES).filter(|(kind, _)| kind.portable.to(Engine::Rust)).map(|(_, source)| source);
        for (name, source) in PORTABLE.iter().chain(SHARED).chain(kinds) {
            assert!(!without_tests(source).contains("crate::"), "{name}.rs names what the helper may not have");
        }
    }

    #[test]
    fn no_raw_text_is_escaped_into_another_one() {
        for (name, source) in [PORTABLE, SHARED, SOURCES].concat() {
            let is_raw =
                |line: &&str| [" r\"", "(r\"", " r#", "(r#", " b\"", " b'"].iter().any(|mark| line.contains(mark));
            let raw = without_tests(source).lines().filter(|line| !line.is_ascii()).find(is_raw);
            assert_eq!(raw, None, "{name}");
        }
        let text = text();
        assert!(text.is_ascii() && !text.contains("mod tests") && !text.contains("include_str!"));
    }
}
