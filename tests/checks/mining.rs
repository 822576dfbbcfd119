//! Checks mined from labels: found where something separates, silent where nothing does, and counted on inputs that had no
//! part in the choice.

use std::time::Instant;

use gemba::checks::mining::{Known, MinedCheck, MinedChecks, Nouns, Sample, Stated, nothing_found, silence, typed};
use gemba::checks::{self, Subject};
use gemba::domain::{CheckSpec, Content, Message, RecordId, Role};
use gemba::measures::alignment::Confusion;

/// A labelled output.
pub(super) struct Labelled {
    pub(super) content: Content,
    pub(super) is_bad: bool,
}

pub(super) fn labelled(input: &str, output: &str, is_bad: bool) -> Labelled {
    let messages = vec![Message::text(Role::User, input)];
    Labelled { content: Content { messages, output: output.into(), ..Content::default() }, is_bad }
}

pub(super) fn mine(records: &[Labelled], known: &[CheckSpec]) -> MinedChecks {
    let mut sample = Sample::default();
    for record in records {
        sample.take(RecordId::of(&record.content), &record.content, record.is_bad);
    }
    let known = Known { attached: known.to_vec(), ..Known::default() };
    checks::mining::mine(&sample, &known, &Stated::default(), &|_| true).unwrap()
}

fn shared(name: &str) -> Option<String> {
    std::fs::read_to_string(crate::ingest::shared(name)?).ok()
}

/// The real records with the labels of their authors.
fn halueval() -> Option<Vec<Labelled>> {
    let text = shared("halueval_general.jsonl")?;
    let line = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| value[name].as_str().unwrap();
        labelled(field("user_query"), field("chatgpt_response"), field("hallucination") == "yes")
    };
    Some(text.lines().map(line).collect())
}

/// A coin that falls the same way every time: the last bit of a hash of seed and number.
fn coin(seed: u64, number: usize, one_in: u8) -> bool {
    blake3::hash(format!("{seed} {number}").as_bytes()).as_bytes()[0].is_multiple_of(one_in)
}

/// Counts what a check fails of the records, of all or of those in a list.
fn count(records: &[Labelled], spec: Option<&CheckSpec>, only: Option<&[RecordId]>) -> Confusion {
    let check = spec.map(|spec| checks::compile(spec).unwrap());
    let mut figures = Confusion::default();
    for Labelled { content, is_bad } in records {
        if only.is_some_and(|only| !only.contains(&RecordId::of(content))) {
            continue;
        }
        let subject = Subject { output: content.output.raw(), content };
        let fails = check.as_ref().is_some_and(|check| !check.objections(&subject).is_empty());
        *match (is_bad, fails) {
            (true, true) => &mut figures.tp,
            (true, false) => &mut figures.fn_,
            (false, true) => &mut figures.fp,
            (false, false) => &mut figures.tn,
        } += 1;
    }
    figures
}

/// Counts every figure again: on all records, and on each fold with the check that was chosen without it.
#[track_caller]
fn confirm(records: &[Labelled], mined: &MinedChecks) {
    for suggestion in mined.suggestions.iter().chain(&mined.closest) {
        let MinedCheck { spec, all, out_of_fold, folds, .. } = suggestion;
        assert_eq!(suggestion.missed.len() as u64, all.fn_);
        assert_eq!(suggestion.wrongly_rejected.len() as u64, all.fp);
        assert_eq!(count(records, Some(spec), None), *all, "{}", typed(spec));
        let counted = folds.iter().map(|fold| count(records, fold.check.as_ref(), Some(&fold.records)));
        let again = counted.fold(Confusion::default(), |a, b| Confusion {
            tp: a.tp + b.tp,
            fn_: a.fn_ + b.fn_,
            fp: a.fp + b.fp,
            tn: a.tn + b.tn,
        });
        assert_eq!(again, *out_of_fold, "{}", typed(spec));
        assert_eq!(again.positives() + again.negatives(), records.len() as u64, "each record is in one fold");
        assert!(checks::export(spec, checks::Engine::Python).is_ok());
        assert!(checks::export(spec, checks::Engine::JavaScript).is_ok());
    }
}

