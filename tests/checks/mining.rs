//! Checks mined from labels: found where something separates, silent where nothing does, and proven on inputs that had
//! no part in the choice.

use std::collections::HashMap;
use std::time::Instant;

use gemba::checks::mining::{Known, MinedCheck, MinedChecks, Nouns, OutOfSample, Sample, choose, nothing_found, typed};
use gemba::checks::{self, Subject};
use gemba::domain::{CheckSpec, Content, Message, RecordId, Role};
use gemba::measures::alignment::Confusion;

/// A labelled output.
struct Labelled {
    content: Content,
    is_bad: bool,
}

fn labelled(input: &str, output: &str, is_bad: bool) -> Labelled {
    let messages = vec![Message::text(Role::User, input)];
    Labelled { content: Content { messages, output: output.into(), ..Content::default() }, is_bad }
}

fn mine(records: &[Labelled], known: &[CheckSpec]) -> MinedChecks {
    let mut sample = Sample::default();
    for record in records {
        sample.take(RecordId::of(&record.content), &record.content, record.is_bad);
    }
    let known = Known { attached: known.to_vec(), ..Known::default() };
    let mut out_of_sample = OutOfSample::new(choose(&sample, &known)).unwrap();
    for record in records {
        out_of_sample.take(RecordId::of(&record.content), &record.content, record.is_bad);
    }
    out_of_sample.finish()
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

/// Counts again what a check fails, with plain string functions instead of the program's own, on the inputs whose hash's
/// hash, taken here anew, is odd (the held-out half) or even.
/// Neither sentences nor refusals are counted twice.
fn recount(records: &[Labelled], spec: &CheckSpec, held_out: bool) -> Option<Confusion> {
    if spec.params.contains_key("sentences") || spec.kind == "not-refusal" {
        return None;
    }
    let text = |name: &str| spec.params.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let number = |name: &str| spec.params.get(name).and_then(serde_json::Value::as_u64);
    let fails = |output: &str| match spec.kind.as_str() {
        "not-contains" if spec.params.contains_key("ignore-case") => {
            output.to_lowercase().contains(&text("text").to_lowercase())
        }
        "not-contains" => output.contains(&text("text")),
        "contains" => !output.to_lowercase().contains(&text("text").to_lowercase()),
        "max-length" | "min-length" => {
            let is_most = spec.kind == "max-length";
            let (count, limit) = match (number("chars"), number("words")) {
                (Some(limit), _) => (output.chars().count() as u64, limit),
                (_, Some(limit)) => (output.split_whitespace().count() as u64, limit),
                _ => panic!("{} is not counted here", typed(spec)),
            };
            if is_most { count > limit } else { count < limit }
        }
        "not-regex" => {
            let case = if spec.params.contains_key("ignore-case") { "(?i)" } else { "" };
            regex::Regex::new(&format!("{case}{}", text("pattern"))).unwrap().is_match(output)
        }
        "starts-with" => !output.starts_with(&text("text")),
        "ends-with" => !output.ends_with(&text("text")),
        "is-json" => serde_json::from_str::<serde_json::Value>(output).is_err(),
        other => panic!("{other} is not counted here"),
    };
    let mut figures = Confusion::default();
    for Labelled { content, is_bad } in records {
        let mut hasher = blake3::Hasher::new();
        for message in &content.messages {
            hasher.update(format!("{}\0{}\u{1}", message.role.as_str(), message.plain()).as_bytes());
        }
        let half = blake3::hash(&hasher.finalize().as_bytes()[..8]).as_bytes()[0] % 2;
        if (half == 1) != held_out {
            continue;
        }
        *match (is_bad, fails(content.output.raw())) {
            (true, true) => &mut figures.tp,
            (true, false) => &mut figures.fn_,
            (false, true) => &mut figures.fp,
            (false, false) => &mut figures.tn,
        } += 1;
    }
    Some(figures)
}

#[track_caller]
fn confirm(records: &[Labelled], mined: &MinedChecks) {
    for suggestion in mined.suggestions.iter().chain(&mined.closest) {
        let MinedCheck { spec, train, test, .. } = suggestion;
        let all = suggestion.all();
        assert_eq!(suggestion.missed.len() as u64, all.fn_);
        assert_eq!(suggestion.wrongly_rejected.len() as u64, all.fp);
        for (half, held_out) in [(test, true), (train, false)] {
            assert_eq!(recount(records, spec, held_out).unwrap_or(*half), *half, "{}", typed(spec));
        }
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
    assert_eq!((mined.train.0 + mined.test.0, mined.train.1 + mined.test.1), (815, 3692));
    let found: Vec<String> = mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect();
    assert!(found[0].contains("language"), "\"As an AI language model\" is what these labels are about: {found:?}");
    assert!(found.len() <= 5 && mined.suggestions.iter().all(|one| one.chance < 0.01), "{found:?}");
    confirm(&records, &mined);
    assert_eq!(mine(&records, &[]), mined, "the same records give the same suggestions");

    let known = vec![mined.suggestions[0].spec.clone()];
    let again = mine(&records, &known);
    assert!(again.suggestions.iter().all(|suggestion| !typed(&suggestion.spec).contains("language")), "no near copy");
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
        let said = nothing_found(&mined, Nouns { bad: "tagged", good: "passed" });
        assert!(said.starts_with("Nothing separates the "), "{said}");
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
    let mut records: Vec<Labelled> = (0..60).map(|at| made_up(at, at, "")).collect();
    records
        .extend((60..71).map(|at| made_up(at, at, if at < 69 { " but, as an AI, I am not sure" } else { " or so" })));
    let mined = mine(&records, &[]);
    let first = &mined.suggestions[0];
    assert_eq!(first.spec.kind, "not-contains");
    let text = first.spec.params["text"].as_str().unwrap();
    assert!(" but, as an AI, I am not sure.".contains(text), "{text}");
    assert_eq!((first.all().tp, first.all().fp, first.all().tn), (9, 0, 60));
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
    let halves: HashMap<bool, usize> = records.iter().fold(HashMap::new(), |mut halves, record| {
        *halves
            .entry(gemba::checks::mining::half(&record.content) == gemba::checks::mining::Half::Train)
            .or_default() += 1;
        halves
    });
    assert!(halves.values().all(|count| count % 40 == 0), "equal inputs stay together: {halves:?}");
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
        assert_eq!(caught, suggestion.all().tp);
    }
    (mined.suggestions.iter().map(|suggestion| typed(&suggestion.spec)).collect(), records)
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
    assert!(found.iter().any(|check| check.starts_with("not-regex") && check.contains('|')), "{found:?}");
}

#[test]
fn without_both_classes_the_reason_is_said() {
    let nouns = Nouns { bad: "tagged", good: "passed" };
    let said = nothing_found(&mine(&[], &[]), nouns);
    assert!(said.contains("No record is tagged"), "{said}");
    let said = nothing_found(&mine(&[made_up(1, 1, " sorry")], &[]), nouns);
    assert!(said.contains("No record is passed"), "{said}");
    let said = nothing_found(&mine(&[made_up(1, 1, " sorry"), made_up(1, 2, "")], &[]), nouns);
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
    let limit: usize = found.iter().find_map(|check| check.strip_prefix("min-length ")?.parse().ok()).unwrap();
    assert!((8..60).contains(&limit), "a limit amid what it separates, not at the edge of either: {limit}");

    let (found, _) = mine_outputs(plain, |at| format!("Please look at https://help{at}.example.com/{at} for it."));
    assert_eq!(found[0], "urls-from-input", "{found:?}");

    let german = "Ihre Sendung kommt morgen, und wir schreiben Ihnen noch einmal, wenn sie bei Ihnen ist";
    let english = |at: usize| format!("It is on the way to you, and we will write when it is there, case {at}.");
    let (found, _) = mine_outputs(english, |at| format!("{german}, Fall {at}."));
    assert_eq!(found[0], "language en", "{found:?}");

    let (found, _) = mine_outputs(english, |at| format!("Well, as an AI, I do not know the way to you in case {at}."));
    among(&found, "not-refusal");
    among(&found, "not-contains");
    assert!(found.iter().all(|check| !check.starts_with("contains")), "what lacks explains nothing more: {found:?}");
}
