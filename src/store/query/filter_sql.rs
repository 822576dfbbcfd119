//! Filter → SQL. Every literal is bound; the SQL text holds only words of this file.
//!
//! What only a body can answer (words, expressions, logged fields) is asked in Rust: SQL gives a superset of the
//! records, with its own part of the answer as columns, and the tree is evaluated exactly on each.

use rusqlite::types::Value;

use crate::domain::codebook::{CriterionEntry, ModeEntry};
use crate::domain::filter::{Bound, Filter, Glob, Judge, Term, TimeRef};
use crate::domain::{Codebook, Name, Slug, Time};
use crate::error::Result;
use crate::store::check_term::suggested;
use crate::store::query::body_filter::Body;
use crate::store::query::conditions::{
    DISPUTED, among, contradictions, holds, logged, negated, of_source, over_settled,
};
use crate::store::query::tree::Tree;
use crate::store::records::find::range;
use crate::store::records::shape;

/// A filter, ready to run.
pub(crate) struct FilterPlan {
    /// Holds for at least the records that the filter holds for.
    pub condition: String,
    /// What `?1`, `?2`, … stand for.
    pub values: Vec<Value>,
    /// Further result columns, each 0, 1 or null.
    pub columns: Vec<String>,
    /// The exact answer, where the condition is not exact by itself.
    pub tree: Option<Tree>,
}

impl FilterPlan {
    /// Returns whether the condition leaves records out.
    pub(crate) fn narrows(&self) -> bool {
        !self.condition.split(|c: char| !c.is_ascii_alphanumeric()).all(|word| matches!(word, "" | "1" | "AND" | "OR"))
    }
}

/// A compiled piece.
enum Piece {
    Exact(String),
    /// `over` holds wherever the piece may hold, `under` wherever its negation may.
    Mixed {
        over: String,
        under: String,
        tree: Tree,
    },
}

/// Compiles a filter. `codebook` knows the modes and criteria that it may name.
pub(crate) fn plan(filter: &Filter, now: Time, codebook: &Codebook) -> Result<FilterPlan> {
    let mut compiler = Compiler { now, codebook, values: Vec::new(), columns: Vec::new() };
    let piece = compiler.piece(filter, None)?;
    let (condition, tree) = match piece {
        Piece::Exact(sql) => (sql, None),
        Piece::Mixed { over, tree, .. } => (over, Some(tree)),
    };
    Ok(FilterPlan { condition, values: compiler.values, columns: compiler.columns, tree })
}

struct Compiler<'a> {
    now: Time,
    codebook: &'a Codebook,
    values: Vec<Value>,
    columns: Vec<String>,
}

