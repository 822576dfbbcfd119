//! A key string in, a screen and effects out.

mod harness;
mod judging;
mod keys;
mod screens;
