//! Judging: what is written is what is read, what changes nothing writes nothing, and what cannot stand is refused.

use gemba::domain::{Answer, Change, CheckSpec, Edit, ModeStatus, Purpose, RowId, Span, Target, Verdict};
use gemba::store::{ExternalIds, Removal, Writer};

use super::workspace::{
    NOW, Workspace, batch, criterion, fail, mode, name, pair, slug, tag, untag, verdict, with_records, workspace,
};

#[test]
fn a_verdict_is_read_back_with_its_reviewer_and_the_last_one_holds() {
    let mut workspace = with_records(3);
    let id = workspace.id(1);
    let applied = workspace.does("ana", &[fail(id)]);
    assert_eq!(applied.summary, format!("fail on {}", id.short()));
    assert_eq!(applied.records, vec![id]);
    workspace.does("ben", &[verdict(id, Verdict::Defer)]);
    workspace.does("ana", &[verdict(id, Verdict::Pass)]);
    let verdicts = workspace.reader().judgements(RowId(1)).unwrap().verdicts;
    let said: Vec<_> = verdicts.iter().map(|view| (view.reviewer.as_str(), view.verdict)).collect();
    assert_eq!(said, [("ben", Verdict::Defer), ("ana", Verdict::Pass)]);
    let lines = workspace.reader().queue_rows(&[RowId(1), RowId(2)], &name("ana")).unwrap();
    assert_eq!(lines[0].verdict, Some(Verdict::Pass));
    assert_eq!(lines[1].verdict, None);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn saying_the_same_again_writes_no_event() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let span = Some(Span { turn: None, start: 0, end: 6 });
    let first = [
        mode("Too short"),
        criterion("Tone"),
        fail(id),
        Change::Tag { record: id, mode: slug("too-short"), span },
        Change::Note { record: id, span: None, text: Some("why".into()) },
        Change::Grade {
            record: id,
            criterion: slug("tone"),
            version: 0,
            answer: Some(Answer::Met),
            purpose: Purpose::First,
        },
    ];
    assert_eq!(workspace.does("ana", &first).events, 6);
    let again = workspace.does("ana", &first[2..]);
    assert_eq!((again.group, again.events), (None, 0));
    let edit = Change::ModeEdit {
        mode: slug("too-short"),
        name: Some(name("Too short")),
        definition: None,
        severity: Some(2),
        hotkey: None,
    };
    assert_eq!(workspace.does("ana", &[edit]).events, 0);
    assert_eq!(workspace.does("ana", &[untag(workspace.id(1), "too-short")]).events, 1);
    assert_eq!(workspace.does("ana", &[untag(workspace.id(1), "too-short")]).events, 0);
}

#[test]
fn a_later_change_may_use_what_an_earlier_one_of_the_batch_made() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let applied = workspace.does("ana", &[mode("Too short"), tag(id, "Too short"), fail(id)]);
    assert_eq!(applied.made, vec![slug("too-short")]);
    assert_eq!(workspace.reader().codebook().unwrap().modes[0].status, ModeStatus::Active);
}

#[test]
fn a_batch_with_one_wrong_change_writes_nothing_and_names_the_nearest() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("Too short")]);
    let problem = workspace.tries("ana", &[fail(id), tag(id, "to-short")]).unwrap_err();
    assert_eq!(problem.kind.exit_code(), 2);
    assert!(problem.sentence.contains("`to-short`") && problem.sentence.contains("`too-short`"), "{problem}");
    assert!(workspace.reader().judgements(RowId(1)).unwrap().verdicts.is_empty());
}

#[test]
fn one_wrong_line_of_thousands_is_set_aside_and_the_group_stays_one() {
    let mut workspace = with_records(3);
    let ids = [workspace.id(1), workspace.id(2), workspace.id(3)];
    let unknown = gemba::domain::RecordId([9; 16]);
    let first = workspace.does("ana", &[fail(ids[0])]);
    let group = first.group.as_ref();
    let refused = workspace.writer.append_to(&batch("ana", &[fail(unknown)]), group).unwrap_err();
    assert_eq!((first.events, refused.kind.exit_code()), (1, 2));
    let second = workspace.writer.append_to(&batch("ana", &[fail(ids[1]), fail(ids[2])]), group).unwrap();
    assert_eq!(second.group, first.group);
    assert_eq!(workspace.undo("ana").summary, "undid: 3 verdicts");
    assert_eq!(workspace.reader().figures().unwrap().fail, 0);
}

