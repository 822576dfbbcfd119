//! Result files of eval runs → what judges and checks answered. One file per format; knows no store and no truth.
//!
//! A result file comes from another program: it is read as a whole up to a limit, never executed, never expanded.

mod gathered;
mod inspect;
mod jsonl;
mod junit;
mod promptfoo;
mod result_file;
mod results_reader;
mod test_names;

pub use result_file::{ResultFile, ResultsOptions, read};

use results_reader::ResultsReader;

/// The readers of all formats; the first that detects a file reads it.
const READERS: &[ResultsReader] = &[junit::READER, inspect::READER, promptfoo::READER, jsonl::READER];
