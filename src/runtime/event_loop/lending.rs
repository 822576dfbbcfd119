//! The terminal while another program has it, or the shell.

use super::EventLoop;
use crate::app::message::Message;
use crate::error::{Problem, Result};
use crate::runtime::keys::Keyboard;
use crate::runtime::programs::Foreground;
use crate::runtime::signals;

impl EventLoop {
    pub(super) fn suspend(&mut self) {
        if !signals::has_job_control() {
            let problem = Problem::usage("There is no shell that could continue gemba, so it is not stopped.");
            self.queue.push_back(Message::JobDone(Err(problem)));
            return;
        }
        // The terminal first: once the job is stopped, it is the shell's.
        self.guard.leave();
        signals::stop_the_job();
    }

    pub(super) fn give_terminal(&mut self) -> Result<()> {
        self.front.lends_terminal()?;
        self.guard.leave();
        self.keyboard = Keyboard::default();
        Ok(())
    }

    /// Leaves the terminal to a program, or takes it back where that did not start.
    pub(super) fn take_opened(&mut self, opened: Result<Foreground>, failed: impl FnOnce(Problem) -> Message) {
        match opened {
            Ok(foreground) => self.foreground = foreground,
            Err(problem) => {
                let back = self.guard.enter().and_then(|()| self.repaint());
                self.queue.push_back(failed(problem));
                if back.is_err() {
                    self.hang_up();
                }
            }
        }
    }

    pub(super) fn close_program(&mut self, ended: std::io::Result<std::process::ExitStatus>) -> Result<()> {
        let Some(left) = std::mem::replace(&mut self.foreground, Foreground::Screen).ended(ended) else {
            return Ok(());
        };
        // The program may have left the terminal in any state.
        self.guard.enter_anew()?;
        self.repaint()?;
        self.queue.push_back(left);
        Ok(())
    }
}