#[test]
fn rows_that_were_looked_up_are_looked_up_again_where_another_program_wrote() {
    let mut workspace = with_records(40);
    let names: Vec<String> = (1..=40).rev().map(|row| workspace.id(row).to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).chain(["no such record"]).collect();
    let look_up = |workspace: &Workspace| {
        let mut known = workspace.writer.known_rows().unwrap();
        let found = workspace.reader().find_all(&ExternalIds::default(), &names).unwrap();
        let rows: Vec<i64> = found.iter().flatten().map(|(row, _)| row.0).collect();
        assert_eq!(rows, (1..=40).rev().collect::<Vec<_>>(), "in the order of the names");
        assert!(found[40].as_ref().is_err_and(|problem| problem.sentence.contains("names no record")));
        found.into_iter().flatten().for_each(|found| known.insert(found));
        known
    };
    let (first, second) = (batch("ana", &[fail(workspace.id(7))]), batch("ana", &[fail(workspace.id(9))]));
    let known = look_up(&workspace);
    assert_eq!(workspace.writer.append_known(&first, None, &known).unwrap().events, 1);
    assert_eq!(workspace.reader().judgements(RowId(7)).unwrap().verdicts.len(), 1);
    // Own writing takes no record away; that of others may.
    assert_eq!(workspace.writer.append_known(&first, None, &known).unwrap().events, 0);
    let known = look_up(&workspace);
    let mut other = Writer::open(&workspace.folder()).unwrap();
    let all = workspace.reader().sources().unwrap().iter().map(|source| source.id).collect::<Vec<_>>();
    let (sources, name, reviewer) = (all.as_slice(), &"log".into(), &name("ben"));
    let removal = Removal { sources, name, with_judgements: true, dry_run: false, reviewer, now: NOW };
    other.remove_sources(&removal).unwrap();
    let refused = workspace.writer.append_known(&second, None, &known).unwrap_err();
    assert!(refused.sentence.contains("There is no record"), "{refused}");
}

#[test]
fn a_span_beyond_the_text_is_refused_in_words_and_counts_characters() {
    let mut workspace = workspace();
    let id = workspace.import(&[pair("Grüße?", "naïve 👍🏽")])[0].0;
    workspace.does("ana", &[mode("Rude")]);
    let tagged = |turn, end| Change::Tag { record: id, mode: slug("rude"), span: Some(Span { turn, start: 0, end }) };
    assert_eq!(workspace.does("ana", &[tagged(None, 8)]).events, 1);
    assert!(workspace.tries("ana", &[tagged(None, 9)]).unwrap_err().sentence.contains("8 characters"));
    assert_eq!(workspace.does("ana", &[tagged(Some(0), 6)]).events, 1);
    assert!(workspace.tries("ana", &[tagged(Some(1), 1)]).unwrap_err().sentence.contains("turn 1"));
    let tags = workspace.reader().judgements(RowId(1)).unwrap().tags;
    assert_eq!(tags.len(), 2);
}

#[test]
fn hotkeys_come_from_the_name_and_a_taken_one_is_refused_with_its_owner() {
    let mut workspace = with_records(1);
    workspace.does("ana", &[mode("Too short"), mode("Tone"), mode("42")]);
    let modes = workspace.reader().codebook().unwrap().modes;
    let keys: Vec<_> = modes.iter().map(|mode| mode.hotkey).collect();
    assert_eq!(keys, [Some('o'), Some('e'), Some('a')], "no letter that acts on Review is given");
    let taken = Change::ModeAdd { name: name("Other"), definition: "".into(), severity: 1, hotkey: Some('o') };
    assert!(workspace.tries("ana", &[taken]).unwrap_err().sentence.contains("Too short"));
    let on_f = Change::ModeAdd { name: name("Other"), definition: "".into(), severity: 1, hotkey: Some('f') };
    assert!(workspace.tries("ana", &[on_f]).unwrap_err().sentence.contains("gives a fail no reason"));
    for number in 0..30 {
        workspace.does("ana", &[mode(&format!("Mode {number}"))]);
    }
    assert_eq!(workspace.reader().codebook().unwrap().modes.last().unwrap().hotkey, None);
}

