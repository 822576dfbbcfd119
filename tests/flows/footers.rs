//! What the footer promises: every key that it names, on every screen and in every layer at every width, changes
//! something or says why not here.

use std::collections::BTreeSet;

use gemba::app::Seats;
use gemba::command::Chord;

use super::harness::{TestApp, review};
use super::setup::Setup;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 'w')];
const CRITERIA: &[(&str, &str)] =
    &[("only promises what the context says", "Promises nothing but what the context says."), ("polite", "Is polite.")];
const CHECKS: &[(&str, &str)] = &[("only promises what the context says", "numbers-from-input")];
const WIDTHS: [(u16, u16); 6] = [(60, 18), (80, 24), (100, 30), (120, 40), (160, 45), (200, 50)];

fn full() -> Setup {
    review().with_modes(MODES).with_criteria(CRITERIA).with_checks(CHECKS)
}

fn empty() -> Setup {
    review().with_records(0)
}

fn bare() -> Setup {
    review()
}

/// What a place is opened with, and the keys that lead there.
type Place = (fn() -> Setup, &'static str);

/// A key as the footer prints it, with the words behind it.
type Named = (String, String);

/// The keys that the footer names.
fn named(app: &TestApp) -> Vec<Named> {
    let footer = app.footer();
    let chunks = footer.split("  ").flat_map(|chunk| chunk.split(" · ")).map(str::trim);
    // Of two who share the keys the footer says whose a hand is.
    let chunks = chunks.map(|chunk| chunk.strip_prefix("ana ").or(chunk.strip_prefix("ben ")).unwrap_or(chunk));
    let pairs = chunks.filter_map(|chunk| chunk.split_once(' '));
    let is_key = |key: &str| matches!(key, "a–z" | "1–9") || Chord::parse(key).is_some();
    let said = app.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
    let found = pairs.filter(|(key, words)| is_key(key) && !said.contains(&format!("{key} {words}")));
    found.map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

/// Everything that a key can change, but for the time and what was said before.
fn state(app: &TestApp) -> String {
    let model = format!("{:?}", app.model);
    let (before, rest) = model.split_once(" now: Time(").unwrap();
    format!("{before}{}", rest.split_once(')').unwrap().1)
}

/// Presses every key that the footer names in a place; returns what neither changed anything nor said why.
fn idle_keys(setup: fn() -> Setup, keys: &str) -> Vec<String> {
    let mut idle = Vec::new();
    let mut tried: BTreeSet<(bool, bool, Named)> = BTreeSet::new();
    for (columns, rows) in WIDTHS {
        let open = || setup().at(columns, rows).press(keys);
        for (key, words) in named(&open()) {
            if !tried.insert((columns < 80, columns < 120, (key.clone(), words.clone()))) {
                continue;
            }
            let mut app = open();
            app.model.notice = None;
            app.effects.clear();
            let before = state(&app);
            let chord = match key.as_str() {
                "a–z" => Chord::char('h'),
                "1–9" => Chord::char('1'),
                key => Chord::parse(key).unwrap(),
            };
            app.key(chord, false);
            let says = app.model.notice.is_some();
            if app.effects.is_empty() && !says && state(&app) == before {
                idle.push(format!("\"{keys}\" at {columns}: {key} {words}"));
            }
        }
    }
    idle
}

fn no_key_is_idle(places: &[Place]) {
    let idle: Vec<String> = places.iter().flat_map(|(setup, keys)| idle_keys(*setup, keys)).collect();
    assert!(idle.is_empty(), "the footer names keys that do nothing:\n{}", idle.join("\n"));
}

#[test]
fn every_key_of_the_footer_acts_on_the_review_screen() {
    no_key_is_idle(&[
        (full, ""),
        (full, "G"),
        (full, "<Tab>"),
        (full, "<Tab> <Tab>"),
        (full, "<Space>"),
        (full, "p"),
        (full, "v"),
        (full, "v t"),
        (full, "s refund <Enter>"),
        (full, "/ refund <Enter>"),
        (full, "l"),
        (full, "g a"),
        (bare, ""),
        (bare, "v"),
        (empty, ""),
    ]);
}

#[test]
fn every_key_of_the_footer_acts_in_the_layers_that_wait_for_a_key() {
    let layers = ["t", "f", "x", "-", "m", ">", "c", "c e", "y", "g", "g m h", "v f", "n why <Enter> >"];
    let places: Vec<Place> =
        layers.iter().flat_map(|keys| [(full as fn() -> Setup, *keys), (bare as fn() -> Setup, *keys)]).collect();
    no_key_is_idle(&places);
}

#[test]
fn every_key_of_the_footer_acts_in_what_lies_over_a_screen() {
    no_key_is_idle(&[
        (full, "n"),
        (full, "n text"),
        (full, "/"),
        (full, "/ mode:"),
        (full, "s"),
        (full, "g /"),
        (full, "T"),
        (full, "T zzz"),
        (full, "m /"),
        (full, ":"),
        (full, ": zzz"),
        (full, "?"),
        (full, "e <ctrl-u> Better. <Enter> D"),
        (full, "c n"),
        (full, "1 c e 1 ! <Enter>"),
        (full, "1 c e 1 ! <Enter> m why <Enter> g c r"),
        (full, "1 c e 1 ! <Enter> m why <Enter> g c r <Enter>"),
        (full, "g k a"),
        (full, "g k a <Enter>"),
        (full, "g k a <Enter> contains <Space> refund"),
        (full, "g k a <Enter> contains <Space> refund <ctrl-g>"),
        (full, "g k S"),
        (full, "t h S"),
        (full, "g i /"),
    ]);
}

fn hands() -> Setup {
    full().with_records(3).paired(Seats::OneTerminal)
}

fn blind() -> Setup {
    full().with_records(3).paired(Seats::TwoTerminals(0))
}

#[test]
fn every_key_of_the_footer_acts_where_two_judge_blind() {
    no_key_is_idle(&[
        (hands, ""),
        (hands, "a k"),
        (hands, "a k <Enter>"),
        (hands, "a k <Enter> f"),
        (hands, "a k <Enter> t"),
        (blind, ""),
        (blind, "p"),
    ]);
}

#[test]
fn every_key_of_the_footer_acts_on_the_other_screens() {
    no_key_is_idle(&[
        (full, "F h p g m"),
        (full, "1 g c"),
        (full, "F h p g k"),
        (full, "F h p g i"),
        (full, "F h p g i l"),
        (full, "F h p g i l l"),
        (full, "F h p g i l l l"),
        (full, "F h p g i h"),
        (full, "F h p g i h h"),
        (full, "F h p g i h h h"),
        (full, "g o"),
        (full, "g e"),
        (full, "p F h d"),
        (bare, "g m"),
        (bare, "g c"),
        (bare, "g k"),
        (bare, "g i"),
        (bare, "g o"),
        (bare, "g e"),
        (empty, "g m"),
    ]);
}
