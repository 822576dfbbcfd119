//! A module for pytest: what is asserted and with which proof, the checks, one test; and the parameters that may not
//! stand in code.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::forms::{Form, Reads, form};
use super::inline::{Inline, Wanted};
use super::print::{WIDTH, assignment, call, definition, ending, literal, wrapped};
use crate::domain::CheckSpec;
use crate::stubs::ascii;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::sentences;

/// The checks of one stub in code.
pub(crate) struct TestModule<'a> {
    source: &'a StubSource,
    imports: BTreeSet<&'static str>,
    typing: Option<&'static str>,
    /// What is imported from the modules beside it: the module, and the name.
    ours: BTreeSet<(String, String)>,
    functions: Vec<&'static str>,
    constants: Vec<String>,
    params: Map<String, Value>,
    checks: Vec<Part>,
    reads_record: bool,
}

/// A check as the test asks it.
enum Part {
    Inline(Box<Inline>),
    /// The constant that holds it, and what it is called with.
    Helper(String, Reads),
}

impl<'a> TestModule<'a> {
    /// Writes the checks of a proof; those that Python cannot express are not in it.
    pub(crate) fn new(source: &'a StubSource, proof: &Proof) -> Self {
        let mut module = Self::empty(source);
        let outputs: Vec<&str> =
            proof.cases.iter().filter_map(|(at, _)| Some(source.cases.get(*at)?.record.content.output.raw())).collect();
        for (place, (check, data)) in proof.checks.iter().enumerate() {
            let suffix = if place == 0 { String::new() } else { format!("_{}", place + 1) };
            let params = data.get("params").unwrap_or(&Value::Null);
            module.add(&check.spec, params, &suffix, &outputs);
        }
        module
    }

    /// Writes no check.
    pub(crate) fn empty(source: &'a StubSource) -> Self {
        Self {
            source,
            imports: BTreeSet::new(),
            typing: None,
            ours: BTreeSet::new(),
            functions: Vec::new(),
            constants: Vec::new(),
            params: Map::new(),
            checks: Vec::new(),
            reads_record: false,
        }
    }

    fn add(&mut self, spec: &CheckSpec, params: &Value, suffix: &str, outputs: &[&str]) {
        let Some(form) = form(&spec.kind) else { return };
        let typed = spec.params.get("pattern").and_then(Value::as_str).unwrap_or_default();
        let has_flags = typed.contains("(?") || spec.params.contains_key("ignore-case");
        let wanted = Wanted { params, has_flags, outputs, suffix };
        let inline = if params.get("on").is_some() { None } else { (form.inline)(&wanted) };
        match inline {
            Some(inline) => self.add_inline(spec, inline, suffix),
            None => self.add_helper(spec, form, params, suffix),
        }
    }

    fn add_inline(&mut self, spec: &CheckSpec, inline: Inline, suffix: &str) {
        self.imports.extend(inline.imports);
        self.typing = self.typing.or(inline.typing);
        if !inline.functions.is_empty() && !self.functions.contains(&inline.functions) {
            self.functions.push(inline.functions);
        }
        if let Some((name, parameter, kind, value)) = &inline.constant {
            let line = assignment(name, value).unwrap_or_else(|| {
                let place =
                    self.param(spec, suffix, Value::Object(Map::from_iter([((*parameter).to_owned(), value.clone())])));
                format!("{name}: {kind} = {place}[\"{parameter}\"]")
            });
            self.constants.push(line);
        }
        self.checks.push(Part::Inline(Box::new(inline)));
    }

    fn add_helper(&mut self, spec: &CheckSpec, form: &Form, params: &Value, suffix: &str) {
        let (function, name) = (form.function, format!("CHECK{suffix}"));
        self.import(function, function);
        let mut params = params.clone();
        // Whose calls it looks at is the check's own to know.
        let on =
            if function == "tool_call" { None } else { params.as_object_mut().and_then(|params| params.remove("on")) };
        let mut reads = form.reads;
        let wrapped = |argument: &str| match (&on, form.reads) {
            (Some(on), Reads::Output) => format!("on_run(of_output({function}({argument})), {})", ascii::json(on)),
            (Some(on), Reads::Record) => format!("on_run({function}({argument}), {})", ascii::json(on)),
            (None, _) => format!("{function}({argument})"),
        };
        let in_code = literal(&params).map(|literal| format!("{name} = {}", wrapped(&literal)));
        let line = in_code.filter(|line| line.len() <= WIDTH).unwrap_or_else(|| {
            let place = self.param(spec, suffix, params);
            format!("{name} = {}", wrapped(&place))
        });
        if on.is_some() {
            reads = Reads::Record;
            self.import("record", "on_run");
            if form.reads == Reads::Output {
                self.import("record", "of_output");
            }
        }
        self.constants.push(line);
        self.reads_record |= reads == Reads::Record;
        self.checks.push(Part::Helper(name, reads));
    }

    fn import(&mut self, module: &str, name: &str) {
        self.ours.insert((module.to_owned(), name.to_owned()));
    }

    /// Puts parameters where data is, and returns the code that reads them.
    fn param(&mut self, spec: &CheckSpec, suffix: &str, params: Value) -> String {
        let key = format!("{}{}", spec.kind, suffix.replace('_', "-"));
        self.import("params", "params");
        let place = format!("PARAMS[\"{key}\"]");
        self.params.insert(key, params);
        place
    }

    /// Returns the parameters that stand in no code, as the file that holds them.
    pub(crate) fn params_file(&self) -> Option<OutFile> {
        let is_there = !self.params.is_empty();
        is_there
            .then(|| OutFile::ours(format!("cases/{}.params.json", self.source.stem), ascii::pretty_json(&self.params)))
    }

