//! Makes checks from a handful of tags: too few for any test to tell them from chance.
//!
//! They come from what the reviewer pointed at, from checks with a name, and, from two tags on, from all that is tried
//! otherwise. Unjudged records take the place of the good ones that are missing, for choosing only. None of these checks is
//! proven: the records it was made from cannot prove it.

use super::bits::{Bits, share};
use super::candidates::{Candidate, Pool, Stated, run, spec, words};
use super::known::Known;
use super::limits::{LEAST_COVERAGE, LEAST_LIFT, MOST, NEAR, TAU};
use super::sample::{Corpus, Sample, Text, View};
use crate::checks::kinds::{contains, not_contains};
use crate::checks::portable::case_fold;
use crate::checks::{self, Subject};
use crate::domain::name::is_printable;
use crate::domain::{CheckSpec, Content};

/// With fewer bad, or fewer good, records than this hardly any check can be told from chance.
pub const FEW: u64 = 10;
/// The longest text taken over from what was pointed at, in characters.
const LONGEST: usize = 80;
/// How many checks are made from the figures alone.
const MADE: usize = 3;
/// Separations that differ by less than this are equally good; the simpler check is taken.
const STEP: f64 = 0.05;

/// A check that is not proven yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnprovenCheck {
    /// What to test.
    pub spec: CheckSpec,
    /// Whether it is made from what the reviewer pointed at, not from figures.
    pub is_pointed: bool,
    /// How many of the unjudged records it fails.
    pub unread: u64,
}

/// Makes checks from a few labelled records, from texts that the reviewer pointed at, and from unjudged records. With `searches` false only what was pointed at is tried.
pub fn from_few_tags(
    labelled: &Sample,
    unread: &[Content],
    pointed: &[String],
    known: &Known,
    searches: bool,
) -> Vec<UnprovenCheck> {
    let mut specs: Vec<(CheckSpec, bool)> = Vec::new();
    let corpus = Corpus::new(labelled, unread);
    let whole = corpus.whole();
    for text in pointed {
        let found = phrase(text, &corpus).and_then(|phrase| checks::canonical(&refusing(&phrase)).ok());
        let fails = found.as_ref().and_then(|spec| run(&corpus, spec));
        let is_of_use = |fails: &Bits| fails.shared(&corpus.bad) > 0 && !is_too_broad(fails, &whole);
        if let (Some(spec), true) = (found, fails.is_some_and(|fails| is_of_use(&fails))) {
            specs.push((spec, true));
        }
    }
    if searches {
        specs.extend(searched(&corpus, known).into_iter().take(MADE).map(|spec| (spec, false)));
    }
    let mut found: Vec<UnprovenCheck> = Vec::new();
    for (spec, is_pointed) in specs {
        if found.len() < MOST && !known.contains(&spec) && found.iter().all(|other| other.spec != spec) {
            let failed = failed(&spec, unread.iter()) as u64;
            found.push(UnprovenCheck { spec, is_pointed, unread: failed });
        }
    }
    found
}

/// Returns the check that an output must not hold this text.
pub fn refusing(text: &str) -> CheckSpec {
    let ignores_case = text.chars().any(char::is_alphabetic);
    let mut refused = spec(&not_contains::KIND, [("text", text.into())]);
    if ignores_case {
        refused.params.insert("ignore-case".to_owned(), true.into());
    }
    refused
}

/// Returns what was pointed at as one line that a check can hold: its first line with text, up to what cannot be printed, cut
/// between words.
pub fn quotable(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line: String = line.chars().take_while(|c| is_printable(*c)).collect();
    if line.chars().count() <= LONGEST {
        return Some(line.trim_end().to_owned()).filter(|line| !line.is_empty());
    }
    let mut end = 0;
    for (_, to) in words(&line) {
        if line.get(..to).is_some_and(|head| head.chars().count() <= LONGEST) {
            end = to;
        }
    }
    let whole = line.chars().take(LONGEST).collect::<String>();
    Some(line.get(..end).filter(|head| !head.is_empty()).map_or(whole, str::to_owned))
}

