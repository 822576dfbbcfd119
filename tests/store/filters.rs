//! The filter language: what it reads, how it refuses, and which records it holds.

use gemba::domain::filter::{BodyTerm, Filter, Glob, Phrase, Place, Term, parse};
use gemba::domain::{
    Answer, Change, Content, Message, Purpose, RawJson, Role, RowId, Sampling, Time, Untrusted, Verdict,
};
use proptest::prelude::*;

use super::random_filters::filter as any_filter;
use super::workspace::{NOW, Workspace, criterion, fail, mode, name, numbered, pair, slug, tag, verdict, workspace};

fn refusal(text: &str) -> String {
    parse(text).unwrap_err().sentence
}

#[test]
fn terms_side_by_side_bind_closer_than_or() {
    let filter = parse("a b OR -c AND (d OR NOT e)").unwrap();
    assert_eq!(filter.to_string(), "(a b) OR (-c (d OR -e))");
    assert_eq!(parse("  ").unwrap(), Filter::All);
    assert_eq!(parse("\"partial refund\"").unwrap().to_string(), "\"partial refund\"");
    assert_eq!(parse("re:/sorry,? (but )?I/i").unwrap().to_string(), "re:/sorry,? (but )?I/i");
    assert_eq!(parse("since:48h").unwrap().to_string(), "since:2d");
}

#[test]
fn a_suggestion_hangs_on_what_people_said() {
    for typed in ["suggested:yes", "model:gpt* -suggested:short", "(out:sorry OR suggested:no)"] {
        assert!(parse(typed).unwrap().any(&|term: &Term| term.asks_people()), "{typed}");
    }
    assert!(!parse("out:sorry check:is-json").unwrap().any(&|term: &Term| term.asks_people()));
}

#[test]
fn a_wrong_filter_names_the_place_what_was_expected_and_the_nearest_word() {
    assert_eq!(
        refusal("refund verdcit:fail"),
        "The filter is wrong at character 8: there is no field `verdcit`; the nearest is `verdict:`."
    );
    assert!(
        refusal("verdict:fial").contains("character 9")
            && refusal("verdict:fial").contains("nearest to `fial` is `fail`")
    );
    for (wrong, place) in [
        ("(a", "character 1"),
        ("a)", "character 2"),
        ("\"a", "character 1"),
        ("re:/a", "character 4"),
        ("re:/a/x", "character 4"),
        ("a OR", "character 5"),
        ("OR a", "character 1"),
        ("NOT", "character 4"),
        ("()", "character 2"),
        ("since:soon", "character 7"),
        ("latency:>soon", "character 9"),
        ("http://x", "character 1"),
        ("mode:", "character 6"),
        ("\"\"", "character 1"),
        ("meta:x", "character 1"),
        ("grade:tone", "character 7"),
        ("é é verdict:x", "character 13"),
    ] {
        assert!(refusal(wrong).contains(place), "{wrong}: {}", refusal(wrong));
        assert!(refusal(wrong).ends_with('.'));
    }
    assert!(parse(&"(".repeat(100_000)).is_err());
    assert!(parse(&"a ".repeat(100_000)).is_err());
    assert!(parse(&"-".repeat(100_000)).is_err());
}

/// A workspace with six records of every kind that the filter tells apart.
fn shop() -> Workspace {
    let mut workspace = workspace();
    let at = |content: Content, hours: i64, model: &str| Content {
        time: Some(Time(NOW.0 - hours * 3_600_000)),
        model: Some(model.into()),
        ..content
    };
    let meta = |json: &str| vec![(Untrusted::from("team"), RawJson::parse(json).unwrap())];
    let system = Message::text(Role::System, "You are the shop's REFUND desk");
    let contents = [
        Content {
            messages: vec![system, Message::text(Role::User, "Where is my order?")],
            meta: meta("\"billing\""),
            latency_ms: Some(2_500.0),
            tokens_in: Some(900),
            tokens_out: Some(200),
            ..at(pair("", "It is on its way."), 1, "gpt-4o")
        },
        Content {
            conversation: Some("Abc".into()),
            ..at(pair("Refund me", "No \"partial\n refund\" here, sorry."), 30, "gpt-4o-mini")
        },
        Content {
            meta: meta("{\"lead\":{\"name\":\"Ana\"},\"tags\":[\"x\",7]}"),
            error: Some("timeout".into()),
            ..at(pair("JSON please", "{\"ok\": true}"), 50, "claude-3")
        },
        Content { prompt_version: Some("v3".into()), ..at(pair("list", "# Steps\n- one"), 200, "claude-3") },
        Content { cost: Some(0.02), ..pair("nothing", "") },
        at(pair("Straße 100%_", "Sorry I can't"), 0, "GPT-4O"),
    ];
    workspace.import(&contents[..4]);
    let staging = workspace.source("staging");
    workspace.writer.store_records(staging, &contents[4..]).unwrap();
    let ids: Vec<_> = (1..=6).map(|row| workspace.id(row)).collect();
    let severe = Change::ModeAdd { name: name("Rude"), definition: "".into(), severity: 3, hotkey: None };
    workspace.does(
        "ana",
        &[mode("Too short"), severe, criterion("Tone"), fail(ids[0]), tag(ids[0], "too-short"), fail(ids[1])],
    );
    workspace.does("ben", &[verdict(ids[0], Verdict::Pass), tag(ids[1], "rude"), verdict(ids[2], Verdict::Defer)]);
    let grade = |row: usize, answer| Change::Grade {
        record: ids[row],
        criterion: slug("tone"),
        version: 0,
        answer: Some(answer),
        purpose: Purpose::First,
    };
    workspace.does("ana", &[grade(0, Answer::Met), grade(3, Answer::NotMet)]);
    workspace.does(
        "ana",
        &[Change::CriterionRevise {
            criterion: slug("tone"),
            text: "New.".into(),
            edit: gemba::domain::Edit::Meaning,
            reason: "".into(),
            record: None,
        }],
    );
    workspace.does("ben", &[grade(4, Answer::Na)]);
    workspace
}

