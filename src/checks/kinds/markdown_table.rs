//! `markdown-table`: the output holds a pipe table.

use super::portable::{CheckSpec, Compiled, Group, Kind, Result, check_fn, fail_unless, markdown};

pub(crate) const KIND: Kind = Kind {
    word: "markdown-table",
    group: Group::Shape,
    help: "The output holds a Markdown table: a header row and a delimiter row with as many cells.",
    describes_failure: |_| "outputs without a Markdown table".to_owned(),
    compile,
    ..Kind::USUAL
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| fail_unless(markdown::has_table(subject.output), || "has no Markdown table".to_owned())))
}
