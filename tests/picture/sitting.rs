//! The whole program without a terminal: machine, store and checks, every effect answered at once.
//!
//! Used by the picture in the README and by the frame benchmark. Threads and signals are the terminal tests' business.

use std::path::Path;
use std::sync::Arc;

use gemba::app::message::{Effect, Message, Query, Reply, Write};
use gemba::app::{self, Model, Start};
use gemba::checks::{self, Commands, Subject};
use gemba::command::{Chord, Key};
use gemba::domain::event::Applied;
use gemba::domain::{Batch, Name, Sampling, Session, Time};
use gemba::error::{Problem, Result};
use gemba::layout::Document;
use gemba::measures::check_sets::ALPHA;
use gemba::services;
use gemba::store::{Reader, Writer};
use gemba::views::RecordView;

/// One reviewer at one screen.
pub struct Sitting {
    pub model: Model,
    writer: Writer,
    reader: Reader,
    reviewer: Name,
    session: Option<i64>,
    now: Time,
}

impl Sitting {
    /// Opens the screen over a workspace and answers what it asks for first.
    pub fn open(folder: &Path, workspace: &str, size: (u16, u16), now: Time) -> Self {
        let reviewer = Name::new("ana").unwrap();
        let (model, effects) = app::start(Start {
            workspace: workspace.to_owned(),
            reviewer: reviewer.clone(),
            filter: String::new(),
            sampling: Sampling::default(),
            queue: None,
            position: None,
            answered: Vec::new(),
            drafts: Vec::new(),
            screen: None,
            suites: gemba::services::preview::suites(&["pytest".to_owned()]),
            preset: None,
            size,
            present: false,
        });
        let (writer, reader) = (Writer::open(folder).unwrap(), Reader::open(folder).unwrap());
        let mut sitting = Self { model, writer, reader, reviewer, session: None, now };
        sitting.perform(effects);
        sitting
    }

    /// Presses keys, written as in the help and separated by blanks: `t h ctrl-d Enter`. `"words"` are typed.
    pub fn press(&mut self, keys: &str) {
        for (at, part) in keys.split('"').enumerate() {
            if at % 2 == 1 {
                self.type_text(part);
            } else {
                part.split_whitespace().for_each(|word| self.key(chord(word)));
            }
        }
    }

    /// Types text, character by character.
    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Chord::char(c)));
    }

    /// Presses one key and answers everything that follows from it.
    pub fn key(&mut self, chord: Chord) {
        let effects = self.send(chord);
        self.perform(effects);
    }

    /// Presses one key; what it asks for is still open.
    pub fn send(&mut self, chord: Chord) -> Vec<Effect> {
        self.now = Time(self.now.0 + 1500);
        app::update(&mut self.model, Message::Key { chord, burst: false }, self.now)
    }

    /// Answers effects, and what the answers ask for.
    pub fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            let message = match effect {
                Effect::Read(request, query) => Message::Reply(request, self.answer(query)),
                Effect::Write(ticket, write) => Message::Written(ticket, self.write(write)),
                Effect::Copy(_) => Message::Copied(Ok(())),
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
                let subject = Subject { output: record.content.output.raw(), content: &record.content };
                let mut objections = Vec::new();
                for check in reader.codebook()?.checks {
                    let found = checks::compile(&check.spec)?.objections(&subject);
                    objections.extend(found.into_iter().map(|it| (check.key.clone(), it.reason, it.place)));
                }
                let document = Arc::new(Document::of(&record, rendering));
                let judgements = reader.judgements(row)?;
                let answers = reader.answers_on(row)?;
                Reply::Record(Box::new(RecordView { record, judgements, document, rendering, objections, answers }))
            }
            Query::Codebook => Reply::Codebook(Box::new(reader.codebook()?)),
            Query::Figures => Reply::Figures(Box::new(reader.figures()?)),
            Query::Find(prefix) => Reply::Found(reader.find(&prefix)?.0),
            Query::Conversation(row) => Reply::Related(match reader.record(row)?.content.conversation {
                Some(name) => reader.conversation(&name)?,
                None => vec![row],
            }),
            Query::SameInput(row) => Reply::Related(reader.same_input(row)?),
            Query::Tallies => {
                let tallies = services::checks::tallies(reader, &Commands::not_on_screen())?;
                Reply::Tallies(tallies.into_iter().map(|(check, tally)| (check.key, tally)).collect())
            }
            Query::Drift => Reply::Drift(Box::new(services::drift::rubric(reader)?)),
            Query::Saturation => Reply::Saturation(Box::new(services::saturation::saturation(reader)?)),
            Query::Rates => Reply::Rates(services::stats::stats(reader)?),
            Query::WouldStale(key) => Reply::WouldStale(reader.would_stale(&key)?),
            Query::Alignment => {
                Reply::Alignment(services::align::alignments(reader, ALPHA, &Commands::not_on_screen())?.targets)
            }
            Query::Judges => Reply::Judges(services::results::newest(reader)?),
            Query::Trial(target, spec) => Reply::Trial(Box::new(services::trial::trial(reader, &target, &spec)?)),
            Query::StubPreview(target, further, suite) => {
                Reply::StubPreview(services::preview::preview(reader, &target, further.as_ref(), suite)?)
            }
            Query::Proposals(target, chosen) => {
                Reply::Proposals(Box::new(services::propose::propose(reader, &target, chosen.as_deref(), self.now)?))
            }
            other @ Query::Places(_) => return Err(Problem::usage(format!("Nobody answers {other:?} here."))),
        })
    }

    fn write(&mut self, write: Write) -> Result<Applied> {
        let (now, session) = (self.now, self.session);
        match write {
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
            Write::Position(_) | Write::Draft(..) => Ok(Applied::default()),
        }
    }
}

/// Reads a key as the help writes it.
fn chord(word: &str) -> Chord {
    let named = [
        ("Enter", Key::Enter),
        ("Esc", Key::Esc),
        ("Tab", Key::Tab),
        ("Space", Key::Char(' ')),
        ("PgDn", Key::PageDown),
        ("PgUp", Key::PageUp),
        ("Down", Key::Down),
        ("Up", Key::Up),
    ];
    if let Some((_, key)) = named.into_iter().find(|(name, _)| *name == word) {
        return Chord::plain(key);
    }
    match word.strip_prefix("ctrl-") {
        Some(letter) => Chord::ctrl(letter.chars().next().unwrap()),
        None => Chord::char(word.chars().next().unwrap()),
    }
}
