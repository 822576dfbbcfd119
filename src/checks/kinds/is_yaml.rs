//! `is-yaml`: the whole output is a stream of YAML documents. Most prose is YAML too, unless it holds a `: ` or a tab.
//! The helpers have no YAML reader without an installed package, so no stub carries this check.

use saphyr_parser::Parser;
use serde_json::Value;

use super::portable::{CandidateKind, CheckSpec, Compiled, Engine, Group, Kind, Objection, Portable, Result, check_fn};

pub(crate) const KIND: Kind = Kind {
    word: "is-yaml",
    group: Group::Shape,
    help: "The whole output is YAML 1.2 (plain prose often is).",
    portable: Portable::Nowhere,
    candidate_kind: CandidateKind::Structure,
    describes_failure: |_| "outputs that are not YAML".to_owned(),
    compile,
    export_params,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| {
        for event in Parser::new_from_str(subject.output) {
            if let Err(error) = event {
                let at = error.marker().index();
                return vec![Objection::at(format!("is not YAML: {}", error.info()), at, at + 1)];
            }
        }
        Vec::new()
    }))
}

fn export_params(_: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    Err(format!("{} reads no YAML without an installed package", engine.name()))
}
