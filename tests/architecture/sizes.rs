//! How long a file may be, how many lie in a folder, and in how many places a thing is done.
//!
//! The tables hold what is still to be taken apart. They may only shrink.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, sources, src};
use super::{AtMost, matches, none, within};

/// The most lines a file may have.
const CAP: usize = 400;
/// How many files may be longer than this.
const LONG: usize = 300;
const LONG_FILES: usize = 16;

/// The most files and folders beside each other, `mod.rs` and `tests.rs` apart.
const PEERS: usize = 15;
/// Folders that are a table: one file a row.
const TABLES: &[&str] =
    &["src/checks/kinds", "src/cli/commands", "src/command/registry", "src/ingest/formats", "src/stubs/suites"];
/// Folders that hold more, and how many.
const CROWDED: AtMost = &[];

/// How many `pub(in …)` a folder holds.
const PUB_IN: AtMost = &[];

/// How many `_ => {}` the screens' code holds: with one, the compiler no longer proves that every key acts.
const IGNORED_ARMS: AtMost = &[];

/// Where methods on the whole model belong; a screen owns its own state.
const MODEL_FILES: &[&str] = &["src/app/model.rs", "src/app/update/"];
/// How many files elsewhere still have some.
const MODEL_METHODS: AtMost = &[];

/// The files that name this many kinds of changes match them all.
const ALL_CHANGES: usize = 12;
/// How many files may: definition, plan, apply, project, describe.
const CHANGE_MATCHES: usize = 5;

#[test]
fn every_file_opens_with_what_it_holds_and_stays_short() {
    let mut breaches = Vec::new();
    for file in ["src", "tests", "benches"].iter().flat_map(|folder| sources(folder)) {
        if !file.text.starts_with("//!") {
            breaches.push(format!("{} does not open with //!", file.path));
        }
        let lines = file.text.lines().count();
        if lines > CAP {
            breaches.push(format!("{} has {lines} lines", file.path));
        }
    }
    none("each file opens with two to six lines of //! and has at most 400 lines", &breaches);
}

#[test]
fn few_files_are_long() {
    let long: Vec<&str> =
        src().iter().filter(|file| file.text.lines().count() > LONG).map(|file| &*file.path).collect();
    assert!(long.len() <= LONG_FILES, "{} files have more than {LONG} lines, not {LONG_FILES}: {long:#?}", long.len());
}

#[test]
fn a_folder_has_few_files() {
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in src() {
        let parts: Vec<&str> = file.path.split('/').collect();
        for depth in 1..parts.len() {
            if !matches!(parts[depth], "mod.rs" | "tests.rs") {
                folders
                    .entry(parts[..depth].join("/"))
                    .or_default()
                    .insert(parts[depth].trim_end_matches(".rs").to_owned());
            }
        }
    }
    folders.retain(|folder, peers| peers.len() > PEERS && folder != "src" && !TABLES.contains(&folder.as_str()));
    let crowded = folders.into_iter().flat_map(|(folder, peers)| vec![folder; peers.len()]);
    within("files and folders beside each other", CROWDED, crowded);
}

#[test]
fn modules_are_private_instead_of_public_in_a_path() {
    within("`pub(in …)`", PUB_IN, places(src().iter(), r"\bpub\(in\b"));
}

#[test]
fn no_key_ends_in_an_arm_that_does_nothing() {
    let app = src().iter().filter(|file| file.layer() == "app");
    within("`_ => {}` in app/", IGNORED_ARMS, places(app, r"\b_ => (?:\{\s*\}|\(\))"));
}

#[test]
fn the_whole_model_has_methods_only_where_it_is_defined_and_updated() {
    let outside = src().iter().filter(|file| !MODEL_FILES.iter().any(|place| file.path.starts_with(place)));
    within("`impl Model`", MODEL_METHODS, places(outside, r"\bimpl(?:<[^>]*>)? (?:\w+ for )?Model\b"));
}

#[test]
fn a_kind_of_change_is_told_apart_in_few_places() {
    let variant = regex::Regex::new(r"\bChange::([A-Z]\w+)").unwrap();
    let names =
        |file: &Source| variant.captures_iter(&file.code).map(|found| found[1].to_owned()).collect::<BTreeSet<_>>();
    let files: Vec<&str> =
        src().iter().filter(|file| names(file).len() >= ALL_CHANGES).map(|file| file.path.as_str()).collect();
    assert!(
        files.len() <= CHANGE_MATCHES,
        "{} files match every change, not {CHANGE_MATCHES}: {files:#?}",
        files.len()
    );
}

/// The folder (`src/app`) of every place where the code matches.
fn places<'a>(files: impl Iterator<Item = &'a Source>, pattern: &str) -> impl Iterator<Item = String> {
    let found: Vec<String> = files.flat_map(|file| matches(std::slice::from_ref(file), pattern, &|_| false)).collect();
    found.into_iter().map(|place| {
        eprintln!("{place}");
        place.split(['/', ':']).take(2).collect::<Vec<_>>().join("/")
    })
}
