//! A screen that is shared over a workspace that is full of secrets and of people: whatever screen or layer is shown, at three
//! sizes, after every key and read to its end, nothing of them is seen.

use std::collections::BTreeMap;

use gemba::app::Screen;
use gemba::app::message::Message;
use gemba::domain::{Change, Content, Name, Part, Role, Slug, Span, Untrusted};
use gemba::redact::Redactor;
use gemba::text::cells;
use gemba::ui::theme::Theme;

use super::harness::{TestApp, review};
use super::keys::chords;
use super::scenes::{Begin, SCENES, Scene};
use crate::redaction::planted::{Planted, Telltale, planted};

/// Pages that are read on of what a scene shows.
const PAGES: usize = 5;

/// Who and what is not named either: the reviewers, an owner, the source, its file, the workspace and its folder, a result.
const NAMES: &[&str] =
    &["ana", "ben", "cleo", "dora", "setup", "support", "support.jsonl", "support-bot", "nightly", "ws"];

fn lines_of(planted: &[Planted], gap: &str) -> String {
    planted.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(gap)
}

/// The corpus as records: each thing stands in a question, in an answer and in other fields.
fn contents(all: &[Planted]) -> Vec<Content> {
    let thirds: Vec<&[Planted]> = all.chunks(all.len().div_ceil(3)).collect();
    let said = |role, text: &str| gemba::domain::Message::text(role, text);
    let record = |at: usize| {
        let [first, second, third] = [0, 1, 2].map(|step| thirds[(at + step) % 3]);
        let fields: BTreeMap<String, &str> =
            third.iter().enumerate().map(|(key, one)| (format!("field {key}"), one.text.as_str())).collect();
        Content {
            external_id: Some(format!("r{at}").as_str().into()),
            time: Some(gemba::domain::Time(1_795_000_000_000)),
            model: Some("heron-2".into()),
            messages: vec![
                said(Role::System, &format!("Be brief. {}", third[at].text)),
                said(Role::User, &lines_of(first, "\n")),
                said(Role::Assistant, &lines_of(&second[..9], ". ")),
                said(Role::User, &format!("{} refund?\n\n{}", third[at + 9].text, lines_of(&third[..9], "\n\n"))),
            ],
            output: format!("**{}** will refund.\n\n{}", second[at].text, lines_of(second, "\n\n")).as_str().into(),
            output_parts: vec![Part::ToolCall {
                id: Some("call".into()),
                name: "mail".into(),
                arguments: serde_json::to_string(&fields).unwrap().as_str().into(),
            }],
            expected: Some(lines_of(&third[9..20], "\n").as_str().into()),
            error: Some(format!("no route: {}", first[at].text).as_str().into()),
            ..Content::default()
        }
    };
    let mut contents: Vec<Content> = (0..3).map(record).collect();
    // Another answer to the first question.
    let mut other = contents[0].clone();
    other.external_id = Some("r9".into());
    other.output = format!("No, there is no refund. {}", lines_of(&thirds[1][..20], "\n")).as_str().into();
    contents.push(other);
    contents
}

/// What people said repeats the corpus: notes, evidence that begins within a secret, corrections, criteria, modes.
fn say(app: &mut TestApp, all: &[Planted]) {
    let records = app.records();
    let text = |at: usize| Some(Untrusted::from(all[at % all.len()].text.as_str()));
    for (at, planted) in all.chunks(all.len() / 12).enumerate().take(12) {
        let reviewer = ["ben", "cleo"][at % 2];
        let record = records[at % 3].id;
        let output = records[at % 3].content.output.raw();
        let mode = Slug::of("invented policy");
        let secret = planted.iter().find_map(|one| output.find(&one.secret).map(|found| (found, &one.secret)));
        let mut changes = vec![
            Change::Note { record, span: None, text: Some(lines_of(planted, " and ").as_str().into()) },
            Change::Correction { record, text: text(at * 7) },
            Change::Verdict { record, verdict: Some(gemba::domain::Verdict::Declined), reason: text(at * 5) },
        ];
        if let Some((found, secret)) = secret {
            let before = u32::try_from(output[..found].chars().count()).unwrap();
            let half = u32::try_from(secret.chars().count() / 2).unwrap();
            let span = Some(Span { turn: None, start: before + 1, end: before + half.max(2) });
            changes.push(Change::Tag { record, mode, span });
            changes.push(Change::Note { record, span, text: text(at * 3) });
        }
        app.judge_as(reviewer, changes);
    }
    let mode = |at: usize| Change::ModeAdd {
        name: Name::cleaned(&all[at].text).unwrap(),
        definition: text(at).unwrap(),
        severity: 3,
        hotkey: None,
    };
    let criterion = |at: usize| Change::CriterionAdd {
        name: Name::cleaned(&all[at].text).unwrap(),
        text: text(at).unwrap(),
        modes: Vec::new(),
        record: None,
        number: None,
    };
    app.judge_as("cleo", (0..6).flat_map(|at| [mode(at * 25), criterion(at * 25 + 4)]).collect());
    app.send(Message::FileChanged);
}

