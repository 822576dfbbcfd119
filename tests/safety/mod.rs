//! Promises of safety that cross layers: kill -9, hostile text, and workspaces that others made.
mod foreign;
mod import_kills;
mod kill_import;
mod kill_loop;
mod nothing_outside;
mod sitting;
mod stub_folder;
mod trust;
mod visible;
