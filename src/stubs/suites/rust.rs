//! `cargo test`: a separate crate in the folder `rust/`, one module per stub, all in one test binary.
//!
//! A known-bad case is expected to be objected to by a plain test, never by `should_panic`: with that, a hook that
//! panics would be green.

use std::fmt::Write as _;

use super::suite::{CiJob, CiTools, Suite};
use super::{jsonl, pytest};
use crate::checks::Engine;
use crate::stubs::evidence::proof::{Outcome, Proof};
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::{ascii, module_head, rust_helper};

pub(super) const SUITE: Suite = Suite {
    word: "rust",
    help: "A crate with a test module per mode or criterion; run with `cargo test` in the folder rust.",
    engine: Some(Engine::Rust),
    file,
    write,
    shared,
    run: Some("cargo test --manifest-path rust/Cargo.toml"),
    ci: Some(CiJob {
        tools: CiTools::Preinstalled,
        install: "cargo fetch",
        subfolder: "/rust",
        environment: &[],
        run: &["cargo test --offline"],
    }),
    results: None,
};

fn file(stem: &str) -> String {
    format!("rust/{}.rs", module_name(stem))
}

/// Returns a name that no other file of the crate and no word of the language has.
fn module_name(stem: &str) -> String {
    format!("test_{}", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let module = OutFile::ours(file(&source.stem), module(source, proof));
    if is_todo(proof) {
        return vec![module];
    }
    let data = ascii::pretty_json(&pytest::data(source, proof));
    let data = OutFile::ours(format!("checks/{}.rust.json", source.stem), data);
    vec![module, data, jsonl::cases(source, proof)]
}

fn is_todo(proof: &Proof) -> bool {
    proof.checks.is_empty() || proof.cases.is_empty()
}

fn shared(entries: &[StubEntry]) -> Vec<OutFile> {
    let mut main = "//! All stubs in one test binary: linking is the slow part. Written by gemba.\n\
                    #![allow(non_snake_case)]\n\nmod hook;\n"
        .to_owned();
    for entry in entries.iter().filter(|entry| entry.suite == SUITE.word) {
        let line = writeln!(main, "mod {};", module_name(&entry.stem));
        debug_assert!(line.is_ok(), "writing into a String cannot fail");
    }
    vec![
        OutFile::ours("rust/gemba_checks.rs", rust_helper::text()),
        OutFile::ours("rust/main.rs", main),
        OutFile::hook("rust/hook.rs", include_str!("../helpers/rust/hook.rs.in")),
        OutFile::hook("rust/Cargo.toml", include_str!("../helpers/rust/Cargo.toml.in")),
        OutFile::hook("rust/.gitignore", "/target\n"),
    ]
}

fn module(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let mut text = module_head::head("//", source, proof);
    if is_todo(proof) {
        text.push_str(
            "\n#[test]\n#[ignore = \"todo: no check or no case yet\"]\nfn todo() {\n    unimplemented!()\n}\n",
        );
        return text;
    }
    if let Some(words) = proof.red(source) {
        text.extend(["\n#[test]\nfn weak() {\n    panic!(\"", &words, "\");\n}\n"]);
        return text;
    }
    text.push_str("use gemba_checks::Stub;\n\nuse crate::hook::generate;\n");
    let count = |wanted| proof.cases.iter().filter(|(_, outcome)| *outcome == wanted).count();
    let missed = count(Outcome::Missed);
    let mut add = |name: &str, mark: &str, is_there: bool| {
        if is_there {
            let body = format!("{{\n    Stub::open(\"{stem}\").{name}(generate);\n}}\n");
            text.extend(["\n#[test]\n", mark, "fn ", name, "() ", &body]);
        }
    };
    add("bad_cases_are_caught", "", count(Outcome::Caught) + count(Outcome::WronglyRejected) > 0);
    add("good_cases_pass", "", count(Outcome::Accepted) > 0);
    let mark = format!("#[ignore = \"missed by the check: {missed}\"]\n");
    add("missed_cases_are_caught", &mark, missed > 0);
    if let Some(words) = proof.weak(source) {
        text.extend(["\n#[test]\n#[ignore = \"", &words, "\"]\nfn weak() {}\n"]);
    }
    text
}
