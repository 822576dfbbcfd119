//! What is known before the first screen, and the model before the first message.

use crate::app::Model;
use crate::app::keyboard::Keyboard;
use crate::app::message::Effect;
use crate::app::overlays::draft::DraftPurpose;
use crate::app::overlays::writing::NOWHERE;
use crate::app::read_model::ReadModel;
use crate::app::requests::Requests;
use crate::app::screens::Screens;
use crate::app::screens::review::{Pair, PairStart, Review};
use crate::app::session::{Cover, Session};
use crate::command::{KeyFlaw, Keymap, OwnKeys, Screen};
use crate::domain::{Gold, Name, Queue, ReadingPlace, Roles, RowId, Sampling, Time, UndoGroup, Untrusted};
use crate::redact::{Mode, Redactor};
use crate::text::{TraceLinks, under};
use crate::views::{Read, ReadingState, Slot, Suites};

/// What is known before the first screen.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each stands alone")]
pub struct Start {
    /// The workspace's name for the header.
    pub workspace: String,
    /// Who reviews.
    pub reviewer: Name,
    /// The filter as typed.
    pub filter: String,
    /// How the queue is drawn.
    pub sampling: Sampling,
    /// The queue of a resumed session.
    pub queue: Option<Queue>,
    /// The known answers of a resumed session whose queue is drawn anew.
    pub gold: Option<Gold>,
    /// Where the session stopped.
    pub position: Option<ReadingPlace>,
    /// Which questions of a resumed re-grading round are answered, parallel to the queue's.
    pub answered: Vec<bool>,
    /// The number of the resumed session, and whether its end was shown.
    pub resumed: Option<(i64, bool)>,
    /// Half-written texts, the newest at the end: the record, what it was to become (`note`), the text, and whether its
    /// box was left by the reviewer, so that it does not open by itself.
    pub drafts: Vec<(RowId, String, Untrusted, bool)>,
    /// The screen to begin with; Review without.
    pub screen: Option<Screen>,
    /// When the session ends calmly.
    pub time_box: Option<Time>,
    /// The key preset; `default` without.
    pub preset: Option<String>,
    /// Whether a fail asks why.
    pub fail_asks_why: bool,
    /// The reviewer's own keys.
    pub own_keys: OwnKeys,
    /// Where traces are.
    pub trace_links: TraceLinks,
    /// Who may settle what alone.
    pub roles: Roles,
    /// What masks secrets and personal data.
    pub redactor: Redactor,
    /// The suites that stubs can be written for.
    pub suites: Suites,
    /// Whether files are read while the screen is open.
    pub is_reading: bool,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Whether to present: more room, no reviewer names.
    pub present: bool,
    /// The two reviewers who judge the queue blind.
    pub pair: Option<PairStart>,
    /// Whether the reviewer may show what is masked while presenting.
    pub may_unmask: bool,
    /// Whether copies are masked.
    pub copies: Mode,
}

impl Start {
    /// Returns in whose name this terminal writes what is not a vote of a pair.
    pub fn writes_as(&self) -> &Name {
        self.pair.as_ref().map_or(&self.reviewer, PairStart::writer)
    }

    /// Returns the group of the fail whose reason was asked when the screen closed: the reason belongs to it.
    pub fn waiting_group(&self) -> Option<UndoGroup> {
        let why = DraftPurpose::Why.to_string();
        let kept = self.drafts.iter().find(|(_, purpose, ..)| *purpose == why);
        kept.map(|(_, _, group, _)| UndoGroup(group.raw().to_owned()))
    }
}

/// Makes the model before the first message, and what it asks for first: the queue, the codebook, the figures.
pub fn start(start: Start) -> (Model, Vec<Effect>) {
    let preset = start.preset.as_deref().unwrap_or("default");
    let (keymap, wrong) = match Keymap::personal(preset, start.fail_asks_why, &start.own_keys) {
        Ok((keymap, flaws)) => (keymap, words_of_flaws(&flaws)),
        Err(problem) => (Keymap::default(), Some(problem.to_string())),
    };
    let mut model = Model {
        size: start.size,
        screen: start.screen.unwrap_or(Screen::Review),
        led_from: None,
        overlays: Vec::new(),
        keyboard: Keyboard::new(keymap),
        read_model: ReadModel {
            trace_links: start.trace_links,
            redactor: start.redactor.clone(),
            roles: start.roles,
            ..ReadModel::new(start.workspace)
        },
        screens: Screens { review: Review::new(start.filter, start.sampling), ..Screens::default() },
        requests: Requests::default(),
        suites: start.suites,
        present: start.present,
        now: Time(0),
        session: Session::new(
            start.reviewer.clone(),
            Cover::new(start.reviewer, start.redactor.clone(), start.may_unmask, start.copies),
        ),
        reading: start.is_reading.then(ReadingState::default),
        background: Vec::new(),
        lines: None,
        arrivals_due: false,
        notice: None,
    };
    model.session.time_box = start.time_box;
    model.read_model.roles.reviewers.iter().for_each(|role| model.session.cover.know(&role.name));
    model.session.cover.know_codebook(&model.read_model.codebook);
    if let Some((number, has_ended)) = start.resumed {
        model.session.take_number(number);
        model.session.has_ended = has_ended;
    }
    if let Some(text) = wrong {
        model.complain(&text);
    }
    start.pair.iter().flat_map(|pair| &pair.reviewers).for_each(|name| model.session.cover.know(name));
    model.screens.review.pair = start.pair.map(Pair::new);
    let position = start.position.map(|place| place.row);
    if let Some(place) = start.position {
        model.screens.review.remember_place(place);
    }
    let mut out = Vec::new();
    // Before the others: what is written meanwhile is read twice at most.
    model.ask_new_events(&mut out);
    model.requests.ask(Read::Codebook(Slot::empty()), &mut out);
    model.requests.ask(Read::own_verdicts(), &mut out);
    model.requests.ask(Read::Figures(Slot::empty()), &mut out);
    model.ask_blind_set(&mut out);
    match start.queue {
        Some(queue) => {
            model.handle_review(&mut out, |review, cx| {
                review.take_queue(queue, position, cx);
                if review.pair.is_some() {
                    // It is the set, whatever came in since: it is not drawn anew.
                    review.list.title = Some("blind pair".to_owned());
                }
                review.resume_round(&start.answered);
            });
        }
        None => model.handle_review(&mut out, |review, cx| {
            review.draw_queue(position, cx);
            review.kept_gold = start.gold;
        }),
    }
    for (row, purpose, text, is_aside) in start.drafts {
        // A purpose of another version stays in the store.
        let Some(key) = DraftPurpose::parse(&purpose).map(|purpose| (row, purpose)) else { continue };
        model.session.keep_draft(&key, text.raw());
        if key.1 == DraftPurpose::Why {
            model.screens.review.kept_question = Some((row, UndoGroup(text.raw().to_owned())));
        }
        if is_aside {
            model.session.set_aside(key);
        } else if row != NOWHERE && position.is_none_or(|position| position == row) {
            model.screens.review.resume_drafts.push(key);
        }
    }
    under(model.covering(), || {
        if model.screen != Screen::Review {
            model.enter(model.screen, &mut out);
        }
        model.reconcile(&mut out);
    });
    (model, out)
}

/// Says the first thing that is wrong with a person's keys, and how many there are.
fn words_of_flaws(flaws: &[KeyFlaw]) -> Option<String> {
    let (first, rest) = flaws.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" {more} more: `gemba keys` tells all."),
    };
    Some(format!("{}{more}", first.in_file("keymap.toml")))
}