#[test]
fn real_labels_are_mined_in_seconds_and_a_second_count_confirms_the_figures() {
    let Some(records) = halueval() else { return };
    let start = Instant::now();
    let mined = mine(&records, &[]);
    let took = start.elapsed();
    assert!(took.as_secs() < 30, "{took:?}");
    assert_eq!(mined.counts, (815, 3692));
    let found: Vec<String> = mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect();
    let about_itself = |check: &String| check.contains("language") || check.contains("ai") || check == "not-refusal";
    assert!(found.iter().any(about_itself), "\"As an AI language model\" is what these labels are about: {found:?}");
    assert!(found.len() <= 5 && mined.suggestions.iter().all(|one| one.chance < 0.01), "{found:?}");
    confirm(&records, &mined);
    let known = vec![mined.suggestions[0].spec.clone()];
    let again = mine(&records, &known);
    assert!(
        again.suggestions.iter().all(|suggestion| suggestion.spec != known[0]),
        "what is attached is not suggested"
    );
}

#[test]
fn labels_by_lot_yield_nothing_and_the_closest_miss_is_told() {
    let texts = halueval().unwrap_or_else(|| (0..900).map(|at| made_up(at, at, "")).collect());
    for seed in 0..6 {
        let tagged = |at: usize| coin(seed, at, if seed % 2 == 0 { 2 } else { 6 });
        let records: Vec<Labelled> = texts
            .iter()
            .take(900)
            .enumerate()
            .map(|(at, one)| Labelled { content: one.content.clone(), is_bad: tagged(at) })
            .collect();
        let mined = mine(&records, &[]);
        let found: Vec<String> = mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect();
        assert!(found.is_empty(), "seed {seed}: {found:?}");
        let said = nothing_found(&mined, Nouns { bad: "tagged", good: "passed" }, true);
        assert!(said.contains("Closest: ") && said.contains("out of fold"), "{said}");
        confirm(&records, &mined);
    }
}

/// A sentence of words by lot, with something said at its end.
fn made_up(input: usize, words: usize, said: &str) -> Labelled {
    const WORDS: [&str; 12] = ["the", "order", "was", "sent", "to", "you", "on", "Monday", "and", "we", "hope", "that"];
    let hash = blake3::hash(format!("words {words}").as_bytes());
    let words: Vec<&str> = hash.as_bytes().iter().take(20).map(|byte| WORDS[usize::from(*byte) % 12]).collect();
    labelled(&format!("question {input}"), &format!("{}{said}.", words.join(" ")), !said.is_empty())
}

#[test]
fn the_phrase_that_separates_is_found_first_as_it_was_written() {
    let said = |at: usize| if at < 9 { " under our Price Guarantee for all" } else { " and so on until then, or so" };
    let records = spread(71, 11, |at, _| {
        let plain = made_up(at, at, "").content.output.raw().to_owned();
        if at % 3 == 0 || at < 9 { format!("{plain}{}.", said(at)) } else { plain }
    });
    let mined = mine(&records, &[]);
    let first = &mined.suggestions[0];
    assert_eq!(first.spec.kind, "not-contains", "{}", typed(&first.spec));
    let text = first.spec.params["text"].as_str().unwrap();
    assert!(said(0).contains(text), "{text}");
    assert_eq!((first.all.tp, first.all.fp, first.all.tn), (9, 0, 60));
    confirm(&records, &mined);
}

#[test]
fn an_input_that_is_asked_again_proves_nothing_twice() {
    // One bad input, and one good one, logged forty times each: two witnesses, not eighty.
    let mut records = Vec::new();
    for at in 0..40 {
        for input in 0..4 {
            let said = if input < 2 { " sorry about that" } else { "" };
            records.push(made_up(input, at, said));
        }
    }
    let mined = mine(&records, &[]);
    assert!(mined.suggestions.is_empty(), "{:?}", mined.suggestions);
}

/// Mines outputs of which every third is bad.
fn mine_outputs(good: impl Fn(usize) -> String, bad: impl Fn(usize) -> String) -> (Vec<String>, Vec<Labelled>) {
    let record = |at: usize| {
        let is_bad = at.is_multiple_of(3);
        labelled(&format!("question {at}"), &if is_bad { bad(at) } else { good(at) }, is_bad)
    };
    let records: Vec<Labelled> = (0..120).map(record).collect();
    let mined = mine(&records, &[]);
    for suggestion in &mined.suggestions {
        let check = checks::compile(&suggestion.spec).unwrap();
        let fails = |record: &&Labelled| {
            !check.objections(&Subject { output: record.content.output.raw(), content: &record.content }).is_empty()
        };
        let caught = records.iter().filter(|record| record.is_bad).filter(fails).count() as u64;
        assert_eq!(caught, suggestion.all.tp);
    }
    let with_copies =
        |check: &MinedCheck| std::iter::once(&check.spec).chain(&check.beside).map(typed).collect::<Vec<_>>();
    (mined.suggestions.iter().flat_map(with_copies).collect(), records)
}

