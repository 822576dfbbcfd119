//! A filter as a tree.

use crate::domain::words::words;
use crate::domain::{Answer, Name, Time, Verdict};

/// A filter: terms joined by AND, OR and NOT.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Filter {
    /// Every record.
    #[default]
    All,
    /// A term that needs no text of the record.
    Term(Term),
    /// A term that only the record's texts can answer.
    Body(BodyTerm),
    /// The records that the inner filter does not hold.
    Not(Box<Filter>),
    /// Holds where all do. At least two.
    And(Vec<Filter>),
    /// Holds where any does. At least two.
    Or(Vec<Filter>),
}

impl Filter {
    /// Returns whether some term, of those that need no text, is of this kind.
    pub fn any(&self, is: &dyn Fn(&Term) -> bool) -> bool {
        match self {
            Self::All | Self::Body(_) => false,
            Self::Term(term) => is(term),
            Self::Not(inner) => inner.any(is),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.any(is)),
        }
    }
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The user's own words, the output, and notes.
    Anywhere,
    /// The user's own words.
    User,
    /// The output.
    Output,
    /// Everything of the input: system prompt, history and tools too.
    Input,
    /// Calls of tools and what they answered.
    Tool,
}

/// Words that are looked for side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words, whole ones.
    pub text: String,
    /// Whether the last one may go on: `refund*`.
    pub is_prefix: bool,
}

/// A name pattern with `*` (any run) and `?` (any one character), compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(pub String);

/// A judgement term's value: a given one, any, or none at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judge<T> {
    /// This one.
    Is(T),
    /// Any.
    Any,
    /// None.
    None,
}

/// A point in time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRef {
    /// So many milliseconds before now (`24h`, `7d`).
    Ago(i64),
    /// A date or time.
    At(Time),
}

/// The shape of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The whole output is JSON.
    Json,
    /// It looks like JSON (begins with a bracket or a JSON code fence) and is not.
    InvalidJson,
    /// Markdown marks (headings, lists, fences, tables).
    Markdown,
    /// None of these.
    Text,
    /// No output at all.
    Empty,
}

words!(Format:
    Json = "json",
    InvalidJson = "invalid-json",
    Markdown = "markdown",
    Text = "text",
    Empty = "empty",
);

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`, or nothing before the number.
    Is,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

impl Compare {
    /// All comparisons, the longer signs first, so that a reader finds `<=` before `<`.
    pub const ALL: [Self; 5] = [Self::AtMost, Self::AtLeast, Self::Below, Self::Above, Self::Is];

    /// The sign, in filters and in SQL alike.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Is => "=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }
}

/// A finite number; compares by its bits, so that a filter can be compared.
#[derive(Debug, Clone, Copy)]
pub struct Amount(f64);

impl Amount {
    /// Takes a finite number.
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(number))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Amount {}

/// A comparison with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// How.
    pub compare: Compare,
    /// With what.
    pub amount: Amount,
}

/// A logged number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Milliseconds from request to answer.
    Latency,
    /// Tokens of input and output together.
    Tokens,
    /// Characters of the output.
    OutputLength,
    /// Cost in the log's currency.
    Cost,
}

/// A term that is looked for in a record's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyTerm {
    /// Words in the record, without case.
    Words {
        /// Where.
        place: Place,
        /// The words.
        phrase: Phrase,
    },
    /// A regular expression over the output, as typed between the slashes, and whether it ignores case (`/…/i`).
    Regex {
        /// The expression.
        pattern: String,
        /// Whether case is ignored.
        ignore_case: bool,
    },
    /// A logged field that has no place of its own: `meta.team:billing`; dots walk into objects.
    Meta {
        /// The path.
        path: String,
        /// The value.
        value: Glob,
    },
}

/// A term that is answered by judgements, results, and what is logged beside a record's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// The verdict, by anyone or by one reviewer (`by:`).
    Verdict(Judge<Verdict>),
    /// A tag: a mode by slug or name.
    Mode(Judge<String>),
    /// Words in a note.
    Note(Phrase),
    /// What was saved under this name.
    Saved(String),
    /// Judged, tagged, noted or graded by this reviewer.
    By(Name),
    /// The model.
    Model(Glob),
    /// The prompt version.
    Prompt(Glob),
    /// The source's name.
    Source(Glob),
    /// The conversation id.
    Conversation(Glob),
    /// Logged at or after.
    Since(TimeRef),
    /// Logged before.
    Until(TimeRef),
    /// Whether anyone gave a verdict.
    Reviewed(bool),
    /// Whether reviewers judged it differently.
    Disputed(bool),
    /// Whether a reviewer passed it and tagged it, or graded it as not met, all the same.
    Contradiction(bool),
    /// Whether anyone wrote a corrected output.
    Corrected(bool),
    /// The output's shape.
    Format(Format),
    /// Whether the log says that the call failed.
    Error(bool),
    /// Tagged with a mode of this severity.
    Severity(Bound),
    /// Graded, in any way, against this criterion.
    Criterion(String),
    /// A standing grade.
    Grade {
        /// The criterion, by slug or name.
        criterion: String,
        /// The answer.
        answer: Answer,
    },
    /// Has a grade under an older meaning: of this criterion, of any, or of none.
    Stale(Judge<String>),
    /// Passed or failed by a judge or check whose results were imported; the newest result that has it counts.
    Result {
        /// The judge's name.
        judge: Glob,
        /// Whether it fails the record.
        fails: bool,
    },
    /// A logged number; a record without it does not hold.
    Measure(Measure, Bound),
}

impl Term {
    /// Returns whether the term asks what people said.
    pub const fn asks_people(&self) -> bool {
        match self {
            Self::Verdict(_)
            | Self::Mode(_)
            | Self::Note(_)
            | Self::Reviewed(_)
            | Self::Disputed(_)
            | Self::Contradiction(_)
            | Self::Corrected(_)
            | Self::Severity(_)
            | Self::Criterion(_)
            | Self::Grade { .. }
            | Self::Stale(_) => true,
            Self::By(_)
            | Self::Saved(_)
            | Self::Result { .. }
            | Self::Model(_)
            | Self::Prompt(_)
            | Self::Source(_)
            | Self::Conversation(_)
            | Self::Since(_)
            | Self::Until(_)
            | Self::Format(_)
            | Self::Error(_)
            | Self::Measure(..) => false,
        }
    }
}
