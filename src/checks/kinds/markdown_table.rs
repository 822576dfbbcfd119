//! `markdown-table`: the output holds a pipe table.

use super::{by, unless};
use crate::checks::{Compiled, Kind, markdown, params};
use crate::domain::CheckSpec;
use crate::error::Result;

pub(super) const KIND: Kind = Kind {
    word: "markdown-table",
    group: "shape",
    help: "The output holds a Markdown table: a header row and a delimiter row with as many cells.",
    params: &[],
    settle: params::as_given,
    compile,
    express: params::as_settled,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(by(|subject| unless(markdown::has_table(subject.output), || "has no Markdown table".to_owned())))
}
