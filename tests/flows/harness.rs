//! A reviewer at a screen without a terminal: the real machine over the real store; writes can be held back or fail.

use std::collections::VecDeque;

use gemba::app::message::{Effect, Job, JobReport, Message, Ticket, Write};
use gemba::app::{self, Model, Start};
use gemba::command::Chord;
use gemba::domain::{self, Change, Name, Record, RowId, StubCases, Time};
use gemba::domain::{Queue, Session};
use gemba::error::Problem;
use gemba::services::read::ReadService;
use gemba::services::stubs::{self, StubOrder};
use gemba::store::{Reader, Writer};
use gemba::ui::{self, theme::Theme};
use gemba::views::Read;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::keys::chords;
pub use super::setup::{content, review};

pub struct TestApp {
    pub model: Model,
    pub effects: Vec<Effect>,
    pub(super) reader: Reader,
    pub(super) reads: ReadService,
    pub(super) writer: Writer,
    pub(super) reviewer: Name,
    pub(super) session: Option<i64>,
    /// The group that was judged last.
    pub(super) group: Option<domain::UndoGroup>,
    pub(super) now: Time,
    pub(super) holds_writes: bool,
    pub(super) fails_writes: bool,
    /// The reads that are left unanswered.
    pub(super) unanswered: fn(&Read) -> bool,
    pub(super) held: Vec<(Ticket, Write)>,
    pub(super) holds_reads: bool,
    pub(super) late: VecDeque<Message>,
    pub(super) last_render: (u16, u16),
    pub(super) folder: tempfile::TempDir,
}

