//! The database file: opening and making it, its tables and settings, copies, permissions, and what can be wrong with it.

pub(crate) mod aside;
pub(crate) mod backup;
pub(crate) mod copy;
pub(crate) mod doctor;
pub(crate) mod file_check;
pub(crate) mod fs_warnings;
pub(crate) mod migrations;
pub(crate) mod open;
pub(crate) mod open_files;
pub(crate) mod owner;
pub(crate) mod paths;
pub(crate) mod permissions;
pub(crate) mod reading_lock;
pub(crate) mod schema;
pub(crate) mod settings;
