//! A continuous-integration workflow that runs the written suites on the recorded outputs, offline once the tools are
//! installed. It holds slugs, versions and the folder's name; no secret, and nothing that was logged.

use super::ascii;
use super::suites::SUITES;
use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::stubs::output::stub_entry::StubEntry;
use crate::stubs::suites::suite::{CiJob, CiTools, Suite};

/// A service that runs workflows.
#[derive(Debug)]
pub struct Service {
    /// Its word: `github`.
    pub word: &'static str,
    /// Where it looks for the workflow, from the top of the repository.
    pub path: &'static str,
}

/// Every service, in the order of the help.
pub const SERVICES: &[Service] = &[Service { word: "github", path: ".github/workflows/gemba.yml" }];

/// Returns the service with this word.
///
/// # Errors
/// A `Usage` problem that names the known ones.
pub fn service(word: &str) -> Result<&'static Service> {
    SERVICES.iter().find(|service| service.word == word).ok_or_else(|| {
        let known: Vec<&str> = SERVICES.iter().map(|service| service.word).collect();
        let nearest = spelling::nearest(word, known.iter().copied());
        let guess = nearest.map_or_else(String::new, |nearest| format!("Did you mean `{nearest}`? "));
        Problem::usage(format!("There is no CI service `{word}`.")).hint(format!("{guess}Known: {}.", known.join(", ")))
    })
}

/// Returns the workflow for the stubs of a folder, which is named from the top of the repository, with `/`.
///
/// # Errors
/// A `Usage` problem where nothing of it can be run, or the folder's name would be taken for an expression.
pub fn workflow(entries: &[StubEntry], folder: &str) -> Result<String> {
    if folder.contains("${{") {
        return Err(Problem::usage("A folder with `${{` in its name would be taken for an expression there."));
    }
    let is_written =
        |suite: &Suite| entries.iter().any(|entry| entry.suite == suite.word && entry.files.contains(&entry.file));
    let suites = SUITES.iter().filter(|suite| is_written(suite));
    let jobs: String = suites.filter_map(|suite| Some(job(suite.word, suite.ci.as_ref()?, folder))).collect();
    if jobs.is_empty() {
        return Err(Problem::usage(format!("No stub in {folder} is one that a workflow could run."))
            .hint("`gemba stubs --target pytest` writes some."));
    }
    Ok(format!("{HEAD}{jobs}{TAIL}"))
}

fn job(name: &str, job: &CiJob, folder: &str) -> String {
    let set_up = match job.tools {
        CiTools::Python => "      - uses: actions/setup-python@v6\n        with:\n          python-version: \"3.12\"\n",
        CiTools::Node => "      - uses: actions/setup-node@v5\n        with:\n          node-version: \"22\"\n",
        CiTools::Preinstalled => "",
    };
    let indented = |lines: Vec<String>| lines.iter().flat_map(|line| ["          ", line, "\n"]).collect::<String>();
    let environment = indented(job.environment.iter().map(|(name, value)| format!("{name}: \"{value}\"")).collect());
    let environment = if environment.is_empty() { environment } else { format!("        env:\n{environment}") };
    let commands = indented(job.run.iter().map(|command| (*command).to_owned()).collect());
    format!(
        "\n  {name}:\n    runs-on: ubuntu-latest\n    timeout-minutes: 15\n    defaults:\n      run:\n        \
         working-directory: {}\n    steps:\n      - uses: actions/checkout@v5\n        with:\n          \
         persist-credentials: false\n{set_up}      - run: {}\n      - name: Judge the recorded outputs\n{environment}\
         \x20       run: |\n{commands}",
        ascii::json(&format!("{folder}{}", job.subfolder)),
        job.install,
    )
}

const HEAD: &str = "# Change it if you like: gemba never writes over a changed file, but beside it.
# Recorded outputs are judged: no model is called, and no secret is needed or given.
name: gemba stubs

on:
  push:
  pull_request:

permissions:
  contents: read

env:
  GEMBA_LIVE: \"0\"

jobs:";

const TAIL: &str = "
# Where the workspace (.gemba) is committed as well, `gemba stubs --check` in a job of its own ends with 1 when a stub
# has become weak, outdated or gone. It needs gemba on the path and nothing else.
";

#[cfg(test)]
mod tests {
    use super::{service, workflow};
    use crate::stubs::SUITES;

    #[test]
    fn every_suite_that_runs_has_its_job_in_the_versions_that_are_tested() {
        let tested = include_str!("../../tests/tools.sh");
        for suite in SUITES.iter().filter(|suite| suite.engine.is_some()) {
            let job = suite.ci.as_ref().unwrap_or_else(|| panic!("{}", suite.word));
            for package in job.install.split(' ').filter(|word| word.contains("==") || word.contains('@')) {
                let version = package.rsplit(['=', '@']).next().unwrap();
                assert!(tested.contains(package) || tested.contains(&format!("={version}")), "{package}");
            }
        }
    }

    #[test]
    fn an_unknown_service_is_refused_and_nothing_is_run_for_nothing() {
        assert!(service("githib").unwrap_err().advice().contains("`github`"));
        assert!(workflow(&[], "evals").unwrap_err().sentence.contains("evals"));
        assert!(workflow(&[], "${{ secrets }}").unwrap_err().sentence.contains("expression"));
    }
}
