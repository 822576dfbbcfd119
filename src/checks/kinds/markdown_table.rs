//! `markdown-table`: the output holds a pipe table.

use super::portable::{
    CandidateKind, CheckSpec, Compiled, Group, Kind, Portable, Result, SchemaPart, check_fn, fail_unless, markdown,
    params,
};

pub(crate) const KIND: Kind = Kind {
    word: "markdown-table",
    group: Group::Shape,
    help: "The output holds a Markdown table: a header row and a delimiter row with as many cells.",
    params: &[],
    portable: Portable::Everywhere,
    candidate_kind: CandidateKind::Specific,
    suits_few_tags: true,
    describes_failure: |_| "outputs without a Markdown table".to_owned(),
    normalize_params: params::keep,
    compile,
    export_params: params::export_as_is,
    schema_part: |_| SchemaPart::Nothing,
};

fn compile(_: &CheckSpec) -> Result<Box<dyn Compiled>> {
    Ok(check_fn(|subject| fail_unless(markdown::has_table(subject.output), || "has no Markdown table".to_owned())))
}
