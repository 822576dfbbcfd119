//! gemba: look at what your model really said.

pub mod app;
pub mod checks;
pub mod cli;
pub mod command;
pub mod config;
pub mod domain;
pub mod error;
pub mod ingest;
pub mod layout;
pub mod measures;
pub mod runtime;
pub mod services;
pub mod store;
pub mod stubs;
pub mod text;
pub mod ui;
pub mod views;
