//! The full-text index: a filter holds the same records with it, without it, and while it is half built.

use gemba::domain::filter::{BodyTerm, Filter, Phrase, Place, Term, parse};
use gemba::domain::{Change, Content, Message, Part, Role, RowId, Sampling, Untrusted};
use gemba::store::Removal;
use proptest::prelude::*;

use super::workspace::{NOW, Workspace, pair, workspace};

fn held(workspace: &Workspace, filter: &Filter) -> Vec<RowId> {
    workspace
        .reader()
        .queue(filter, &Sampling::default(), NOW)
        .unwrap_or_else(|problem| panic!("{filter}: {problem}"))
        .rows
}

fn index(workspace: &mut Workspace) {
    workspace.writer.index_texts(&mut |_| true).unwrap();
}

fn note(workspace: &mut Workspace, row: i64, text: &str) {
    let id = workspace.id(row);
    workspace.does("ana", &[Change::Note { record: id, span: None, text: Some(text.into()) }]);
}

/// Words that the texts below are made of, whole, cut and joined.
const WORDS: &[&str] = &[
    "refund",
    "refunds",
    "fund",
    "partial",
    "well-known",
    "user_id",
    "Straße",
    "naïve",
    "退款",
    "我要退款吗",
    "ſum",
    "Σας",
    "100%",
    "x",
    "i",
    "ı",
    "e.g.",
    "don't",
    "co-op",
    "한국어는",
    "ไทย",
    "re",
    "A1",
    "\"quoted\"",
    "(",
    "\\",
    "٣٤",
    "a\u{301}",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(WORDS).prop_map(str::to_owned),
        1 => "[a-c]{1,3}",
        1 => "\\PC{1,3}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![" ", "  ", "\n", ", ", "-", "_", ""]);
    prop::collection::vec((word(), between), 0..8)
        .prop_map(|words| words.into_iter().flat_map(|(word, between)| [word, between.to_owned()]).collect())
}

fn content() -> impl Strategy<Value = Content> {
    (text(), text(), text(), text()).prop_map(|(system, user, tool, output)| Content {
        messages: vec![
            Message::text(Role::System, system),
            Message { role: Role::User, parts: vec![Part::Text(user.into()), result(&tool)] },
        ],
        output: Untrusted::new(output),
        ..Content::default()
    })
}

fn result(text: &str) -> Part {
    Part::ToolResult { id: None, content: text.into() }
}

fn term() -> impl Strategy<Value = Filter> {
    let place = prop::sample::select(vec![Place::Anywhere, Place::User, Place::Output, Place::Input, Place::Tool]);
    let phrase = prop::collection::vec(word(), 1..3).prop_map(|words| words.join(" "));
    let phrase = phrase.prop_filter("not blank", |text| !text.trim().is_empty());
    let words = (place, phrase, any::<bool>())
        .prop_map(|(place, text, is_prefix)| BodyTerm::Words { place, phrase: Phrase { text, is_prefix } });
    let piece = prop_oneof![
        4 => word().prop_map(|word| regex::escape(&word)),
        4 => prop::sample::select(vec![r"\b", r"\s+", " ", ",", "^", "$", ".*", "(a|b)", "[a-z]+", r"\W", "-", "_", r"\B", "|"])
            .prop_map(str::to_owned),
    ];
    let expression = (prop::collection::vec(piece, 1..7), any::<bool>())
        .prop_map(|(pieces, ignore_case)| BodyTerm::Regex { pattern: pieces.concat(), ignore_case });
    prop_oneof![words, expression].prop_map(Filter::Body)
}

fn filter() -> impl Strategy<Value = Filter> {
    let notes = "[a-c]{1,3}".prop_map(|text| Filter::Term(Term::Note(Phrase { text, is_prefix: false })));
    prop_oneof![6 => term(), 1 => notes, 1 => Just(parse("verdict:fail").unwrap())].prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::And),
            prop::collection::vec(inner, 2..4).prop_map(Filter::Or),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_holds_the_same_with_the_index_without_it_and_half_way(
        contents in prop::collection::vec(content(), 40..60),
        late in prop::collection::vec(content(), 1..10),
        filters in prop::collection::vec(filter(), 100),
    ) {
        let mut workspace = workspace();
        // The records that are read before the index is asked would answer for it.
        workspace.import(&(0..260).map(super::workspace::numbered).collect::<Vec<_>>());
        workspace.import(&contents);
        note(&mut workspace, 3, "a refund in ab");
        note(&mut workspace, 270, "bc, partial refund");
        let without: Vec<_> = filters.iter().map(|filter| held(&workspace, filter)).collect();
        index(&mut workspace);
        for (filter, before) in filters.iter().zip(&without) {
            prop_assert_eq!(&held(&workspace, filter), before, "{}", filter);
        }
        workspace.import(&late);
        let half: Vec<_> = filters.iter().map(|filter| held(&workspace, filter)).collect();
        index(&mut workspace);
        for (filter, before) in filters.iter().zip(&half) {
            prop_assert_eq!(&held(&workspace, filter), before, "{}", filter);
        }
    }
}

