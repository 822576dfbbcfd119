//! Checks and stubs over a real workspace: what counts as truth, and what becomes of stubs as judgements change.

use std::fs;
use std::path::Path;

use gemba::checks::{self, Commands};
use gemba::domain::{
    Answer, Batch, Change, CheckSpec, Content, Edit, Message, Name, Purpose, RecordId, Role, Slug, SourceDraft,
    StubCases, Target, Time, Verdict,
};
use gemba::layout::Look;
use gemba::redact::Redactor;
use gemba::services::stubs::stub_page;
use gemba::services::stubs::{StubLine, StubOrder, run};
use gemba::services::suggest::mine;
use gemba::services::tallies::tallies;
use gemba::services::trial::trial;
use gemba::store::{Reader, Writer};
use gemba::stubs::{SUITES, Suite};

struct Workspace {
    folder: tempfile::TempDir,
    writer: Writer,
    ids: Vec<RecordId>,
}

impl Workspace {
    /// A workspace with these outputs, the modes `short` and `rude` and the criterion `polite`.
    fn with(outputs: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open_or_create(&folder.path().join("w")).unwrap();
        let draft = SourceDraft::new("log", "log", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let content = |(at, output): (usize, &&str)| Content {
            external_id: Some(format!("{at}").into()),
            messages: vec![Message::text(Role::User, format!("question {at}"))],
            output: (*output).into(),
            ..Content::default()
        };
        let chunk: Vec<Content> = outputs.iter().enumerate().map(content).collect();
        let (_, rows) = writer.store_records(source, &chunk).unwrap();
        let ids = rows.into_iter().map(|(id, _)| id).collect();
        let mut workspace = Self { folder, writer, ids };
        for name in ["Short", "Rude"] {
            let name = Name::new(name).unwrap();
            workspace.say("ana", Change::ModeAdd { name, definition: "".into(), severity: 2, hotkey: None });
        }
        let name = Name::new("Polite").unwrap();
        let change = Change::CriterionAdd { name, text: "is polite".into(), modes: vec![], record: None, number: None };
        workspace.say("ana", change);
        workspace
    }

    fn say(&mut self, reviewer: &str, change: Change) {
        let reviewer = Name::new(reviewer).unwrap();
        self.writer.append(&Batch { reviewer, session: None, time: Time(1), changes: vec![change] }).unwrap();
    }

    fn verdict(&mut self, reviewer: &str, at: usize, verdict: Verdict) {
        self.say(reviewer, Change::Verdict { record: self.ids[at], verdict: Some(verdict), reason: None });
    }

    fn tag(&mut self, reviewer: &str, at: usize, mode: &str) {
        self.say(reviewer, Change::Tag { record: self.ids[at], mode: Slug::of(mode), span: None });
    }

    fn grade(&mut self, at: usize, answer: Answer) {
        let (record, criterion, purpose) = (self.ids[at], Slug::of("polite"), Purpose::First);
        self.say("ana", Change::Grade { record, criterion, version: 0, answer: Some(answer), purpose });
    }

    fn check(&mut self, target: Target, typed: &[&str]) {
        self.say("ana", Change::CheckAdd { key: None, target, spec: spec(typed) });
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("w"), &gemba::store::Viewer::nobody()).unwrap()
    }

    fn stubs(&self, targets: &[&str], only: &[Target], check: bool) -> Vec<StubLine> {
        let targets = targets.iter().map(|word| (*word).to_owned()).collect();
        let order = StubOrder {
            targets,
            out: self.out(),
            only: only.to_vec(),
            dry_run: false,
            check,
            cases: StubCases::default(),
            redactor: None,
        };
        run(&self.reader(), &order).unwrap()
    }

    fn out(&self) -> std::path::PathBuf {
        self.folder.path().join("evals")
    }
}

fn spec(typed: &[&str]) -> CheckSpec {
    let words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
    checks::parse(&words, &|_| unreachable!()).unwrap()
}

fn mode(slug: &str) -> Target {
    Target::Mode(Slug::of(slug))
}

