//! JSON Schema and pydantic: per stub a schema of what it can express, a model that runs all checks, and a test module
//! that replays the cases through both. Hook and marks are those of pytest.

use super::suite::{CiJob, CiTools, Suite, SuiteResults, TestNaming};
use super::{jsonl, pytest};
use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::python::with_needed;
use crate::stubs::schema::{self, StubSchema};
use crate::stubs::{ascii, module_head};

pub(super) const SUITE: Suite = Suite {
    word: "jsonschema",
    help: "A JSON Schema and a pydantic model (for Instructor too) per mode or criterion; run with `pytest`.",
    engine: Some(Engine::Python),
    file,
    write,
    shared,
    run: Some("pytest test_*__jsonschema.py"),
    ci: Some(CiJob {
        tools: CiTools::Python,
        install: "python -m pip install pytest==9.2.0 pydantic==2.14.3 jsonschema==4.26.0",
        subfolder: "",
        environment: &[],
        run: &["python -m pytest test_*__jsonschema.py"],
    }),
    results: Some(SuiteResults {
        format: ResultsFormat::Junit,
        command: None,
        tests: Some(TestNaming::Pytest { module: "__jsonschema", functions: &["_model", "_schema"] }),
    }),
};

/// Returns a name that no pytest module has: no stem has this ending.
fn file(stem: &str) -> String {
    format!("test_{}__jsonschema.py", stem.replace('-', "_"))
}

fn write(source: &StubSource, proof: &Proof) -> Vec<OutFile> {
    let stub_schema = schema::schema_for(source);
    let mut files = vec![OutFile::ours(file(&source.stem), tests(source, proof, stub_schema.as_ref()))];
    if let Some(stub_schema) = &stub_schema {
        files.push(OutFile::ours(
            format!("schema/{}.schema.json", source.stem),
            ascii::pretty_json(&stub_schema.schema),
        ));
    }
    if !proof.checks.is_empty() {
        let module = format!("model_{}.py", source.stem.replace('-', "_"));
        files.push(OutFile::ours(module, model(source, stub_schema.as_ref())));
        files.push(jsonl::cases(source, proof));
        files.extend(pytest::run_as_data(source, proof));
        files.extend(with_needed(["json"]));
    }
    files
}

fn shared(_: &[StubEntry]) -> Vec<OutFile> {
    let models = OutFile::ours("gemba_pydantic.py", include_str!("../helpers/gemba_pydantic.py"));
    vec![pytest::hook(), pytest::fixtures(), models]
}

/// Returns the model's name: `too-short` becomes `TooShortAnswer`.
fn class_name(stem: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    let camel: String = stem.split('-').map(capital).collect();
    if camel.starts_with(|c: char| c.is_ascii_digit()) { format!("Answer{camel}") } else { format!("{camel}Answer") }
}

fn model(source: &StubSource, stub_schema: Option<&StubSchema>) -> String {
    let (stem, class) = (&source.stem, class_name(&source.stem));
    let base = match schema::shape(source) {
        schema::Shape::Text => "Text",
        schema::Shape::Value => "JsonValue",
        schema::Shape::Object => "JsonObject",
    };
    let beside = match stub_schema {
        None => "No part of it can be said in a JSON Schema: the model's validator runs the checks.",
        Some(stub_schema) if stub_schema.is_all => "The schema in the folder schema says the same.",
        Some(_) => "The schema in the folder schema says a part of it; the model's validator runs all checks.",
    };
    format!(
        "{}# {beside}\nfrom typing import ClassVar\n\nimport gemba_pydantic\n\n\n\
         class {class}(gemba_pydantic.{base}):\n    gemba_stub: ClassVar[str] = \"{stem}\"\n",
        module_head::origin("#", source),
    )
}

fn tests(source: &StubSource, proof: &Proof, stub_schema: Option<&StubSchema>) -> String {
    let (stem, function, class) = (&source.stem, source.stem.replace('-', "_"), class_name(&source.stem));
    let head = pytest::head(source, proof);
    if proof.checks.is_empty() {
        return format!(
            "{head}\n\n@pytest.mark.skip(reason=\"todo: no check for {stem} yet\")\n\
             def test_{function}_model():\n    raise NotImplementedError\n"
        );
    }
    let weak = pytest::weak(&format!("test_{function}_model"), source, proof).unwrap_or_default();
    if proof.red(source).is_some() {
        return format!("{head}{weak}");
    }
    let mut text = format!(
        "{head}\npytest.importorskip(\"pydantic\")\n\nimport gemba_checks\nimport gemba_pydantic\n\
         from model_{function} import {class}\n\nSUITE = gemba_checks.Suite(\"{stem}\")\n\n\n\
         @pytest.mark.parametrize(\"case_id\", SUITE.params())\n\
         def test_{function}_model(case_id, gemba_generate):\n    \
         objections = gemba_pydantic.objections({class}, SUITE, case_id, gemba_generate)\n    \
         assert not objections, \"; \".join(objections)\n"
    );
    if stub_schema.is_some_and(|stub_schema| stub_schema.is_all) && proof.left_out.is_empty() {
        let replay = format!(
            "\n\n@pytest.mark.parametrize(\"case_id\", SUITE.params())\n\
             def test_{function}_schema(case_id, gemba_generate):\n    \
             pytest.importorskip(\"jsonschema\")\n    \
             objections = gemba_pydantic.schema_objections(SUITE, case_id, gemba_generate)\n    \
             assert not objections, \"; \".join(objections)\n"
        );
        text.push_str(&replay);
    }
    text.push_str(&weak);
    text
}

#[cfg(test)]
mod tests {
    use super::class_name;

    #[test]
    fn a_class_name_is_none_of_the_language() {
        assert_eq!(class_name("too-short"), "TooShortAnswer");
        assert_eq!(class_name("none"), "NoneAnswer");
        assert_eq!(class_name("3-lines--criterion"), "Answer3LinesCriterion");
    }
}