#[test]
fn every_term_holds_the_records_it_should() {
    let workspace = shop();
    let reader = workspace.reader();
    let held = |text: &str| {
        let filter = parse(text).unwrap_or_else(|error| panic!("{text}: {}", error.sentence));
        let queue =
            reader.queue(&filter, &Sampling::default(), NOW).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!(queue.population, queue.rows.len() as u64);
        let mut walked = Vec::new();
        reader
            .each(&filter, NOW, &mut |record| {
                walked.push(record.row);
                Ok(true)
            })
            .unwrap();
        assert_eq!(walked, queue.rows, "{text}");
        queue.rows.iter().map(|row| row.0).collect::<Vec<_>>()
    };
    for (filter, rows) in [
        ("", vec![1, 2, 3, 4, 5, 6]),
        ("refund", vec![2]),
        ("fund", vec![]),
        ("ref*", vec![2]),
        ("in:refund", vec![1, 2]),
        ("user:refund", vec![2]),
        ("\"partial ref\"*", vec![2]),
        ("disputed:yes", vec![1]),
        ("contradiction:yes", vec![]),
        ("note:refund", vec![]),
        ("out:REFUND", vec![2]),
        ("\"partial refund\"", vec![2]),
        ("\"\\\"partial\"", vec![2]),
        ("straße", vec![6]),
        ("100%_", vec![6]),
        ("re:/sorry/", vec![2]),
        ("re:/sorry/i", vec![2, 6]),
        ("re:/^$/", vec![5]),
        ("verdict:fail", vec![1, 2]),
        ("verdict:none", vec![4, 5, 6]),
        ("verdict:any", vec![1, 2, 3]),
        ("reviewed:no", vec![4, 5, 6]),
        ("mode:\"Too short\"", vec![1]),
        ("mode:none", vec![3, 4, 5, 6]),
        ("mode:any", vec![1, 2]),
        ("by:ben", vec![1, 2, 3, 5]),
        ("by:ana", vec![1, 2, 4]),
        ("verdict:pass by:ben", vec![1]),
        ("verdict:pass by:ana", vec![]),
        ("by:ben mode:any", vec![2]),
        ("by:ben verdict:none", vec![2, 4, 5, 6]),
        ("by:ana sorry", vec![2]),
        ("disputed:yes by:ben", vec![1]),
        ("disputed:no by:ben", vec![2, 3, 5]),
        ("disputed:no by:ana", vec![2, 4]),
        ("model:gpt-4o*", vec![1, 2, 6]),
        ("model:gpt-4o", vec![1, 6]),
        ("-model:gpt-4o*", vec![3, 4, 5]),
        ("prompt:v?", vec![4]),
        ("source:prod", vec![1, 2, 3, 4]),
        ("conversation:abc", vec![2]),
        ("meta.team:BILL*", vec![1]),
        ("meta.team.lead.name:ana", vec![3]),
        ("meta.team.tags:7", vec![3]),
        ("-meta.team:*", vec![2, 4, 5, 6]),
        ("since:24h", vec![1, 6]),
        ("until:24h", vec![2, 3, 4]),
        ("since:2026-09-19 until:1h", vec![2, 3]),
        ("format:json", vec![3]),
        ("format:markdown", vec![4]),
        ("format:empty", vec![5]),
        ("error:yes", vec![3]),
        ("severity:>=3", vec![2]),
        ("severity:2", vec![1]),
        ("criterion:tone", vec![1, 4, 5]),
        ("grade:Tone=not-met", vec![4]),
        ("stale:tone", vec![1, 4]),
        ("stale:any by:ben", vec![]),
        ("latency:>2s", vec![1]),
        ("latency:>2500ms", vec![]),
        ("tokens:>=1100", vec![1]),
        ("outlen:<14 outlen:>0", vec![3, 4, 6]),
        ("cost:>0.01", vec![5]),
        ("-cost:>0.01 -refund", vec![1, 3, 4, 6]),
        ("refund OR format:json", vec![2, 3]),
        ("-(refund OR format:json)", vec![1, 4, 5, 6]),
        ("-(refund verdict:fail) model:*", vec![1, 3, 4, 6]),
        ("-refund -sorry", vec![1, 3, 4, 5]),
        ("(sorry OR verdict:fail) -out:partial", vec![1, 6]),
        ("NOT (mode:none AND (refund OR re:/ok/))", vec![1, 2, 4, 5, 6]),
    ] {
        assert_eq!(held(filter), rows, "{filter}");
    }
}