fn criterion(slug: &str) -> Target {
    Target::Criterion(Slug::of(slug))
}

fn states(lines: &[StubLine]) -> Vec<(&str, &str)> {
    lines.iter().map(|line| (line.stub.as_str(), line.state.word())).collect()
}

#[test]
fn a_check_is_held_against_tags_passes_and_nothing_else() {
    let mut workspace = Workspace::with(&["no", "a long answer", "go", "fine", "a long one", "x", "never judged"]);
    workspace.tag("ana", 0, "short");
    workspace.tag("ana", 1, "short");
    workspace.verdict("ana", 2, Verdict::Pass);
    workspace.verdict("ana", 3, Verdict::Fail);
    workspace.tag("ana", 3, "rude");
    workspace.verdict("ana", 4, Verdict::Pass);
    workspace.tag("ana", 5, "short");
    workspace.verdict("ben", 5, Verdict::Pass);
    workspace.check(mode("short"), &["min-length", "5"]);
    let found = tallies(&workspace.reader(), &Commands::not_on_screen()).unwrap();
    let [(_, tally)] = found.as_slice() else { panic!("one check") };
    let ids = &workspace.ids;
    assert_eq!((&tally.caught, &tally.missed, &tally.wrongly_rejected), (&vec![ids[0]], &vec![ids[1]], &vec![ids[2]]));
    assert_eq!((tally.accepted, tally.not_comparable, tally.excluded_disputed), (1, 1, 1));
}

#[test]
fn a_merged_mode_hands_its_checks_and_tags_to_its_heir() {
    let mut workspace = Workspace::with(&["no", "a long answer"]);
    workspace.tag("ana", 0, "short");
    workspace.verdict("ana", 1, Verdict::Pass);
    workspace.check(mode("short"), &["min-length", "5"]);
    workspace.say("ana", Change::ModeMerge { mode: Slug::of("short"), into: Slug::of("rude") });
    let found = tallies(&workspace.reader(), &Commands::not_on_screen()).unwrap();
    assert_eq!((found[0].1.caught.len(), found[0].1.accepted), (1, 1));
    assert_eq!(trial(&workspace.reader(), &mode("rude"), &spec(&["max-length", "1"])).unwrap().tally.caught.len(), 1);
    assert_eq!(states(&workspace.stubs(&["pytest"], &[], false))[0], ("pytest/rude", "thin"));
}

#[test]
fn grades_under_an_older_meaning_and_n_a_are_left_out() {
    let mut workspace = Workspace::with(&["no", "yes", "well", "hm"]);
    for (at, answer) in [(0, Answer::NotMet), (1, Answer::Met), (2, Answer::Na)] {
        workspace.grade(at, answer);
    }
    workspace.check(criterion("polite"), &["not-contains", "no"]);
    let tally = tallies(&workspace.reader(), &Commands::not_on_screen()).unwrap().remove(0).1;
    assert_eq!((tally.caught.len(), tally.accepted, tally.excluded_na), (1, 1, 1));
    revise(&mut workspace);
    workspace.grade(3, Answer::Met);
    let tally = tallies(&workspace.reader(), &Commands::not_on_screen()).unwrap().remove(0).1;
    assert_eq!((tally.caught.len(), tally.accepted, tally.excluded_stale), (0, 1, 3));
}

fn revise(workspace: &mut Workspace) {
    let (text, reason) = ("is very polite".into(), "because".into());
    let change =
        Change::CriterionRevise { criterion: Slug::of("polite"), text, edit: Edit::Meaning, reason, record: None };
    workspace.say("ana", change);
}