impl Compiler<'_> {
    fn piece(&mut self, filter: &Filter, by: Option<&Name>) -> Result<Piece> {
        match filter {
            Filter::All => Ok(Piece::Exact("1".to_owned())),
            Filter::Term(Term::Suggested(mode)) => self.piece(&suggested(mode, self.codebook)?, by),
            Filter::Term(term) => Ok(Piece::Exact(self.term(term, by)?)),
            Filter::Body(term) => {
                let (anything, body) = ("1".to_owned(), Body::compile(term, self.codebook)?);
                Ok(Piece::Mixed { over: anything.clone(), under: anything, tree: Tree::Body(Box::new(body)) })
            }
            Filter::Not(inner) => Ok(match self.piece(inner, by)? {
                Piece::Exact(sql) => Piece::Exact(negated(&sql)),
                Piece::Mixed { over, under, tree } => {
                    Piece::Mixed { over: under, under: over, tree: Tree::Not(Box::new(tree)) }
                }
            }),
            Filter::And(parts) => {
                let narrowing = narrowing(parts);
                let mut pieces = Vec::new();
                for part in parts {
                    if narrowing.is_some() && matches!(part, Filter::Term(Term::By(_))) {
                        continue;
                    }
                    pieces.push(self.piece(part, narrowing.or(by))?);
                }
                Ok(self.joined(pieces, true))
            }
            Filter::Or(parts) => {
                let pieces = parts.iter().map(|part| self.piece(part, by)).collect::<Result<Vec<_>>>()?;
                Ok(self.joined(pieces, false))
            }
        }
    }

    fn joined(&mut self, pieces: Vec<Piece>, is_and: bool) -> Piece {
        let (word, other) = if is_and { (" AND ", " OR ") } else { (" OR ", " AND ") };
        let is_exact = pieces.iter().all(|piece| matches!(piece, Piece::Exact(_)));
        let (mut overs, mut unders, mut trees) = (Vec::new(), Vec::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Exact(sql) => {
                    unders.push(negated(&sql));
                    if !is_exact {
                        self.columns.push(sql.clone());
                        trees.push(Tree::Column(self.columns.len() - 1));
                    }
                    overs.push(sql);
                }
                Piece::Mixed { over, under, tree } => {
                    overs.push(over);
                    unders.push(under);
                    trees.push(tree);
                }
            }
        }
        let over = format!("({})", overs.join(word));
        if is_exact {
            return Piece::Exact(over);
        }
        let tree = if is_and { Tree::And(trees) } else { Tree::Or(trees) };
        Piece::Mixed { over, under: format!("({})", unders.join(other)), tree }
    }

    /// A term that SQL answers. Null counts as false; [`negated`] looks after that.
    fn term(&mut self, term: &Term, by: Option<&Name>) -> Result<String> {
        // A value that no term names would be one too many for the statement.
        let narrowed = match by.filter(|_| is_narrowed(term)) {
            Some(by) => format!(" AND reviewer = {}", self.bind(by.as_str().to_owned())),
            None => String::new(),
        };
        Ok(match term {
            Term::Verdict(Judge::Is(verdict)) => {
                let verdict = self.bind(verdict.word().to_owned());
                let given = format!("SELECT record FROM verdict WHERE verdict = {verdict}{narrowed}");
                over_settled(&given, "target = 'verdict'", &verdict, by)
            }
            Term::Verdict(Judge::Any) | Term::Reviewed(true) => {
                format!("record.id IN (SELECT record FROM verdict WHERE 1{narrowed})")
            }
            Term::Verdict(Judge::None) | Term::Reviewed(false) => {
                format!("record.id NOT IN (SELECT record FROM verdict WHERE 1{narrowed})")
            }
            Term::Corrected(yes) => {
                let not = if *yes { "" } else { "NOT " };
                format!("record.id {not}IN (SELECT record FROM correction WHERE 1{narrowed})")
            }
            Term::Mode(Judge::Is(typed)) => {
                let mode = self.codebook.resolve_mode(self.codebook.known_mode(&Slug::of(typed))?);
                self.tagged(&self.codebook.merged_group(&mode.identity.key), &narrowed, by)
            }
            Term::Mode(Judge::Any) => format!("record.id IN (SELECT record FROM tag WHERE 1{narrowed})"),
            Term::Mode(Judge::None) => format!("record.id NOT IN (SELECT record FROM tag WHERE 1{narrowed})"),
            // Others are put in their places before; on their own they hold nothing.
            Term::Saved(_) | Term::Suggested(_) => "0".to_owned(),
            Term::Disputed(yes) => among(DISPUTED, *yes),
            Term::Settled(yes) => among("SELECT record FROM settled", *yes),
            Term::Contradiction(yes) => among(&contradictions(&narrowed), *yes),
            Term::Note(phrase) => {
                let (text, is_prefix) = (self.bind(phrase.text.clone()), i64::from(phrase.is_prefix));
                format!("record.id IN (SELECT record FROM note WHERE gemba_words({text}, {is_prefix}, text){narrowed})")
            }
            Term::By(name) => {
                let name = self.bind(name.as_str().to_owned());
                let tables = ["verdict", "tag", "note", "correction", "grade", "settled"];
                let said = tables.map(|table| format!("SELECT record FROM {table} WHERE reviewer = {name}"));
                format!("record.id IN ({})", said.join(" UNION ALL "))
            }
            Term::Id(Glob(pattern)) => self.named(pattern),
            Term::Model(glob) => format!("record.model IN ({})", self.terms_like(glob)),
            Term::Prompt(glob) => format!("record.prompt IN ({})", self.terms_like(glob)),
            Term::Source(Glob(pattern)) => of_source(&self.bind(pattern.as_str().to_owned())),
            Term::Conversation(Glob(pattern)) => {
                let pattern = self.bind(pattern.as_str().to_owned());
                format!("(record.conversation IS NOT NULL AND gemba_glob({pattern}, record.conversation))")
            }
            Term::Since(at) => format!("record.ts >= {}", self.bind(self.time(*at))),
            Term::Until(at) => format!("record.ts < {}", self.bind(self.time(*at))),
            Term::Format(shape) => format!("record.shape = {}", shape::number(*shape)),
            Term::Error(yes) => format!("record.has_error = {}", u8::from(*yes)),
            Term::Severity(bound) => {
                let severe = |mode: &&ModeEntry| holds(*bound, f64::from(self.codebook.resolve_mode(mode).severity));
                let severe = self.codebook.modes.iter().filter(severe);
                self.tagged(&severe.map(|mode| &mode.identity.key).collect::<Vec<_>>(), &narrowed, by)
            }
            Term::Criterion(typed) => {
                let criterion = self.criterion(typed)?;
                format!("record.id IN (SELECT record FROM grade WHERE criterion = {criterion}{narrowed})")
            }
            Term::Grade { criterion, answer } => {
                let criterion = self.criterion(criterion)?;
                let answer = self.bind(answer.word().to_owned());
                let given =
                    format!("SELECT record FROM grade WHERE criterion = {criterion} AND answer = {answer}{narrowed}");
                over_settled(&given, &format!("target = 'criterion:' || {criterion}"), &answer, by)
            }
            Term::Stale(of) => {
                let criteria = match of {
                    Judge::Is(typed) => std::slice::from_ref(self.codebook.known_criterion(&Slug::of(typed))?),
                    Judge::Any | Judge::None => &self.codebook.criteria,
                };
                let not = if matches!(of, Judge::None) { "NOT " } else { "" };
                let stale = self.stale(criteria);
                format!("record.id {not}IN (SELECT record FROM grade WHERE {stale}{narrowed})")
            }
            Term::Result { judge: Glob(pattern), fails } => {
                let (judge, fails) = (self.bind(pattern.as_str().to_owned()), self.bind(i64::from(*fails)));
                format!(
                    "record.id IN (SELECT record FROM result_answer
                     WHERE is_same = 1 AND fails = {fails} AND gemba_glob({judge}, judge)
                       AND run = (SELECT max(run) FROM result_answer WHERE gemba_glob({judge}, judge)))"
                )
            }
            Term::Measure(measure, Bound { compare, amount }) => {
                format!("{} {} {}", logged(*measure), compare.sign(), self.bind(amount.get()))
            }
        })
    }

    /// Returns the condition of records with a tag of one of these modes.
    fn tagged(&mut self, modes: &[&Slug], narrowed: &str, by: Option<&Name>) -> String {
        let modes = self.bind(serde_json::to_string(modes).unwrap_or_default());
        let given = format!("SELECT record FROM tag WHERE mode IN (SELECT value FROM json_each({modes})){narrowed}");
        over_settled(&given, &format!("target IN (SELECT 'mode:' || value FROM json_each({modes}))"), "'yes'", by)
    }

    /// Returns the condition of records with an external id of this pattern, or whose ids, present or former, begin so.
    fn named(&mut self, pattern: &str) -> String {
        let external = self.bind(pattern.to_owned());
        let external = format!("(record.external_id IS NOT NULL AND gemba_glob({external}, record.external_id))");
        let digits = pattern.strip_suffix('*').unwrap_or(pattern).to_ascii_lowercase();
        let Some((low, high)) = range(&digits) else { return external };
        let between = format!("key BETWEEN {} AND {}", self.bind(low.0.to_vec()), self.bind(high.0.to_vec()));
        format!("({external} OR record.{between} OR record.key IN (SELECT now FROM alias WHERE {between}))")
    }

    fn criterion(&mut self, typed: &str) -> Result<String> {
        let key = &self.codebook.known_criterion(&Slug::of(typed))?.identity.key;
        Ok(self.bind(key.as_str().to_owned()))
    }

    /// Returns the condition of grades under an older meaning than the present one of one of these criteria.
    fn stale(&mut self, criteria: &[CriterionEntry]) -> String {
        let mut stale = vec!["0".to_owned()];
        for criterion in criteria {
            let key = self.bind(criterion.identity.key.as_str().to_owned());
            stale
                .push(format!("criterion = {key} AND version < {}", self.bind(i64::from(criterion.meaning_version()))));
        }
        format!("({})", stale.join(" OR "))
    }

    fn terms_like(&mut self, Glob(pattern): &Glob) -> String {
        format!("SELECT id FROM term WHERE gemba_glob({}, text)", self.bind(pattern.as_str().to_owned()))
    }

    fn time(&self, at: TimeRef) -> i64 {
        match at {
            TimeRef::Ago(millis) => self.now.0.saturating_sub(millis),
            TimeRef::At(time) => time.0,
        }
    }

    /// Binds a literal and gives its place.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }
}

/// `by:` in an AND group narrows the judgement terms of that group to one reviewer; without any it stands for itself.
pub(crate) fn narrowing(parts: &[Filter]) -> Option<&Name> {
    let mut reviewers = parts.iter().filter_map(|part| match part {
        Filter::Term(Term::By(name)) => Some(name),
        _ => None,
    });
    let reviewer = reviewers.next().filter(|_| reviewers.next().is_none())?;
    parts.iter().any(|part| part.any(&is_narrowed)).then_some(reviewer)
}

/// Returns whether a term asks what one reviewer said; a dispute needs two, and a suggestion is made by checks.
const fn is_narrowed(term: &Term) -> bool {
    term.asks_people() && !matches!(term, Term::Disputed(_) | Term::Settled(_) | Term::Suggested(_))
}
