//! Runs a check, typed as on the command line, on outputs.

use gemba::checks::{self, Objection, Subject};
use gemba::domain::Content;

/// Returns the objections of a check, typed as on the command line, to a record.
pub(super) fn objections_to(typed: &[&str], content: &Content) -> Vec<Objection> {
    let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
    let spec = checks::parse(&words, &|_| unreachable!("no file is read")).unwrap();
    let check = checks::compile(&spec).unwrap();
    check.objections(&Subject { output: content.output.raw(), content })
}

/// Whether the check passes an output.
pub(super) fn passes(typed: &[&str], output: &str) -> bool {
    objections_to(typed, &Content { output: output.into(), ..Content::default() }).is_empty()
}

/// Asserts that the check passes every good output and fails every bad one.
#[track_caller]
pub(super) fn judge(typed: &[&str], good: &[&str], bad: &[&str]) {
    for output in good {
        assert!(passes(typed, output), "{typed:?} should pass {output:?}");
    }
    for output in bad {
        assert!(!passes(typed, output), "{typed:?} should fail {output:?}");
    }
}