impl TestApp {
    /// Presses keys: characters as they are, blanks between words are not keys, `<Enter>` by name.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            self.key(chord, false);
        }
        self
    }

    /// Presses keys without a pause, as whoever types ahead does.
    pub fn press_at_once(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            let effects = app::update(&mut self.model, Message::Key { chord, burst: false }, self.now);
            self.perform(effects);
        }
        self
    }

    /// Types text, blanks too.
    pub fn write_text(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|c| self.key(Chord::char(c), false));
        self
    }

    /// The same keys as a burst.
    pub fn burst(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            self.key(chord, true);
        }
        self
    }

    pub fn key(&mut self, chord: Chord, burst: bool) {
        self.send(Message::Key { chord, burst });
    }

    pub fn send(&mut self, message: Message) {
        self.now = Time(self.now.0 + 20_000);
        let effects = app::update(&mut self.model, message, self.now);
        self.perform(effects);
    }

    /// From now on writes are not answered until [`TestApp::answer_writes`].
    pub fn hold_writes(&mut self) -> &mut Self {
        self.holds_writes = true;
        self
    }

    /// From now on reads are done at once, and their answers come only with [`TestApp::answer_reads`].
    pub fn hold_reads(&mut self) -> &mut Self {
        self.holds_reads = true;
        self
    }

    /// The answers come, each as old as its question.
    pub fn answer_reads(&mut self) {
        self.holds_reads = false;
        while let Some(reply) = self.late.pop_front() {
            self.send(reply);
        }
    }

    /// From now on judging fails, and the place is not kept.
    pub fn fail_writes(&mut self) -> &mut Self {
        self.fails_writes = true;
        self
    }

    pub fn answer_writes(&mut self) {
        self.holds_writes = false;
        for (ticket, write) in std::mem::take(&mut self.held) {
            let result = self.carry_out(write);
            self.send(Message::Written(ticket, result));
        }
    }

    /// The groups of changes that were written since the last look.
    pub fn judged(&mut self) -> Vec<Vec<Change>> {
        let effects = std::mem::take(&mut self.effects);
        let mut judged: Vec<Vec<Change>> = Vec::new();
        for effect in effects {
            match effect {
                Effect::Write(_, Write::Judge(changes)) => judged.push(changes),
                Effect::Write(_, Write::Extend(changes)) => judged.last_mut().unwrap().extend(changes),
                _ => {}
            }
        }
        judged
    }

    pub fn records(&self) -> Vec<Record> {
        (1..=self.reader.count().unwrap())
            .map(|row| self.reader.record(RowId(i64::try_from(row).unwrap())).unwrap())
            .collect()
    }

    /// What the store holds of a record.
    pub fn stored(&self, row: i64) -> domain::Judgements {
        self.reader.judgements(RowId(row)).unwrap()
    }

    /// The answers to suggested checks that stand.
    pub fn suggestion_answers(&self) -> Vec<domain::SuggestionAnswer> {
        self.reader.suggestion_answers().unwrap()
    }

    pub fn codebook(&self) -> domain::CodebookView {
        self.reader.codebook().unwrap()
    }

    /// Leaves the screen and goes on with the newest session, as `review --resume` does.
    pub fn reopened(mut self) -> Self {
        let session = self.reader.session(&self.reviewer, None).unwrap().unwrap();
        let answered = self.reader.answered(&session).unwrap();
        let total = self.reader.count().unwrap();
        let Session { queue: rows, asks, population, gold, .. } = session.clone();
        let queue = Queue { rows, asks, population, total, gold };
        let kept = self.reader.drafts(&self.reviewer).unwrap().into_iter();
        let drafts = kept.map(|draft| (draft.row, draft.purpose, draft.text, draft.is_aside)).collect();
        let start = Start {
            workspace: "support-bot".to_owned(),
            reviewer: self.reviewer.clone(),
            filter: session.filter,
            sampling: session.sampling,
            queue: Some(queue),
            gold: None,
            position: session.position,
            answered,
            resumed: Some((session.id, self.reader.has_ended(session.id).unwrap())),
            drafts,
            screen: None,
            time_box: None,
            suites: gemba::services::stubs::suites(&["pytest".to_owned()], gemba::domain::StubCases::default()),
            preset: None,
            own_keys: gemba::command::OwnKeys::default(),
            fail_asks_why: true,
            trace_links: gemba::text::TraceLinks::default(),
            roles: gemba::domain::Roles::default(),
            redactor: gemba::redact::Redactor::default(),
            is_reading: false,
            size: self.last_render,
            present: false,
            pair: None,
            may_unmask: true,
            copies: gemba::redact::Mode::Mask,
        };
        self.group = start.waiting_group();
        let (model, effects) = app::start(start);
        (self.model, self.session) = (model, Some(session.id));
        self.perform(effects);
        self.effects.clear();
        self
    }

    /// Saves a filter, as `gemba filters save` does.
    pub fn save_filter(&mut self, name: &str, filter: &str) -> &mut Self {
        self.writer.save_filter(name, filter).unwrap();
        self
    }

    /// Somebody else writes into the same workspace.
    pub fn judge_as(&mut self, reviewer: &str, changes: Vec<Change>) {
        let reviewer = Name::new(reviewer).unwrap();
        self.writer.append(&domain::Batch { reviewer, session: None, time: self.now, changes }).unwrap();
    }

    /// What was said and the keys that are named, below the last rule.
    pub fn footer(&self) -> String {
        let screen = self.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let rule = lines.iter().rposition(|line| line.starts_with('─')).map_or(0, |at| at + 1);
        lines[rule..].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").trim().to_owned()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.last_render = (columns, rows);
        self.send(Message::Resize(columns, rows));
        self
    }

    /// The workspace's folder.
    pub fn workspace(&self) -> std::path::PathBuf {
        self.folder.path().join("ws")
    }

    /// The folder that stubs are written to.
    pub fn evals(&self) -> std::path::PathBuf {
        self.folder.path().join("evals")
    }

    fn write_stub(&self, target: domain::Target, suites: &[&str]) -> Result<JobReport, Problem> {
        let order = StubOrder {
            targets: suites.iter().map(|suite| (*suite).to_owned()).collect(),
            out: self.evals(),
            only: vec![target],
            dry_run: false,
            check: false,
            cases: StubCases::default(),
            redactor: Some(gemba::redact::Redactor::default()),
        };
        let lines = stubs::run(&self.reader, &order)?;
        Ok(JobReport { sentence: stubs::summary(&lines, &self.evals()), changed: false })
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.screen_in(&Theme::default().without_colour())
    }

    /// The cells of the screen, drawn in a theme.
    pub fn buffer_in(&self, theme: &Theme) -> Buffer {
        let (columns, rows) = self.last_render;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| ui::draw(&self.model, theme, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text, drawn in a theme.
    pub fn screen_in(&self, theme: &Theme) -> String {
        let (columns, rows) = self.last_render;
        let buffer = self.buffer_in(theme);
        let line = |y: u16| {
            let cells = (0..columns).map(|x| buffer[(x, y)].symbol());
            cells.collect::<String>().trim_end().to_owned()
        };
        (0..rows).map(line).collect::<Vec<_>>().join("\n")
    }

    /// Carries out effects that a test got from the machine itself.
    pub fn send_effects(&mut self, effects: Vec<Effect>) {
        self.perform(effects);
    }

    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            self.effects.push(effect.clone());
            let message = match effect {
                Effect::Read(_, ref read) if (self.unanswered)(read) => continue,
                Effect::Read(request, read) => {
                    let reply = Message::Reply(request, self.answer(read));
                    if self.holds_reads {
                        self.late.push_back(reply);
                        continue;
                    }
                    reply
                }
                Effect::Write(ticket, write) if self.holds_writes => {
                    self.held.push((ticket, write));
                    continue;
                }
                Effect::Job(Job::Stub(target, suites)) => Message::JobDone(self.write_stub(target, &suites)),
                Effect::Write(ticket, write) => Message::Written(ticket, self.carry_out(write)),
                _ => continue,
            };
            open.extend(app::update(&mut self.model, message, self.now));
        }
    }
}
