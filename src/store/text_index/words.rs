//! Words of a filter: how they are found in a text, and which words of the index they need.

use crate::error::{Problem, Result};
use crate::store::text_index::tokens::{self, Class, LONGEST, class, fold};

/// The longest text that is looked for, in characters.
const LONGEST_TEXT: usize = 10_000;

/// White space as JSON has it.
const WHITE: &str = r"(?:\s|\\[nrtf]|\\u00[0-9a-f]{2})+";
/// Where a turn has more than one part, a text may begin in one and end in the next.
const ANOTHER_PART: &str = r#"\},\{"(?:text|reasoning|refusal|tool_call|tool_result|media|other)""#;

/// A text that is looked for: whole words side by side, whatever case and white space, as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// Folded, with one space for each run of white space.
    needle: String,
    /// Whether the last word may go on.
    is_prefix: bool,
}

/// What the index has to hold for a text to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexQuery {
    /// An FTS5 expression that holds wherever the text is found.
    pub(crate) expression: String,
    /// Whether it holds nowhere else.
    pub(crate) is_exact: bool,
}

impl Words {
    /// Takes a text as typed.
    ///
    /// # Errors
    /// Refuses a text beyond any use.
    pub(crate) fn new(text: &str, is_prefix: bool) -> Result<Self> {
        let needle = folded(text.split_whitespace().collect::<Vec<_>>().join(" ").chars());
        if needle.chars().count() > LONGEST_TEXT {
            return Err(Problem::usage("The text to look for is too long.").hint("A few words of it are enough."));
        }
        Ok(Self { needle, is_prefix })
    }

    /// Returns whether the text is found.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        if self.needle.is_empty() {
            return true;
        }
        let text = if self.needle.contains(' ') { folded(one_space(text)) } else { folded(text.chars()) };
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(&self.needle)) {
            let (start, end) = (from + found, from + found + self.needle.len());
            if self.is_whole(&text, start, end) {
                return true;
            }
            from = start + self.needle.chars().next().map_or(1, char::len_utf8);
        }
        false
    }

    /// Returns whether no word of the text reaches beyond the place that was found.
    fn is_whole(&self, text: &str, start: usize, end: usize) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
        let goes_on = |inside: Option<char>, outside: Option<char>| is_word(inside) && is_word(outside);
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        !goes_on(self.needle.chars().next(), before)
            && (self.is_prefix || !goes_on(self.needle.chars().next_back(), after))
    }

    /// Returns an expression that the JSON of a body holds, in any case, wherever the words are found; `None` where there
    /// is none. JSON keeps all but quotes, backslashes and controls; a call's name and arguments stand apart in it.
    pub(crate) fn probe(&self) -> Option<String> {
        let is_apart = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\\' | '(' | ')');
        let longest = self.needle.split(is_apart).max_by_key(|piece| piece.len()).filter(|piece| !piece.is_empty())?;
        let words: Vec<&str> = self.needle.split(' ').collect();
        if words.len() < 2 || words.iter().any(|word| word.contains(is_apart)) {
            return Some(regex::escape(longest));
        }
        let words: Vec<String> = words.into_iter().map(regex::escape).collect();
        Some(format!("{}|{ANOTHER_PART}", words.join(WHITE)))
    }

    /// Returns what is asked of the index; `None` where it cannot tell.
    pub(crate) fn index_query(&self) -> Option<IndexQuery> {
        let mut asked: Vec<String> = Vec::new();
        let ends_in_word = self.needle.chars().next_back().is_some_and(|c| class(c) == Class::Word);
        let whole: Vec<&str> = self.needle.split(|c| class(c) != Class::Word).filter(|word| !word.is_empty()).collect();
        for (at, word) in whole.iter().enumerate() {
            let may_go_on = self.is_prefix && ends_in_word && at + 1 == whole.len();
            let cut: String = word.chars().take(LONGEST).collect();
            // A word that is cut in the index is cut here too.
            let is_open = may_go_on && cut.len() == word.len();
            asked.push(format!("\"{cut}\"{}", if is_open { "*" } else { "" }));
        }
        let is_exact = whole.len() == 1
            && whole.first().is_some_and(|word| *word == self.needle && word.chars().count() < LONGEST);
        for run in self.needle.split(|c| class(c) != Class::Unspaced).filter(|run| !run.is_empty()) {
            let characters: Vec<char> = run.chars().collect();
            match characters.as_slice() {
                [only] => asked.push(format!("\"{only}\"*")),
                several => {
                    asked.extend(several.windows(2).map(|pair| format!("\"{}\"", pair.iter().collect::<String>())));
                }
            }
        }
        (!asked.is_empty()).then(|| IndexQuery { expression: asked.join(" AND "), is_exact })
    }
}

