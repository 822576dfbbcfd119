//! What of a text that was cut off may be shown where secrets are masked: nothing that may be half of one.

/// So many groups may stand before the cut one: those of the longest account number, with signs between.
const MOST_GROUPS: usize = 16;

/// Returns a beginning that was cut off without what the cut may have made half of a secret: without its last word, and without
/// the groups of digits before it that may belong to it, as cards, accounts and telephone numbers are written. No rule can tell,
/// because what follows is not known.
pub fn before_cut(beginning: &str) -> &str {
    let mut kept = before_last(beginning);
    let cut = last_word(beginning);
    if ["[at]", "(at)", "{at}", "<at>", "[dot]", "(dot)", "{dot}", "<dot>", "@"]
        .iter()
        .any(|sign| !cut.is_empty() && sign.starts_with(cut))
    {
        kept = before_last(kept);
    }
    for _ in 0..MOST_GROUPS {
        let shorter = before_last(kept);
        let word = kept.get(shorter.len()..).unwrap_or_default().trim();
        // `GB29 NWBK 60` and `+49 - 151` are one number.
        if has_digit(word) || is_group(word) && has_digit(last_word(shorter)) {
            kept = shorter;
        } else if is_spelled_sign(word) {
            // What stands before it belongs to it: `jane [at] exam`.
            kept = before_last(shorter);
        } else {
            break;
        }
    }
    kept.trim_end()
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Returns the text before its last word; in scripts without blanks between words, before the last letter or what follows it.
fn before_last(text: &str) -> &str {
    let text = text.trim_end();
    let word = last_word(text);
    let start = text.len() - word.len();
    let letter = word.char_indices().rev().find(|(_, c)| has_no_blanks(*c)).filter(|_| !word.contains('@'));
    let end = letter.map_or(0, |(at, c)| if at + c.len_utf8() == word.len() { at } else { at + c.len_utf8() });
    text.get(..start + end).unwrap_or_default()
}

/// Answers whether a letter is of a script that puts no blanks between words.
const fn has_no_blanks(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3001}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

fn has_digit(word: &str) -> bool {
    word.contains(char::is_numeric)
}

/// Answers whether a word may be a group of a number without being digits: signs, or letters as bank codes have.
fn is_group(word: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    word.chars().all(is_sign) || word.len() <= 4 && word.chars().all(|c| c.is_ascii_uppercase())
}

/// Answers whether a word stands for the sign of an address: `[at]`, `(dot)`.
fn is_spelled_sign(word: &str) -> bool {
    if word == "@" {
        return true;
    }
    let inner = word.trim_matches(['[', ']', '(', ')', '{', '}', '<', '>']);
    inner.len() < word.len() && ["at", "dot"].iter().any(|sign| inner.eq_ignore_ascii_case(sign))
}

#[cfg(test)]
mod tests {
    use super::before_cut;

    #[test]
    fn what_may_be_half_of_a_secret_is_left_out() {
        for (beginning, kept) in [
            ("Please ask jane.ro", "Please ask"),
            ("Please ask jane", "Please ask"),
            ("card 4111 1111 11", "card"),
            ("card 4111 1111 ", "card"),
            ("pay to GB29 NWBK 6016 13", "pay to"),
            ("pay to GB29 NWBK", "pay to"),
            ("call (0151) 234 - 5", "call"),
            ("write jane [at] exam", "write"),
            ("write jane [at] example [dot] c", "write"),
            ("write jane [", "write"),
            ("write jane @ exam", "write"),
            ("token eyJhbGci", "token"),
            ("we can do that for you in a da", "we can do that for you in a"),
            ("请把发票发到ana.soto@exa", ""),
            ("请把发票发到ana", "请把发票发到"),
            ("请把发票发到我", "请把发票发到"),
            ("oneword", ""),
            ("", ""),
        ] {
            assert_eq!(before_cut(beginning), kept, "{beginning}");
        }
    }
}
