//! `urls-from-input`: every web address of the output stands in the input; scheme, `www.`, the host's case and slashes
//! at the end say nothing.

use super::{by, grounding};
use crate::checks::{Compiled, Kind, links, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "urls-from-input",
    group: "grounding",
    help: "Every web address of the output stands in the input.",
    params: &[],
    settle: params::as_given,
    compile,
    express: params::as_settled,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(by(|subject| {
        let output: Vec<char> = subject.output.chars().collect();
        let mut found = links::links(&output);
        if found.is_empty() {
            return Vec::new();
        }
        let known = links::keys(&grounding::input(subject.content).chars().collect::<Vec<char>>());
        found.retain(|(start, end)| !known.contains(&links::key(&output, *start, *end)));
        grounding::object_to(&output, found)
    }))
}
