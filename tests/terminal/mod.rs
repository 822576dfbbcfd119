//! The real program in a real pseudo-terminal.
//!
//! `screen` starts it, types and looks; `oracle` reads every byte it wrote. Deadlines are generous and nothing is timed:
//! a test waits until the screen says something, and fails with the screen when it never does.

pub(crate) mod oracle;
pub(crate) mod screen;
pub(crate) mod workspace;

mod drafts;
mod editor;
mod elsewhere;
mod ending;
mod feeds;
mod hostile;
mod leaving;
mod lines;
mod locked;
mod months;
mod pairs;
mod paste;
mod picking;
mod programs;
mod reading;
mod readme;
mod sharing;
mod sizes;
mod stubbing;
mod suspend;
mod walking;
