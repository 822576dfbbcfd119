//! A filter as a tree.

use super::term::{BodyTerm, Term};

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

    /// Returns the part of the filter that a record fits whatever people said of it.
    #[must_use]
    pub fn of_the_log(&self) -> Self {
        let asks = |term: &Term| term.asks_people() || matches!(term, Term::By(_));
        match self {
            Self::And(parts) => {
                let mut kept: Vec<Self> =
                    parts.iter().map(Self::of_the_log).filter(|part| *part != Self::All).collect();
                match kept.len() {
                    0 => Self::All,
                    1 => kept.remove(0),
                    _ => Self::And(kept),
                }
            }
            _ if self.any(&asks) => Self::All,
            Self::All | Self::Body(_) | Self::Term(_) | Self::Not(_) | Self::Or(_) => self.clone(),
        }
    }
}
