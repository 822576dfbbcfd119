//! Asks the sources of the generated helpers directly, many times in one process.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The folder of the generated helpers' sources.
const HELPERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/stubs/helpers");

/// The answers of a real engine; `None` with a word where it is not installed.
pub(super) fn ask(program: &str, arguments: [&str; 2], lines: &[Value]) -> Option<Vec<Value>> {
    let spawned =
        Command::new(program).args(arguments).arg(HELPERS).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        eprintln!("skipped: there is no {program}");
        return None;
    };
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let input = lines.join("\n");
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} failed");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