#[test]
fn merged_tags_count_for_the_heir_once_per_record_through_chains() {
    let mut workspace = with_records(2);
    let (one, two) = (workspace.id(1), workspace.id(2));
    workspace.does(
        "ana",
        &[mode("Short"), mode("Brief"), mode("Curt"), tag(one, "short"), tag(one, "brief"), tag(two, "curt")],
    );
    workspace.does("ana", &[Change::ModeMerge { mode: slug("short"), into: slug("brief") }]);
    workspace.does("ana", &[Change::ModeMerge { mode: slug("brief"), into: slug("curt") }]);
    let codebook = workspace.reader().codebook().unwrap();
    assert_eq!(codebook.mode("Curt").unwrap().count, 2);
    assert_eq!(codebook.mode("short").unwrap().key, slug("curt"));
    assert!(codebook.mode("curt").unwrap().lineage.contains(&"merged from brief".to_owned()));
    assert_eq!(workspace.reader().judgements(RowId(1)).unwrap().tags.len(), 1, "two tags that became one show once");
    // A tag by a merged name is a tag with the heir, and untagging takes all of them.
    workspace.does("ben", &[tag(one, "Short")]);
    workspace.does("ana", &[untag(one, "curt")]);
    let left = workspace.reader().judgements(RowId(1)).unwrap().tags;
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].reviewer.as_str(), left[0].mode.as_str()), ("ben", "curt"));
}

#[test]
fn names_once_given_stay_taken_and_lead_to_their_mode() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("Too short")]);
    let rename = |to: &str| Change::ModeEdit {
        mode: slug("too-short"),
        name: Some(name(to)),
        definition: None,
        severity: None,
        hotkey: None,
    };
    workspace.does("ana", &[rename("Too brief")]);
    workspace.does("ana", &[rename("Curt")]);
    for taken in ["Too short", "too brief", "CURT"] {
        assert_eq!(workspace.tries("ana", &[mode(taken)]).unwrap_err().kind.exit_code(), 2, "{taken}");
    }
    workspace.does("ana", &[tag(id, "too-brief")]);
    let codebook = workspace.reader().codebook().unwrap();
    assert_eq!(codebook.mode("too brief").unwrap().name.as_str(), "Curt");
    assert_eq!(codebook.modes[0].lineage, ["renamed from Too short", "renamed from Too brief"]);
    workspace.does("ana", &[Change::ModeRetire { mode: slug("curt") }]);
    let problem = workspace.tries("ben", &[tag(id, "curt")]).unwrap_err();
    assert!(problem.advice().contains("modes revive"));
}

#[test]
fn a_revived_mode_gives_way_where_its_letter_has_a_new_owner() {
    let mut workspace = with_records(1);
    workspace.does("ana", &[mode("Zz")]);
    workspace.does("ana", &[Change::ModeRetire { mode: slug("zz") }]);
    workspace.does("ana", &[mode("Zap")]);
    workspace.does("ana", &[Change::ModeRevive { mode: slug("zz") }]);
    let codebook = workspace.reader().codebook().unwrap();
    assert_eq!(codebook.mode("zap").unwrap().hotkey, Some('z'));
    assert_eq!(codebook.mode("zz").unwrap().hotkey, Some('a'));
}

#[test]
fn a_meaning_edit_makes_grades_stale_and_a_wording_edit_does_not() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    let grade = |purpose| Change::Grade {
        record: id,
        criterion: slug("tone"),
        version: 0,
        answer: Some(Answer::NotMet),
        purpose,
    };
    let revise = |text: &str, edit| Change::CriterionRevise {
        criterion: slug("tone"),
        text: text.into(),
        edit,
        reason: "r".into(),
        record: Some(id),
    };
    workspace.does("ana", &[criterion("Tone"), grade(Purpose::First)]);
    workspace.does("ana", &[revise("It is so!", Edit::Wording)]);
    assert!(!workspace.reader().judgements(RowId(1)).unwrap().grades[0].stale);
    workspace.does("ana", &[revise("Politely.", Edit::Meaning)]);
    assert!(workspace.reader().judgements(RowId(1)).unwrap().grades[0].stale);
    let stands = &workspace.reader().codebook().unwrap().criteria[0];
    assert_eq!((stands.version(), stands.grades, stands.stale, stands.number), (3, 1, 1, Some(1)));
    workspace.does("ana", &[grade(Purpose::Regrade)]);
    let grades = workspace.reader().judgements(RowId(1)).unwrap().grades;
    assert_eq!((grades.len(), grades[0].version, grades[0].stale), (1, 3, false));
    // A noise answer is an event and changes nothing that stands.
    let noise = Change::Grade {
        record: id,
        criterion: slug("tone"),
        version: 0,
        answer: Some(Answer::Met),
        purpose: Purpose::Noise,
    };
    assert_eq!(workspace.does("ana", &[noise]).events, 1);
    assert_eq!(workspace.reader().judgements(RowId(1)).unwrap().grades[0].answer, Answer::NotMet);
}

