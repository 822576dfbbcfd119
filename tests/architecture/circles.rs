//! No two files import each other, directly or through others; a screen names no other screen.
//!
//! The tables hold what is still to be taken apart. They may only shrink.

use super::imports::{Imports, circles};
use super::source::src;
use super::{AtMost, within};

/// How many files of a folder are in circles.
const IN_CIRCLES: AtMost = &[];

/// How many names of other screens the files of a screen hold.
const OTHER_SCREENS: AtMost = &[];

#[test]
fn no_file_imports_itself_in_a_circle() {
    let edges = Imports::of(src()).edges();
    let mut files = Vec::new();
    for circle in circles(&edges) {
        eprintln!("{} files in a circle:", circle.len());
        for file in circle.iter().copied() {
            let back: Vec<&str> = edges[file].iter().copied().filter(|other| circle.contains(other)).collect();
            eprintln!("  {file} uses {}", back.join(", "));
            files.push(file);
        }
    }
    within("files in circles (run with --nocapture to see them)", IN_CIRCLES, files.into_iter().map(folder));
}

/// `src/app/screens/review/page.rs` → `src/app`.
fn folder(file: &str) -> String {
    file.split('/').take(2).collect::<Vec<_>>().join("/")
}

#[test]
fn a_screen_names_no_other_screen() {
    let mut named = Vec::new();
    for (file, others) in Imports::of(src()).edges() {
        let Some(own) = screen(file) else { continue };
        for other in others.iter().filter(|other| screen(other).is_some_and(|screen| screen != own)) {
            eprintln!("{file} names {other}");
            named.push(own.to_owned());
        }
    }
    within("names of other screens", OTHER_SCREENS, named.into_iter());
}

/// The screen that a file belongs to: the folder under `app/screens/`.
fn screen(file: &str) -> Option<&str> {
    Some(file.strip_prefix("src/app/screens/")?.split_once('/')?.0)
}

#[test]
fn the_reader_of_imports_follows_modules_and_exports() {
    use super::source::Source;
    let file = |path: &str, text: &str| Source::of(path.to_owned(), text.to_owned());
    let files = [
        file("src/lib.rs", "pub mod a; pub mod b;"),
        file("src/a/mod.rs", "mod one; mod two;\npub use one::{One, helper as help};\npub const ROWS: &[u8] = &[];"),
        file("src/a/one.rs", "use super::two;\npub struct One; pub fn helper() { two::run(); }"),
        file("src/a/two.rs", "use crate::a::One;\npub fn run() { let _: One; super::ROWS; }"),
        file("src/b.rs", "use crate::a::{self, One as Other};\nfn f() { a::help(); std::fs::read(); }"),
    ];
    let edges = Imports::of(&files).edges();
    let used = |path: &str| edges[path].iter().copied().collect::<Vec<_>>();
    assert_eq!(used("src/a/one.rs"), ["src/a/two.rs"]);
    assert_eq!(used("src/a/two.rs"), ["src/a/one.rs"]);
    assert_eq!(used("src/b.rs"), ["src/a/one.rs"]);
    assert!(!edges.contains_key("src/a/mod.rs"), "a table closes no circle");
    let found: Vec<Vec<&str>> = circles(&edges).into_iter().map(|circle| circle.into_iter().collect()).collect();
    assert_eq!(found, [["src/a/one.rs", "src/a/two.rs"]]);
}