    /// Returns the modules beside it that it needs, without `gemba_`.
    pub(crate) fn needs(&self) -> impl Iterator<Item = &str> {
        self.ours.iter().map(|(module, _)| module.as_str())
    }

    /// Returns the module's text: behind its own test that of a weak stub and those of its rubrics.
    pub(crate) fn text(mut self, head: &str, weak: &str, judged: &str) -> String {
        let function = self.source.stem.replace('-', "_");
        let reader = if self.reads_record { "record_of" } else { "output_of" };
        let tested = self.test(&function, reader);
        if !self.checks.is_empty() {
            self.import("cases", "Case");
            self.import("cases", "cases");
            self.import(if self.reads_record { "record" } else { "cases" }, reader);
            if self.reads_record && self.checks.len() > 1 {
                self.import("record", "Record");
            }
        }
        if !judged.is_empty() {
            self.import("checks", "Generate");
            self.import("judge", "Judge");
        }
        let mut text = format!("{head}\n{}", self.imports());
        if !self.params.is_empty() {
            self.constants.insert(0, call("PARAMS = params", &[&format!("\"{}\"", self.source.stem)]));
        }
        if !self.constants.is_empty() {
            text.extend(["\n", &self.constants.join("\n"), "\n"]);
        }
        for code in &self.functions {
            text.extend(["\n\n", code, "\n"]);
        }
        // What stands right below the imports is one line away from them, else two.
        let is_next = self.constants.is_empty() && self.functions.is_empty() && tested.is_empty() && weak.is_empty();
        text.extend([&tested, weak]);
        text.push_str(if is_next { judged.strip_prefix('\n').unwrap_or(judged) } else { judged });
        text
    }

    fn imports(&self) -> String {
        let mut text: String = self.imports.iter().flat_map(|name| ["import ", name, "\n"]).collect();
        if self.checks.len() > 1 {
            text.push_str("from collections.abc import Iterator\n");
        }
        if let Some(name) = self.typing {
            text.extend(["from typing import ", name, "\n"]);
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("import pytest\n");
        if !self.ours.is_empty() {
            text.push('\n');
        }
        let modules: BTreeSet<&str> = self.needs().collect();
        for module in modules {
            let mut names: Vec<&str> =
                self.ours.iter().filter(|(of, _)| of == module).map(|(_, name)| name.as_str()).collect();
            // Classes first, as every sorter of imports has it.
            names.sort_by_key(|name| (!name.starts_with(char::is_uppercase), *name));
            text.extend(["from gemba_", module, " import ", &names.join(", "), "\n"]);
        }
        text
    }

    /// Returns the test: one check is asserted, several are a set that lists its objections.
    fn test(&self, function: &str, reader: &str) -> String {
        let body = match self.checks.as_slice() {
            [] => return String::new(),
            [Part::Inline(inline)] => {
                let found = inline.found.as_ref().map_or_else(String::new, |(name, is)| format!("    {name} = {is}\n"));
                let asserted = ending(4, &format!("assert {}, ", inline.passes), &inline.message);
                format!("    output = output_of(case)\n{found}{asserted}")
            }
            [Part::Helper(name, _)] => {
                format!("    found = {name}({reader}(case))\n    assert not found, \"; \".join(found)\n")
            }
            _ => format!("    found = list(objections({reader}(case)))\n    assert not found, \"; \".join(found)\n"),
        };
        let cases = format!("cases(\"{}\")", self.source.stem);
        let parametrized = call("@pytest.mark.parametrize", &["\"case\"", &cases]);
        let defined = definition(&format!("test_{function}"), &["case: Case"], "None");
        format!("{}\n\n{parametrized}\n{defined}\n{body}", self.set())
    }

    /// Returns the function that lists the objections of a set.
    fn set(&self) -> String {
        if self.checks.len() < 2 {
            return String::new();
        }
        let (name, kind) = if self.reads_record { ("record", "Record") } else { ("output", "str") };
        let mut text = format!(
            "\n\n{}\n    \"\"\"What the checks object to.\"\"\"\n",
            definition("objections", &[&format!("{name}: {kind}")], "Iterator[str]")
        );
        let reads_output = |part: &Part| !matches!(part, Part::Helper(_, Reads::Record));
        if self.reads_record && self.checks.iter().any(reads_output) {
            text.push_str("    output: str = record[\"output\"]\n");
        }
        for part in &self.checks {
            match part {
                Part::Inline(inline) => {
                    if let Some((name, is)) = &inline.found {
                        text.push_str(&ending(4, &format!("{name} = "), is));
                    }
                    text.extend(["    if ", &inline.fails, ":\n", &ending(8, "yield ", &inline.message)]);
                }
                Part::Helper(check, Reads::Record) => text.extend(["    yield from ", check, "(record)\n"]),
                Part::Helper(check, Reads::Output) => text.extend(["    yield from ", check, "(output)\n"]),
            }
        }
        text
    }
}

/// What a reader is told of the file itself.
const YOURS: &str = "Written by gemba, which leaves the file alone once you change it.";

/// Returns the opening of a module: what it asserts, and with which proof. Holds no text of people.
pub(crate) fn docstring(source: &StubSource, proof: &Proof) -> String {
    let stem = &source.stem;
    let asserted = wrapped(&format!("{stem}: {}", sentences::asserted(proof)), 3);
    let proven = wrapped(&sentences::proven(source, proof), 0);
    let kept = wrapped(&proof.kept_words(source), 0);
    format!("\"\"\"{asserted}\n\n{proven}\n{kept}\n{YOURS}\n\"\"\"\n")
}