#[test]
fn a_check_gets_a_key_that_is_never_given_twice() {
    let mut workspace = with_records(1);
    let spec = |least: u32| CheckSpec {
        kind: "min-length".to_owned(),
        params: [("chars".to_owned(), least.into())].into_iter().collect(),
    };
    let add = |least| Change::CheckAdd { key: None, target: Target::Mode(slug("Too short")), spec: spec(least) };
    assert_eq!(workspace.does("ana", &[mode("Too short"), add(40)]).made[1].as_str(), "too-short-min-length");
    assert_eq!(workspace.does("ana", &[add(40)]).events, 0, "the same check again");
    assert_eq!(workspace.does("ana", &[add(50)]).made[0].as_str(), "too-short-min-length-2");
    workspace.does("ana", &[Change::CheckRemove { check: slug("too-short-min-length-2") }]);
    assert_eq!(workspace.does("ana", &[add(60)]).made[0].as_str(), "too-short-min-length-3");
    workspace.does("ana", &[mode("Brief"), Change::ModeMerge { mode: slug("too-short"), into: slug("brief") }]);
    let checks = workspace.reader().codebook().unwrap().checks;
    assert_eq!(checks.len(), 2);
    assert!(checks.iter().all(|check| check.target == Target::Mode(slug("brief"))));
}

#[test]
fn each_judged_brings_what_was_said_in_import_order() {
    let mut workspace = with_records(1_200);
    let ids: Vec<_> = [1_100, 3, 700].map(|row| workspace.id(row)).to_vec();
    workspace.does("ana", &[mode("Bad"), tag(ids[0], "bad"), fail(ids[1]), criterion("Tone")]);
    let grade = Change::Grade {
        record: ids[2],
        criterion: slug("tone"),
        version: 0,
        answer: Some(Answer::Na),
        purpose: Purpose::First,
    };
    workspace
        .does("ben", &[grade, Change::Note { record: workspace.id(9), span: None, text: Some("only a note".into()) }]);
    let mut seen = Vec::new();
    let reader = workspace.reader();
    reader
        .each_judged(&mut |record, said| {
            seen.push((record.row.0, said.verdicts.len(), said.tags.len(), said.grades.len()));
            Ok(true)
        })
        .unwrap();
    assert_eq!(seen, [(3, 1, 0, 0), (700, 0, 0, 1), (1_100, 0, 1, 0)]);
}

#[test]
fn figures_count_what_stands() {
    let mut workspace = with_records(4);
    let ids: Vec<_> = (1..=4).map(|row| workspace.id(row)).collect();
    workspace.does("ana", &[mode("A"), mode("B"), fail(ids[0]), tag(ids[0], "a")]);
    workspace.does("ana", &[verdict(ids[1], Verdict::Pass), fail(ids[2]), tag(ids[2], "a"), tag(ids[2], "b")]);
    workspace.does("ana", &[verdict(ids[3], Verdict::Defer)]);
    let figures = workspace.reader().figures().unwrap();
    assert_eq!((figures.records, figures.reviewed, figures.pass, figures.fail, figures.defer), (4, 4, 1, 2, 1));
    assert_eq!(figures.days, [("2026-09-21".to_owned(), 4)]);
}

#[test]
fn a_name_without_letters_and_a_hostile_note_survive() {
    let mut workspace = with_records(1);
    let id = workspace.id(1);
    workspace.does("ana", &[mode("错误"), tag(id, "错误")]);
    for text in crate::hostile_inputs::HOSTILE.iter().filter(|text| !text.trim().is_empty()) {
        workspace.does("ana", &[Change::Note { record: id, span: None, text: Some((*text).into()) }]);
        assert_eq!(workspace.reader().judgements(RowId(1)).unwrap().notes[0].text.raw(), *text);
    }
    assert_eq!(workspace.reader().codebook().unwrap().mode("错误").unwrap().count, 1);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}
