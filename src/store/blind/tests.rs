//! What a viewer reads while a blind set is open is what it would read had the others said nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::Viewer;
use crate::domain::{
    Answer, Batch, Change, CheckSpec, Content, Edit, Name, Purpose, RecordId, Slug, SourceDraft, Target, Time, Verdict,
};
use crate::store::{Reader, Writer};

const SET: &str = "s";
const RECORDS: usize = 6;
/// The records of the set: the others are judged openly.
const IN_SET: usize = 4;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

struct Place {
    home: tempfile::TempDir,
    writer: Writer,
    records: Vec<RecordId>,
    time: i64,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut writer = Writer::open_or_create(&home.path().join("w")).unwrap();
        let source = writer.begin_source(&SourceDraft::new("log", "log", "jsonl"), Time(0)).unwrap();
        let content = |at: usize| Content { output: format!("Answer {at}.").into(), ..Content::default() };
        let stored = writer.store_records(source, &(0..RECORDS).map(content).collect::<Vec<_>>()).unwrap().1;
        let records = stored.into_iter().map(|(record, _)| record).collect();
        Self { home, writer, records, time: 0 }
    }

    fn does(&mut self, reviewer: &str, changes: Vec<Change>) -> bool {
        self.time += 10_000;
        let batch = Batch { reviewer: name(reviewer), session: None, time: Time(self.time), changes };
        self.writer.append(&batch).is_ok()
    }

    fn reader(&self, viewer: &Viewer) -> Reader {
        Reader::open(&self.home.path().join("w"), viewer).unwrap()
    }
}

/// A small generator of numbers: the same seed yields the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

const MODES: [&str; 3] = ["Tone", "Too short", "Invented"];

/// What a reviewer might do next with one of these records.
fn change(numbers: &mut Numbers, records: &[RecordId], is_codebook: bool) -> Change {
    let record = records[numbers.below(records.len())];
    let mode = Slug::of(MODES[numbers.below(3)]);
    let criterion = Slug::of(["Polite", "True"][numbers.below(2)]);
    match numbers.below(if is_codebook { 13 } else { 8 }) {
        0..=1 => {
            let verdict = [Some(Verdict::Pass), Some(Verdict::Fail), Some(Verdict::Defer), None][numbers.below(4)];
            Change::Verdict { record, verdict, reason: None }
        }
        2..=3 => Change::Tag { record, mode, span: None },
        4 => Change::Untag { record, mode },
        5 => Change::Note { record, span: None, text: Some(format!("note {}", numbers.below(9)).into()) },
        6 => Change::Correction { record, text: Some("better".into()) },
        7 => {
            let answer = Some([Answer::Met, Answer::NotMet][numbers.below(2)]);
            Change::Grade { record, criterion, version: 0, answer, purpose: Purpose::First }
        }
        8..=9 => Change::ModeAdd {
            name: name(MODES[numbers.below(3)]),
            definition: format!("meaning {}", numbers.below(5)).into(),
            severity: 2,
            hotkey: None,
        },
        10 => Change::CriterionAdd {
            name: name(["Polite", "True"][numbers.below(2)]),
            text: format!("It is so, {}.", numbers.below(5)).into(),
            modes: vec![],
            record: None,
            number: None,
        },
        11 => Change::CriterionRevise {
            criterion,
            text: format!("It is so, {}.", numbers.below(9)).into(),
            edit: Edit::Meaning,
            reason: "".into(),
            record: Some(record),
        },
        _ => Change::CheckAdd {
            key: None,
            target: Target::Mode(mode),
            spec: CheckSpec { kind: "contains".to_owned(), params: serde_json::from_str(r#"{"text":"x"}"#).unwrap() },
        },
    }
}

/// Every row that the connection reads of every table that may hide something. Places in the journal are counted among the
/// events that are seen; what is made anew for each event (ids, hashes, numbers, salts) is left out.
fn rows(conn: &Connection) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut select = conn.prepare("SELECT position FROM event ORDER BY position").unwrap();
    let places: Vec<i64> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = BTreeMap::new();
    for table in [
        "verdict",
        "tag",
        "note",
        "correction",
        "grade",
        "grade_history",
        "event",
        "event_name",
        "undone_group",
        "mode",
        "mode_lineage",
        "criterion",
        "criterion_lineage",
        "criterion_version",
        "criterion_mode",
        "check_def",
        "suggestion_answer",
        "session",
        "draft",
    ] {
        let mut select = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut found = BTreeSet::new();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let mut text = Vec::new();
            for (at, column) in names.iter().enumerate() {
                let value: Value = row.get(at).unwrap();
                match (column.as_str(), value) {
                    (
                        "id" | "writer" | "sequence" | "hash" | "previous" | "lamport" | "group_id" | "context" | "grp",
                        _,
                    ) => {}
                    ("event" | "position" | "merged" | "split", Value::Integer(place)) => {
                        text.push(format!("{column}={:?}", places.iter().position(|one| *one == place)));
                    }
                    ("payload", Value::Text(payload)) => {
                        let mut payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
                        for key in ["salt", "under", "group"] {
                            payload.as_object_mut().unwrap().remove(key);
                        }
                        text.push(payload.to_string());
                    }
                    (_, value) => text.push(format!("{column}={value:?}")),
                }
            }
            found.insert(text.join(" "));
        }
        all.insert(table, found);
    }
    all
}

