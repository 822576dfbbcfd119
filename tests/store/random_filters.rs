//! Random filters, for laws that must hold for every one.

use gemba::domain::filter::{
    Amount, BodyTerm, Bound, CheckSays, Compare, Filter, Format, Glob, Judge, Measure, Phrase, Place, Term, TimeRef,
};
use gemba::domain::{Answer, Name, Time, Verdict};
use proptest::prelude::*;

pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "\\PC{1,12}",
        Just("OR".to_owned()),
        Just("NOT".to_owned()),
        Just("none".to_owned()),
        Just("any".to_owned()),
        Just("-x:\"\\".to_owned()),
        Just("(a) \n\t".to_owned()),
        Just("/".to_owned()),
    ]
    .prop_filter("not blank", |text| !text.trim().is_empty())
}

fn phrase() -> impl Strategy<Value = Phrase> {
    let text = prop_oneof![4 => text(), 1 => Just("*".to_owned()), 1 => Just("a*".to_owned())];
    (text, any::<bool>()).prop_map(|(text, is_prefix)| Phrase { text, is_prefix })
}

fn glob() -> impl Strategy<Value = Glob> {
    prop_oneof![text(), Just(String::new())].prop_map(Glob)
}

fn judged<T: std::fmt::Debug + Clone + 'static>(
    of: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Judge<T>> {
    prop_oneof![of.prop_map(Judge::Is), Just(Judge::Any), Just(Judge::None)]
}

fn bound() -> impl Strategy<Value = Bound> {
    let compare = prop::sample::select(Compare::ALL.to_vec());
    let number = prop_oneof![(0_u32..10_000).prop_map(f64::from), -1e6..1e6_f64, prop::num::f64::NORMAL];
    (compare, number).prop_map(|(compare, number)| Bound { compare, amount: Amount::new(number).unwrap() })
}

fn time() -> impl Strategy<Value = TimeRef> {
    prop_oneof![
        (0_i64..i64::MAX).prop_map(TimeRef::Ago),
        (0_i64..1_000).prop_map(|days| TimeRef::Ago(days * 86_400_000)),
        (-60_000_000_000_000_i64..250_000_000_000_000).prop_map(|at| TimeRef::At(Time(at))),
    ]
}

fn body_term() -> impl Strategy<Value = BodyTerm> {
    let place = prop::sample::select(vec![Place::Anywhere, Place::User, Place::Output, Place::Input, Place::Tool]);
    let expression = "([a-z(|)* ]|\\\\/|\\\\\\\\|\\\\d){1,8}";
    prop_oneof![
        (place, phrase()).prop_map(|(place, phrase)| BodyTerm::Words { place, phrase }),
        (expression, any::<bool>()).prop_map(|(pattern, ignore_case)| BodyTerm::Regex { pattern, ignore_case }),
        (text(), prop::sample::select(CheckSays::ALL.to_vec())).prop_map(|(name, says)| BodyTerm::Check { name, says }),
        (text(), glob()).prop_map(|(path, value)| BodyTerm::Meta { path, value }),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let verdicts = prop::sample::select(vec![Verdict::Pass, Verdict::Fail, Verdict::Defer]);
    let answers = prop::sample::select(vec![Answer::Met, Answer::NotMet, Answer::Na]);
    let formats =
        prop::sample::select(vec![Format::Json, Format::InvalidJson, Format::Markdown, Format::Text, Format::Empty]);
    let measures = prop::sample::select(vec![Measure::Latency, Measure::Tokens, Measure::OutputLength, Measure::Cost]);
    prop_oneof![
        judged(verdicts).prop_map(Term::Verdict),
        judged(text()).prop_map(Term::Mode),
        phrase().prop_map(Term::Note),
        judged(prop_oneof![text(), Just("yes".to_owned())]).prop_map(Term::Suggested),
        text().prop_map(Term::Saved),
        "[a-z]{1,5}( [A-Z]{1,3})?".prop_map(|text| Term::By(Name::new(&text).unwrap())),
        glob().prop_map(Term::Id),
        glob().prop_map(Term::Model),
        glob().prop_map(Term::Prompt),
        glob().prop_map(Term::Source),
        glob().prop_map(Term::Conversation),
        time().prop_map(Term::Since),
        time().prop_map(Term::Until),
        any::<bool>().prop_map(Term::Reviewed),
        any::<bool>().prop_map(Term::Disputed),
        any::<bool>().prop_map(Term::Contradiction),
        any::<bool>().prop_map(Term::Corrected),
        formats.prop_map(Term::Format),
        any::<bool>().prop_map(Term::Error),
        bound().prop_map(Term::Severity),
        text().prop_map(Term::Criterion),
        (text(), answers).prop_map(|(criterion, answer)| Term::Grade { criterion, answer }),
        judged(text()).prop_map(Term::Stale),
        (text(), any::<bool>()).prop_map(|(judge, fails)| Term::Result { judge: Glob(judge), fails }),
        (measures, bound()).prop_map(|(measure, bound)| Term::Measure(measure, bound)),
    ]
}

pub(super) fn filter() -> impl Strategy<Value = Filter> {
    let terms = prop_oneof![6 => term().prop_map(Filter::Term), 1 => body_term().prop_map(Filter::Body)];
    terms.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::And),
            prop::collection::vec(inner, 2..4).prop_map(Filter::Or),
        ]
    })
}
