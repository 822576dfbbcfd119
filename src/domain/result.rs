//! What judges and checks of other programs said of outputs: verdicts that come back from an eval run.
//!
//! Imports like records, not judgements of people: they are not journalled. Knows no file format and no figures.

use super::words::words;
use super::{RecordId, RowId, Target, Time, Untrusted};

/// The verdict of a judge or a check on one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JudgeVerdict {
    /// It passes the output.
    Pass,
    /// It fails the output.
    Fail,
    /// No answer: skipped, crashed, or half-hearted (a partial score).
    NoAnswer,
}

/// The format of a result file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultsFormat {
    /// `JUnit` XML, as pytest and Vitest write it.
    Junit,
    /// promptfoo's results, as JSON or JSON Lines.
    Promptfoo,
    /// Inspect's log as JSON.
    Inspect,
    /// JSON Lines with an id, a name and a verdict, from any program.
    Jsonl,
}

words!(ResultsFormat: Junit = "junit", Promptfoo = "promptfoo", Inspect = "inspect", Jsonl = "jsonl");

impl ResultsFormat {
    /// Returns whether the program that runs a suite writes it.
    pub const fn is_written_by_runner(self) -> bool {
        match self {
            Self::Junit | Self::Promptfoo | Self::Inspect => true,
            Self::Jsonl => false,
        }
    }
}

impl JudgeVerdict {
    /// Returns the opposite verdict, for a test that passes when the check fails the output.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Pass => Self::Fail,
            Self::Fail => Self::Pass,
            Self::NoAnswer => Self::NoAnswer,
        }
    }
}

/// What a finding is about, as the result file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// A generated stub with this file stem, so one mode or criterion, if the codebook knows it.
    Stub(String),
    /// A check of the workspace, by its key.
    Check(String),
    /// A mode, as it was written.
    Mode(String),
    /// A criterion, as it was written.
    Criterion(String),
}

/// The hash of an output as results are matched by it.
pub type OutputKey = [u8; 16];

/// The key of an output: white space around it does not count, nor does the spacing of a JSON text.
pub fn output_key(text: &str) -> OutputKey {
    let text = text.trim();
    let json = text.starts_with(['{', '[']).then(|| super::RawJson::parse(text).ok()).flatten();
    let hash = blake3::hash(json.as_ref().map_or(text, super::RawJson::text).as_bytes());
    let mut key = OutputKey::default();
    key.copy_from_slice(&hash.as_bytes()[..16]);
    key
}

/// The longest reason that is kept, in characters.
pub const REASON_AT_MOST: usize = 2_000;

/// A reason as it is kept: without white space around it, its beginning where it is long; `None` where nothing is said.
pub fn kept_reason(text: &str) -> Option<Untrusted> {
    let text = text.trim();
    let end = text.char_indices().nth(REASON_AT_MOST).map(|(at, _)| at);
    let kept = end.and_then(|end| text.get(..end)).map_or_else(|| text.to_owned(), |start| format!("{start} …"));
    (!kept.is_empty()).then(|| Untrusted::new(kept))
}

/// One answer as a result file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the judge or check.
    pub judge: Untrusted,
    /// What it is about; `None` for a judge of the output as a whole.
    pub aim: Option<Aim>,
    /// Its verdict.
    pub verdict: JudgeVerdict,
    /// Why, in its own words; begun with [`kept_reason`].
    pub reason: Option<Untrusted>,
    /// What may name the record: its id or its external id.
    pub keys: Vec<String>,
    /// The output that was judged, where the file has it.
    pub output: Option<OutputKey>,
    /// The model that made the output.
    pub model: Option<Untrusted>,
    /// The version of the prompt.
    pub prompt_version: Option<Untrusted>,
}

/// One imported run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRun {
    /// Its number in the workspace; 0 before it is stored.
    pub id: i64,
    /// The name it is read again by.
    pub name: super::Name,
    /// The file name as given.
    pub origin: Untrusted,
    /// The format that was found.
    pub format: ResultsFormat,
    /// The hash of the file's text.
    pub hash: String,
    /// When it was imported.
    pub imported: Time,
}

/// One answer as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultAnswer {
    /// The name of the judge or check.
    pub judge: Untrusted,
    /// The mode or criterion it is about; `None`: the verdict.
    pub target: Option<Target>,
    /// Its verdict.
    pub verdict: JudgeVerdict,
    /// Why, in its own words.
    pub reason: Option<Untrusted>,
    /// The record that it names.
    pub record: Option<RowId>,
    /// Whether the judged output is the record's own. Another output (a live run) has no human truth.
    pub is_same: bool,
    /// The model that made the output.
    pub model: Option<Untrusted>,
    /// The version of the prompt.
    pub prompt_version: Option<Untrusted>,
}

/// What is known of a record that an answer names, without its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its id.
    pub id: RecordId,
    /// The key of its input: equal inputs have equal keys.
    pub input_key: i64,
    /// The model that made its own output.
    pub model: Option<Untrusted>,
    /// The prompt version of its own output.
    pub prompt_version: Option<Untrusted>,
}

/// What one judge or check said of a record's own output, as it is shown beside the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeAnswer {
    /// The name of the judge or check.
    pub judge: Untrusted,
    /// The mode or criterion it is about; `None`: the verdict.
    pub target: Option<Target>,
    /// Its verdict.
    pub verdict: JudgeVerdict,
    /// Why, in its own words.
    pub reason: Option<Untrusted>,
    /// The name of the run.
    pub run: super::Name,
}

#[cfg(test)]
mod tests {
    use super::{REASON_AT_MOST, kept_reason, output_key};

    #[test]
    fn a_reason_is_kept_up_to_a_length_and_blank_ones_are_none() {
        assert_eq!(kept_reason(" \n too short\n").unwrap().raw(), "too short");
        assert_eq!(kept_reason(" \t\n"), None);
        let long = kept_reason(&"é".repeat(REASON_AT_MOST * 3)).unwrap();
        assert_eq!(long.raw().chars().count(), REASON_AT_MOST + 2);
        assert!(long.raw().ends_with("é …"));
        let just = "é".repeat(REASON_AT_MOST);
        assert_eq!(kept_reason(&just).unwrap().raw(), just);
    }

    #[test]
    fn the_spacing_of_json_does_not_count_and_that_of_words_does() {
        assert_eq!(output_key("{\"a\": 1}\n"), output_key("{\"a\":1}"));
        assert_ne!(output_key("a  b"), output_key("a b"));
        assert_ne!(output_key("{\"a\": 1"), output_key("{\"a\":1"));
    }
}
