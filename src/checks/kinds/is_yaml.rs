//! `is-yaml`: the whole output is a stream of YAML documents. Prose is YAML too, most of the time: a `: ` or a tab
//! decides. The helpers have no YAML reader without installing one, so no stub carries this check.

use saphyr_parser::Parser;
use serde_json::Value;

use super::by;
use crate::checks::{Compiled, Engine, Kind, Objection, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "is-yaml",
    group: "shape",
    help: "The whole output is YAML 1.2 (plain prose often is).",
    params: &[],
    settle: params::as_given,
    compile,
    express,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(by(|subject| {
        for event in Parser::new_from_str(subject.output) {
            if let Err(error) = event {
                let at = error.marker().index();
                return vec![Objection::at(format!("is not YAML: {}", error.info()), at, at + 1)];
            }
        }
        Vec::new()
    }))
}

fn express(_: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    Err(format!("{} reads no YAML without an installed package", engine.name()))
}
