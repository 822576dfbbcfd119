//! A filter over a record that is asked as a known one: its terms are answered by what the reviewer said in the session.

use crate::domain::codebook::ModeEntry;
use crate::domain::filter::{Filter, Judge, Term};
use crate::domain::{Codebook, GradeView, Judgements, ModeKey, Name, Slug, TagView, Verdict};
use crate::error::Result;
use crate::store::check_term::suggested;
use crate::store::query::conditions::holds;
use crate::store::query::filter_sql::narrowing;
use crate::store::text_index::words::Words;

/// What holds of one record.
pub(super) struct AsSaid<'a> {
    /// What the reviewer said of it in the session; nobody else said anything.
    pub said: &'a Judgements,
    pub reviewer: &'a Name,
    /// The modes and criteria that the filter may name.
    pub codebook: &'a Codebook,
}

impl AsSaid<'_> {
    /// Returns the filter with the answer in the place of each term that asks people; `by` is whose judgements count.
    pub(super) fn put(&self, filter: &Filter, by: Option<&Name>) -> Result<Filter> {
        let all = |parts: &[Filter], by| parts.iter().map(|part| self.put(part, by)).collect::<Result<Vec<_>>>();
        Ok(match filter {
            Filter::Not(inner) => Filter::Not(Box::new(self.put(inner, by)?)),
            Filter::Or(parts) => Filter::Or(all(parts, by)?),
            Filter::And(parts) => {
                let narrowing = narrowing(parts);
                let is_put = |part: &&Filter| narrowing.is_none() || !matches!(part, Filter::Term(Term::By(_)));
                let parts: Vec<Filter> = parts.iter().filter(is_put).cloned().collect();
                Filter::And(all(&parts, narrowing.or(by))?)
            }
            Filter::Term(Term::Suggested(mode)) => self.put(&suggested(mode, self.codebook)?, by)?,
            Filter::Term(Term::By(name)) => truth(name == self.reviewer && *self.said != Judgements::default()),
            Filter::Term(term) if term.asks_people() => {
                let nothing = Judgements::default();
                let is_own = by.is_none_or(|by| by == self.reviewer);
                truth(self.answer(term, if is_own { self.said } else { &nothing })?)
            }
            Filter::All | Filter::Body(_) | Filter::Term(_) => filter.clone(),
        })
    }

    fn answer(&self, term: &Term, said: &Judgements) -> Result<bool> {
        let verdict = said.verdicts.first().map(|view| view.verdict);
        let tags = |is: &dyn Fn(&ModeEntry) -> bool| said.tags.iter().any(|tag| self.mode_of(tag).is_some_and(is));
        let is_stale = |grade: &&GradeView| {
            let criterion = self.codebook.criterion_of(&grade.criterion);
            criterion.is_some_and(|criterion| grade.version < criterion.meaning_version())
        };
        Ok(match term {
            Term::Verdict(Judge::Is(asked)) => verdict == Some(*asked),
            Term::Verdict(Judge::Any) | Term::Reviewed(true) => verdict.is_some(),
            Term::Verdict(Judge::None) | Term::Reviewed(false) => verdict.is_none(),
            Term::Mode(Judge::Is(typed)) => {
                let mode = self.codebook.resolve_mode(self.codebook.known_mode(&Slug::of(typed))?);
                tags(&|tagged| tagged.identity.key == mode.identity.key)
            }
            Term::Mode(Judge::Any) => !said.tags.is_empty(),
            Term::Mode(Judge::None) => said.tags.is_empty(),
            Term::Severity(bound) => tags(&|mode| holds(*bound, f64::from(mode.severity))),
            Term::Note(phrase) => {
                let words = Words::new(&phrase.text, phrase.is_prefix)?;
                said.notes.iter().any(|note| words.are_in(note.text.raw()))
            }
            Term::Corrected(yes) => said.corrections.is_empty() != *yes,
            // It takes two to disagree, and nothing was settled.
            Term::Disputed(yes) | Term::Settled(yes) => !yes,
            Term::Contradiction(yes) => {
                let against = !said.tags.is_empty() || said.grades.iter().any(|grade| grade.answer.word() == "not-met");
                let replaced = said.verdicts.iter().any(|view| view.replaced.is_some());
                (replaced || (verdict == Some(Verdict::Pass) && against)) == *yes
            }
            Term::Criterion(typed) => !self.grades(said, typed)?.is_empty(),
            Term::Grade { criterion, answer } => {
                self.grades(said, criterion)?.iter().any(|grade| grade.answer == *answer)
            }
            Term::Stale(Judge::Is(typed)) => self.grades(said, typed)?.iter().any(is_stale),
            Term::Stale(Judge::Any) => said.grades.iter().any(|grade| is_stale(&grade)),
            Term::Stale(Judge::None) => !said.grades.iter().any(|grade| is_stale(&grade)),
            // The others are put in their places before, or ask nobody.
            _ => false,
        })
    }

    fn mode_of(&self, tag: &TagView) -> Option<&ModeEntry> {
        let key: &ModeKey = &tag.mode;
        self.codebook.mode_of(key).map(|mode| self.codebook.resolve_mode(mode))
    }

    fn grades<'s>(&self, said: &'s Judgements, typed: &str) -> Result<Vec<&'s GradeView>> {
        let key = &self.codebook.known_criterion(&Slug::of(typed))?.identity.key;
        Ok(said.grades.iter().filter(|grade| grade.criterion == *key).collect())
    }
}

fn truth(holds: bool) -> Filter {
    if holds { Filter::All } else { Filter::Not(Box::new(Filter::All)) }
}