fn folded(text: impl Iterator<Item = char>) -> String {
    text.map(fold).collect()
}

/// Gives the characters of a text with one space for each run of white space.
fn one_space(text: &str) -> impl Iterator<Item = char> {
    let mut is_blank = false;
    text.chars().filter_map(move |c| {
        let was_blank = std::mem::replace(&mut is_blank, c.is_whitespace());
        if !is_blank {
            Some(c)
        } else if was_blank {
            None
        } else {
            Some(' ')
        }
    })
}

/// Returns the FTS5 expression that all these words give; each is cut as in the index.
pub(crate) fn all_of(words: &[String]) -> String {
    let mut asked = Vec::new();
    let mut scratch = String::new();
    for word in words {
        tokens::each(word, &mut scratch, &mut |token| asked.push(format!("\"{token}\"")));
    }
    asked.join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn finds(words: &str, text: &str) -> bool {
        Words::new(words, false).unwrap().are_in(text)
    }

    #[test]
    fn words_are_found_whole_whatever_case_and_white_space() {
        assert!(finds("Partial  refund", "a partial\n REFUND, now"));
        assert!(!finds("fund", "refund") && !finds("refund", "refunds"));
        assert!(finds("user", "user_id") && finds("well-known", "a Well-Known fact"));
        assert!(!finds("well known", "well-known"));
        assert!(finds("退款", "我要退款吗") && finds("100%_", "is 100%_"));
        assert!(finds("a a", "a a a") && finds("ab", "aab ab"));
        assert!(
            Words::new("ref", true).unwrap().are_in("a refund") && !Words::new("und", true).unwrap().are_in("refund")
        );
    }

    #[test]
    fn the_probe_of_a_body_is_never_wrong_when_it_says_no() {
        let says = ["partial refund", "PARTIAL \t\u{b}\n\u{a0}refund", "a partial\u{c}\r Refund \"now\""];
        let words = Words::new("Partial refund", false).unwrap();
        let probe = regex::RegexBuilder::new(&words.probe().unwrap()).case_insensitive(true).build().unwrap();
        for text in says {
            assert!(words.are_in(text) && probe.is_match(&serde_json::to_string(text).unwrap()), "{text:?}");
        }
        assert!(!probe.is_match(r#"{"text":"partial and refund"}]},{"role":"user""#));
        assert!(probe.is_match(r#"[{"text":"a partial"},{"text":"refund"}]"#));
    }

    #[test]
    fn only_a_single_word_is_answered_by_the_index_alone() {
        let query = |text: &str| Words::new(text, false).unwrap().index_query();
        assert_eq!(query("Refund").map(|query| (query.expression, query.is_exact)), Some(("\"refund\"".into(), true)));
        assert_eq!(
            query("well-known 退款").map(|query| (query.expression, query.is_exact)),
            Some(("\"well\" AND \"known\" AND \"退款\"".into(), false))
        );
        assert!(!query("退").unwrap().is_exact && !query("refund!").unwrap().is_exact);
        assert_eq!(query("%_"), None);
    }
}
