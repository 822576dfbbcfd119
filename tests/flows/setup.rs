//! What a app begins with: records, modes, criteria, grades, a size.

use gemba::app::{self, PairStart, Seats, Start};
use gemba::domain::Content;
use gemba::domain::{
    self, Answer, Batch, Change, GoldShare, Name, Purpose, RecordId, Role, RowId, Sampling, Slug, SourceDraft, Target,
    Time, Untrusted, Verdict,
};
use gemba::services::read::ReadService;
use gemba::store::{Reader, Writer};
use gemba::views::Read;

use super::harness::TestApp;
use super::known::settle;

/// Questions and answers of the records, in order; the rest repeats them with a number.
const PAIRS: &[(&str, &str)] = &[
    (
        "I was charged twice for my March invoice. Can I get the second one back?",
        "I'm so sorry about that! You are entitled to a full refund within 24 hours under our Double-Charge Guarantee.\n\nJust reply with your card number.",
    ),
    ("Do you ship to Norway?", "Yes, we ship to Norway. It takes **three** to five days."),
    ("How do I export my data?", "Open *Settings*, then Export."),
];

pub struct Setup {
    contents: Vec<Content>,
    size: (u16, u16),
    modes: Vec<(&'static str, char)>,
    criteria: Vec<(&'static str, &'static str)>,
    checks: Vec<(&'static str, &'static str)>,
    grades: usize,
    filter: &'static str,
    sampling: Sampling,
    drafts: Vec<(RowId, String, Untrusted, bool)>,
    position: Option<RowId>,
    preset: Option<String>,
    own_keys: gemba::command::OwnKeys,
    fail_asks_why: bool,
    trace_links: gemba::text::TraceLinks,
    old_hotkey: Option<(&'static str, char)>,
    suites: &'static [&'static str],
    unanswered: fn(&Read) -> bool,
    time_box: Option<Time>,
    seats: Option<Seats>,
    is_opened_by_ben: bool,
    present: bool,
    pub(super) gold: Option<GoldShare>,
    pub(super) settled: &'static [(i64, Verdict)],
    pub(super) queue: Option<Vec<RowId>>,
}

/// Begins a app on three records at 140×40.
pub fn review() -> Setup {
    let setup = Setup {
        contents: Vec::new(),
        size: (140, 40),
        modes: Vec::new(),
        criteria: Vec::new(),
        checks: Vec::new(),
        grades: 0,
        filter: "",
        sampling: Sampling::default(),
        drafts: Vec::new(),
        position: None,
        preset: None,
        own_keys: gemba::command::OwnKeys::default(),
        fail_asks_why: true,
        trace_links: gemba::text::TraceLinks::default(),
        old_hotkey: None,
        suites: &["pytest"],
        unanswered: |_| false,
        time_box: None,
        seats: None,
        is_opened_by_ben: false,
        present: false,
        gold: None,
        settled: &[],
        queue: None,
    };
    setup.with_records(3)
}

pub fn content(at: usize, question: &str, answer: &str) -> Content {
    Content {
        external_id: Some(format!("r{at}").as_str().into()),
        time: Some(Time(1_795_000_000_000 + i64::try_from(at).unwrap() * 60_000)),
        model: Some("heron-2".into()),
        prompt_version: Some("v3".into()),
        messages: vec![
            domain::Message::text(Role::System, "You are the support assistant. Answer only from the context."),
            domain::Message::text(Role::User, question),
        ],
        output: answer.into(),
        latency_ms: Some(1800.0),
        ..Content::default()
    }
}

impl Setup {
    pub fn with_records(mut self, count: usize) -> Self {
        self.contents = (0..count)
            .map(|at| {
                let (question, answer) = PAIRS[at % PAIRS.len()];
                let again = if at < PAIRS.len() { String::new() } else { format!(" ({at})") };
                content(at, &format!("{question}{again}"), answer)
            })
            .collect();
        self
    }

    /// Ends calmly so many milliseconds after the beginning.
    pub fn ending_after(mut self, millis: i64) -> Self {
        self.time_box = Some(Time(1_796_000_000_000 + millis));
        self
    }

    pub fn with_texts(mut self, texts: &[&str]) -> Self {
        self.contents = texts.iter().enumerate().map(|(at, text)| content(at, text, text)).collect();
        self
    }

    pub fn with_contents(mut self, contents: Vec<Content>) -> Self {
        self.contents = contents;
        self
    }

    /// One record more.
    pub fn and_content(mut self, content: Content) -> Self {
        self.contents.push(content);
        self
    }

