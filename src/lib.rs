//! gemba: look at what your model really said.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "unit tests may look at files and clocks"))]

pub mod app;
pub mod checks;
#[expect(clippy::disallowed_methods, reason = "the edge: clock, environment, files")]
pub mod cli;
pub mod command;
#[expect(clippy::disallowed_methods, reason = "finds the workspace, settings and the reviewer")]
pub mod config;
pub mod domain;
pub mod error;
pub mod ingest;
pub mod layout;
pub mod measures;
#[expect(clippy::disallowed_methods, reason = "the edge: clock, threads, programs, the terminal")]
pub mod runtime;
pub mod services;
pub mod store;
pub mod stubs;
pub mod text;
pub mod ui;
pub mod views;
