//! `count-equals-input`: the output has as many bullets, paragraphs, … as a field of the input asks for. A record whose input has
//! no such number fails.

use serde_json::{Map, Value};

use super::portable::{
    CheckSpec, Compiled, Engine, Group, Kind, Objection, Param, Reads, Result, Takes, check_fn, params, path,
};
use super::shared::{counted, input_field, input_text};

pub(crate) const KIND: Kind = Kind {
    word: "count-equals-input",
    group: Group::Grounding,
    help: "The output has as many of these as a field of the input says: its number, the same in digits, or the length of its list.",
    params: &[
        Param::argument("of", Takes::Text, "What is counted, as for count."),
        Param::option(
            "field",
            Takes::Text,
            "Its path in JSON ($.points), or its name in a list of fields (Points: 3).",
        ),
    ],
    suits_few_tags: false,
    describes_failure: |spec| {
        let (of, field) = (params::text(spec, "of"), params::text(spec, "field"));
        format!("outputs whose number of {of} is not the {field} of the input")
    },
    normalize_params,
    compile,
    export_params: |spec, _: Engine| input_text::export(spec),
    reads: Reads::ModelText,
    ..Kind::USUAL
};

fn normalize_params(given: Map<String, Value>) -> Result<Map<String, Value>> {
    const EXAMPLE: &str = "count-equals-input bullets --field $.points";
    counted::checked("count-equals-input", EXAMPLE, &given)?;
    input_field::normalize("count-equals-input", EXAMPLE, given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let counted = counted::read(spec);
    let field = params::text(spec, "field").to_owned();
    let steps = path::parse(&field)?;
    Ok(check_fn(move |subject| {
        let found = input_field::find(subject.content, &steps);
        let Some(wanted) = found.as_ref().and_then(input_field::count) else {
            return vec![Objection::whole(format!("the input has no number at {field}"))];
        };
        let count = counted.places(subject.output).len() as u64;
        if count == wanted {
            return Vec::new();
        }
        vec![Objection::whole(format!("has {}, not the {wanted} that the input has at {field}", counted.many(count)))]
    }))
}
