//! Promises of safety that cross layers: kill -9 and hostile text.
mod kill_loop;
mod sitting;
mod visible;
