//! SQLite logs: a private copy of the database, hardened against what a foreign file can hold, whose rows become entries.

mod cells;
mod choice;
mod connection;
mod llm;
mod llm_generation;
mod llm_turns;
mod open;
mod rows;

pub(super) use open::open;
