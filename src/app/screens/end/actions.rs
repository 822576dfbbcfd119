//! What each key at the end of a session does.

use super::state::{End, area};
use crate::app::Screen;
use crate::app::handler::{Context, ReviewIntent};
use crate::app::message::{Effect, Job};
use crate::command::{EndAction, GotoAction};
use crate::domain::Target;
use crate::views::HandOff;

impl End {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: EndAction, _letter: char, cx: &mut Context<'_>) {
        let page = isize::try_from(area(cx.size).height.saturating_sub(2).max(1)).unwrap_or(1);
        match action {
            EndAction::Back => cx.show(Screen::Review),
            EndAction::Copy => self.with_summary(cx, |hand_off, cx| {
                cx.effects.push(Effect::Copy(hand_off.markdown.clone()));
                let masked = &hand_off.masked;
                let what = if masked.is_empty() { String::new() } else { format!(", with {} masked", masked.words()) };
                let said = format!("The summary was sent to the terminal's clipboard as Markdown{what}");
                cx.say(said, &[EndAction::Write.into()]);
            }),
            EndAction::Write => self.with_summary(cx, |hand_off, cx| {
                cx.effects.push(Effect::Job(Job::Summary(hand_off.summary.session.id, hand_off.markdown.clone())));
            }),
            EndAction::NextSample => cx.review(ReviewIntent::NextSample),
            EndAction::Stub => self.with_summary(cx, open_stub),
            EndAction::Deferred => self.with_summary(cx, |hand_off, cx| {
                if hand_off.summary.deferred.is_empty() {
                    cx.say("You deferred no record of this session.", &[]);
                } else {
                    cx.review(ReviewIntent::Deferred);
                }
            }),
            EndAction::LineDown => self.scroll_by(1, cx),
            EndAction::LineUp => self.scroll_by(-1, cx),
            EndAction::PageDown => self.scroll_by(page, cx),
            EndAction::PageUp => self.scroll_by(-page, cx),
        }
    }

    /// Does something with the summary, or says that it is still being read.
    fn with_summary(&self, cx: &mut Context<'_>, act: impl FnOnce(&HandOff, &mut Context<'_>)) {
        match &self.hand_off {
            Some(hand_off) => act(hand_off, cx),
            None => cx.say("What was judged is still being read.", &[GotoAction::Session.into()]),
        }
    }
}

/// Opens the stub of a mode of the session: without a check before others, new before old, common before rare.
fn open_stub(hand_off: &HandOff, cx: &mut Context<'_>) {
    let checks = &cx.read_model.codebook.checks;
    let has_check = |target: &Target| checks.iter().any(|check| check.target == *target);
    let modes = hand_off.summary.modes.iter();
    // The first of equals, which is the commonest.
    let chosen = modes.map(|mode| (Target::Mode(mode.key.clone()), mode.is_new));
    let chosen = chosen.min_by_key(|(target, is_new)| (has_check(target), !is_new));
    match chosen {
        Some((target, _)) => cx.open_stub(target),
        None => cx.say("Nothing was tagged in this session, so there is no stub to write.", &[]),
    }
}
