//! Whether a backtracking engine needs very many steps over an expression whose loops each have one way on.
//!
//! Two things do that. Parts in a row that can share out the same characters in ever more ways (`a?a?a?…`): counted, as
//! the ways to read one character again and again. And loops in a row that read the same text (`\s*\s*\s*x`, or
//! `a.*b.*c.*d` over `abcabc…`), each a further power of the text's length; the search from every place is such a loop,
//! too (compare the degrees of ambiguity of Weber and Seidl 1991). Up to the square of the length is let pass, for that
//! is every other search; beyond it a text of some thousand characters must stay within some seconds.

use std::collections::VecDeque;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

use super::positions::{Builder, Ends, Positions};

/// Beyond so many positions an expression is not looked into; only long lists of words are that long.
const MOST_POSITIONS: usize = 500;
/// Copies of one part; what repeats more often counts as a loop.
const MOST_COPIES: u32 = 100;
/// Beyond so many ways from one position to the next it is slow for that alone.
const MOST_STEPS: usize = 40_000;
/// Ways to read [`SAME`] times one character.
const MOST_WAYS: f64 = 1e6;
const SAME: usize = 48;
/// The length of a text that has to be read within [`MOST_WORK`] steps.
const LENGTH: f64 = 4_000.0;
const MOST_WORK: f64 = 1e9;
/// Loops that are looked at one by one.
const MOST_LOOKED_AT: usize = 40;
/// Loops in a row that are looked at.
const MOST_LOOPS: i32 = 6;

/// Whether a backtracking engine may be slow over an expression.
pub(super) fn is_slow(hir: &Hir) -> bool {
    let mut chain = Chain { positions: Positions::new(MOST_POSITIONS), is_copy: Vec::new() };
    let anywhere = chain.positions.add(ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)]));
    let is_anchored = hir.properties().look_set_prefix().contains(Look::Start);
    if !is_anchored {
        chain.positions.connect(&anywhere.last, &anywhere.first);
    }
    let ends = chain.walk(hir);
    chain.positions.connect(&anywhere.last, &ends.first);
    if chain.positions.is_full {
        return false;
    }
    chain.positions.follow.iter().map(Vec::len).sum::<usize>() > MOST_STEPS || {
        let atoms = chain.atoms();
        chain.has_many_ways(&atoms) || chain.has_loops_in_a_row(&atoms)
    }
}

/// Positions, of which the first is the search from every place.
struct Chain {
    positions: Positions,
    /// Which positions only repeat what a loop behind them reads: the way over them asks for no other text.
    is_copy: Vec<bool>,
}

/// For each kind of character that the expression tells apart, which positions read it.
type Atoms = Vec<Vec<bool>>;

impl Builder for Chain {
    fn positions(&mut self) -> &mut Positions {
        &mut self.positions
    }

    fn look(&mut self, look: Look) -> Ends {
        // The beginning of a line is behind its predecessor's end.
        if look == Look::StartLF { self.positions.add_char('\n') } else { Ends::nothing() }
    }

    fn alternation(&mut self, subs: &[Hir]) -> Ends {
        let mut ends = Ends::default();
        for sub in subs {
            let next = self.walk(sub);
            ends.first.extend(next.first);
            ends.last.extend(next.last);
            ends.nullable |= next.nullable;
        }
        ends
    }

    /// Adds copies for what must be there; behind them a loop, or copies each of which needs the one before it.
    fn repetition(&mut self, repetition: &Repetition) -> Ends {
        let Repetition { min, max, .. } = *repetition;
        let sub = &repetition.sub;
        let (copies, max) = if max.unwrap_or(min) > MOST_COPIES { (min.min(1), None) } else { (min, max) };
        let mut ends = Ends::nothing();
        let first = self.positions.classes.len();
        for _ in 0..copies {
            let next = self.walk(sub);
            ends = self.positions.then(ends, next);
        }
        match max {
            None => {
                self.is_copy.resize(first, false);
                self.is_copy.resize(self.positions.classes.len(), true);
                let next = self.walk(sub);
                self.positions.connect(&next.last, &next.first);
                self.positions.then(ends, Ends { nullable: true, ..next })
            }
            Some(max) => {
                let mut lasts = Vec::new();
                for _ in copies..max {
                    lasts.extend(ends.last.iter().copied());
                    let was_nullable = ends.nullable;
                    let next = self.walk(sub);
                    ends = self.positions.then(ends, next);
                    ends.nullable |= was_nullable;
                }
                ends.last.extend(lasts);
                ends.last.sort_unstable();
                ends.last.dedup();
                ends
            }
        }
    }
}

