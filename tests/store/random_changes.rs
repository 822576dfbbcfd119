//! Random changes and random sittings, for laws that must hold whatever people do.

use gemba::domain::{
    Answer, Change, CheckSpec, CriterionKey, CriterionSettings, Edit, Purpose, RecordId, SettleTarget, SettledAnswer,
    SettledBy, Slug, Span, TagAnswer, TagSource, Target, Verdict,
};
use proptest::prelude::*;

use super::workspace::{name, numbered, slug};

/// One step of a random sitting. Records, modes and the like are small numbers, so that steps meet.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Say(u8, Vec<Change>),
    Undo(u8),
    Redo(u8),
    Reopen,
}

pub(super) const RECORDS: u32 = 4;

pub(super) fn reviewer(number: u8) -> &'static str {
    ["ana", "ben", "eve"][usize::from(number % 3)]
}

fn record() -> impl Strategy<Value = RecordId> {
    (0..RECORDS).prop_map(|number| RecordId::of(&numbered(number)))
}

fn key() -> impl Strategy<Value = Slug> {
    prop::sample::select(vec!["alpha", "beta", "gamma", "delta"]).prop_map(slug)
}

fn named() -> impl Strategy<Value = gemba::domain::Name> {
    prop::sample::select(vec!["Alpha", "Beta", "Gamma", "Delta"]).prop_map(name)
}

fn span() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![
        3 => Just(None),
        1 => (0_u32..3, 1_u32..4).prop_map(|(start, length)| Some(Span { turn: None, start, end: start + length })),
        1 => Just(Some(Span { turn: Some(0), start: 0, end: 2 })),
    ]
}

fn letter() -> impl Strategy<Value = Option<char>> {
    prop::option::of(prop::sample::select(vec!['a', 'b', 'x']))
}

fn spec() -> impl Strategy<Value = CheckSpec> {
    (0_u32..3).prop_map(|chars| CheckSpec {
        kind: "min-length".to_owned(),
        params: [("chars".to_owned(), chars.into())].into_iter().collect(),
    })
}

fn check_key() -> impl Strategy<Value = CriterionKey> {
    (key(), prop::sample::select(vec!["", "-2"])).prop_map(|(key, number)| slug(&format!("{key}-min-length{number}")))
}

fn settings() -> impl Strategy<Value = CriterionSettings> {
    let texts = || prop::option::of(prop::sample::select(vec!["", "always"]).prop_map(gemba::domain::Untrusted::from));
    let owners = prop::option::of(prop::option::of(prop::sample::select(vec!["ana", "ben"]).prop_map(name)));
    (texts(), texts(), prop::option::of(any::<bool>()), prop::option::of(-0.1_f64..1.1), owners).prop_map(
        |(use_when, avoid_when, must_pass, tau, owner)| CriterionSettings {
            use_when,
            avoid_when,
            must_pass,
            tau,
            owner,
        },
    )
}