#[test]
fn each_sort_of_difference_is_found() {
    let plain = |at: usize| made_up(at, at, "").content.output.raw().to_owned();
    let (found, _) = mine_outputs(plain, |at| format!("{}.", plain(at).chars().take(30 + at % 9).collect::<String>()));
    assert!(found.iter().any(|check| check.starts_with("min-length")), "{found:?}");

    let (found, _) = mine_outputs(plain, |at| format!("{} [{}] {}", plain(at), at, plain(at + 500)));
    assert!(found.iter().any(|check| check.contains(r"\[\d+\]")) || found[0].contains("'['"), "{found:?}");

    let (found, _) = mine_outputs(|at| format!("Dear Ana, {}", plain(at)), plain);
    let expected =
        ["contains 'Dear", "starts-with Dear", "starts-with D", "contains Dear", "contains Ana", "contains 'dear"];
    assert!(found.iter().any(|check| expected.iter().any(|start| check.starts_with(start))), "{found:?}");

    let json = |at: usize| format!("{{\"id\": {at}, \"total\": {}}}", at * 7);
    let (found, _) = mine_outputs(json, |at| format!("{{\"id\": {at}, \"total\": {}", at * 7));
    assert!(found.iter().any(|check| check == "is-json"), "{found:?}");

    let (found, _) = mine_outputs(json, |at| format!("{{\"id\": {at}, \"total\": \"{}\"}}", at * 7));
    assert!(found.iter().any(|check| check.contains("--type")), "{found:?}");

    let plain = |at: usize| format!("{} {}", plain(at + 700), plain(at).chars().take(at * 7 % 90).collect::<String>());
    let (found, _) = mine_outputs(
        |at| plain(at) + ".",
        |at| {
            let said = ["I cannot tell", "I am unable", "no idea"][at / 3 % 3];
            format!("{} {said}.", plain(at))
        },
    );
    assert!(found.iter().any(|check| check.contains('|') || check == "not-refusal"), "{found:?}");
}

#[test]
fn without_both_classes_the_reason_is_said() {
    let nouns = Nouns { bad: "tagged", good: "passed" };
    let said = nothing_found(&mine(&[], &[]), nouns, true);
    assert!(said.contains("No record is tagged"), "{said}");
    let said = nothing_found(&mine(&[made_up(1, 1, " sorry")], &[]), nouns, true);
    assert!(said.contains("No record is passed"), "{said}");
    let said = nothing_found(&mine(&[made_up(1, 1, " sorry"), made_up(1, 2, "")], &[]), nouns, true);
    assert!(said.contains("too few"), "{said}");
}

#[test]
fn what_is_meant_is_among_what_explains_the_tags_equally_well() {
    let plain = |at: usize| made_up(at, at, "").content.output.raw().to_owned();
    let among = |found: &[String], wanted: &str| {
        assert!(found.iter().any(|check| check.starts_with(wanted)), "{wanted}: {found:?}");
    };
    // Every answer that is too short also lacks the words of the good ones.
    let (found, _) = mine_outputs(|at| format!("{} Thank you.", plain(at)), |at| ["Ok.", "Yes."][at % 2].to_owned());
    among(&found, "min-length");
    assert_eq!(
        found[0].split(' ').next(),
        Some("min-length"),
        "it tells more than the words that are not there: {found:?}"
    );

    let (found, _) = mine_outputs(plain, |at| format!("Please look at https://help{at}.example.com/{at} for it."));
    assert_eq!(found[0], "urls-from-input", "{found:?}");

    let german = "Ihre Sendung kommt morgen, und wir schreiben Ihnen noch einmal, wenn sie bei Ihnen ist";
    let english = |at: usize| format!("It is on the way to you, and we will write when it is there, case {at}.");
    let (found, _) = mine_outputs(english, |at| format!("{german}, Fall {at}."));
    assert_eq!(found[0], "language en", "{found:?}");

    let (found, _) = mine_outputs(english, |at| format!("Well, as an AI, I do not know the way to you in case {at}."));
    among(&found, "not-refusal");
    among(&found, "not-contains");
    assert!(!found[0].starts_with("contains"), "what is there tells more than what is not: {found:?}");
}

