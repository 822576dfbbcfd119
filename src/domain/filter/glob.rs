//! Name patterns: `*` is any run, `?` any one character, and case does not count.

use super::operand::Glob;

impl Glob {
    /// Whether the pattern holds for the whole of `text`. Linear in pattern × text, without recursion.
    pub fn matches(&self, text: &str) -> bool {
        let pattern: Vec<char> = self.0.to_lowercase().chars().collect();
        let text: Vec<char> = text.to_lowercase().chars().collect();
        let (mut p, mut t) = (0, 0);
        // Where the last star stood, and how much of the text it has taken.
        let mut star: Option<(usize, usize)> = None;
        while let Some(c) = text.get(t) {
            match pattern.get(p) {
                Some('*') => {
                    star = Some((p, t));
                    p += 1;
                }
                Some(want) if *want == '?' || want == c => {
                    p += 1;
                    t += 1;
                }
                _ => {
                    let Some((at, taken)) = star else { return false };
                    star = Some((at, taken + 1));
                    p = at + 1;
                    t = taken + 1;
                }
            }
        }
        pattern.get(p..).is_none_or(|rest| rest.iter().all(|c| *c == '*'))
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn stars_and_question_marks_hold_and_case_does_not_count() {
        let holds = |pattern: &str, text: &str| Glob(pattern.to_owned()).matches(text);
        assert!(holds("gpt-4o*", "GPT-4o-mini"));
        assert!(holds("*4o*", "gpt-4o"));
        assert!(holds("gpt-?o", "gpt-4o"));
        assert!(holds("*", ""));
        assert!(!holds("gpt-4", "gpt-4o"));
        assert!(!holds("?", ""));
        assert!(holds("a*b*c", "a__b__b__c"));
        assert!(!holds(&"*a".repeat(50), &"b".repeat(5_000)));
        assert!(holds("ÜBER*", "über alles"));
    }
}
