//! `is-xml`: the whole output is one well-formed XML document without an internal DTD.

use serde_json::{Value, json};

use super::portable::{CandidateKind, CheckSpec, Compiled, Engine, Group, Kind, Objection, Portable, Result, check_fn};
use super::shared::xml;

pub(crate) const KIND: Kind = Kind {
    word: "is-xml",
    group: Group::Shape,
    help: "The whole output is well-formed XML with one root element.",
    portable: Portable::Only(Engine::Python),
    candidate_kind: CandidateKind::Structure,
    describes_failure: |_| "outputs that are not XML".to_owned(),
    compile,
    export_params,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| match xml::well_formed(subject.output) {
        Ok(()) => Vec::new(),
        Err((reason, place)) => vec![Objection::at(format!("is not XML: {reason}"), place, place + 1)],
    }))
}

fn export_params(_: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    match engine {
        Engine::Python => Ok(json!({})),
        Engine::JavaScript | Engine::Rust => {
            Err(format!("{} reads no XML without an installed package", engine.name()))
        }
    }
}
