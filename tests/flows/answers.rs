//! What the workers do for a app: reads and writes, answered at once by the real services and the real store.

use gemba::app::message::Write;
use gemba::domain::Applied;
use gemba::domain::{Batch, Session};
use gemba::error::{Problem, Result};
use gemba::services::trial::WholeTrial;
use gemba::views::Read;

use super::harness::TestApp;

impl TestApp {
    pub(super) fn answer(&mut self, mut read: Read) -> Result<Read> {
        self.reads.read(&mut read, self.now, &mut WholeTrial)?;
        Ok(read)
    }

    pub(super) fn carry_out(&mut self, write: Write) -> Result<Applied> {
        let applied = self.done(write)?;
        Ok(Applied { session: self.session, ..applied })
    }

    fn done(&mut self, write: Write) -> Result<Applied> {
        let (now, session) = (self.now, self.session);
        match write {
            Write::Judge(_) | Write::Position(_) if self.fails_writes => Err(Problem::io("The disk is full.")),
            Write::Judge(changes) => {
                let batch = Batch { reviewer: self.reviewer.clone(), session, time: now, changes };
                let applied = self.writer.append(&batch)?;
                self.group.clone_from(&applied.group);
                Ok(applied)
            }
            Write::Vote(reviewer, changes) => {
                self.writer.append(&Batch { reviewer, session: None, time: now, changes })
            }
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
            Write::Resume(session) => {
                self.session = Some(session);
                Ok(Applied::default())
            }
            Write::Position(place) => {
                if let Some(session) = session {
                    self.writer.save_position(session, place)?;
                }
                Ok(Applied::default())
            }
            Write::Draft(row, purpose, text, is_aside) => {
                let draft = gemba::store::Draft { row, purpose, text: text.into(), is_aside };
                self.writer.save_draft(&self.reviewer, &draft).map(|()| Applied::default())
            }
            Write::End => {
                self.writer.keep_end(session.unwrap(), now)?;
                Ok(Applied::default())
            }
        }
    }
}
