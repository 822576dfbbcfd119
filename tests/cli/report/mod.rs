//! `report`: what a page and a ticket hold, where they are written, and what becomes of hostile text in them.

mod browser;
mod figures;
mod files;
mod hostile;
mod masking;

use serde_json::{Value, json};

use super::Cli;

/// A workspace in which everything that a report tells of has happened: 60 records of two models on three days, 15 fails
/// with two modes and without one, a criterion whose meaning was edited, graded anew and repeated, a check.
fn reviewed() -> Cli {
    let cli = Cli::new();
    let line = |n: usize| {
        let guarantee = if n.is_multiple_of(8) { "There is a 90-day guarantee on everything." } else { "" };
        json!({
            "id": format!("r{n}"), "timestamp": format!("2026-11-{}T08:00:00Z", 18 + n % 3),
            "model": if n.is_multiple_of(2) { "heron-2" } else { "kite-1" },
            "prompt": format!("Can I return order {n}?"), "output": format!("Of course, order {n} is fine. {guarantee}"),
        })
    };
    let path = cli.write("log.jsonl", &lines((0..60).map(line)));
    cli.run(&["import", path.to_str().unwrap()]).good();
    let ids = cli.ids();
    let each =
        |line: &dyn Fn(usize, &String) -> Value| -> String { lines(ids.iter().enumerate().map(|(n, id)| line(n, id))) };
    let verdict =
        |n: usize, id: &String| json!({"id": id, "verdict": if n.is_multiple_of(4) { "fail" } else { "pass" }});
    cli.feed(&["verdict", "-"], &each(&verdict)).good();
    cli.run(&["modes", "add", "Invented policy", "--definition", "Promises what no policy says."]).good();
    cli.run(&["modes", "add", "Too short"]).good();
    let tagged = ids.iter().step_by(8).map(|id| json!({"id": id, "mode": "Invented policy"}));
    let short = ids.iter().skip(4).step_by(16).map(|id| json!({"id": id, "mode": "Too short"}));
    cli.feed(&["tag", "-"], &lines(tagged.chain(short))).good();
    cli.run(&["note", &ids[0], "There is no such guarantee."]).good();
    cli.run(&["criteria", "add", "Polite", "--text", "Is polite."]).good();
    let grades = |purpose: &str, met: &dyn Fn(usize) -> bool| {
        each(&|n, id| {
            let answer = if met(n) { "met" } else { "not-met" };
            json!({"id": id, "criterion": "polite", "answer": answer, "purpose": purpose})
        })
    };
    cli.feed(&["grade", "-"], &grades("first", &|_| true)).good();
    let edit = ["criteria", "edit", "polite", "--text", "Is polite, not gushing.", "--edit", "meaning"];
    cli.run(&[&edit[..], &["--reason", "apologies"]].concat()).good();
    cli.feed(&["grade", "-"], &grades("regrade", &|n| n % 3 > 0)).good();
    let noise = grades("noise", &|n| n % 3 > 0);
    cli.feed(&["grade", "-"], &noise.lines().take(30).collect::<Vec<_>>().join("\n")).good();
    cli.run(&["checks", "add", "--mode", "Invented policy", "not-contains", "guarantee"]).good();
    cli
}

/// JSON lines.
fn lines(values: impl Iterator<Item = Value>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<_>>().join("\n")
}

/// The page of a workspace.
fn page(cli: &Cli) -> String {
    cli.run(&["report", "--format", "html"]).good().out
}
