//! A key string in, a screen and effects out.

mod alike;
mod answers;
mod checking;
mod coding;
mod correcting;
mod declining;
mod elsewhere;
mod ending;
mod failing;
mod finding;
mod harness;
mod insights;
mod judges;
mod judging;
mod keys;
mod late;
mod own_keys;
mod picking;
mod progress;
mod reading;
mod regrading;
mod returning;
mod screens;
mod setup;
mod suggesting;
mod viewing;
