//! A month through the daily sample, for two reviewers: most days by commands, three of them in two terminals at once.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// The days of the month, and the records of each.
const DAYS: u32 = 20;
const A_DAY: usize = 90;

/// Days that are read in terminals.
const IN_TERMINALS: [u32; 3] = [4, 11, 17];

fn name(day: u32, at: usize) -> String {
    format!("A{day:02}-{at:03}")
}

/// A tenth is much longer than the others and fails mostly, the others seldom.
fn is_long(at: usize) -> bool {
    at % 10 == 7
}

fn fails(day: u32, at: usize) -> bool {
    let hash = blake3::hash(name(day, at).as_bytes()).as_bytes()[0];
    hash < if is_long(at) { 180 } else { 12 }
}

fn log() -> String {
    let line = |day: u32, at: usize| {
        let rest = if is_long(at) { " It goes on with words of its own.".repeat(8 + at) } else { String::new() };
        let record = json!({"id": name(day, at), "timestamp": format!("2025-06-{day:02}T{:02}:{:02}:00Z", at / 60, at % 60),
            "prompt": "Why?", "output": format!("{} is the answer.{rest}", name(day, at))});
        format!("{record}\n")
    };
    (1..=DAYS).flat_map(|day| (0..A_DAY).map(move |at| line(day, at))).collect()
}

struct Team {
    workspace: Workspace,
    names: HashMap<String, String>,
    truth: HashMap<String, bool>,
    /// How many verdicts each gave.
    given: BTreeMap<&'static str, usize>,
}

impl Team {
    fn begin() -> Self {
        let workspace = Workspace::empty();
        let path = workspace.root().join("june.jsonl");
        std::fs::write(&path, log()).unwrap();
        workspace.json(&["import", path.to_str().unwrap(), "--json"]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let listed = workspace.json(&["list", "--json", "--limit", "100000", "--fields", "id,external_id"]);
        let names = listed.iter().map(|one| (text(&one["id"]), text(&one["external_id"]))).collect();
        let all = (1..=DAYS).flat_map(|day| (0..A_DAY).map(move |at| (name(day, at), fails(day, at))));
        Self { workspace, names, truth: all.collect(), given: BTreeMap::new() }
    }

    /// The sample that is read on the morning after a day.
    fn today(&self, day: u32, reviewer: &str) -> Value {
        let date = format!("2025-06-{:02}", day + 1);
        self.workspace.json(&["today", "--day", &date, "--json", "--reviewer", reviewer]).remove(0)
    }

    /// What is left for a reviewer, by the names of the records.
    fn queue(&self, day: u32, reviewer: &str) -> Vec<String> {
        let today = self.today(day, reviewer);
        today["queue"].as_array().unwrap().iter().map(|id| self.names[id.as_str().unwrap()].clone()).collect()
    }

    fn by_command(&mut self, day: u32, reviewer: &'static str, share: usize) {
        let mut queue = self.queue(day, reviewer);
        queue.truncate(queue.len() / share);
        let word = |name: &String| if self.truth[name] { "fail" } else { "pass" };
        let line = |name: &String| format!("{}\n", json!({"id": name, "verdict": word(name), "reviewer": reviewer}));
        let told = self.workspace.run_with(&["verdict", "-"], &queue.iter().map(line).collect::<String>());
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        *self.given.entry(reviewer).or_default() += queue.len();
    }

    fn screen(&self, day: u32, reviewer: &str) -> Screen {
        let date = format!("2025-06-{:02}", day + 1);
        Screen::start(&self.workspace, &["today", "--day", &date, "--reviewer", reviewer], 40, 140)
    }

    /// Judges so many records of the queue on a screen, from one on.
    fn on_screen(&mut self, screen: &mut Screen, queue: &[String], from: usize, count: usize, reviewer: &'static str) {
        for (at, name) in queue.iter().enumerate().skip(from).take(count) {
            screen.until(&format!("{name} is the answer"));
            screen.send(if self.truth[name] { "f" } else { "p" });
            if self.truth[name] {
                screen.until("Why?");
                screen.send("\r");
            }
            screen.until(&format!("{} of {} judged", at + 1, queue.len()));
        }
        *self.given.entry(reviewer).or_default() += count;
    }

    fn in_terminals(&mut self, day: u32) {
        let ana = self.queue(day, "ana");
        let mut first = self.screen(day, "ana");
        self.on_screen(&mut first, &ana, 0, 8, "ana");
        let ben = self.queue(day, "ben");
        assert_eq!(ben[0], ana[8], "the other goes on where the one is");
        let mut second = self.screen(day, "ben");
        self.on_screen(&mut second, &ben, 0, 8, "ben");
        self.on_screen(&mut first, &ana, 8, 4, "ana");
        for screen in [&mut first, &mut second] {
            screen.send("q");
            assert_eq!(screen.end(), End::Exit(0));
        }
    }
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn a_month_of_two_reviewers_loses_nothing_and_knows_what_was_logged() {
    let mut team = Team::begin();
    let mut sitting = 0;
    for day in 1..=DAYS {
        if IN_TERMINALS.contains(&day) {
            team.in_terminals(day);
            continue;
        }
        let turns = if day.is_multiple_of(2) { ["ana", "ben"] } else { ["ben", "ana"] };
        for (turn, reviewer) in turns.into_iter().enumerate() {
            sitting += 1;
            // The first reads a half and the other goes on; every third sitting stops half-way.
            let share = if turn == 0 || sitting % 3 == 0 { 2 } else { 1 };
            team.by_command(day, reviewer, share);
        }
    }
    let listed =
        team.workspace.json(&["list", "--json", "--limit", "100000", "--history", "--fields", "external_id,verdicts"]);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for record in &listed {
        let mut by: Vec<&str> =
            record["verdicts"].as_array().unwrap().iter().map(|one| one["reviewer"].as_str().unwrap()).collect();
        for reviewer in &by {
            *found.entry((*reviewer).to_owned()).or_default() += 1;
        }
        by.sort_unstable();
        assert!(by.windows(2).all(|pair| pair[0] != pair[1]), "served twice to one person: {record}");
    }
    let given: BTreeMap<String, usize> = team.given.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(found, given, "no verdict is lost");
    let today = team.today(DAYS, "ana");
    let all = &today["all_days"]["failing"];
    let number = |key: &str| all[key].as_f64().unwrap();
    let truth = team.truth.values().filter(|fails| **fails).count() as f64 / team.truth.len() as f64;
    assert_eq!((&today["all_days"]["samples"], &all["weighted"]), (&json!(DAYS), &json!(true)));
    assert!(number("low") <= truth && truth <= number("high"), "{truth} is not in {all}");
    assert!(number("hits") / number("n") > truth + 0.04, "the sample is failure-heavy: {all}, {truth}");
    let people = today["people"].as_array().unwrap();
    assert_eq!(people.len(), 2);
    assert!(
        people.iter().all(|one| one["days"].as_u64().unwrap() >= 1 && one["judged"].as_u64().unwrap() > 300),
        "{people:?}"
    );
}
