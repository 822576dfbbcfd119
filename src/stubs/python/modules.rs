//! The files of Python that stubs bring along, and which others each of them needs: those that it imports.

use std::collections::BTreeSet;

use super::forms::FORMS;
use crate::stubs::output::out_file::OutFile;

/// Makes a table of files that are no kind's own.
macro_rules! modules {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), include_str!(concat!("../helpers/python/gemba_", stringify!($name), ".py")))),*]
    };
}

/// What kinds and modules share: the name behind `gemba_`, and the text.
const SHARED: &[(&str, &str)] =
    modules![cases, checks, counted, figure, input, json, judge, length, params, pattern, prose, record, schema, text,];

/// Returns the files that code or data names, and all that these import; `names` are without `gemba_` and `.py`.
pub(crate) fn with_needed<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<OutFile> {
    let mut wanted: Vec<&str> = names.into_iter().collect();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut files = Vec::new();
    while let Some(name) = wanted.pop() {
        let Some((name, text)) = module(name).filter(|(name, _)| found.insert(name)) else { continue };
        wanted.extend(imported(text));
        files.push(OutFile::ours(format!("gemba_{name}.py"), text));
    }
    files
}

/// Returns the modules that a text imports, without `gemba_`.
pub(super) fn imported(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.trim_start().strip_prefix("from gemba_")?.split(' ').next())
}

fn module(name: &str) -> Option<(&'static str, &'static str)> {
    let of_kind = FORMS.iter().map(|form| (form.function, form.text));
    SHARED.iter().copied().chain(of_kind).find(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::{FORMS, SHARED, imported, module, with_needed};

    #[test]
    fn every_module_that_is_imported_is_there_and_one_kind_needs_no_other() {
        let kinds: Vec<&str> = FORMS.iter().map(|form| form.function).collect();
        for (name, text) in SHARED.iter().copied().chain(FORMS.iter().map(|form| (form.function, form.text))) {
            for needed in imported(text) {
                // The hook is the user's.
                assert!(module(needed).is_some() || needed == "hook", "{name} imports gemba_{needed}");
                assert!(!kinds.contains(&needed), "{name} needs the kind {needed}");
            }
        }
    }

    #[test]
    fn a_kind_brings_what_it_imports_and_nothing_else() {
        let mut paths: Vec<String> = with_needed(["json_schema"]).into_iter().map(|file| file.path).collect();
        paths.sort();
        assert_eq!(paths, ["gemba_json.py", "gemba_json_schema.py", "gemba_pattern.py", "gemba_schema.py"]);
    }
}
