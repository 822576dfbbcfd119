//! What the terms of a filter compare with: words, patterns, times, numbers.

use crate::domain::Time;
use crate::domain::words::words;

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

/// What a check says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckSays {
    /// It has no objection.
    Pass,
    /// It objects.
    Fail,
    /// Nothing: it needs a program or a model.
    None,
}

words!(CheckSays:
    Pass = "pass",
    Fail = "fail",
    None = "none",
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
