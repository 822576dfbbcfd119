//! `json-schema`: the whole output is JSON that a schema allows (drafts 4 to 2020-12). Opens no address and no file.
//! `format` is ignored in every draft: most engines treat it as a remark.

use serde_json::{Map, Value};

use super::portable::{
    CheckSpec, Compiled, Group, Kind, Objection, Param, Result, SchemaPart, Takes, check_fn, params, strict_json,
};
use super::shared::schema;
use super::shared::validator::Validator;

pub(crate) const KIND: Kind = Kind {
    word: "json-schema",
    group: Group::Shape,
    help: "The whole output is JSON that this JSON Schema allows; `format` is taken as a remark.",
    params: &[Param::argument("schema", Takes::JsonFile, "The file of the schema.")],
    describes_failure: |_| "outputs that the schema does not allow".to_owned(),
    normalize_params,
    compile,
    export_params: schema::export,
    schema_part: |spec| SchemaPart::Root(spec.params.get("schema").cloned().unwrap_or_default()),
    ..Kind::USUAL
};

fn normalize_params(mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require("json-schema", &given, "schema", "json-schema schema.json")?;
    let schema = given.get("schema").cloned().unwrap_or_default();
    Validator::new(&schema)?;
    given.insert("schema".to_owned(), strict_json::canonical(&schema));
    Ok(given)
}

fn compile(spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
    let validator = Validator::new(spec.params.get("schema").unwrap_or(&Value::Null))?;
    Ok(check_fn(move |subject| match strict_json::value(subject.output) {
        Err(error) => error.objections(),
        Ok(value) => validator.violations(&value).into_iter().map(Objection::whole).collect(),
    }))
}