/// The scene over the corpus, before its keys are pressed; not shared yet.
pub(super) fn scene_over(scene: &Scene, all: &[Planted], size: (u16, u16)) -> TestApp {
    let mut contents = contents(all);
    let other = contents.pop().unwrap();
    let setup = review().with_contents(contents);
    let setup = if scene.begin == Begin::Voted { setup } else { setup.and_content(other) };
    let mut app = scene.begun(setup, size);
    if scene.begin != Begin::Voted {
        app.press("g c o").write_text("dora").press("<Enter> g r");
    }
    say(&mut app, all);
    app
}

/// The rows as they are read: what lies behind a wide character is its own.
fn rows(app: &TestApp) -> Vec<String> {
    let buffer = app.buffer_in(&Theme::default());
    let (columns, rows) = app.last_render;
    let row = |y: u16| {
        let (mut text, mut x) = (String::new(), 0);
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(cells(symbol)).unwrap().max(1);
        }
        text
    };
    (0..rows).map(row).collect()
}

pub(super) fn names_in(row: &str) -> Option<&'static str> {
    let is_word = |name: &str| {
        row.match_indices(name).any(|(at, _)| {
            let is_part = |c: char| c.is_alphanumeric();
            !row[..at].ends_with(is_part) && !row[at + name.len()..].starts_with(is_part)
        })
    };
    NAMES.iter().copied().find(|name| is_word(name))
}

/// What is seen of the corpus and of the names now: each with the row that shows it.
fn seen(app: &TestApp, telltale: &Telltale) -> Vec<String> {
    let folder = app.workspace().to_str().unwrap().to_owned();
    rows(app)
        .into_iter()
        .filter_map(|row| {
            let planted = telltale.seen_in(&row).map(|(part, secret)| format!("{part} of {secret}"));
            let named = names_in(&row).or(row.contains(&folder).then_some("the folder")).map(str::to_owned);
            planted.or(named).map(|what| format!("{what}: {}", row.trim()))
        })
        .collect()
}

/// Presses the keys of each scene one by one, then reads on to the end; tells what was seen where.
fn walk(size: (u16, u16)) {
    let (all, redactor) = (planted(), Redactor::default());
    let telltale = Telltale::of(&all, &redactor);
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for scene in SCENES {
        let mut app = scene_over(scene, &all, size);
        app.press("P");
        let mut look = |app: &TestApp, step: &str| {
            for what in seen(app, &telltale) {
                wrong.entry(what).or_insert_with(|| format!("{} {step}", scene.name));
            }
        };
        look(&app, "P");
        for chord in chords(&scene.keys_without_present()) {
            app.key(chord, false);
            look(&app, &chord.to_string());
        }
        let mut before = rows(&app);
        for page in 0..PAGES {
            app.press("<PgDn>");
            look(&app, &format!("page {page}"));
            let now = rows(&app);
            if now == before {
                break;
            }
            before = now;
        }
    }
    let told: Vec<String> = wrong.iter().map(|(what, place)| format!("{place} shows {what}")).collect();
    assert!(told.is_empty(), "{} rows:\n{}", told.len(), told.join("\n"));
}

#[test]
fn nothing_of_the_corpus_is_on_any_shared_screen_of_80_columns() {
    walk((80, 24));
}

#[test]
fn nothing_of_the_corpus_is_on_any_shared_screen_of_120_columns() {
    walk((120, 40));
}

#[test]
fn nothing_of_the_corpus_is_on_any_shared_screen_of_200_columns() {
    walk((200, 50));
}

#[test]
fn all_of_the_corpus_is_on_the_screen_that_is_not_shared() {
    let all = planted();
    let mut app = scene_over(&SCENES[0], &all, (300, 100));
    app.press("w r");
    assert_eq!(app.model.screen, Screen::Review);
    let mut shown = String::new();
    for _ in 0..3 {
        app.press("<PgUp> <PgUp> <PgUp> <PgUp>");
        for _ in 0..6 {
            shown += &rows(&app).join("\n");
            app.press("<PgDn>");
        }
        app.press("j");
    }
    let missing: Vec<&str> = all.iter().map(|one| one.secret.as_str()).filter(|one| !shown.contains(one)).collect();
    assert!(missing.is_empty(), "{missing:?}\n{}", app.screen());
    assert!(["ana", "support-bot"].iter().all(|name| shown.contains(name)), "{}", app.screen());
}