fn settlement() -> impl Strategy<Value = Change> {
    let targets = prop_oneof![
        Just(SettleTarget::Verdict),
        key().prop_map(SettleTarget::Mode),
        key().prop_map(SettleTarget::Criterion)
    ];
    let answers = prop::option::of(prop::sample::select(SettledAnswer::ALL.to_vec()));
    (record(), targets, answers, prop::sample::select(SettledBy::ALL.to_vec())).prop_map(
        |(record, target, answer, how)| {
            let by = vec![name("ana"), name("ben")];
            Change::Settle { record, target, version: 0, answer, by, how }
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    let verdicts = prop::option::of(prop::sample::select(Verdict::ALL.to_vec()));
    let answers = prop::option::of(prop::sample::select(vec![Answer::Met, Answer::NotMet, Answer::Na]));
    let purposes = prop::sample::select(vec![Purpose::First, Purpose::Regrade, Purpose::Noise]);
    let edits = prop::sample::select(vec![Edit::Meaning, Edit::Wording]);
    let words = prop::sample::select(vec!["one", "two"]).prop_map(gemba::domain::Untrusted::from).boxed();
    let keys = prop::collection::vec(key(), 0..3).boxed();
    let targets = prop_oneof![key().prop_map(Target::Mode), key().prop_map(Target::Criterion)];
    prop_oneof![
        3 => (record(), verdicts, prop::option::of(words.clone()))
            .prop_map(|(record, verdict, reason)| Change::Verdict { record, verdict, reason }),
        4 => (record(), key(), span()).prop_map(|(record, mode, span)| Change::Tag { record, mode, span }),
        2 => (record(), key()).prop_map(|(record, mode)| Change::Untag { record, mode }), 2 => (record(), prop::option::of(words.clone())).prop_map(|(record, text)| Change::Correction { record, text }),
        2 => (record(), span(), prop::option::of(words.clone())).prop_map(|(record, span, text)| Change::Note { record, span, text }),
        3 => (record(), key(), 0_u32..3, answers, purposes)
            .prop_map(|(record, criterion, version, answer, purpose)| Change::Grade { record, criterion, version, answer, purpose }),
        3 => settlement(),
        4 => (named(), 1_u8..4, letter()).prop_map(|(name, severity, hotkey)| Change::ModeAdd { name, definition: "d".into(), severity, hotkey }),
        2 => (key(), prop::option::of(named()), prop::option::of(1_u8..4), prop::option::of(letter()))
            .prop_map(|(mode, name, severity, hotkey)| Change::ModeEdit { mode, name, definition: None, severity, hotkey }),
        2 => (key(), key()).prop_map(|(mode, into)| Change::ModeMerge { mode, into }),
        3 => (key(), 0..3).prop_map(|(mode, way)| if way == 0 { Change::ModeRetire { mode } } else { Change::ModeRevive { mode } }),
        4 => (named(), keys.clone()).prop_map(|(name, modes)| Change::CriterionAdd { name, text: "t".into(), modes, record: None, number: None }),
        2 => (key(), words.clone(), edits, prop::option::of(record()))
            .prop_map(|(criterion, text, edit, record)| Change::CriterionRevise { criterion, text, edit, reason: "r".into(), record }),
        1 => (key(), prop::option::of(named()), prop::option::of(keys.clone()), prop::option::of(any::<bool>()), settings())
            .prop_map(|(criterion, name, modes, retired, settings)| Change::CriterionEdit { criterion, name, modes, retired, settings }),
        2 => (key(), key()).prop_map(|(criterion, into)| Change::CriterionMerge { criterion, into }),
        1 => (key(), keys.clone()).prop_map(|(criterion, into)| Change::CriterionSplit { criterion, into }),
        1 => (key(), keys).prop_map(|(mode, into)| Change::ModeSplit { mode, into }),
        2 => (targets.clone(), spec(), any::<bool>()).prop_map(|(target, spec, accepted)| Change::SuggestionAnswer { target, spec, accepted }),
        2 => (record(), key(), prop::option::of(record()), prop::sample::select(TagAnswer::ALL.to_vec())).prop_map(|(record, mode, other, answer)| {
            let source = other.map_or_else(|| TagSource::Check(slug("c")), TagSource::Similar);
            Change::TagSuggestionAnswer { record, mode, source, answer }
        }),
        2 => (targets, spec()).prop_map(|(target, spec)| Change::CheckAdd { key: None, target, spec }),
        1 => (check_key(), spec()).prop_map(|(check, spec)| Change::CheckEdit { check, spec }),
        1 => check_key().prop_map(|check| Change::CheckRemove { check }),
    ]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (any::<u8>(), prop::collection::vec(change(), 1..4)).prop_map(|(who, changes)| Step::Say(who, changes)),
        3 => any::<u8>().prop_map(Step::Undo),
        2 => any::<u8>().prop_map(Step::Redo),
        1 => Just(Step::Reopen),
    ]
}
