//! Records going in and coming out.

use gemba::domain::filter::Filter;
use gemba::domain::{Content, Flag, Message, Part, RawJson, Role, RowId, Sampling, SamplingPlan, Time};
use gemba::store::Reader;

use super::workspace::{NOW, numbered, pair, with_records, workspace};

#[test]
fn what_was_logged_comes_out_as_it_went_in() {
    let mut workspace = workspace();
    let mut contents: Vec<Content> = crate::hostile_inputs::HOSTILE.iter().map(|text| pair(text, text)).collect();
    contents.push(Content {
        external_id: Some("a\0b".into()),
        conversation: Some("c\u{202e}".into()),
        time: Some(Time(-1)),
        model: Some("m".into()),
        prompt_version: Some("v3".into()),
        messages: vec![
            Message::text(Role::Other("critic".to_owned()), "x"),
            Message {
                role: Role::Assistant,
                parts: vec![
                    Part::ToolCall { id: None, name: "f".into(), arguments: "{".into() },
                    Part::Other(RawJson::parse("{\"n\": 1e999}").unwrap()),
                ],
            },
        ],
        tools: Some(RawJson::parse("[12345678901234567890123]").unwrap()),
        output: "o".into(),
        latency_ms: Some(1.5),
        tokens_in: Some(u64::MAX),
        cost: Some(0.001),
        error: Some("timeout".into()),
        meta: vec![("k".into(), RawJson::parse("{\"a\":1,\"a\":2}").unwrap())],
        flags: vec![Flag::DuplicateKeys],
        raw: Some("{\"a\":1,\"a\":2}".into()),
        ..Content::default()
    });
    let rows = workspace.import(&contents);
    let reader = workspace.reader();
    for (content, (id, row)) in contents.iter().zip(&rows) {
        let record = reader.record(*row).unwrap();
        assert_eq!((&record.content, record.id), (content, *id));
        assert_eq!(record.source.raw(), "prod");
        assert_eq!(reader.find(&id.to_string()[..12]).unwrap(), (*row, *id));
    }
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn the_same_log_again_adds_nothing_and_says_so() {
    let mut workspace = workspace();
    let contents: Vec<_> = (0..50).map(numbered).collect();
    let mut twice = contents.clone();
    twice.extend(contents.clone());
    let source = workspace.source("a");
    let (stored, rows) = workspace.writer.store_records(source, &twice).unwrap();
    assert_eq!((stored.imported, stored.duplicates), (50, 50));
    assert_eq!(rows[7].1, rows[57].1);
    let source = workspace.source("b");
    let (stored, again) = workspace.writer.store_records(source, &contents).unwrap();
    assert_eq!((stored.imported, stored.duplicates), (0, 50));
    assert_eq!(again[7], rows[7]);
    assert_eq!(workspace.reader().count().unwrap(), 50);
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn rows_stay_gapless_over_duplicates_and_chunks() {
    let mut workspace = workspace();
    let source = workspace.source("a");
    for chunk in [0..10, 5..15, 0..30] {
        workspace.writer.store_records(source, &chunk.map(numbered).collect::<Vec<_>>()).unwrap();
    }
    let queue = workspace.reader().queue(&Filter::All, &Sampling::default(), NOW).unwrap();
    assert_eq!(queue.rows, (1..=30).map(RowId).collect::<Vec<_>>());
    assert_eq!((queue.population, queue.total), (30, 30));
}

#[test]
fn a_record_larger_than_a_block_gets_its_own_and_neighbours_stay_readable() {
    let mut workspace = workspace();
    let large: String = (0..400_000).map(|n| char::from(b'a' + u8::try_from(n * 7 % 23).unwrap())).collect();
    let contents = [numbered(1), pair("large", &large), numbered(2), pair("empty", "")];
    let rows = workspace.import(&contents);
    let reader = workspace.reader();
    for (content, (_, row)) in contents.iter().zip(rows) {
        assert_eq!(&reader.record(row).unwrap().content, content);
    }
}

#[test]
fn a_random_draw_is_the_same_for_the_same_seed_whatever_the_import_order() {
    let mut forward = workspace();
    forward.import(&(0..300).map(numbered).collect::<Vec<_>>());
    let mut backward = workspace();
    backward.import(&(0..300).rev().map(numbered).collect::<Vec<_>>());
    let filters = [Filter::All, gemba::domain::filter::parse("model:gpt*").unwrap()];
    let ids = |reader: &Reader, filter: &Filter, seed, size| {
        let queue = reader.queue(filter, &Sampling { plan: SamplingPlan::Random, by: None, size, seed }, NOW).unwrap();
        queue.rows.iter().map(|row| reader.record(*row).unwrap().id).collect::<Vec<_>>()
    };
    for filter in &filters {
        for size in [Some(20), None] {
            let one = ids(&forward.reader(), filter, 7, size);
            assert_eq!(one, ids(&backward.reader(), filter, 7, size));
            assert_ne!(one, ids(&forward.reader(), filter, 8, size));
            assert_eq!(one.len(), size.map_or(if *filter == Filter::All { 300 } else { 150 }, |size| size as usize));
        }
        let small = ids(&forward.reader(), filter, 7, Some(5));
        assert_eq!(small, ids(&forward.reader(), filter, 7, Some(20))[..5], "a larger sample begins with the smaller");
        assert_eq!(ids(&forward.reader(), filter, 7, Some(1_000)).len(), ids(&forward.reader(), filter, 7, None).len());
    }
}

#[test]
fn newest_first_puts_records_without_a_time_last() {
    let mut workspace = workspace();
    let at = |time: Option<i64>, text: &str| Content { time: time.map(Time), ..pair(text, text) };
    workspace.import(&[at(None, "a"), at(Some(5), "b"), at(Some(9), "c"), at(None, "d"), at(Some(5), "e")]);
    let order = |filter: &str, size| {
        let filter = gemba::domain::filter::parse(filter).unwrap();
        let sampling = Sampling { plan: SamplingPlan::Newest, by: None, size, seed: 0 };
        let queue = workspace.reader().queue(&filter, &sampling, NOW).unwrap();
        assert_eq!(queue.population, 5);
        queue.rows.iter().map(|row| row.0).collect::<Vec<_>>()
    };
    assert_eq!(order("", None), [3, 5, 2, 4, 1]);
    assert_eq!(order("", Some(3)), [3, 5, 2]);
    assert_eq!(order("source:prod", Some(4)), [3, 5, 2, 4]);
}

#[test]
fn conversations_and_equal_inputs_are_found_in_order() {
    let mut workspace = workspace();
    let turn = |time: Option<i64>, text: &str, model: &str| Content {
        conversation: Some("c1".into()),
        time: time.map(Time),
        model: Some(model.into()),
        ..pair("same", text)
    };
    workspace.import(&[turn(None, "z", "a"), turn(Some(9), "y", "b"), turn(Some(3), "x", "c"), pair("other", "x")]);
    let reader = workspace.reader();
    assert_eq!(reader.conversation(&"c1".into()).unwrap(), [RowId(3), RowId(2), RowId(1)]);
    assert_eq!(reader.same_input(RowId(2)).unwrap(), [RowId(1), RowId(2), RowId(3)]);
    assert_eq!(reader.same_input(RowId(4)).unwrap(), [RowId(4)]);
}

#[test]
fn an_id_prefix_must_name_exactly_one_record() {
    let workspace = with_records(40);
    let reader = workspace.reader();
    assert!(reader.find("").is_err());
    assert!(reader.find("xyz").unwrap_err().sentence.contains("names no record"));
    assert!(reader.find(&"0".repeat(32)).unwrap_err().sentence.contains("names no record"));
    let shared = (0..16)
        .map(|digit| format!("{digit:x}"))
        .find(|digit| reader.find(digit).is_err_and(|problem| problem.sentence.contains("more than one record")));
    assert!(shared.is_some());
}

#[test]
fn previews_are_one_short_line() {
    let mut workspace = workspace();
    let row = workspace.import(&[pair(&format!("a\n\tb {}", "x".repeat(500)), "o")])[0].1;
    let line = &workspace.reader().queue_rows(&[row], &super::workspace::name("ana")).unwrap()[0];
    assert!(line.preview.raw().starts_with("a b xxx"));
    assert_eq!(line.preview.chars(), 80);
}
