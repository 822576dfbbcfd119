//! `urls-from-input`: every web address of the output is in the input; scheme, `www.`, the host's case and slashes at
//! the end are ignored.

use super::portable::{CandidateKind, CheckSpec, Compiled, Group, Kind, Reads, Result, check_fn, links};
use super::shared::grounding;

pub(crate) const KIND: Kind = Kind {
    word: "urls-from-input",
    group: Group::Grounding,
    help: "Every web address of the output is in the input.",
    candidate_kind: CandidateKind::Addresses,
    describes_failure: |_| "outputs with an address that is not in the input".to_owned(),
    compile,
    reads: Reads::ModelText,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| {
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