/// Returns the phrase of what was pointed at that separates best; of equals the longest, which is the whole of it.
fn phrase(text: &str, corpus: &Corpus<'_>) -> Option<String> {
    let line = quotable(text)?;
    let places = words(&line);
    let mut phrases: Vec<&str> = vec![&line];
    for count in 2..=5 {
        for window in places.windows(count) {
            if let (Some((from, _)), Some((_, to))) = (window.first(), window.last()) {
                phrases.extend(line.get(*from..*to));
            }
        }
    }
    let whole = corpus.whole();
    let gain = |phrase: &str| {
        let phrase = case_fold::fold(phrase, true);
        gain(&corpus.where_text(|text: &Text<'_>| text.folded.contains(&phrase)), &whole)
    };
    let scored = phrases.into_iter().map(|phrase| (gain(phrase), phrase.chars().count(), phrase));
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(.., phrase)| phrase.to_owned())
}

/// Returns coverage less false failures.
fn gain(fails: &Bits, view: &View) -> f64 {
    let (bad, good) = (view.bad_records.count(), view.good_records.count());
    share(fails.shared(&view.bad_records), bad) - share(fails.shared(&view.good_records), good)
}

/// Whether it fails more good records than τ.
fn is_too_broad(fails: &Bits, view: &View) -> bool {
    share(fails.shared(&view.good_records), view.good_records.count()) > TAU
}

/// Returns the checks that fail half of the bad records and few others, best first, none like another. With one bad
/// record only those with a name: whatever else it alone has is chance.
fn searched(corpus: &Corpus<'_>, known: &Known) -> Vec<CheckSpec> {
    let whole = corpus.whole();
    if whole.bad == 0 || whole.good() == 0 {
        return Vec::new();
    }
    let mut pool = Pool::new(corpus, &Stated::default());
    pool.forget(known, NEAR);
    let phrases: Vec<Candidate> = pool
        .phrases
        .iter()
        .flat_map(|phrase| {
            let params = || [("text", phrase.text.as_str().into()), ("ignore-case", phrase.ignores_case.into())];
            let all = Bits::of(corpus.len(), |_| true);
            let refused = Candidate::new(spec(&not_contains::KIND, params()), phrase.holds.clone(), phrase.rank);
            let absent = all.without(&phrase.holds);
            let wanted = Candidate::new(spec(&contains::KIND, params()), absent, phrase.rank);
            [refused, wanted]
        })
        .collect();
    let lists = [&pool.menu, &phrases, &pool.patterns, &pool.sizes, &pool.paths, &pool.edges];
    let lists = lists.into_iter().take(if whole.bad > 1 { 6 } else { 1 });
    let mut ranked: Vec<(f64, usize, &Candidate)> = Vec::new();
    for (weight, list) in lists.enumerate() {
        let (bad, good) = (whole.bad_records.count(), whole.good_records.count());
        for candidate in list.iter().filter(|candidate| suits_few_tags(&candidate.spec)) {
            let coverage = share(candidate.fails.shared(&whole.bad_records), bad);
            let ffr = share(candidate.fails.shared(&whole.good_records), good);
            if coverage >= 0.5_f64.max(LEAST_COVERAGE) && coverage >= LEAST_LIFT * ffr && ffr <= TAU {
                ranked.push((((coverage - ffr) / STEP).round(), weight, candidate));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.rank.cmp(&b.2.rank)));
    let mut found: Vec<&Candidate> = Vec::new();
    for (.., candidate) in ranked {
        if found.len() < MADE && found.iter().all(|other| other.fails.likeness(&candidate.fails) < NEAR) {
            found.push(candidate);
        }
    }
    found.into_iter().filter_map(|candidate| checks::canonical(&candidate.spec).ok()).collect()
}

/// Whether a handful of tags may suggest a check of this kind.
fn suits_few_tags(spec: &CheckSpec) -> bool {
    checks::kind(&spec.kind).is_ok_and(|kind| kind.suits_few_tags)
}

/// Counts the outputs that a check fails.
fn failed<'a>(spec: &CheckSpec, contents: impl Iterator<Item = &'a Content>) -> usize {
    let Ok(check) = checks::compile(spec) else { return 0 };
    let objects = |content: &&Content| !check.objections(&Subject { output: content.output.raw(), content }).is_empty();
    contents.filter(objects).count()
}

/// Whether a check that fails so many unjudged records is probably too broad.
pub fn is_broad(failed: u64, of: u64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand records")]
    let share = failed as f64 / of.max(1) as f64;
    share > TAU
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordId;

    fn content(output: &str) -> Content {
        Content { output: output.into(), ..Content::default() }
    }

    fn labelled(bad: &[&str], good: &[&str]) -> Sample {
        let mut sample = Sample::default();
        for (at, (output, is_bad)) in
            bad.iter().map(|text| (text, true)).chain(good.iter().map(|text| (text, false))).enumerate()
        {
            sample.take(RecordId([u8::try_from(at).unwrap(); 16]), &content(output), is_bad);
        }
        sample
    }

    fn words_of(found: &[UnprovenCheck]) -> Vec<String> {
        found.iter().map(|check| super::super::typed(&check.spec)).collect()
    }

    #[test]
    fn one_tag_with_its_evidence_is_enough_for_a_check() {
        let sample = labelled(&["You get it back under our Double-Charge Guarantee."], &[]);
        let unread: Vec<Content> = (0..20).map(|n| content(&format!("Plain answer {n}."))).collect();
        let found = from_few_tags(&sample, &unread, &["Double-Charge Guarantee".to_owned()], &Known::default(), true);
        assert_eq!(words_of(&found).first().unwrap(), "not-contains 'Double-Charge Guarantee' --ignore-case");
        assert!(found[0].is_pointed && found[0].unread == 0);
    }

    #[test]
    fn of_a_long_span_the_part_that_all_tagged_outputs_share_is_taken() {
        let sample = labelled(
            &["As an AI language model I cannot eat cake.", "Sorry, as an AI language model I have no car."],
            &["Cake is good.", "I like my language."],
        );
        let found = from_few_tags(
            &sample,
            &[],
            &["As an AI language model I cannot eat cake".to_owned()],
            &Known::default(),
            true,
        );
        assert_eq!(words_of(&found).first().unwrap(), "not-contains 'As an AI language model' --ignore-case");
    }

    #[test]
    fn two_tags_without_evidence_are_searched_against_what_nobody_judged() {
        let sample = labelled(&["our guarantee pays twice.", "see the guarantee, page 4."], &[]);
        let begin = ["we", "see", "our", "take"];
        let unread: Vec<Content> =
            (0..30).map(|n| content(&format!("{} page {n} of the plain manual.", begin[n % 4]))).collect();
        let found = from_few_tags(&sample, &unread, &[], &Known::default(), true);
        assert!(words_of(&found).iter().any(|typed| typed.contains("guarantee")), "{:?}", words_of(&found));
        assert!(found.iter().all(|check| !check.is_pointed && !is_broad(check.unread, 30)));
    }

    #[test]
    fn what_was_dismissed_does_not_come_back_and_nothing_is_made_of_nothing() {
        let sample = labelled(&["Under our Guarantee."], &["Fine."]);
        let pointed = ["our Guarantee".to_owned()];
        let first = from_few_tags(&sample, &[], &pointed, &Known::default(), true).remove(0).spec;
        assert!(
            from_few_tags(&sample, &[], &pointed, &Known { dismissed: vec![first], ..Known::default() }, true)
                .iter()
                .all(|check| !check.is_pointed)
        );
        assert!(from_few_tags(&labelled(&[], &[]), &[], &[], &Known::default(), true).is_empty());
    }

    #[test]
    fn what_is_quoted_is_one_printable_line() {
        assert_eq!(quotable("\n  first line \nsecond").unwrap(), "first line");
        assert_eq!(quotable("a\u{202e}b").unwrap(), "a");
        assert_eq!(quotable(" \n\t"), None);
        let long = quotable(&"word ".repeat(40)).unwrap();
        assert!(long.chars().count() <= LONGEST && long.ends_with("word"));
        assert_eq!(quotable(&"x".repeat(200)).unwrap().chars().count(), LONGEST);
    }
}
