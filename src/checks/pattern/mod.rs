//! Regular expressions: read once, with limits; matched natively; printed for other engines (`print`) unless they
//! could run away there (`danger`, `slow`, both over `positions`). Only whether there is a match is asked of them, so
//! they get less (`trim`). `ecma` reads the expressions of JSON Schema.

mod danger;
pub(crate) mod ecma;
mod positions;
mod print;
mod slow;
mod trim;

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use super::portable::Engine;
use crate::error::{Problem, Result};

pub use print::Printed;

/// The most memory one compiled expression may take, in bytes.
const SIZE_LIMIT: usize = 4 << 20;
/// The deepest nesting of groups.
const NEST_LIMIT: u32 = 100;

/// One regular expression, ready to match.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
    hir: Hir,
}

impl Pattern {
    /// Reads an expression in Rust's syntax.
    ///
    /// # Errors
    /// A `Usage` problem that says what is wrong, and where.
    pub fn parse(pattern: &str, ignore_case: bool) -> Result<Self> {
        let wrong = |why: String| Problem::usage(format!("`{pattern}` is not a regular expression: {why}."));
        let mut parser = ParserBuilder::new().nest_limit(NEST_LIMIT).case_insensitive(ignore_case).build();
        let hir = parser.parse(pattern).map_err(|error| wrong(in_words(&error)).caused_by(error))?;
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(ignore_case)
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    wrong("it needs too much memory; use smaller counts".to_owned()).caused_by(error)
                }
                other => wrong(other.to_string()).caused_by(other),
            })?;
        Ok(Self { regex, hir })
    }

    /// Whether the text holds a match.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Returns the places of the matches, in characters; at most `most`.
    pub fn places(&self, text: &str, most: usize) -> Vec<(usize, usize)> {
        let (mut byte, mut chars) = (0, 0);
        let mut position = |to: usize| {
            chars += text.get(byte..to).map_or(0, |between| between.chars().count());
            byte = to;
            chars
        };
        let found = self.regex.find_iter(text).take(most);
        found.map(|found| (position(found.start()), position(found.end()))).collect()
    }

    /// Returns the expression in the syntax of another engine, with the same answer to whether a text holds a match.
    ///
    /// # Errors
    /// Why that engine cannot express it, as a sentence.
    pub fn print(&self, engine: Engine) -> std::result::Result<Printed, String> {
        if engine == Engine::Rust {
            return Ok(Printed::whole(self.hir.to_string()));
        }
        let hir = trim::trim(&self.hir);
        let name = engine.name();
        if danger::runs_away(&hir) {
            return Err(format!(
                "the expression repeats a repetition in more than one way, which can take forever in {name}"
            ));
        }
        if slow::is_slow(&hir) {
            return Err(format!(
                "the expression has parts in a row that can share out the same text in too many ways, which can take \
                 forever in {name}"
            ));
        }
        print::print(&hir, engine)
    }
}

/// Returns the parser's reason with the place in characters, without its drawing.
fn in_words(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => {
            place(&error.kind().to_string(), error.pattern(), error.span().start.offset)
        }
        regex_syntax::Error::Translate(error) => {
            place(&error.kind().to_string(), error.pattern(), error.span().start.offset)
        }
        other => other.to_string(),
    }
}

fn place(reason: &str, pattern: &str, byte: usize) -> String {
    let column = pattern.get(..byte).map_or(0, |before| before.chars().count()) + 1;
    format!("{reason}, at character {column}")
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_wrong_expression_names_its_place() {
        let problem = Pattern::parse("é(", false).unwrap_err();
        assert!(problem.sentence.contains("unclosed group, at character 2"), "{problem}");
        assert!(Pattern::parse("(\\w{1000}){1000}", false).is_err());
        assert!(Pattern::parse(&"(".repeat(5000), false).is_err());
    }

    #[test]
    fn places_are_in_characters() {
        assert_eq!(Pattern::parse("i+", true).unwrap().places("é II i", 9), vec![(2, 4), (5, 6)]);
    }
}