impl Chain {
    /// Returns the kinds of characters: two that the same positions read are one.
    fn atoms(&self) -> Atoms {
        let mut starts: Vec<u32> =
            self.positions.classes.iter().flat_map(ClassUnicode::ranges).map(|range| range.start() as u32).collect();
        let behind = self.positions.classes.iter().flat_map(ClassUnicode::ranges).map(|range| range.end() as u32 + 1);
        starts.extend(behind);
        starts.sort_unstable();
        starts.dedup();
        let reads = |class: &ClassUnicode, c: u32| {
            class.ranges().binary_search_by(|range| {
                if (range.end() as u32) < c {
                    std::cmp::Ordering::Less
                } else if range.start() as u32 > c {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
        };
        let mut atoms: Atoms = starts
            .iter()
            .map(|c| self.positions.classes.iter().map(|class| reads(class, *c).is_ok()).collect())
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// Whether one character, again and again, can be read in very many ways from one place on.
    fn has_many_ways(&self, atoms: &Atoms) -> bool {
        atoms.iter().any(|reads| {
            let mut ways = vec![0.0; self.positions.follow.len()];
            let mut all = 0.0;
            for step in 0..SAME {
                let mut next = vec![0.0; ways.len()];
                for (from, follow) in self.positions.follow.iter().enumerate() {
                    let here = if from == 0 { f64::from(u8::from(step == 0)) } else { ways[from] };
                    if here > 0.0 {
                        for to in follow.iter().filter(|to| **to != 0 && reads[**to]) {
                            next[*to] += here;
                        }
                    }
                }
                all += next.iter().sum::<f64>();
                ways = next;
            }
            all > MOST_WAYS
        })
    }

    /// Whether loops follow each other that can read the same text, and the work over a text made of it is too much.
    fn has_loops_in_a_row(&self, atoms: &Atoms) -> bool {
        let loops = self.loops();
        let mut ways: Vec<(usize, usize, f64)> = Vec::new();
        for from in &loops {
            let others = loops.iter().filter(|to| *to != from && self.way(**to, *from, &|_| true).is_none());
            ways.extend(others.filter_map(|to| Some((*from, *to, self.common_text(atoms, *from, *to)?))));
        }
        // The shortest text that loops in a row share, by the last of them.
        let mut shortest: Vec<Option<f64>> =
            (0..self.positions.follow.len()).map(|at| loops.contains(&at).then_some(0.0)).collect();
        let (mut power, mut faculty) = (0, 1.0);
        while power < MOST_LOOPS {
            let mut next = vec![None; shortest.len()];
            for (from, to, length) in &ways {
                let Some(before) = shortest[*from] else { continue };
                let new: f64 = before + length;
                next[*to] = Some(next[*to].map_or(new, |old: f64| old.min(new)));
            }
            power += 1;
            faculty *= f64::from(power + 1);
            let Some(text) = next.iter().flatten().copied().reduce(f64::min) else { return false };
            let work = LENGTH * (LENGTH / text).powi(power) / faculty;
            if power > 1 && work > MOST_WORK {
                return true;
            }
            shortest = next;
        }
        false
    }

    /// Returns positions from which a way leads back to them. Of very many, those that read one character again and again, and
    /// one more of each loop.
    fn loops(&self) -> Vec<usize> {
        let again = |at: &usize| self.positions.follow[*at].contains(at);
        let mut loops: Vec<usize> = (0..self.positions.follow.len())
            .filter(|at| again(at) || self.way(*at, *at, &|_| true).is_some())
            .collect();
        if loops.len() > MOST_LOOKED_AT {
            let mut seen: Vec<usize> = Vec::new();
            loops.retain(|at| {
                let is_new = again(at) || !seen.iter().any(|other| self.way(*other, *at, &|_| true).is_some());
                if is_new {
                    seen.push(*at);
                }
                is_new
            });
        }
        loops
    }

    /// Returns how often, in characters, a text comes by a place from where one loop leads to another while both can read it
    /// all: at each one of a text of one character, else as far apart as the shortest way is long.
    fn common_text(&self, atoms: &Atoms, from: usize, to: usize) -> Option<f64> {
        let alone = |at: usize| self.positions.follow[at].contains(&at);
        let both = || atoms.iter().filter(|reads| (reads[from] || !alone(from)) && (reads[to] || !alone(to)));
        let leads = |may: &dyn Fn(usize) -> bool| {
            let (way, here, there) = (self.way(from, to, may)?, self.way(from, from, may), self.way(to, to, may)?);
            // The search begins at any place, so its own loop is always there.
            let here = if from == 0 { Some(1.0) } else { here };
            Some(way.max(here?).max(there))
        };
        if both().any(|reads| leads(&|at| reads[at]).is_some()) {
            return Some(1.0);
        }
        leads(&|at| both().any(|reads| reads[at]))
    }

    /// Returns the steps of the shortest way over positions that `may` be taken, without those over copies of a loop.
    fn way(&self, from: usize, to: usize, may: &dyn Fn(usize) -> bool) -> Option<f64> {
        let mut seen = vec![false; self.positions.follow.len()];
        let mut queue = VecDeque::from([(from, 0.0)]);
        while let Some((at, steps)) = queue.pop_front() {
            for next in self.positions.follow[at].iter().copied() {
                if next == 0 || seen[next] || !may(next) {
                    continue;
                }
                if next == to {
                    return Some(steps + 1.0);
                }
                seen[next] = true;
                if self.is_copy.get(next) == Some(&true) {
                    queue.push_front((next, steps));
                } else {
                    queue.push_back((next, steps + 1.0));
                }
            }
        }
        None
    }
}
