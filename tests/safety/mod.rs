//! Promises of safety that cross floors: kill loop, bad input, modes of files.
mod kill_loop;
mod sitting;
mod visible;
