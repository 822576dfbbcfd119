//! Whether a backtracking engine could take forever over an expression that Rust matches in linear time.
//!
//! A repetition that holds another repetition or an alternation is safe when, at every character, at most one way
//! leads on: its positions' successor sets are disjoint and no successor is reached by two loops (strong
//! one-unambiguity of the Glushkov automaton, Brüggemann-Klein and Wood 1998). Anything else is refused.

use regex_syntax::hir::{ClassUnicode, Hir, HirKind, Look, Repetition};

use super::positions::{Builder, Ends, Positions};

/// The most positions one repetition may have to be looked into.
const MOST_POSITIONS: usize = 400;
/// A repetition up to so many times is no loop.
const FEW: u32 = 3;

/// Whether any repetition of the expression could be walked in more than one way.
pub(super) fn runs_away(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.max.is_none_or(|max| max > FEW) => {
            is_branching(&repetition.sub) && {
                let mut looped = Loop { positions: Positions::new(MOST_POSITIONS), has_empty_ways: false };
                let ends = looped.walk(&repetition.sub);
                looped.positions.connect(&ends.last, &ends.first);
                looped.is_ambiguous(&ends)
            }
        }
        HirKind::Repetition(repetition) => runs_away(&repetition.sub),
        HirKind::Capture(capture) => runs_away(&capture.sub),
        HirKind::Concat(subs) | HirKind::Alternation(subs) => subs.iter().any(runs_away),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

/// Whether an expression holds a repetition or an alternation.
fn is_branching(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(_) | HirKind::Alternation(_) => true,
        HirKind::Capture(capture) => is_branching(&capture.sub),
        HirKind::Concat(subs) => subs.iter().any(is_branching),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

/// The positions of what is repeated.
struct Loop {
    positions: Positions,
    /// Whether an empty part could be taken in more than one way.
    has_empty_ways: bool,
}

impl Builder for Loop {
    fn positions(&mut self) -> &mut Positions {
        &mut self.positions
    }

    fn look(&mut self, _: Look) -> Ends {
        Ends::nothing()
    }

    fn repetition(&mut self, repetition: &Repetition) -> Ends {
        let mut ends = self.walk(&repetition.sub);
        if repetition.max.is_none_or(|max| max > 1) {
            self.has_empty_ways |= ends.nullable;
            self.positions.connect(&ends.last, &ends.first);
        }
        ends.nullable |= repetition.min == 0;
        ends
    }

    fn alternation(&mut self, subs: &[Hir]) -> Ends {
        let (words, others): (Vec<_>, Vec<_>) = subs.iter().partition(|sub| word(sub).is_some());
        let words: Vec<Vec<char>> = words.into_iter().filter_map(word).collect();
        let mut ends = self.words(&words.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for sub in others {
            let next = self.walk(sub);
            ends.first.extend(next.first);
            ends.last.extend(next.last);
            self.has_empty_ways |= ends.nullable && next.nullable;
            ends.nullable |= next.nullable;
        }
        ends
    }
}

impl Loop {
    /// Adds alternative words as one tree: words that begin alike share their positions until they part.
    fn words(&mut self, words: &[&[char]]) -> Ends {
        let mut ends = Ends::default();
        let mut heads: Vec<char> = words.iter().filter_map(|word| word.first().copied()).collect();
        heads.sort_unstable();
        heads.dedup();
        for head in heads {
            let tails: Vec<&[char]> = words.iter().filter_map(|word| word.strip_prefix(&[head])).collect();
            let finished = tails.iter().filter(|tail| tail.is_empty()).count();
            self.has_empty_ways |= finished > 1;
            let here = self.positions.add_char(head);
            let mut behind = self.words(&tails);
            behind.nullable = finished > 0;
            let next = self.positions.then(here, behind);
            ends.first.extend(next.first);
            ends.last.extend(next.last);
        }
        ends
    }

    fn is_ambiguous(&self, ends: &Ends) -> bool {
        self.has_empty_ways
            || self.positions.has_doubles
            || self.positions.is_full
            || ends.nullable
            || self.overlaps(&ends.first)
            || self.positions.follow.iter().any(|next| self.overlaps(next))
    }

    /// Whether two of these positions can take the same character.
    fn overlaps(&self, positions: &[usize]) -> bool {
        let mut seen = ClassUnicode::empty();
        for class in positions.iter().filter_map(|at| self.positions.classes.get(*at)) {
            let mut common = seen.clone();
            common.intersect(class);
            if !common.ranges().is_empty() {
                return true;
            }
            seen.union(class);
        }
        false
    }
}

/// Returns the characters of an expression that is a plain word.
fn word(hir: &Hir) -> Option<Vec<char>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(String::from_utf8_lossy(&literal.0).chars().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::runs_away;

    fn check(pattern: &str) -> bool {
        runs_away(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn repetitions_with_one_way_on_are_safe() {
        for safe in [
            r"(\w+,\s*)+",
            r"(\w+\s)*x",
            ".*foo.*",
            r"^\s*\{",
            "(?:foo|far)+",
            r"\d{3}-\d{4}",
            "(a|b)*c",
            "(?:ab?c)*",
            "(?:foo|fo)+x",
        ] {
            assert!(!check(safe), "{safe}");
        }
    }

    #[test]
    fn repetitions_that_run_away_are_found() {
        for wild in [
            "(a+)+$",
            "(?:ab|ab)*",
            "(?:a|ab|b)*",
            r"(\s*\w+)*x",
            "(?:a|ab|b)*c",
            "(a*)*",
            r"(\w+\s?){1,50}y",
            "(x+x+)+y",
            "(a?){30}",
        ] {
            assert!(check(wild), "{wild}");
        }
    }
}
