//! The whole program without a terminal: machine, store and checks, every effect answered at once.
//!
//! Used by the picture in the README and by the frame benchmark. Threads and signals are the terminal tests' business.

use std::path::Path;

use gemba::app::message::{Effect, Message, Write};
use gemba::app::{self, Model, Start};
use gemba::command::{Chord, Key};
use gemba::domain::Applied;
use gemba::domain::{Batch, Name, Sampling, Session, Time};
use gemba::error::Result;
use gemba::services::read::ReadService;
use gemba::services::trial::WholeTrial;
use gemba::store::{Reader, Writer};
use gemba::views::Read;

/// One reviewer at one screen.
pub struct TestApp {
    pub model: Model,
    writer: Writer,
    reads: ReadService,
    reviewer: Name,
    session: Option<i64>,
    /// The group that was judged last.
    group: Option<gemba::domain::UndoGroup>,
    now: Time,
}

impl TestApp {
    /// Opens the screen over a workspace and answers what it asks for first.
    pub fn open(folder: &Path, workspace: &str, size: (u16, u16), now: Time) -> Self {
        let reviewer = Name::new("ana").unwrap();
        let (model, effects) = app::start(Start {
            workspace: workspace.to_owned(),
            reviewer: reviewer.clone(),
            filter: String::new(),
            sampling: Sampling::default(),
            queue: None,
            gold: None,
            position: None,
            answered: Vec::new(),
            resumed: None,
            drafts: Vec::new(),
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
            size,
            present: false,
            pair: None,
            may_unmask: true,
            copies: gemba::redact::Mode::Mask,
        });
        let writer = Writer::open(folder).unwrap();
        let reads =
            ReadService::new(Reader::open(folder, &gemba::store::Viewer::of(&reviewer)).unwrap(), reviewer.clone());
        let mut app = Self { model, writer, reads, reviewer, session: None, group: None, now };
        app.perform(effects);
        app
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
                Effect::Read(request, read) => Message::Reply(request, self.answer(read)),
                Effect::Write(ticket, write) => Message::Written(ticket, self.write(write)),
                Effect::Copy(_) => Message::Copied(Ok(())),
                _ => continue,
            };
            open.extend(app::update(&mut self.model, message, self.now));
        }
    }

    fn answer(&mut self, mut read: Read) -> Result<Read> {
        self.reads.read(&mut read, self.now, &mut WholeTrial)?;
        Ok(read)
    }

    fn write(&mut self, write: Write) -> Result<Applied> {
        let (now, session) = (self.now, self.session);
        match write {
            Write::Judge(changes) => {
                let batch = Batch { reviewer: self.reviewer.clone(), session, time: now, changes };
                let applied = self.writer.append(&batch)?;
                self.group.clone_from(&applied.group);
                Ok(applied)
            }
            Write::Vote(reviewer, changes) => self.writer.append(&Batch { reviewer, session, time: now, changes }),
            Write::Extend(changes) => {
                let batch = Batch { reviewer: self.reviewer.clone(), session, time: now, changes };
                self.writer.append_to(&batch, self.group.as_ref())
            }
            Write::Undo => self.writer.undo(&self.reviewer, session, now),
            Write::Redo => self.writer.redo(&self.reviewer, session, now),
            Write::Session(filter, sampling, queue) => {
                let begun = Session::begun(&self.reviewer, filter, sampling, queue, now);
                self.session = Some(self.writer.start_session(&begun)?);
                Ok(Applied::default())
            }
            Write::Position(_) | Write::Draft(..) | Write::Resume(_) | Write::End => Ok(Applied::default()),
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
