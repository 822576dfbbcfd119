//! Workspaces, records and reviewers to test with.

use std::path::{Path, PathBuf};

use gemba::domain::Applied;
use gemba::domain::{
    Answer, Batch, Change, Content, Edit, Message, Name, Purpose, RecordId, Role, RowId, Slug, SourceDraft, Time,
    UndoGroup, Untrusted, Verdict,
};
use gemba::error::Result;
use gemba::store::{Reader, SourceId, Writer};

pub(super) const NOW: Time = Time(1_790_000_000_000);

/// A workspace in a folder that goes when the test ends.
pub(super) struct Workspace {
    pub(super) home: tempfile::TempDir,
    pub(super) writer: Writer,
}

pub(super) fn workspace() -> Workspace {
    let home = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(&home.path().join(".gemba")).unwrap();
    Workspace { home, writer }
}

/// A workspace with `count` numbered records.
pub(super) fn with_records(count: u32) -> Workspace {
    let mut workspace = workspace();
    workspace.import(&(0..count).map(numbered).collect::<Vec<_>>());
    workspace
}

pub(super) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::of(text)
}

pub(super) fn pair(question: &str, answer: &str) -> Content {
    Content { messages: vec![Message::text(Role::User, question)], output: answer.into(), ..Content::default() }
}

pub(super) fn numbered(number: u32) -> Content {
    Content {
        external_id: Some(Untrusted::new(format!("id-{number}"))),
        time: Some(Time(NOW.0 - i64::from(number) * 60_000)),
        model: Some(if number.is_multiple_of(2) { "gpt-4o".into() } else { "claude-3".into() }),
        ..pair(&format!("Question {number}?"), &format!("Answer number {number}."))
    }
}

pub(super) fn draft(source: &str) -> SourceDraft {
    SourceDraft::new(source, "log.jsonl", "jsonl")
}

pub(super) fn fail(record: RecordId) -> Change {
    Change::Verdict { record, verdict: Some(Verdict::Fail), reason: None }
}

pub(super) fn verdict(record: RecordId, verdict: Verdict) -> Change {
    Change::Verdict { record, verdict: Some(verdict), reason: None }
}

pub(super) fn tag(record: RecordId, mode: &str) -> Change {
    Change::Tag { record, mode: slug(mode), span: None }
}

pub(super) fn untag(record: RecordId, mode: &str) -> Change {
    Change::Untag { record, mode: slug(mode) }
}

pub(super) fn mode(text: &str) -> Change {
    Change::ModeAdd { name: name(text), definition: "".into(), severity: 2, hotkey: None }
}

pub(super) fn criterion(text: &str) -> Change {
    Change::CriterionAdd { name: name(text), text: "It is so.".into(), modes: vec![], record: None, number: None }
}

/// A new meaning of a criterion.
pub(super) fn revised(criterion: &str, text: &str) -> Change {
    let (criterion, edit) = (slug(criterion), Edit::Meaning);
    Change::CriterionRevise { criterion, text: text.into(), edit, reason: "".into(), record: None }
}

/// A first grade under the newest version.
pub(super) fn met(record: RecordId, criterion: &str) -> Change {
    let (answer, purpose) = (Some(Answer::Met), Purpose::First);
    Change::Grade { record, criterion: slug(criterion), version: 0, answer, purpose }
}

impl Workspace {
    pub(super) fn folder(&self) -> PathBuf {
        self.home.path().join(".gemba")
    }

    pub(super) fn reader(&self) -> Reader {
        Reader::open(&self.folder(), &gemba::store::Viewer::nobody()).unwrap()
    }

    pub(super) fn import(&mut self, contents: &[Content]) -> Vec<(RecordId, RowId)> {
        let source = self.source("prod");
        self.writer.store_records(source, contents).unwrap().1
    }

    pub(super) fn source(&mut self, named: &str) -> SourceId {
        self.writer.begin_source(&draft(named), NOW).unwrap()
    }

    /// The id of the n-th record.
    pub(super) fn id(&self, row: i64) -> RecordId {
        self.reader().record(RowId(row)).unwrap().id
    }

    pub(super) fn does(&mut self, reviewer: &str, changes: &[Change]) -> Applied {
        self.tries(reviewer, changes).unwrap()
    }

    pub(super) fn tries(&mut self, reviewer: &str, changes: &[Change]) -> Result<Applied> {
        self.writer.append(&batch(reviewer, changes))
    }

    pub(super) fn undo(&mut self, reviewer: &str) -> Applied {
        self.writer.undo(&name(reviewer), None, NOW).unwrap()
    }

    pub(super) fn redo(&mut self, reviewer: &str) -> Applied {
        self.writer.redo(&name(reviewer), None, NOW).unwrap()
    }

    /// The sentences of what doctor finds wrong.
    pub(super) fn complaints(&self) -> Vec<String> {
        let checks = self.reader().health().unwrap().checks;
        checks.into_iter().filter(|(_, holds)| !holds).map(|(what, _)| what).collect()
    }
}

pub(super) fn batch(reviewer: &str, changes: &[Change]) -> Batch {
    Batch { reviewer: name(reviewer), session: None, time: NOW, changes: changes.to_vec() }
}

pub(super) const PROJECTED: [&str; 15] = [
    "undone_group",
    "verdict",
    "tag",
    "note",
    "correction",
    "grade",
    "grade_history",
    "mode",
    "mode_lineage",
    "criterion",
    "criterion_lineage",
    "criterion_version",
    "criterion_mode",
    "check_def",
    "suggestion_answer",
];

/// All rows of the tables that are folded from the journal, as text.
pub(super) fn dump(folder: &Path, tables: &[&str]) -> String {
    use std::fmt::Write as _;
    let conn = rusqlite::Connection::open(gemba::store::database(folder)).unwrap();
    let mut text = String::new();
    for table in tables {
        let mut select = conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = select.column_count();
        let mut rows = select.query([]).unwrap();
        writeln!(text, "{table}").unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                write!(text, " | {:?}", row.get::<_, rusqlite::types::Value>(column).unwrap()).unwrap();
            }
            writeln!(text).unwrap();
        }
    }
    text
}

/// What people see: everything that is folded but the bookkeeping of undone groups.
pub(super) fn seen(workspace: &Workspace) -> String {
    dump(&workspace.folder(), &PROJECTED[1..])
}

/// Writes those of the changes that can be made in the random state, as one group; the others are refused in words.
pub(super) fn append_possible(workspace: &mut Workspace, reviewer: &Name, changes: &[Change]) -> Option<UndoGroup> {
    let mut group = None;
    for change in changes {
        match workspace.writer.append_to(&batch(reviewer.as_str(), std::slice::from_ref(change)), group.as_ref()) {
            Ok(applied) => group = group.or(applied.group),
            Err(problem) => assert_eq!(problem.kind.exit_code(), 2, "{problem}"),
        }
    }
    group
}