    pub fn with_modes(mut self, modes: &[(&'static str, char)]) -> Self {
        self.modes = modes.to_vec();
        self
    }

    pub fn with_criteria(mut self, criteria: &[(&'static str, &'static str)]) -> Self {
        self.criteria = criteria.to_vec();
        self
    }

    /// Checks as they are typed, each attached to the criterion of this name and called like its kind.
    pub fn with_checks(mut self, checks: &[(&'static str, &'static str)]) -> Self {
        self.checks = checks.to_vec();
        self
    }

    /// The reviewer graded so many records `met` on the first criterion before: the first record by hand, in order.
    pub fn with_grades(mut self, count: usize) -> Self {
        self.grades = count;
        self
    }

    pub fn filtered_by(mut self, filter: &'static str) -> Self {
        self.filter = filter;
        self
    }

    pub fn drawn_by(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
        self
    }

    pub fn at(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub fn resuming(mut self, row: i64, draft: Option<&str>) -> Self {
        self.position = Some(RowId(row));
        self.drafts = draft.map(|text| (RowId(row), "note".to_owned(), text.into(), false)).into_iter().collect();
        self
    }

    pub fn with_preset(mut self, preset: &str) -> Self {
        self.preset = Some(preset.to_owned());
        self
    }

    /// The reviewer's `keymap.toml` holds this.
    pub fn with_keymap(mut self, text: &str) -> Self {
        self.own_keys = gemba::config::keymap_file::parse(text);
        self
    }

    /// The mode of this slug has a hotkey that only an older gemba gave.
    pub const fn with_old_hotkey(mut self, slug: &'static str, letter: char) -> Self {
        self.old_hotkey = Some((slug, letter));
        self
    }

    /// The settings say where traces are.
    pub fn with_traces_at(mut self, address: &str) -> Self {
        self.trace_links = gemba::text::TraceLinks::new(vec![("*".to_owned(), address.to_owned())]);
        self
    }

    /// The settings say that a fail asks nothing.
    pub fn failing_at_once(mut self) -> Self {
        self.fail_asks_why = false;
        self
    }

    /// The suites that the settings name.
    pub const fn with_suites(mut self, suites: &'static [&'static str]) -> Self {
        self.suites = suites;
        self
    }

    /// These reads are left unanswered.
    pub fn leaving(mut self, unanswered: fn(&Read) -> bool) -> Self {
        self.unanswered = unanswered;
        self
    }

    /// Ana and Ben judge the records blind: both here, ana at the left; or ana here and ben at another terminal.
    pub const fn paired(mut self, seats: Seats) -> Self {
        self.seats = Some(seats);
        self
    }

    /// The blind set was opened by ben, who named himself first: ana joins.
    pub const fn opened_by_ben(mut self) -> Self {
        self.is_opened_by_ben = true;
        self
    }

    /// The screen is shared.
    pub const fn presenting(mut self) -> Self {
        self.present = true;
        self
    }

    /// Opens the screen and presses keys.
    pub fn press(self, keys: &str) -> TestApp {
        let mut app = self.open();
        app.press(keys);
        app
    }

    fn grade(&self, ids: &[RecordId], reviewer: &Name, writer: &mut Writer, now: Time) {
        for id in ids.iter().take(self.grades) {
            let criterion = domain::Slug::of(self.criteria[0].0);
            let (answer, purpose) = (Some(Answer::Met), Purpose::First);
            let changes = vec![Change::Grade { record: *id, criterion, version: 0, answer, purpose }];
            writer.append(&Batch { reviewer: reviewer.clone(), session: None, time: now, changes }).unwrap();
        }
    }

    /// The modes, criteria and checks that are there.
    fn codebook(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (name, hotkey) in &self.modes {
            changes.push(Change::ModeAdd {
                name: Name::new(name).unwrap(),
                definition: Untrusted::default(),
                severity: 2,
                hotkey: Some(*hotkey),
            });
        }
        for (name, text) in &self.criteria {
            changes.push(Change::CriterionAdd {
                name: Name::new(name).unwrap(),
                text: (*text).into(),
                modes: Vec::new(),
                record: None,
                number: None,
            });
        }
        for (criterion, typed) in &self.checks {
            let spec = gemba::checks::check_syntax::read(typed).unwrap();
            let (key, target) = (Some(Slug::of(&spec.kind)), Target::Criterion(Slug::of(criterion)));
            changes.push(Change::CheckAdd { key, target, spec });
        }
        changes
    }

    pub fn open(self) -> TestApp {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("ws");
        let mut writer = Writer::open_or_create(&workspace).unwrap();
        let now = Time(1_796_000_000_000);
        let reviewer = Name::new("ana").unwrap();
        let draft = SourceDraft::new("support", "support.jsonl", "messages");
        let source = writer.begin_source(&draft, now).unwrap();
        let (_, stored) = writer.store_records(source, &self.contents).unwrap();
        let ids: Vec<RecordId> = stored.into_iter().map(|(id, _)| id).collect();
        let changes = self.codebook();
        if !changes.is_empty() {
            // Another reviewer's, so that the one at the screen cannot undo them.
            let batch = Batch { reviewer: Name::new("setup").unwrap(), session: None, time: now, changes };
            writer.append(&batch).unwrap();
        }
        self.grade(&ids, &reviewer, &mut writer, now);
        if let Some((slug, letter)) = self.old_hotkey {
            let old = rusqlite::Connection::open(gemba::store::database(&workspace)).unwrap();
            let sql = "UPDATE mode SET hotkey = ?2 WHERE slug = ?1";
            assert_eq!(old.execute(sql, (slug, letter.to_string())).unwrap(), 1);
        }
        settle(&mut writer, &ids, self.settled, now);
        let (viewer, pair, queue) = open_blind(self.seats, self.is_opened_by_ben, &reviewer, &ids, &mut writer, now);
        let total = ids.len() as u64;
        let queued = |rows: Vec<RowId>| domain::Queue { population: total, total, rows, ..domain::Queue::default() };
        let queue = queue.or(self.queue.map(queued));
        let (model, effects) = app::start(Start {
            workspace: "support-bot".to_owned(),
            reviewer: viewer.clone(),
            filter: self.filter.to_owned(),
            sampling: self.sampling,
            queue,
            gold: None,
            position: self.position.map(domain::ReadingPlace::top_of),
            answered: Vec::new(),
            resumed: None,
            drafts: self.drafts,
            screen: None,
            time_box: self.time_box,
            preset: self.preset,
            own_keys: self.own_keys,
            fail_asks_why: self.fail_asks_why,
            trace_links: self.trace_links,
            roles: gemba::domain::Roles::default(),
            redactor: gemba::redact::Redactor::default(),
            suites: gemba::services::stubs::suites(
                &self.suites.iter().map(ToString::to_string).collect::<Vec<_>>(),
                gemba::domain::StubCases::default(),
            ),
            is_reading: false,
            size: self.size,
            present: self.present,
            pair,
            may_unmask: true,
            copies: gemba::redact::Mode::Mask,
        });
        let reader = Reader::open(&workspace, &gemba::store::Viewer::nobody()).unwrap();
        let reads =
            ReadService::new(Reader::open(&workspace, &gemba::store::Viewer::of(&reviewer)).unwrap(), reviewer.clone())
                .mixing(self.gold);
        let mut app = TestApp {
            model,
            effects: Vec::new(),
            reader,
            reads,
            writer,
            reviewer,
            session: None,
            group: None,
            now,
            holds_writes: false,
            fails_writes: false,
            unanswered: self.unanswered,
            held: Vec::new(),
            holds_reads: false,
            late: std::collections::VecDeque::new(),
            last_render: self.size,
            folder,
        };
        app.perform(effects);
        app.effects.clear();
        app
    }
}

/// Opens the blind set of ana and ben, where they are a pair; returns who looks, the pair and its queue.
fn open_blind(
    seats: Option<Seats>,
    is_opened_by_ben: bool,
    reviewer: &Name,
    ids: &[RecordId],
    writer: &mut Writer,
    now: Time,
) -> (Name, Option<PairStart>, Option<domain::Queue>) {
    let Some(seats) = seats else { return (reviewer.clone(), None, None) };
    let (set, reviewers) = ("s1".to_owned(), [reviewer.clone(), Name::new("ben").unwrap()]);
    let mut named = reviewers.to_vec();
    if is_opened_by_ben {
        named.reverse();
    }
    let opener = named[0].clone();
    let changes = vec![Change::BlindOpen { set: set.clone(), reviewers: named, records: ids.to_vec() }];
    writer.append(&Batch { reviewer: opener, session: None, time: now, changes }).unwrap();
    let rows: Vec<RowId> = (1..=i64::try_from(ids.len()).unwrap()).map(RowId).collect();
    let total = rows.len() as u64;
    let queue = domain::Queue { rows, population: total, total, ..domain::Queue::default() };
    let viewer = if seats == Seats::OneTerminal { Name::new("ana + ben").unwrap() } else { reviewer.clone() };
    (viewer, Some(PairStart { set, reviewers, seats, sessions: Vec::new() }), Some(queue))
}
