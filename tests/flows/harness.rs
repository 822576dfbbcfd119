//! A reviewer at a screen without a terminal: the real machine over the real store; writes can be held back or fail.

use std::collections::VecDeque;
use std::sync::Arc;

use gemba::app::message::{Effect, Message, Query, RecordView, Reply, StubPreview, Ticket, Write};
use gemba::app::{self, Model, Start};
use gemba::command::Chord;
use gemba::domain::event::Applied;
use gemba::domain::record::Content;
use gemba::domain::{self, Batch, Change, Name, Record, Role, Row, Sampling, Session, SourceDraft, Time, Untrusted};
use gemba::error::{Problem, Result};
use gemba::layout::Document;
use gemba::measures::check_sets::ALPHA;
use gemba::runtime::jobs;
use gemba::store::{Reader, Writer};
use gemba::ui::{self, theme::Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::keys::chords;

/// Questions and answers of the records, in order; the rest repeats them with a number.
const PAIRS: &[(&str, &str)] = &[
    (
        "I was charged twice for my March invoice. Can I get the second one back?",
        "I'm so sorry about that! You are entitled to a full refund within 24 hours under our Double-Charge Guarantee.\n\nJust reply with your card number.",
    ),
    ("Do you ship to Norway?", "Yes, we ship to Norway. It takes **three** to five days."),
    ("How do I export my data?", "Open *Settings*, then Export."),
];

pub struct Sitting {
    pub model: Model,
    pub effects: Vec<Effect>,
    reader: Reader,
    writer: Writer,
    reviewer: Name,
    session: Option<i64>,
    now: Time,
    holds_writes: bool,
    fails_writes: bool,
    held: Vec<(Ticket, Write)>,
    last_render: (u16, u16),
    _folder: tempfile::TempDir,
}

pub struct Setup {
    contents: Vec<Content>,
    size: (u16, u16),
    modes: Vec<(&'static str, char)>,
    criteria: Vec<(&'static str, &'static str)>,
    draft: Option<(Row, String, Untrusted)>,
    position: Option<Row>,
    preset: Option<String>,
}

/// Begins a sitting on three records at 140×40.
pub fn review() -> Setup {
    let setup = Setup {
        contents: Vec::new(),
        size: (140, 40),
        modes: Vec::new(),
        criteria: Vec::new(),
        draft: None,
        position: None,
        preset: None,
    };
    setup.with_records(3)
}

pub fn content(at: usize, question: &str, answer: &str) -> Content {
    Content {
        external_id: Some(format!("r{at}").as_str().into()),
        time: Some(Time(1_795_000_000_000 + i64::try_from(at).unwrap() * 60_000)),
        model: Some("heron-2".into()),
        prompt_version: Some("v3".into()),
        messages: vec![
            domain::Message::text(Role::System, "You are the support assistant. Answer only from the context."),
            domain::Message::text(Role::User, question),
        ],
        output: answer.into(),
        latency_ms: Some(1800.0),
        ..Content::default()
    }
}

impl Setup {
    pub fn with_records(mut self, count: usize) -> Self {
        self.contents = (0..count)
            .map(|at| {
                let (question, answer) = PAIRS[at % PAIRS.len()];
                let again = if at < PAIRS.len() { String::new() } else { format!(" ({at})") };
                content(at, &format!("{question}{again}"), answer)
            })
            .collect();
        self
    }

    pub fn with_texts(mut self, texts: &[&str]) -> Self {
        self.contents = texts.iter().enumerate().map(|(at, text)| content(at, text, text)).collect();
        self
    }

    pub fn with_contents(mut self, contents: Vec<Content>) -> Self {
        self.contents = contents;
        self
    }

    pub fn with_modes(mut self, modes: &[(&'static str, char)]) -> Self {
        self.modes = modes.to_vec();
        self
    }

    pub fn with_criteria(mut self, criteria: &[(&'static str, &'static str)]) -> Self {
        self.criteria = criteria.to_vec();
        self
    }

    pub fn at(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub fn resuming(mut self, row: i64, draft: Option<&str>) -> Self {
        self.position = Some(Row(row));
        self.draft = draft.map(|text| (Row(row), "note".to_owned(), text.into()));
        self
    }

    pub fn with_preset(mut self, preset: &str) -> Self {
        self.preset = Some(preset.to_owned());
        self
    }

    /// Opens the screen and presses keys.
    pub fn press(self, keys: &str) -> Sitting {
        let mut sitting = self.open();
        sitting.press(keys);
        sitting
    }

    pub fn open(self) -> Sitting {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("ws");
        let mut writer = Writer::open_or_create(&workspace).unwrap();
        let now = Time(1_796_000_000_000);
        let reviewer = Name::new("ana").unwrap();
        let draft =
            SourceDraft { name: "support".into(), origin: "support.jsonl".into(), format: "messages".to_owned() };
        let source = writer.begin_source(&draft, now).unwrap();
        writer.store_records(source, &self.contents).unwrap();
        let mut changes = Vec::new();
        for (name, hotkey) in &self.modes {
            changes.push(Change::ModeAdd {
                name: Name::new(name).unwrap(),
                definition: Untrusted::default(),
                severity: 2,
                hotkey: Some(*hotkey),
            });
        }
        for (name, text) in &self.criteria {
            changes.push(Change::CriterionAdd {
                name: Name::new(name).unwrap(),
                text: (*text).into(),
                modes: Vec::new(),
                record: None,
                number: None,
            });
        }
        if !changes.is_empty() {
            // Another reviewer's, so that the one at the screen cannot undo them.
            let batch = Batch { reviewer: Name::new("setup").unwrap(), session: None, time: now, changes };
            writer.append(&batch).unwrap();
        }
        let (model, effects) = app::start(Start {
            workspace: "support-bot".to_owned(),
            reviewer: reviewer.clone(),
            filter: String::new(),
            sampling: Sampling::default(),
            queue: None,
            position: self.position,
            answered: self.answered,
            draft: self.draft,
            screen: None,
            preset: self.preset,
            size: self.size,
            present: false,
        });
        let reader = Reader::open(&workspace).unwrap();
        let mut sitting = Sitting {
            model,
            effects: Vec::new(),
            reader,
            writer,
            reviewer,
            session: None,
            now,
            holds_writes: false,
            fails_writes: false,
            held: Vec::new(),
            last_render: self.size,
            _folder: folder,
        };
        sitting.perform(effects);
        sitting.effects.clear();
        sitting
    }
}

impl Sitting {
    /// Presses keys: characters as they are, blanks between words are not keys, `<Enter>` by name.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            self.key(chord, false);
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

    /// From now on writes are not answered until [`Sitting::answer_writes`].
    pub fn hold_writes(&mut self) -> &mut Self {
        self.holds_writes = true;
        self
    }

    /// From now on judging fails.
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
        let judged = effects.into_iter().filter_map(|effect| match effect {
            Effect::Write(_, Write::Judge(changes)) => Some(changes),
            _ => None,
        });
        judged.collect()
    }

    pub fn records(&self) -> Vec<Record> {
        (1..=self.reader.count().unwrap())
            .map(|row| self.reader.record(Row(i64::try_from(row).unwrap())).unwrap())
            .collect()
    }

    /// What the store holds of a record.
    pub fn stored(&self, row: i64) -> domain::view::Judgements {
        self.reader.judgements(Row(row)).unwrap()
    }

    pub fn codebook(&self) -> domain::view::Codebook {
        self.reader.codebook().unwrap()
    }

    pub fn footer(&self) -> String {
        self.screen().lines().last().unwrap_or_default().trim().to_owned()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.last_render = (columns, rows);
        self.send(Message::Resize(columns, rows));
        self
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        let (columns, rows) = self.last_render;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| ui::draw(&self.model, &Theme::default().without_colour(), frame)).unwrap();
        let buffer = terminal.backend().buffer();
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

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            self.effects.push(effect.clone());
            let message = match effect {
                Effect::Read(request, query) => Message::Reply(request, self.answer(query)),
                Effect::Write(ticket, write) if self.holds_writes => {
                    self.held.push((ticket, write));
                    continue;
                }
                Effect::Write(ticket, write) => Message::Written(ticket, self.carry_out(write)),
                _ => continue,
            };
            open.extend(app::update(&mut self.model, message, self.now));
        }
    }

    fn answer(&self, query: Query) -> Result<Reply> {
        let reader = &self.reader;
        Ok(match query {
            Query::Queue(filter, sampling) => {
                Reply::Queue(reader.queue_of(&filter, &sampling, &self.reviewer, self.now)?)
            }
            Query::Rows(rows) => Reply::Rows(reader.queue_rows(&rows, &self.reviewer)?),
            Query::Record(row, rendering) => {
                let record = Arc::new(reader.record(row)?);
                let document = Arc::new(Document::of(&record, rendering));
                let judgements = reader.judgements(row)?;
                let objections = match record.content.output.raw().find("24 hours") {
                    Some(at) => {
                        let start = u32::try_from(record.content.output.raw()[..at].chars().count()).unwrap();
                        let reason = "\"24 hours\" stands nowhere in the context".to_owned();
                        vec![(domain::Slug::of("numbers-from-input"), reason, Some((start, start + 8)))]
                    }
                    None => Vec::new(),
                };
                Reply::Record(Box::new(RecordView { record, judgements, document, rendering, objections }))
            }
            Query::Judgements(row) => Reply::Judgements(row, reader.judgements(row)?),
            Query::Codebook => Reply::Codebook(Box::new(reader.codebook()?)),
            Query::Figures => Reply::Figures(Box::new(reader.figures()?)),
            Query::Find(prefix) => Reply::Found(reader.find(&prefix)?.0),
            Query::Places(ids) => Reply::Related(
                ids.iter().filter_map(|id| reader.find(&id.to_string()).ok()).map(|(row, _)| row).collect(),
            ),
            Query::Conversation(row) => Reply::Related(vec![row]),
            Query::SameInput(row) => Reply::Related(reader.same_input(row)?),
            Query::Tallies => {
                let tallies = jobs::checks::tallies(reader)?;
                Reply::Tallies(tallies.into_iter().map(|(check, tally)| (check.key, tally)).collect())
            }
            Query::Drift => Reply::Drift(Box::new(jobs::drift::rubric(reader)?)),
            Query::Saturation => Reply::Saturation(Box::new(jobs::saturation::saturation(reader)?)),
            Query::Rates => Reply::Rates(jobs::stats::stats(reader)?),
            Query::Alignment => Reply::Alignment(jobs::align::alignments(reader, ALPHA)?),
            Query::Trial(target, spec) => Reply::Trial(jobs::checks::trial(reader, &target, &spec)?),
            Query::StubPreview(_) => Reply::StubPreview(StubPreview {
                proof: "proven: catches 8 of 8, rejects 0 of 19 good".to_owned(),
                files: vec![("test_too_short.py".into(), "def test_too_short(case):\n    assert True\n".to_owned())],
            }),
        })
    }

    fn carry_out(&mut self, write: Write) -> Result<Applied> {
        let (now, session) = (self.now, self.session);
        match write {
            Write::Judge(_) if self.fails_writes => Err(Problem::io("The disk is full.")),
            Write::Judge(changes) => {
                self.writer.append(&Batch { reviewer: self.reviewer.clone(), session, time: now, changes })
            }
            Write::Undo => self.writer.undo(&self.reviewer, session, now),
            Write::Redo => self.writer.redo(&self.reviewer, session, now),
            Write::Session(filter, sampling, queue) => {
                let begun = Session::begun(&self.reviewer, filter, sampling, queue, now);
                self.session = Some(self.writer.start_session(&begun)?);
                Ok(Applied::default())
            }
            Write::Position(_) | Write::Draft(_) => Ok(Applied::default()),
        }
    }
}
