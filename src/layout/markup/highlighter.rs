//! Highlights code in a known language: its tokens, each with a look. Bounded: a hostile or very long block stays plain.

use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use crate::layout::row::Look;

/// How much code of one record is highlighted, in bytes.
const BUDGET: usize = 32 * 1024;
/// Longer lines are minified code or data and stay plain, in bytes.
const LONGEST_LINE: usize = 1_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The looks of scopes. The first wins when a token has several.
static SCOPES: LazyLock<Vec<(Scope, Look)>> = LazyLock::new(|| {
    let table = [
        ("comment", Look::Comment),
        ("meta.mapping.key", Look::Keyword),
        ("string", Look::Literal),
        ("constant", Look::Number),
        ("keyword", Look::Keyword),
        ("storage", Look::Keyword),
        ("entity.name.tag", Look::Keyword),
        ("punctuation", Look::Punctuation),
    ];
    table.iter().filter_map(|(name, look)| Some((Scope::new(name).ok()?, *look))).collect()
});

/// Highlights code as long as its budget lasts.
#[derive(Debug)]
pub(crate) struct Highlighter {
    left: Cell<usize>,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self { left: Cell::new(BUDGET) }
    }
}

impl Highlighter {
    /// Begins a block in the language that this word names, if it is known.
    pub(crate) fn block(&self, language: &str) -> Option<Block<'_>> {
        let syntax = SYNTAXES.find_syntax_by_token(language).filter(|_| !language.is_empty())?;
        Some(Block { highlighter: self, state: ParseState::new(syntax), scopes: ScopeStack::new() })
    }
}

/// A block of code, read line by line.
pub(crate) struct Block<'a> {
    highlighter: &'a Highlighter,
    state: ParseState,
    scopes: ScopeStack,
}

impl Block<'_> {
    /// Returns the tokens of the next line (without its newline), by their bytes; `None` when it stays plain.
    pub(crate) fn line(&mut self, line: &str) -> Option<Vec<(Range<usize>, Look)>> {
        let left = self.highlighter.left.get().checked_sub(line.len()).filter(|_| line.len() <= LONGEST_LINE)?;
        self.highlighter.left.set(left);
        let operations = self.state.parse_line(&format!("{line}\n"), &SYNTAXES).ok()?;
        let mut tokens: Vec<(Range<usize>, Look)> = Vec::new();
        let mut from = 0;
        for (at, operation) in
            operations.iter().map(|(at, operation)| (*at, Some(operation))).chain([(line.len(), None)])
        {
            let at = at.min(line.len());
            if at > from {
                let look = self.look();
                match tokens.last_mut() {
                    Some((range, same)) if *same == look => range.end = at,
                    _ => tokens.push((from..at, look)),
                }
                from = at;
            }
            if let Some(operation) = operation {
                self.scopes.apply(operation).ok()?;
            }
        }
        Some(tokens)
    }

    fn look(&self) -> Look {
        let scopes = self.scopes.as_slice();
        let found = SCOPES.iter().find(|(wanted, _)| scopes.iter().any(|scope| wanted.is_prefix_of(*scope)));
        found.map_or(Look::Code, |(_, look)| *look)
    }
}
