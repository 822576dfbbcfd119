//! Every rule on text made for it: what it must find, what it must leave alone, and the figures of `benches/REDACTION.md`.

use std::fmt::Write as _;
use std::ops::Range;

use gemba::redact::{NOT_FOUND, RULES, Redactor};

use super::others::{self, Others};
use super::outputs::{self, Share};
use super::planted::planted;

/// A line of the corpus.
struct Line {
    rule: String,
    text: String,
    /// What must be masked; nothing for what must be left alone.
    wanted: Vec<Range<usize>>,
}

pub(super) fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/redaction")
}

fn lines() -> Vec<Line> {
    let text = std::fs::read_to_string(folder().join("rules.txt")).unwrap();
    let read = |line: &str| {
        let [rule, sign, marked] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (mut text, mut wanted) = (String::new(), Vec::new());
        for c in marked.chars().filter(|c| *c != '~') {
            match c {
                '«' => wanted.push(text.len()..text.len()),
                '»' => wanted.last_mut().unwrap().end = text.len(),
                c => text.push(c),
            }
        }
        assert_eq!(sign == "+", !wanted.is_empty(), "{line}");
        Line { rule: rule.to_owned(), text, wanted }
    };
    text.lines().map(read).collect()
}

fn is_masked(redactor: &Redactor, line: &Line) -> bool {
    let found = redactor.find(&line.text);
    line.wanted.iter().all(|wanted| found.iter().any(|f| f.range.start <= wanted.start && f.range.end >= wanted.end))
}

#[test]
fn every_rule_finds_what_it_is_for_and_leaves_the_rest() {
    let redactor = Redactor::default();
    let mut wrong = Vec::new();
    for line in lines() {
        let found = redactor.find(&line.text);
        let is_right = if line.wanted.is_empty() { found.is_empty() } else { is_masked(&redactor, &line) };
        if !is_right {
            wrong.push(format!("{}: {}\n    {}", line.rule, line.text, redactor.mask(&line.text).text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for rule in RULES {
        for is_wanted in [true, false] {
            let has = lines().iter().any(|line| line.rule == rule.word && line.wanted.is_empty() != is_wanted);
            assert!(has, "the corpus has no line of {} (to be found: {is_wanted})", rule.word);
        }
    }
}

#[test]
fn everything_planted_is_found() {
    let redactor = Redactor::default();
    let all = planted();
    assert!(all.len() >= 200, "{}", all.len());
    let left: Vec<String> = all
        .iter()
        .map(|planted| (planted, redactor.mask(&planted.text).text))
        .filter(|(planted, masked)| masked.contains(&planted.secret))
        .map(|(planted, masked)| format!("{}: {} → {masked}", planted.rule, planted.text))
        .collect();
    assert!(left.is_empty(), "{} of {}:\n{}", left.len(), all.len(), left.join("\n"));
}

#[test]
fn the_published_figures_are_those_of_today() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/REDACTION.md");
    let today = figures();
    if std::env::var_os("GEMBA_UPDATE").is_some() {
        std::fs::write(&path, &today).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), today, "GEMBA_UPDATE=1 writes them anew");
}

fn figures() -> String {
    let redactor = Redactor::default();
    let (lines, planted) = (lines(), planted());
    let mut text = "# What redaction finds\n\nMade by `tests/redaction/corpus.rs`, which holds it up to date. Found: of the lines \
        of `tests/data/redaction/rules.txt`\nthat hold such a thing, and of the more than 200 planted ones of \
        `tests/redaction/planted.rs` (telephones of 26 countries).\nFalse: of the lines that hold none, those where the rule \
        finds one all the same.\n\n| Rule | Finds | Found | Planted | False |\n|---|---|---|---|---|\n"
        .to_owned();
    for rule in RULES {
        let of_rule: Vec<&Line> = lines.iter().filter(|line| line.rule == rule.word).collect();
        let wanted = of_rule.iter().filter(|line| !line.wanted.is_empty());
        let found = wanted.clone().filter(|line| is_masked(&redactor, line)).count();
        let ordinary = lines.iter().filter(|line| line.wanted.is_empty());
        let hits = |line: &&Line| redactor.find(&line.text).iter().any(|found| found.rule == rule.word);
        let own: Vec<_> = planted.iter().filter(|planted| planted.rule == rule.word).collect();
        let own_found = own.iter().filter(|one| !redactor.mask(&one.text).text.contains(&one.secret)).count();
        writeln!(
            text,
            "| {} | {} | {found} of {} | {own_found} of {} | {} of {} |",
            rule.word,
            rule.help,
            wanted.count(),
            own.len(),
            ordinary.clone().filter(hits).count(),
            ordinary.count(),
        )
        .unwrap();
    }
    let Others { all, missed, .. } = others::others();
    write!(
        text,
        "\nOf {all} more in `tests/data/redaction/others.txt`, written down without looking at the rules, {} are found. Not found are \
         numbers\nof nine digits in threes, which other numbers are written in too, where no word announces them, and addresses with \
         a slip in\nthem. At the first run 55 were not found; the rules were mended by kind.\n",
        all - missed
    )
    .unwrap();
    let Share { outputs, with_hit, judged, ordinary, by_rule } = outputs::share();
    write!(
        text,
        "\n{NOT_FOUND}\n\n## In real outputs\n\nOf {outputs} answers (HaluEval), {with_hit} hold something that is masked: {by_rule}. \
         Of {judged} hits that a person\njudged (`tests/data/redaction/hits.jsonl`), {ordinary} are ordinary: {:.2} % of the \
         answers are masked where nothing is to be masked.\n",
        outputs::percent(outputs, with_hit, judged, ordinary)
    )
    .unwrap();
    text
}
