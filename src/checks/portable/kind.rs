//! A kind of check as a row of the table: everything that gemba, its helpers and its searches know about it.

use serde_json::{Map, Value};

use super::{CheckSpec, Compiled, Problem, Reads, Result, on};

/// Parameters by name.
pub type Params = Map<String, Value>;

/// A kind of check.
pub struct Kind {
    /// Its word: `min-length`.
    pub word: &'static str,
    /// What it looks at, and who evaluates it.
    pub group: Group,
    /// One sentence for the help.
    pub help: &'static str,
    /// Its own parameters; [`Kind::all_params`] has `--on` too.
    pub params: &'static [Param],
    /// What `--on` can have it read.
    pub reads: Reads,
    /// Which generated helpers can run it.
    pub portable: Portable,
    /// How the search for checks ranks it.
    pub candidate_kind: CandidateKind,
    /// Whether a handful of tags may suggest it. What a few outputs lack that most others have is mostly chance.
    pub suits_few_tags: bool,
    /// Words the outputs that it fails: `outputs that contain ‘as an AI’`. May quote untrusted text.
    pub describes_failure: fn(&CheckSpec) -> String,
    /// Brings parameters of the right types into their one canonical form; refuses wrong ones in words.
    pub normalize_params: fn(Params) -> Result<Params>,
    /// Prepares the check from normalized parameters.
    pub compile: fn(&CheckSpec) -> Result<Box<dyn Compiled>>,
    /// Returns the parameters as the helper of a language wants them, or why that language cannot express them.
    pub export_params: fn(&CheckSpec, Engine) -> std::result::Result<Value, String>,
    /// Returns what JSON Schema 2020-12 can say of the check.
    pub schema_part: fn(&CheckSpec) -> SchemaPart,
}

impl Kind {
    /// What most kinds have: a row names its word, group, help, failure and `compile`, and what is otherwise than here.
    pub(crate) const USUAL: Self = Self {
        word: "",
        group: Group::Text,
        help: "",
        params: &[],
        reads: Reads::AnyText,
        portable: Portable::Everywhere,
        candidate_kind: CandidateKind::Specific,
        suits_few_tags: true,
        describes_failure: |_| String::new(),
        normalize_params: Ok,
        compile: |spec| {
            Err(Problem::usage(format!("A check of the kind `{}` is not evaluated by gemba itself.", spec.kind)))
        },
        export_params: |spec, _| Ok(Value::Object(spec.params.clone())),
        schema_part: |_| SchemaPart::Nothing,
    };

    /// Returns all parameters that it takes.
    pub fn all_params(&self) -> impl Iterator<Item = &'static Param> + use<> {
        let on = match self.reads {
            Reads::NoText => None,
            Reads::AnyText => Some(&ON_ANY),
            Reads::ModelText => Some(&ON_MODEL),
            Reads::ToolCalls => Some(&ON_CALLS),
        };
        self.params.iter().chain(on)
    }

    /// Prepares the check from normalized parameters, `--on` among them.
    ///
    /// # Errors
    /// As `compile`.
    pub fn compile_on(&self, spec: &CheckSpec) -> Result<Box<dyn Compiled>> {
        Ok(on::extended(spec, self.reads, (self.compile)(spec)?))
    }
}

const ON_ANY: Param = Param::option(
    on::NAME,
    Takes::Text,
    "What it reads: output (when absent), turns (each turn of the model), tools (the tool calls of the run, a line each), \
     transcript.",
);
const ON_MODEL: Param =
    Param::option(on::NAME, Takes::Text, "What it reads: output (when absent), turns (each turn of the model).");
const ON_CALLS: Param =
    Param::option(on::NAME, Takes::Text, "Whose calls it looks at: tools (of the whole run; when absent), output.");

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

/// What kinds look at. gemba evaluates all but the last two itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The wording of the output.
    Text,
    /// Its form: JSON, XML, tables.
    Shape,
    /// Its length and the logged figures.
    Size,
    /// Whether what it claims is in the input.
    Grounding,
    /// Its language, refusals, repetition, tool calls.
    Manner,
    /// Its likeness to an expected output.
    Reference,
    /// Whatever the user's own program looks at.
    Command,
    /// Whatever a model judges.
    Judge,
}

impl Group {
    /// Returns the group's word, as `gemba checks kinds --json` gives it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Shape => "shape",
            Self::Size => "size",
            Self::Grounding => "grounding",
            Self::Manner => "manner",
            Self::Reference => "reference",
            Self::Command => "own",
            Self::Judge => "judge",
        }
    }
}

/// Which generated helpers can run a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Portable {
    /// All: Python's and JavaScript's have a function for it, Rust's has its source.
    Everywhere,
    /// One alone.
    Only(Engine),
    /// None.
    Nowhere,
}

impl Portable {
    /// Whether the helper of a language has the kind.
    #[must_use]
    pub fn to(self, engine: Engine) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Only(one) => one == engine,
            Self::Nowhere => false,
        }
    }
}

/// A language that generated checks run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// Python 3.10 or later, standard library only.
    Python,
    /// Node.js 18 or later, nothing installed.
    JavaScript,
    /// Rust 1.89 or later, with the crates regex, serde and `serde_json`.
    Rust,
}

impl Engine {
    /// All, in the order of their helpers.
    pub const ALL: [Self; 3] = [Self::Python, Self::JavaScript, Self::Rust];

    /// Returns the language's name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::Rust => "Rust",
        }
    }
}

/// What a failing check says of an output, the most telling first. The search suggests checks of several candidate
/// kinds for the same records, since the records alone cannot say which is meant, but only one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// An address that is not in the input; it holds numbers and names, too, so it goes before these.
    Addresses,
    /// Something that no other kind says.
    Specific,
    /// The output is not of the wanted structure.
    Structure,
    /// Something unwanted is there.
    Presence,
    /// The output is too short.
    TooShort,
    /// The output is too long, too slow or too dear.
    TooMuch,
    /// Some wanted text is not there.
    Absence,
}

/// What JSON Schema can say of a check, exactly.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaPart {
    /// Nothing.
    Nothing,
    /// This much of the output as a text.
    Text(Value),
    /// The output is JSON, and this much of its value, where that can be said exactly.
    Json {
        /// What the value must satisfy.
        demand: Option<Value>,
        /// Whether the value must be an object.
        is_object: bool,
    },
    /// The output is JSON that this schema of the user's allows; its references count from its root.
    Root(Value),
}

/// One parameter of a kind, for the command line, the help and the data files.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name in data files, and as `--name` on the command line.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it is the kind's positional argument.
    pub positional: bool,
    /// One sentence for the help.
    pub help: &'static str,
}

impl Param {
    /// The positional argument of a kind.
    pub(crate) const fn argument(name: &'static str, takes: Takes, help: &'static str) -> Self {
        Self { name, takes, positional: true, help }
    }

    /// A parameter that is given as `--name`.
    pub(crate) const fn option(name: &'static str, takes: Takes, help: &'static str) -> Self {
        Self { name, takes, positional: false, help }
    }
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Any text.
    Text,
    /// One or more texts (repeated arguments).
    Texts,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// Nothing: it is there or not.
    Flag,
    /// A file whose JSON is taken in.
    JsonFile,
    /// A file whose text is taken in.
    TextFile,
}