#[test]
fn stubs_have_states_and_a_new_meaning_makes_them_outdated() {
    let long = "a long and good answer";
    let mut outputs = vec!["no"; 3];
    outputs.extend(vec![long; 10]);
    let mut workspace = Workspace::with(&outputs);
    for at in 0..13 {
        workspace.grade(at, if at < 3 { Answer::NotMet } else { Answer::Met });
    }
    workspace.tag("ana", 0, "short");
    workspace.check(criterion("polite"), &["min-length", "5"]);
    let lines = workspace.stubs(&["pytest", "promptfoo"], &[], false);
    let expected = [
        ("pytest/short", "todo"),
        ("promptfoo/short", "todo"),
        ("pytest/polite", "proven"),
        ("promptfoo/polite", "proven"),
    ];
    assert_eq!(states(&lines), expected);
    assert_eq!(lines[1].file, Path::new("gemba-stubs.json"));
    assert_eq!(lines[3].file, Path::new("promptfoo/polite.json"));
    let shown = stub_page(
        &workspace.reader(),
        &criterion("polite"),
        None,
        ("promptfoo", StubCases::default()),
        &Redactor::default(),
    )
    .unwrap();
    assert_eq!(shown.suite, "promptfoo");
    let of = |suite: &Suite| {
        stub_page(
            &workspace.reader(),
            &criterion("polite"),
            None,
            (suite.word, StubCases::default()),
            &Redactor::default(),
        )
        .unwrap()
    };
    for page in SUITES.iter().map(of) {
        assert_eq!(page.proof, "proven: catches 3 of 3, rejects 0 of 10 good", "{}", page.suite);
    }
    let pytest = stub_page(
        &workspace.reader(),
        &criterion("polite"),
        None,
        ("pytest", StubCases::default()),
        &Redactor::default(),
    )
    .unwrap();
    let has = |text: &str, look| pytest.rows.iter().flatten().any(|(piece, own)| piece.contains(text) && *own == look);
    assert!(has("test_polite.py", Look::Heading) && has("import", Look::Keyword), "{:?}", pytest.rows);
    let caught = workspace.ids[2].short();
    assert!(has(&caught, Look::Plain), "{caught} in {:?}", pytest.rows);

    assert_eq!(states(&workspace.stubs(&[], &[], true)), expected);
    revise(&mut workspace);
    let checked = workspace.stubs(&[], &[], true);
    assert_eq!(states(&checked)[2..], [("pytest/polite", "outdated"), ("promptfoo/polite", "outdated")]);
    assert!(checked[2].remarks[0].contains("version 2"));
    workspace.stubs(&["pytest", "promptfoo"], &[], false);
    assert_eq!(
        states(&workspace.stubs(&[], &[], true))[2..],
        [("pytest/polite", "thin"), ("promptfoo/polite", "thin")]
    );
}

#[test]
fn one_stub_written_again_leaves_the_others_and_keeps_its_siblings_in_step() {
    let mut workspace = Workspace::with(&["no", "a long answer", "rude", "go"]);
    workspace.tag("ana", 0, "short");
    workspace.tag("ana", 2, "rude");
    workspace.verdict("ana", 1, Verdict::Pass);
    workspace.check(mode("short"), &["min-length", "5"]);
    workspace.check(mode("rude"), &["not-contains", "rude"]);
    workspace.stubs(&["pytest", "promptfoo"], &[], false);
    workspace.tag("ana", 3, "short");
    let lines = workspace.stubs(&["pytest"], &[mode("short")], false);
    assert_eq!(states(&lines), [("pytest/short", "thin")]);
    let read = |file: &str| fs::read_to_string(workspace.out().join(file)).unwrap();
    assert_eq!(read("promptfoo/short.json").matches("must be caught").count(), 2, "the suites share their cases");
    assert!(read("test_rude.py").contains("test_rude") && read("promptfooconfig.json").contains("rude.json"));
    assert!(read("gemba-stubs.json").contains("promptfoo/rude"));
}

