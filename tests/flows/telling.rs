//! Every screen and layer told in lines of text: each says something when it opens, in whole lines without boxes, colour or
//! control; and on a shared screen nothing of the corpus.

use std::collections::BTreeSet;

use gemba::app::overlays::Overlay;
use gemba::app::{LineInput, Screen};
use gemba::command::Chord;
use gemba::ui::lines::{LineTeller, SIZE};

use super::harness::{TestApp, review};
use super::keys::chords;
use super::scenes::SCENES;
use super::sharing::{names_in, scene_over};
use crate::redaction::planted::{Telltale, planted};

/// What may lie over a screen. A new one is missing here, and a scene that opens it.
const fn overlay_name(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Text(_) => "text",
        Overlay::Picker(_) => "picker",
        Overlay::Help(_) => "help",
        Overlay::Corrections(_) => "corrections",
        Overlay::Disputes(_) => "disputes",
        Overlay::StubPreview(_) => "stub preview",
        Overlay::Suggest(_) => "suggestions",
        Overlay::Revision(_) => "revision",
        Overlay::RegradeOffer(_) => "offer",
    }
}

const OVERLAYS: [&str; 9] =
    ["text", "picker", "help", "corrections", "disputes", "stub preview", "suggestions", "revision", "offer"];

/// The screens that a workspace with records has.
const SCREENS: [Screen; 7] =
    [Screen::Review, Screen::Modes, Screen::Criteria, Screen::Checks, Screen::Insights, Screen::Compare, Screen::End];

/// An app that is told in lines, and what was told.
pub(super) struct Told {
    pub(super) app: TestApp,
    teller: LineTeller,
}

impl Told {
    pub(super) fn of(mut app: TestApp) -> Self {
        app.model.tell_in_lines(LineInput::Words);
        let mut told = Self { app, teller: LineTeller::default() };
        told.teller.tell(&told.app.model);
        told
    }

    pub(super) fn key(&mut self, chord: Chord) -> Vec<String> {
        self.teller.note_key();
        self.app.key(chord, false);
        self.teller.tell(&self.app.model)
    }
}

#[track_caller]
fn assert_plain(line: &str, scene: &str) {
    let odd = |c: char| c.is_control() || ('\u{2500}'..='\u{259f}').contains(&c);
    assert!(!line.trim().is_empty() && !line.contains(odd), "{scene}: {line:?}");
}

#[test]
fn every_screen_and_layer_is_told_when_it_opens() {
    let (mut screens, mut overlays) = (Vec::new(), BTreeSet::new());
    for scene in SCENES {
        let mut told = Told::of(scene.begun(review(), SIZE));
        for chord in chords(&scene.keys_without_present()) {
            let before = (told.app.model.screen, told.app.model.overlays.len(), told.app.model.keyboard.pending);
            let lines = told.key(chord);
            for line in &lines {
                assert_plain(line, scene.name);
            }
            let model = &told.app.model;
            let now = (model.screen, model.overlays.len(), model.keyboard.pending);
            let opens = now.0 != before.0 || now.1 > before.1 || (now.2.is_some() && now.2 != before.2);
            assert!(!opens || !lines.is_empty(), "{} tells nothing after {chord}", scene.name);
            screens.push(model.screen);
            overlays.extend(model.overlays.last().map(overlay_name));
        }
    }
    let untold: Vec<Screen> = SCREENS.into_iter().filter(|screen| !screens.contains(screen)).collect();
    assert!(untold.is_empty(), "no scene shows {untold:?}");
    assert_eq!(overlays, BTreeSet::from(OVERLAYS), "each overlay has a scene");
}

#[test]
fn nothing_of_the_corpus_is_told_while_presenting_and_all_of_it_else() {
    let all = planted();
    let telltale = Telltale::of(&all, &gemba::redact::Redactor::default());
    let mut wrong = Vec::new();
    for scene in SCENES {
        let mut app = scene_over(scene, &all, SIZE);
        app.press("P");
        let mut told = Told::of(app);
        for chord in chords(&scene.keys_without_present()).into_iter().chain(chords("J J <PgDn> <PgDn>")) {
            for line in told.key(chord) {
                let planted = telltale.seen_in(&line).map(|(part, of)| format!("{part} of {of}"));
                let what = planted.or_else(|| names_in(&line).map(str::to_owned));
                wrong.extend(what.map(|what| format!("{} {chord} tells {what}: {line:.200}", scene.name)));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
    let mut app = scene_over(&SCENES[0], &all, SIZE);
    app.press("g m g r");
    let mut told = Told::of(app);
    let mut lines = Vec::new();
    for chord in chords("r K K K K K K <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn>") {
        lines.extend(told.key(chord));
    }
    assert!(lines.iter().any(|line| telltale.seen_in(line).is_some()), "what is not shared is told whole");
}
