//! The position automaton of an expression (Glushkov 1961): one position per character of it, and what can follow each.
//! `danger` and `slow` build it with different rules for repetitions and alternatives, and ask different things of it.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

/// Where a part of an expression can begin and end, and whether it can be empty.
#[derive(Debug, Default, Clone)]
pub(super) struct Ends {
    pub(super) first: Vec<usize>,
    pub(super) last: Vec<usize>,
    pub(super) nullable: bool,
}

impl Ends {
    /// Returns the ends of a part that is always empty.
    pub(super) fn nothing() -> Self {
        Self { nullable: true, ..Self::default() }
    }
}

/// Positions and what can follow each.
#[derive(Debug)]
pub(super) struct Positions {
    /// What each position reads.
    pub(super) classes: Vec<ClassUnicode>,
    pub(super) follow: Vec<Vec<usize>>,
    /// Whether a position was to follow another in two ways.
    pub(super) has_doubles: bool,
    /// Whether the expression has more positions than were allowed; then nothing can be said of it.
    pub(super) is_full: bool,
    most: usize,
}

impl Positions {
    /// Makes an automaton of at most so many positions.
    pub(super) const fn new(most: usize) -> Self {
        Self { classes: Vec::new(), follow: Vec::new(), has_doubles: false, is_full: false, most }
    }

    pub(super) fn add(&mut self, class: ClassUnicode) -> Ends {
        if self.classes.len() >= self.most {
            self.is_full = true;
            return Ends::default();
        }
        self.classes.push(class);
        self.follow.push(Vec::new());
        let at = self.classes.len() - 1;
        Ends { first: vec![at], last: vec![at], nullable: false }
    }

    pub(super) fn add_char(&mut self, c: char) -> Ends {
        self.add(ClassUnicode::new([ClassUnicodeRange::new(c, c)]))
    }

    pub(super) fn connect(&mut self, from: &[usize], to: &[usize]) {
        for at in from {
            let Some(follow) = self.follow.get_mut(*at) else { continue };
            for next in to {
                if follow.contains(next) {
                    self.has_doubles = true;
                } else {
                    follow.push(*next);
                }
            }
        }
    }

    /// Puts one part behind another.
    pub(super) fn then(&mut self, mut a: Ends, b: Ends) -> Ends {
        self.connect(&a.last, &b.first);
        if a.nullable {
            a.first.extend(&b.first);
        }
        if b.nullable {
            a.last.extend(b.last);
        } else {
            a.last = b.last;
        }
        a.nullable &= b.nullable;
        a
    }
}

/// Builds an automaton, with its own rules for what has more than one way.
pub(super) trait Builder {
    fn positions(&mut self) -> &mut Positions;

    fn look(&mut self, look: Look) -> Ends;

    fn repetition(&mut self, repetition: &Repetition) -> Ends;

    fn alternation(&mut self, subs: &[Hir]) -> Ends;

    /// Adds the positions of an expression and returns where it begins and ends.
    fn walk(&mut self, hir: &Hir) -> Ends {
        match hir.kind() {
            HirKind::Empty => Ends::nothing(),
            HirKind::Look(look) => self.look(*look),
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Literal(literal) => {
                let positions = self.positions();
                String::from_utf8_lossy(&literal.0).chars().fold(Ends::nothing(), |ends, c| {
                    let next = positions.add_char(c);
                    positions.then(ends, next)
                })
            }
            HirKind::Class(Class::Unicode(class)) => self.positions().add(class.clone()),
            HirKind::Class(Class::Bytes(class)) => {
                self.positions().add(class.to_unicode_class().unwrap_or_else(ClassUnicode::empty))
            }
            HirKind::Repetition(repetition) => self.repetition(repetition),
            HirKind::Concat(subs) => subs.iter().fold(Ends::nothing(), |ends, sub| {
                let next = self.walk(sub);
                self.positions().then(ends, next)
            }),
            HirKind::Alternation(subs) => self.alternation(subs),
        }
    }
}
