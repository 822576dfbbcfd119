//! `is-xml`: the whole output is one well-formed XML document without an internal DTD.

use serde_json::{Value, json};

use super::{by, xml};
use crate::checks::{Compiled, Engine, Kind, Objection, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "is-xml",
    group: "shape",
    help: "The whole output is well-formed XML with one root element.",
    params: &[],
    settle: params::as_given,
    compile,
    express,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(by(|subject| match xml::well_formed(subject.output) {
        Ok(()) => Vec::new(),
        Err((reason, place)) => vec![Objection::at(format!("is not XML: {reason}"), place, place + 1)],
    }))
}

fn express(_: &CheckSpec, engine: Engine) -> std::result::Result<Value, String> {
    match engine {
        Engine::Python => Ok(json!({})),
        Engine::JavaScript | Engine::Rust => {
            Err(format!("{} reads no XML without an installed package", engine.name()))
        }
    }
}