fn spread(n: usize, bad: usize, output: impl Fn(usize, bool) -> String) -> Vec<Labelled> {
    (0..n).map(|at| labelled(&format!("question {at}"), &output(at, at < bad), at < bad)).collect()
}

#[test]
fn a_named_check_is_tested_on_all_labels() {
    // 10 of 10 against 0 of 10: Fisher's p is 5.4e-6, whatever halves would have made of it.
    let records = spread(20, 10, |at, is_bad| {
        let plain = made_up(at, at, "").content.output.raw().to_owned();
        if is_bad { format!("I'm sorry, but I cannot help with {plain}") } else { plain }
    });
    let mined = mine(&records, &[]);
    let found: Vec<String> = mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect();
    assert_eq!((mined.suggestions[0].all.tp, mined.suggestions[0].all.fp), (10, 0), "{found:?}");
    assert_eq!(mined.suggestions[0].weight, 0, "one with a name: {found:?}");
    confirm(&records, &mined);
}

#[test]
fn a_fitted_alternation_does_not_displace_the_plain_reason() {
    // 46 bad and 54 good; `is-json` fails 45 and 5, words fail fewer bad and more good ones.
    let records = spread(100, 46, |at, is_bad| {
        let is_json = if is_bad { at == 0 } else { at >= 51 };
        let word = ["improve", "amazing", "truly", "delight"][at % 4];
        let says = if is_bad { at < 42 } else { at % 8 == 0 };
        let said = if says { word } else { "plain" };
        if is_json { format!("{{\"a\": \"{said} {at}\"}}") } else { format!("{{a: {said} {at}") }
    });
    let records: Vec<Labelled> = records
        .into_iter()
        .enumerate()
        .map(|(at, mut record)| {
            if !record.is_bad {
                let is_json = at < 95;
                let text = if is_json { format!("{{\"a\": \"plain {at}\"}}") } else { format!("{{a: plain {at}") };
                record.content.output = text.as_str().into();
            }
            record
        })
        .collect();
    let mined = mine(&records, &[]);
    let found: Vec<String> = mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect();
    assert_eq!(found[0], "is-json", "{found:?}");
    assert_eq!((mined.suggestions[0].all.tp, mined.suggestions[0].all.fp), (45, 5));
    confirm(&records, &mined);
}

#[test]
fn above_the_tolerated_share_by_point_but_not_surely_is_suggested_as_weak() {
    let records = spread(24, 12, |at, is_bad| {
        let plain = made_up(at, at, "").content.output.raw().to_owned();
        if is_bad || at < 15 { format!("I'm sorry, but I cannot help with {plain}") } else { plain }
    });
    let mined = mine(&records, &[]);
    let [only] = mined.suggestions.as_slice() else { panic!("{mined:?}") };
    assert_eq!((only.all.tp, only.all.fp, only.is_weak), (12, 3, true));
    let said = checks::mining::remarks(only).join("\n");
    assert!(said.contains("weak: rejects 3 of 12") && said.contains("9 % to"), "{said}");
}

#[test]
fn records_without_an_input_are_each_their_own() {
    let mut records = spread(40, 20, |at, is_bad| {
        let plain = made_up(at, at, "").content.output.raw().to_owned();
        if is_bad { format!("{plain} Buy now!") } else { plain }
    });
    for record in &mut records {
        record.content.messages.clear();
    }
    let mined = mine(&records, &[]);
    assert_eq!(mined.inputs, (20, 20));
    assert!(!mined.suggestions.is_empty());
}

#[test]
fn too_few_labels_say_how_many_more_would_do() {
    let records = spread(9, 3, |at, is_bad| {
        made_up(at, at, if is_bad { " so sorry" } else { "" }).content.output.raw().to_owned()
    });
    let mined = mine(&records, &[]);
    let said = nothing_found(&mined, Nouns { bad: "tagged", good: "passed" }, true);
    assert_eq!(silence(&mined).word(), "too-few", "{said}");
    assert!(said.contains(" more ") && said.contains("would be enough") && said.contains("Closest: "), "{said}");
}

#[test]
fn a_search_that_is_called_off_ends_without_a_result() {
    let records = spread(40, 20, |at, is_bad| {
        made_up(at, at, if is_bad { " so sorry" } else { "" }).content.output.raw().to_owned()
    });
    let mut sample = Sample::default();
    for record in &records {
        sample.take(RecordId::of(&record.content), &record.content, record.is_bad);
    }
    assert_eq!(checks::mining::mine(&sample, &Known::default(), &Stated::default(), &|_| false), None);
}
