//! What is not shown to others while presenting: who a reviewer is, and how results, files and folders are called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::wording::{file_word, with_fields, with_words, without_name};
use crate::domain::{CodebookView, Name, Slug};
use crate::redact::{Found, Mode, NOT_FOUND, Redactor};
use crate::text::{Covering, Extent, visible_name, visible_words};

/// So many texts are kept with what covers them, each of so many bytes at most: a screen shows the same ones again and again.
const KEPT: (usize, usize) = (8_192, 4_096);

/// What stands over a character of a text that is being written, where it may be a secret or personal.
const DOT: char = '▒';

/// Texts, and what stands over them.
type Known = HashMap<String, Option<String>>;

/// What others may not see, and what stands in its place.
#[derive(Debug)]
pub struct Cover {
    /// What finds secrets and personal data.
    pub redactor: Redactor,
    /// Whether the reviewer may show one of them.
    pub may_unmask: bool,
    /// Whether copies are masked when others see nothing of them.
    pub copies: Mode,
    /// What covers the texts that were shown lately.
    kept: Rc<RefCell<[Known; 2]>>,
    /// Slugs of names that hold something to be covered, and what stands in their place: nothing is found by a slug.
    slugs: Rc<RefCell<Vec<(String, String)>>>,
    /// The reviewers, and the imported results, in the order in which they became known.
    reviewers: RefCell<Vec<Name>>,
    results: RefCell<Vec<Name>>,
}

impl Cover {
    /// Makes the cover of a reviewer's session: that reviewer is number 1.
    pub(crate) fn new(reviewer: Name, redactor: Redactor, may_unmask: bool, copies: Mode) -> Self {
        let reviewers = RefCell::new(vec![reviewer]);
        Self {
            redactor,
            may_unmask,
            copies,
            kept: Rc::default(),
            slugs: Rc::default(),
            reviewers,
            results: RefCell::default(),
        }
    }

    /// Notes the name of a person, so that no sentence says it.
    pub(crate) fn know(&self, name: &Name) {
        let _ = place_of(name, &self.reviewers);
    }

    /// Notes the owners in a codebook, and the slugs of names that hold something to be covered.
    pub(crate) fn know_codebook(&self, codebook: &CodebookView) {
        codebook.criteria.iter().filter_map(|criterion| criterion.owner.as_ref()).for_each(|name| self.know(name));
        let modes = codebook.modes.iter().map(|mode| (&mode.name, &mode.slug));
        let criteria = codebook.criteria.iter().map(|criterion| (&criterion.name, &criterion.slug));
        let covered = modes.chain(criteria).filter_map(|(name, slug)| {
            let masked = self.redactor.mask(name.as_str()).text;
            (masked != name.as_str()).then(|| (slug.to_string(), Slug::of(&masked).to_string()))
        });
        let covered: Vec<(String, String)> = covered.collect();
        if *self.slugs.borrow() != covered {
            *self.slugs.borrow_mut() = covered;
            *self.kept.borrow_mut() = Default::default();
        }
    }

    /// Returns what lies over all text that is made visible.
    pub fn covering(&self) -> Covering {
        let (redactor, kept, slugs) = (self.redactor.clone(), self.kept.clone(), self.slugs.clone());
        Rc::new(move |text, extent| {
            let [whole, beginnings] = &mut *kept.borrow_mut();
            let kept = if extent == Extent::Whole { whole } else { beginnings };
            if let Some(known) = kept.get(text) {
                return known.clone();
            }
            let masked = match extent {
                Extent::Whole => redactor.mask(text),
                Extent::Beginning => redactor.mask_beginning(text),
            };
            let masked =
                slugs.borrow().iter().fold(masked.text, |text, (slug, covered)| without_name(&text, slug, covered));
            let masked = (masked != text).then_some(masked);
            if text.len() <= KEPT.1 {
                if kept.len() >= KEPT.0 {
                    kept.clear();
                }
                kept.insert(text.to_owned(), masked.clone());
            }
            masked
        })
    }

