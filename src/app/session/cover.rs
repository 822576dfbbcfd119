//! What is not shown to others while presenting: who a reviewer is, and how files and folders are called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::Name;
use crate::redact::{Mode, Redactor};
use crate::text::{Covering, Extent, visible_name, visible_words};

/// Endings by which a word is known to be the name of a file.
const ENDINGS: &[&str] = &[
    "jsonl", "ndjson", "json", "csv", "tsv", "parquet", "xlsx", "gz", "zst", "zip", "tar", "db", "sqlite", "log",
    "toml", "yaml", "yml", "md", "html", "py", "js", "ts", "mjs", "rs", "txt",
];

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
    /// The reviewers, in the order in which the screen first named them.
    reviewers: RefCell<Vec<Name>>,
}

impl Cover {
    /// Makes the cover of a reviewer's session: that reviewer is number 1.
    pub(crate) fn new(reviewer: Name, redactor: Redactor, may_unmask: bool, copies: Mode) -> Self {
        Self { redactor, may_unmask, copies, kept: Rc::default(), reviewers: RefCell::new(vec![reviewer]) }
    }

    /// Returns what lies over all text that is made visible.
    pub fn covering(&self) -> Covering {
        let (redactor, kept) = (self.redactor.clone(), self.kept.clone());
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
            let masked = (masked.text != text).then_some(masked.text);
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

    /// Returns what stands for a reviewer: `reviewer 2`, the same as long as the program runs.
    pub fn reviewer(&self, name: &Name) -> String {
        let mut known = self.reviewers.borrow_mut();
        let at = known.iter().position(|other| other == name).unwrap_or_else(|| {
            known.push(name.clone());
            known.len() - 1
        });
        format!("reviewer {}", at + 1)
    }

    /// Returns a filter as it may be seen: reviewers by their numbers, and no source.
    pub fn filter(&self, filter: &str) -> String {
        let mut out = String::new();
        let mut rest = filter;
        while let Some((start, field)) = next_field(rest) {
            let (before, from) = rest.split_at(start + field.len());
            let (value, after) = from.split_at(value_length(from));
            out.push_str(before);
            let name = Name::new(value.trim_matches('"')).ok().filter(|_| field == "by:");
            out.push_str(&name.map_or_else(|| "…".to_owned(), |name| self.reviewer(&name).replace(' ', "-")));
            rest = after;
        }
        out.push_str(rest);
        visible_words(&out).into_string()
    }

    /// Returns a safe sentence without names of files and folders.
    pub fn sentence(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for word in text.split_inclusive([' ', '\n']) {
            let core = word.trim_matches(|c: char| " \n\"'`“”‘’(),;:".contains(c));
            let core = core.strip_suffix('.').unwrap_or(core);
            match (file_word(core), word.split_once(core)) {
                (Some(cover), Some((before, after))) if !core.is_empty() => {
                    out.push_str(before);
                    out.push_str(cover);
                    out.push_str(after);
                }
                _ => out.push_str(word),
            }
        }
        out
    }
}

/// Returns what stands for a word that names a file or a folder.
fn file_word(word: &str) -> Option<&'static str> {
    let is_rooted = word.starts_with(['/', '~']) || word.get(1..3) == Some(":\\");
    if word.len() > 1 && is_rooted {
        return Some("[path]");
    }
    let (name, ending) = word.rsplit_once('.')?;
    (!name.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())).then_some("[file]")
}

/// Finds the next word of a filter that names a reviewer or a source.
fn next_field(filter: &str) -> Option<(usize, &'static str)> {
    let found = ["by:", "source:"].into_iter().filter_map(|field| {
        let begins = |at: usize| !filter.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        filter.match_indices(field).map(|(at, _)| at).find(|at| begins(*at)).map(|at| (at, field))
    });
    found.min()
}

/// Returns how many bytes the value takes that a filter goes on with.
fn value_length(text: &str) -> usize {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map_or(text.len(), |end| end + 2),
        None => text.find([' ', ')', '"', '\n']).unwrap_or(text.len()),
    }
}

/// Returns how a reviewer is called on the screen.
pub(super) fn called(cover: &Cover, name: &Name, present: bool) -> String {
    if present { cover.reviewer(name) } else { visible_name(name).into_string() }
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
    fn a_sentence_names_no_files() {
        let cover = cover();
        assert_eq!(
            cover.sentence("12 records of prod.jsonl imported, 1 kept in /home/ana/w/rejects/prod.jsonl."),
            "12 records of [file] imported, 1 kept in [path]."
        );
        assert_eq!(cover.sentence("Passed 3f9a, at 0.5; and / filters"), "Passed 3f9a, at 0.5; and / filters");
    }
}
