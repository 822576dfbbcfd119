//! A row of the table of target suites.

use crate::checks::Engine;
use crate::domain::result::ResultsFormat;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;
use crate::stubs::output::out_file::OutFile;
use crate::stubs::output::stub_entry::StubEntry;

/// A target suite.
pub struct Suite {
    /// Its word: `pytest`.
    pub word: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// The language its checks run in; `None` where nothing runs.
    pub engine: Option<Engine>,
    /// The main file of a stub, relative to the output folder.
    pub file: fn(stem: &str) -> String,
    /// The files of one stub.
    pub write: fn(&StubSource, &Proof) -> Vec<OutFile>,
    /// The files that all stubs of this suite share.
    pub shared: fn(&[StubEntry]) -> Vec<OutFile>,
    /// The command that runs it in the output folder, as the README shows it; `None` where nothing runs.
    pub run: Option<&'static str>,
    /// How a continuous-integration workflow runs it.
    pub ci: Option<CiJob>,
    /// How its results come back to gemba.
    pub results: Option<SuiteResults>,
}

/// What a workflow does to run one suite. The versions are those that gemba's own tests run.
pub struct CiJob {
    /// The tools to set up first.
    pub tools: CiTools,
    /// The command that installs the packages.
    pub install: &'static str,
    /// The folder below the output folder where the commands run, with `/` in front; empty for the output folder.
    pub subfolder: &'static str,
    /// Environment variables.
    pub environment: &'static [(&'static str, &'static str)],
    /// The commands.
    pub run: &'static [&'static str],
}

/// The tools that a workflow sets up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiTools {
    /// Python.
    Python,
    /// Node.
    Node,
    /// What the machine has.
    Preinstalled,
}

/// How the results of a suite come back.
pub struct SuiteResults {
    /// The format of the result file.
    pub format: ResultsFormat,
    /// The command that writes it, as the README shows it; `None` where another suite's does.
    pub command: Option<&'static str>,
    /// How its tests are named, by which they are recognised; `None` where the result file identifies them otherwise.
    pub tests: Option<TestNaming>,
}

/// How the tests of a suite are named in a `JUnit` file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestNaming {
    /// `test_<stem><function>[<id>]` in a module whose name ends in `module`.
    Pytest {
        /// The end of a module's name; empty for plain pytest.
        module: &'static str,
        /// The ends of its functions: each is a judge apart, `<stem>/<function>`.
        functions: &'static [&'static str],
    },
    /// `<stem> > <id>: <expectation>` in a JavaScript or TypeScript test file.
    Vitest,
}