    /// Returns what lies over all text that is copied.
    pub(crate) fn over_copies(&self, present: bool) -> Option<Covering> {
        (present || self.copies == Mode::Mask).then(|| self.covering())
    }

    /// Answers whether anything is found in a text.
    pub fn finds(&self, text: &str) -> bool {
        (self.covering())(text, Extent::Whole).is_some()
    }

    /// Finds what is to be covered in a text beside what the reviewer uncovered.
    pub fn still_found(&self, text: &str, uncovered: &[String]) -> Vec<Found> {
        let mut found = self.redactor.find(text);
        found.retain(|found| {
            let under = text.get(found.range.clone()).unwrap_or_default().trim();
            !uncovered.iter().any(|shown| shown.contains(under) || under.contains(shown.as_str()))
        });
        found
    }

    /// Returns a line of text with placeholders over everything but what the reviewer uncovered.
    pub fn line(&self, text: &str, uncovered: &[String]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for found in self.still_found(text, uncovered) {
            out.push_str(text.get(at..found.range.start).unwrap_or_default());
            out.push_str(&found.placeholder());
            at = found.range.end;
        }
        out + text.get(at..).unwrap_or_default()
    }

    /// Returns lines that are being written, with a sign over each character that may be secret or personal: the cursor stays
    /// where it is.
    pub fn dotted(&self, lines: &[String]) -> Vec<String> {
        let text = lines.join("\n");
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for found in self.redactor.find(&text) {
            out.push_str(text.get(at..found.range.start).unwrap_or_default());
            let under = text.get(found.range.clone()).unwrap_or_default();
            out.extend(under.chars().map(|c| if c.is_whitespace() { c } else { DOT }));
            at = found.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out.split('\n').map(str::to_owned).collect()
    }

    /// Returns the line of a filter that is being written, with a sign over each character of a reviewer's name and of a source.
    pub fn dotted_filter(&self, filter: &str) -> String {
        let dotted = |value: &str| value.chars().map(|c| if c == '"' { c } else { DOT }).collect();
        let lines = self.dotted(&[with_fields(filter, |_, value| dotted(value))]);
        lines.concat()
    }

    /// Returns a line that is being written with a sign over each character of the name of a file or a folder.
    pub fn dotted_paths(&self, line: &str) -> String {
        let cover = |core: &str| file_word(core).map(|_| core.chars().map(|_| DOT).collect());
        self.dotted(&[with_words(line, cover)]).concat()
    }

    /// Returns what stands for a reviewer: `reviewer 2`, the same as long as the program runs.
    pub fn reviewer(&self, name: &Name) -> String {
        format!("reviewer {}", place_of(name, &self.reviewers))
    }

    /// Returns what stands for an imported result, which is called like its file: `result 1`.
    pub fn result(&self, name: &Name) -> String {
        format!("result {}", place_of(name, &self.results))
    }

    /// Returns a filter as it may be seen: reviewers by their numbers, and no source.
    pub fn filter(&self, filter: &str) -> String {
        let covered = with_fields(filter, |field, value| {
            let name = Name::new(value.trim_matches('"')).ok().filter(|_| field == "by:");
            name.map_or_else(|| "…".to_owned(), |name| self.reviewer(&name).replace(' ', "-"))
        });
        visible_words(&covered).into_string()
    }

    /// Returns a safe sentence without names of people, results, files and folders.
    pub fn sentence(&self, text: &str) -> String {
        let mut text = with_words(text, |core| file_word(core).map(str::to_owned));
        for (names, word) in [(&self.reviewers, "reviewer"), (&self.results, "result")] {
            for (at, name) in names.borrow().iter().enumerate() {
                text = without_name(&text, name.as_str(), &format!("{word} {}", at + 1));
            }
        }
        text
    }
}

/// Returns the number of a name among those that are known, from 1; a new one is the last.
fn place_of(name: &Name, known: &RefCell<Vec<Name>>) -> usize {
    let mut known = known.borrow_mut();
    if let Some(at) = known.iter().position(|other| other == name) {
        return at + 1;
    }
    known.push(name.clone());
    known.len()
}

/// Says what presenting covers, and what it does not.
pub fn presenting_words() -> String {
    format!("Presenting: secrets and personal data are masked. {NOT_FOUND}")
}

/// Returns how a reviewer is called on the screen.
pub(super) fn called(cover: &Cover, name: &Name, present: bool) -> String {
    let number = cover.reviewer(name);
    if present { number } else { visible_name(name).into_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{Key, Policy};

    fn cover() -> Cover {
        let redactor = Redactor::new(&Policy::default(), Key::of(7)).unwrap();
        Cover::new(Name::new("ana").unwrap(), redactor, true, Mode::Mask)
    }

    #[test]
    fn a_reviewer_has_one_number() {
        let cover = cover();
        let numbers = ["ben", "ana", "cleo", "ben"].map(|name| cover.reviewer(&Name::new(name).unwrap()));
        assert_eq!(numbers, ["reviewer 2", "reviewer 1", "reviewer 3", "reviewer 2"]);
    }

    #[test]
    fn a_filter_names_neither_reviewers_nor_sources() {
        let cover = cover();
        let shown = |filter: &str| cover.filter(filter);
        assert_eq!(shown("verdict:fail (by:ben or by:ana)"), "verdict:fail (by:reviewer-2 or by:reviewer-1)");
        assert_eq!(shown("source:\"prod march.jsonl\" -by:\"Ben K\""), "source:… -by:reviewer-3");
        assert_eq!(shown("baby:x by: \"a by:b\""), "baby:x by:… \"a by:reviewer-4\"");
        assert_eq!(shown("mode:tone refund"), "mode:tone refund");
    }

    #[test]
    fn what_is_being_written_keeps_its_length() {
        let lines = ["ö jane@corp.example.com".to_owned(), "tel +49 151 1234 5678".to_owned()];
        let dotted = cover().dotted(&lines);
        assert!(
            dotted[0].starts_with("ö ▒▒") && !dotted.concat().contains("jane") && !dotted.concat().contains("5678")
        );
        for (one, other) in lines.iter().zip(&dotted) {
            assert_eq!(one.chars().count(), other.chars().count());
        }
    }

    #[test]
    fn a_filter_that_is_written_keeps_its_length() {
        let filter = "verdict:fail -by:ben or source:\"prod march\" jane@corp.example.com";
        let dotted = cover().dotted_filter(filter);
        assert_eq!(dotted.chars().count(), filter.chars().count());
        assert!(dotted.starts_with("verdict:fail -by:▒▒▒ or source:\"▒▒▒▒▒▒▒▒▒▒\" ▒▒▒"), "{dotted}");
        assert_eq!(cover().dotted_paths("command -- python3 /srv/check.py x"), "command -- python3 ▒▒▒▒▒▒▒▒▒▒▒▒▒ x");
    }

    #[test]
    fn a_sentence_names_nobody_who_is_known() {
        let cover = cover();
        cover.know(&Name::new("Ben K").unwrap());
        let run = cover.result(&Name::new("nightly-7").unwrap());
        assert_eq!(run, "result 1");
        assert_eq!(
            cover.sentence("ana may not settle it alone: Ben K may. An analogy, banana, nightly-7."),
            "reviewer 1 may not settle it alone: reviewer 2 may. An analogy, banana, result 1."
        );
    }

    #[test]
    fn a_sentence_names_no_files() {
        let cover = cover();
        assert_eq!(
            cover.sentence("12 records of prod.jsonl imported, 1 kept in /home/ana/w/rejects/prod.jsonl."),
            "12 records of [file] imported, 1 kept in [path]."
        );
        assert_eq!(cover.sentence("Passed 3f9a, at 0.5; and / filters"), "Passed 3f9a, at 0.5; and / filters");
    }
}
