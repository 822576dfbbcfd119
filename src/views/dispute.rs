//! What reviewers answered differently on one record, side by side, and what they settled on.

use crate::domain::{
    Answer, CodebookView, Judgements, Name, SettleTarget, SettledAnswer, SettledView, Span, Untrusted, Verdict,
};

/// What reviewers answered differently on one record, or settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DisputeView {
    /// Those who answered, in the order in which they did.
    pub people: Vec<Name>,
    /// The questions: the verdict, then modes, then criteria.
    pub questions: Vec<DisputedQuestion>,
}

/// One question, with what each answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputedQuestion {
    /// The question.
    pub target: SettleTarget,
    /// Its name.
    pub name: String,
    /// What each of [`DisputeView::people`] answered.
    pub answers: Vec<Option<GivenAnswer>>,
    /// What was settled, unless the criterion has changed its meaning since.
    pub settled: Option<SettledView>,
}

/// What one reviewer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// In a word or two.
    pub words: &'static str,
    /// Whether it says that the output is bad; `None` where it decides nothing.
    pub is_bad: Option<bool>,
    /// The evidence.
    pub evidence: Vec<Span>,
    /// Why it was deferred or declined.
    pub reason: Option<Untrusted>,
}

impl GivenAnswer {
    const fn new(words: &'static str, is_bad: Option<bool>) -> Self {
        Self { words, is_bad, evidence: Vec::new(), reason: None }
    }
}

impl DisputedQuestion {
    /// Returns whether reviewers answered differently and settled on nothing.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.settled.is_none() && self.differs()
    }

    fn differs(&self) -> bool {
        let mut answers = self.answers.iter().flatten().filter(|answer| answer.is_bad.is_some());
        let first = answers.next().and_then(|answer| answer.is_bad);
        answers.any(|answer| answer.is_bad != first)
    }
}

impl DisputeView {
    /// Collects what was answered differently, or settled, from what people said of a record.
    #[must_use]
    pub fn of(judgements: &Judgements, book: &CodebookView) -> Self {
        let mut people: Vec<Name> = Vec::new();
        let given = judgements.verdicts.iter().map(|view| &view.reviewer);
        let given = given.chain(judgements.tags.iter().map(|tag| &tag.reviewer));
        for name in given.chain(judgements.grades.iter().map(|grade| &grade.reviewer)) {
            if !people.contains(name) {
                people.push(name.clone());
            }
        }
        let mut questions = vec![verdict(judgements, &people)];
        questions.extend(book.modes.iter().map(|mode| {
            let answers = people.iter().map(|name| mode_answer(judgements, &mode.key, name)).collect();
            question(judgements, SettleTarget::Mode(mode.key.clone()), mode.name.as_str(), answers)
        }));
        questions.extend(book.criteria.iter().filter(|criterion| !criterion.retired).map(|criterion| {
            let answers = people.iter().map(|name| {
                let of_name = |grade: &&crate::domain::GradeView| {
                    grade.criterion == criterion.key && grade.reviewer == *name && !grade.stale
                };
                judgements.grades.iter().rfind(of_name).map(|grade| grade_answer(grade.answer))
            });
            let target = SettleTarget::Criterion(criterion.key.clone());
            question(judgements, target, criterion.name.as_str(), answers.collect())
        }));
        questions.retain(|question| question.settled.is_some() || question.differs());
        Self { people, questions }
    }

    /// Returns whether anything is answered differently and not settled.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.questions.iter().any(DisputedQuestion::is_open)
    }
}

fn question(
    judgements: &Judgements,
    target: SettleTarget,
    name: &str,
    answers: Vec<Option<GivenAnswer>>,
) -> DisputedQuestion {
    let settled = judgements.settled.iter().rfind(|view| view.target == target && !view.stale).cloned();
    DisputedQuestion { target, name: name.to_owned(), answers, settled }
}

fn verdict(judgements: &Judgements, people: &[Name]) -> DisputedQuestion {
    let answers = people.iter().map(|name| {
        let view = judgements.verdicts.iter().find(|view| view.reviewer == *name)?;
        let is_bad = match view.verdict {
            Verdict::Pass => Some(false),
            Verdict::Fail => Some(true),
            Verdict::Defer | Verdict::Declined => None,
        };
        Some(GivenAnswer { reason: view.reason.clone(), ..GivenAnswer::new(view.verdict.word(), is_bad) })
    });
    question(judgements, SettleTarget::Verdict, "verdict", answers.collect())
}

/// Returns what a reviewer said of a mode: tagged, or passed without it. Who failed it for something else said nothing.
fn mode_answer(judgements: &Judgements, mode: &crate::domain::ModeKey, name: &Name) -> Option<GivenAnswer> {
    let tags: Vec<_> = judgements.tags.iter().filter(|tag| tag.mode == *mode && tag.reviewer == *name).collect();
    if !tags.is_empty() {
        let evidence = tags.iter().filter_map(|tag| tag.span).collect();
        return Some(GivenAnswer { evidence, ..GivenAnswer::new("tagged", Some(true)) });
    }
    let view = judgements.verdicts.iter().find(|view| view.reviewer == *name)?;
    Some(match view.verdict {
        Verdict::Pass => GivenAnswer::new("not tagged", Some(false)),
        Verdict::Fail | Verdict::Defer | Verdict::Declined => GivenAnswer::new("not tagged", None),
    })
}

const fn grade_answer(answer: Answer) -> GivenAnswer {
    match answer {
        Answer::Met => GivenAnswer::new("met", Some(false)),
        Answer::NotMet => GivenAnswer::new("not met", Some(true)),
        Answer::Na => GivenAnswer::new("n/a", None),
    }
}

/// Returns how a settled answer reads.
#[must_use]
pub const fn settled_words(answer: SettledAnswer) -> &'static str {
    match answer {
        SettledAnswer::Pass => "pass",
        SettledAnswer::Fail => "fail",
        SettledAnswer::Declined => "declined",
        SettledAnswer::Yes => "shown",
        SettledAnswer::No => "not shown",
        SettledAnswer::Met => "met",
        SettledAnswer::NotMet => "not met",
        SettledAnswer::Na => "n/a",
    }
}