#[test]
fn plain_words_search_the_users_words_the_output_and_notes_and_nothing_else() {
    let mut workspace = workspace();
    let system = Message::text(Role::System, "Never refund.");
    let history = Message::text(Role::Assistant, "A refund is possible.");
    workspace.import(&[
        Content { messages: vec![system, history, Message::text(Role::User, "Hello")], ..pair("", "Hi") },
        pair("Refund me", "No"),
        pair("Please", "Refund is done"),
        Content { messages: vec![Message { role: Role::User, parts: vec![result("refund: 7")] }], ..pair("", "Ok") },
        pair("Refunds?", "refundable"),
        pair("q", "a"),
    ]);
    note(&mut workspace, 6, "asks for a refund");
    for _ in 0..2 {
        let rows =
            |text: &str| -> Vec<i64> { held(&workspace, &parse(text).unwrap()).into_iter().map(|row| row.0).collect() };
        assert_eq!(rows("refund"), [2, 3, 6]);
        assert_eq!(rows("refund*"), [2, 3, 5, 6]);
        assert_eq!((rows("user:refund"), rows("out:refund"), rows("note:refund")), (vec![2], vec![3], vec![6]));
        assert_eq!((rows("in:refund"), rows("tool:refund")), (vec![1, 2, 4], vec![4]));
        assert_eq!(rows("note:refund by:ben"), Vec::<i64>::new());
        index(&mut workspace);
    }
}

#[test]
fn what_is_removed_while_the_index_is_built_is_not_found_by_its_words() {
    let mut workspace = workspace();
    workspace.import(&(0..2_500).map(super::workspace::numbered).collect::<Vec<_>>());
    let source = workspace.source("later");
    let late: Vec<Content> = (2_500..4_000).map(super::workspace::numbered).collect();
    workspace.writer.store_records(source, &late).unwrap();
    let folder = workspace.folder();
    let mut slices = 0;
    // The slice behind the one that is stored has been read already.
    workspace
        .writer
        .index_texts(&mut |_| {
            slices += 1;
            if slices == 2 {
                let mut other = gemba::store::Writer::open(&folder).unwrap();
                let (name, reviewer) = (&"later".into(), &super::workspace::name("ben"));
                let removal =
                    Removal { sources: &[2], name, with_judgements: true, dry_run: false, reviewer, now: NOW };
                other.remove_sources(&removal).unwrap();
            }
            true
        })
        .unwrap();
    assert!(slices > 2);
    let index = rusqlite::Connection::open(folder.join("gemba.db")).unwrap();
    let held: i64 = index
        .query_row("SELECT count(*) FROM fts_output WHERE fts_output MATCH 'answer'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((held, workspace.reader().index_state().unwrap().left), (2_500, 0));
    assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
}

#[test]
fn many_candidates_of_the_index_are_read_by_several_threads_in_order() {
    let mut workspace = workspace();
    workspace.import(&(0..3_000).map(super::workspace::numbered).collect::<Vec<_>>());
    let filters = ["re:/\\bnumber [0-9]*7\\./", "re:/number 1\\d*0\\b/ model:gpt-4o", "\"answer number\" -77*"];
    let filters = filters.map(|text| parse(text).unwrap());
    let before = filters.each_ref().map(|filter| held(&workspace, filter));
    assert_eq!(before.each_ref().map(Vec::len), [300, 111, 2_989]);
    index(&mut workspace);
    assert_eq!(filters.each_ref().map(|filter| held(&workspace, filter)), before);
}

#[test]
fn the_index_is_built_in_slices_and_goes_on_where_it_stopped() {
    let mut workspace = workspace();
    workspace.import(&(0..4_500).map(super::workspace::numbered).collect::<Vec<_>>());
    assert_eq!(workspace.reader().index_state().unwrap().left, 4_500);
    let first = workspace.writer.index_texts(&mut |_| false).unwrap();
    assert!(first.left > 0 && first.left < 4_500, "{first:?}");
    // Another program goes on.
    let mut other = gemba::store::Writer::open(&workspace.home.path().join(".gemba")).unwrap();
    other.index_texts(&mut |_| true).unwrap();
    assert_eq!(workspace.writer.index_texts(&mut |_| false).unwrap().left, 0);
    assert_eq!(held(&workspace, &parse("answer 4499").unwrap()).len(), 1);
}