/// Two workspaces: in the one both judge, in the other only ana (and cem, who is not of the set). The same is read by ana.
#[test]
fn what_ana_reads_is_what_she_would_read_had_ben_said_nothing() {
    for seed in 0..60 {
        let mut numbers = Numbers(seed);
        let (mut both, mut alone) = (Place::new(), Place::new());
        let first = vec![
            Change::ModeAdd { name: name("Tone"), definition: "old".into(), severity: 1, hotkey: None },
            Change::CriterionAdd { name: name("Polite"), text: "v1".into(), modes: vec![], record: None, number: None },
        ];
        both.does("ana", first.clone());
        alone.does("ana", first);
        // What ben said before of the records of the set is hidden too.
        for _ in 0..numbers.below(6) {
            let said = change(&mut numbers, &both.records[..IN_SET], false);
            both.does("ben", vec![said]);
        }
        alone.time = both.time;
        let (reviewers, records) = (vec![name("ana"), name("ben")], both.records[..IN_SET].to_vec());
        let opening = Change::BlindOpen { set: SET.to_owned(), reviewers, records };
        both.does("ana", vec![opening.clone()]);
        alone.does("ana", vec![opening]);
        for _ in 0..40 {
            let who = ["ana", "ben", "ben", "cem"][numbers.below(4)];
            // Times are told too, and are the same in both.
            alone.time = both.time;
            if numbers.below(9) == 0 {
                let is_redo = numbers.below(3) == 0;
                let mut turned = Vec::new();
                for place in [&mut both, &mut alone] {
                    if who == "ben" && !turned.is_empty() {
                        continue;
                    }
                    place.time += 10_000;
                    let (writer, now) = (&mut place.writer, Time(place.time));
                    let done =
                        if is_redo { writer.redo(&name(who), None, now) } else { writer.undo(&name(who), None, now) };
                    turned.push(done.map(|applied| applied.summary).map_err(|problem| problem.sentence));
                }
                if who != "ben" {
                    assert_eq!(turned[0], turned[1], "seed {seed}");
                }
                continue;
            }
            let records = if who == "ben" { &both.records[..IN_SET] } else { &both.records[..] };
            let wanted = change(&mut numbers, records, true);
            let done = both.does(who, vec![wanted.clone()]);
            if who != "ben" {
                assert_eq!(done, alone.does(who, vec![wanted]), "seed {seed}");
            }
        }
        for viewer in [Viewer::of(&name("ana")), Viewer::of(&name("cem")), Viewer::nobody()] {
            let (seen, expected) = (both.reader(&viewer), alone.reader(&viewer));
            let (seen, expected) = (rows(&seen.conn), rows(&expected.conn));
            for (table, rows) in &seen {
                let expected = expected.get(table).unwrap();
                let more: Vec<_> = rows.difference(expected).collect();
                let fewer: Vec<_> = expected.difference(rows).collect();
                assert!(
                    more.is_empty() && fewer.is_empty(),
                    "seed {seed}, {table} as {viewer:?} reads it: too much {more:#?}, missing {fewer:#?}"
                );
            }
        }
        // Ben is in his own right: he reads what he said.
        let own = both.reader(&Viewer::of(&name("ben")));
        let own: i64 =
            own.conn.query_row("SELECT count(*) FROM event WHERE reviewer = 'ben'", [], |row| row.get(0)).unwrap();
        assert!(own > 0);
        both.does("ben", vec![Change::BlindClose { set: SET.to_owned() }]);
        let [ana, ben] = ["ana", "ben"].map(|viewer| rows(&both.reader(&Viewer::of(&name(viewer))).conn));
        assert_eq!(ana, ben, "after the end both read the same");
    }
}

#[test]
fn the_tables_themselves_are_denied_as_long_as_anything_is_hidden() {
    let mut place = Place::new();
    let record = place.records[0];
    let reader = place.reader(&Viewer::of(&name("ana")));
    let asked = [
        "SELECT * FROM main.verdict",
        "SELECT count(*) FROM main.verdict",
        "SELECT payload FROM main.event",
        "SELECT max(reviewer) FROM (SELECT * FROM main.tag)",
        "SELECT name FROM main.mode",
    ];
    for sql in asked {
        assert!(reader.conn.prepare(sql).is_ok(), "nothing is hidden: {sql}");
    }
    let reviewers = vec![name("ana"), name("ben")];
    place.does("ana", vec![Change::BlindOpen { set: SET.to_owned(), reviewers, records: vec![record] }]);
    place.does("ben", vec![Change::Verdict { record, verdict: Some(Verdict::Fail), reason: None }]);
    reader.refresh().unwrap();
    for sql in asked {
        let refused = reader.conn.prepare(sql).unwrap_err().to_string();
        assert!(refused.contains("prohibited") || refused.contains("not authorized"), "{sql}: {refused}");
    }
    assert!(reader.verdicts().unwrap().is_empty());
    place.does("ana", vec![Change::BlindClose { set: SET.to_owned() }]);
    reader.refresh().unwrap();
    assert_eq!(reader.verdicts().unwrap().len(), 1);
    assert!(asked.iter().all(|sql| reader.conn.prepare(sql).is_ok()));
}