#[test]
fn a_suggested_check_is_at_most_thin_on_the_records_it_was_chosen_from() {
    let outputs: Vec<&str> = (0..90).map(|at| if at < 30 { "as an AI I cannot" } else { "a long answer" }).collect();
    let mut workspace = Workspace::with(&outputs);
    for at in 0..90 {
        if at < 30 { workspace.tag("ana", at, "short") } else { workspace.verdict("ana", at, Verdict::Pass) }
    }
    let found = mine(&workspace.reader(), &mode("short"), &|_| {}).unwrap();
    let first = &found.mined.suggestions[0];
    assert_eq!((first.all.tp, first.all.fp, first.out_of_fold.tp, first.out_of_fold.fp), (30, 0, 30, 0));
    let (target, spec) = (mode("short"), first.spec.clone());
    workspace.say("ana", Change::CheckAdd { key: None, target: target.clone(), spec: spec.clone() });
    let proof_of = |workspace: &Workspace| {
        stub_page(&workspace.reader(), &target, None, ("pytest", StubCases::default()), &Redactor::default())
            .unwrap()
            .proof
    };
    assert_eq!(proof_of(&workspace), "proven: catches 30 of 30, rejects 0 of 60 good");
    workspace.say("ana", Change::SuggestionAnswer { target: target.clone(), spec, accepted: true });
    assert_eq!(proof_of(&workspace), "thin: catches 30 of 30 (chosen by looking at them), rejects 0 of 60 good");
    let line = &workspace.stubs(&["pytest"], &[target], false)[0];
    assert_eq!((line.state.word(), line.caught), ("thin", 30));
    assert!(line.remarks.iter().any(|remark| remark.contains("prove nothing")), "{:?}", line.remarks);
}

#[test]
fn a_stub_is_shown_masked_as_it_would_be_written_with_both_counts() {
    let mut workspace =
        Workspace::with(&["write to ana@example.com", "write to ben@example.com", "ask hana@example.com!"]);
    workspace.tag("ana", 0, "short");
    workspace.tag("ana", 1, "short");
    workspace.verdict("ana", 2, Verdict::Pass);
    workspace.check(mode("short"), &["not-contains", "write"]);
    workspace.check(mode("short"), &["not-contains", "ben@"]);
    let (out, redactor) = (workspace.out(), Some(Redactor::default()));
    let order = StubOrder {
        targets: vec!["jsonl".into()],
        out,
        only: Vec::new(),
        dry_run: false,
        check: false,
        cases: StubCases::default(),
        redactor,
    };
    run(&workspace.reader(), &order).unwrap();
    let page =
        stub_page(&workspace.reader(), &mode("short"), None, ("jsonl", StubCases::default()), &Redactor::default())
            .unwrap();
    let text = |row: &Vec<(String, Look)>| row.iter().map(|(text, _)| text.as_str()).collect::<String>();
    let shown: Vec<String> = page.rows.iter().map(text).collect();
    assert!(page.proof.contains("catches 2 of 2") && page.proof.contains("masked: catches 1 of 1"), "{}", page.proof);
    let shown = shown.join("\n");
    assert!(!shown.contains("@example.com") && shown.contains("Masked: 3 e-mail addresses."), "{shown}");
    assert!(shown.contains("1 case only holds unmasked and not written: --redact off"), "{shown}");
    let written = fs::read_to_string(workspace.out().join("jsonl/short.jsonl")).unwrap();
    let placeholder = written.split("write to ").nth(1).unwrap().get(..14).unwrap();
    assert!(placeholder.starts_with("[email ") && shown.contains(placeholder), "{placeholder}: {shown}");
}

#[test]
fn hand_edits_are_kept_and_said() {
    let mut workspace = Workspace::with(&["no", "a long answer"]);
    workspace.tag("ana", 0, "short");
    workspace.check(mode("short"), &["min-length", "5"]);
    workspace.stubs(&["pytest"], &[], false);
    let file = workspace.out().join("test_short.py");
    fs::write(&file, "# mine\n").unwrap();
    let lines = workspace.stubs(&["pytest"], &[], false);
    assert_eq!(lines[0].file, Path::new("test_short.py.new"));
    assert!(lines[0].remarks.iter().any(|remark| remark.contains("by hand")), "{:?}", lines[0].remarks);
    assert_eq!(fs::read_to_string(file).unwrap(), "# mine\n");
}