#[test]
fn a_filter_that_names_an_unknown_mode_or_a_bad_expression_is_refused_as_wrong_usage() {
    let workspace = shop();
    let refused = |text: &str| workspace.reader().queue(&parse(text).unwrap(), &Sampling::default(), NOW).unwrap_err();
    assert!(refused("mode:to-short").sentence.contains("too-short"));
    assert!(refused("criterion:tine").sentence.contains("tone"));
    assert!(refused("re:/a(/").sentence.contains("a("));
    assert!(refused("re:/(a{1000}){1000}/").sentence.contains("too large"));
    for text in ["mode:x", "re:/a(/", "re:/(a{1000}){1000}/"] {
        assert_eq!(refused(text).kind.exit_code(), 2);
    }
}

#[test]
fn hostile_text_is_looked_for_and_found_and_does_nothing_else() {
    let mut workspace = workspace();
    let texts: Vec<&str> =
        crate::hostile_inputs::HOSTILE.iter().copied().filter(|text| !text.trim().is_empty()).collect();
    let rows = workspace.import(&texts.iter().map(|text| pair("q", text)).collect::<Vec<_>>());
    let reader = workspace.reader();
    for (text, (_, row)) in texts.iter().zip(rows) {
        let filter = Filter::Body(BodyTerm::Words {
            place: Place::Output,
            phrase: Phrase { text: (*text).to_owned(), is_prefix: false },
        });
        let queue = reader.queue(&parse(&filter.to_string()).unwrap(), &Sampling::default(), NOW).unwrap();
        assert!(queue.rows.contains(&row), "{text:?}");
        for term in [
            Term::Model(Glob((*text).to_owned())),
            Term::Source(Glob((*text).to_owned())),
            Term::Conversation(Glob((*text).to_owned())),
        ] {
            assert!(reader.queue(&Filter::Term(term), &Sampling::default(), NOW).is_ok());
        }
    }
}

#[test]
fn a_walk_can_be_stopped_from_another_thread_and_the_next_one_runs() {
    let mut workspace = workspace();
    workspace.import(&(0..2_000).map(numbered).collect::<Vec<_>>());
    let reader = workspace.reader();
    let stop = reader.interrupt();
    let mut seen = 0;
    let ended = reader.each(&parse("answer").unwrap(), NOW, &mut |_| {
        seen += 1;
        if seen == 10 {
            stop.now();
        }
        Ok(true)
    });
    assert!(ended.is_err() && seen < 20, "{seen}");
    assert_eq!(reader.queue(&parse("answer").unwrap(), &Sampling::default(), NOW).unwrap().population, 2_000);
    let mut few = Vec::new();
    reader
        .each(&Filter::All, NOW, &mut |record| {
            few.push(record.row);
            Ok(few.len() < 3)
        })
        .unwrap();
    assert_eq!(few, [RowId(1), RowId(2), RowId(3)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back_as_the_same_tree(filter in any_filter()) {
        let printed = filter.to_string();
        let read = parse(&printed);
        prop_assert_eq!(read.as_ref().ok(), Some(&filter), "{}: {:?}", printed, read.as_ref().err());
    }

    #[test]
    fn reading_never_panics_and_a_refusal_lies_within_the_text(text in "\\PC{0,40}|[-a-z:\"/()\\\\ ORNT]{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.position <= text.chars().count());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_becomes_sql_that_runs_or_a_refusal_in_words(filter in any_filter()) {
        thread_local! {
            static SHOP: Workspace = shop();
        }
        SHOP.with(|workspace| {
            let all = Sampling::default();
            let reader = workspace.reader();
            let held = match reader.queue(&filter, &all, NOW) {
                Ok(queue) => queue.rows,
                Err(problem) => {
                    prop_assert_eq!(problem.kind.exit_code(), 2, "{}: {}", filter, problem);
                    return Ok(());
                }
            };
            // Not the filter holds exactly the rest, unless `by:` narrows differently inside.
            let others = reader.queue(&Filter::Not(Box::new(filter.clone())), &all, NOW).unwrap().rows;
            prop_assert_eq!(held.len() + others.len(), 6, "{}", filter);
            prop_assert!(held.iter().all(|row| !others.contains(row)));
            Ok(())
        })?;
    }
}
