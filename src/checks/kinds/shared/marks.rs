//! Hashtags and placeholders of a text, outside code.

use super::portable::char_ranges::{at, before, is_letter, run_end};
use super::portable::prose::without_code;

/// Returns where the hashtags are: `#` or `＃` and a run of letters, digits and `_` that is not all digits and `_`. None follows a
/// letter, a digit, `_`, another `#`, `&`, `/` or the `(` of a link.
pub(crate) fn hashtags(text: &str) -> Vec<(usize, usize)> {
    let text = without_code(text);
    let mut found = Vec::new();
    for (place, c) in text.iter().enumerate() {
        let (last, last_but_one) = (before(&text, place, 1), before(&text, place, 2));
        let is_within = is_of_tag(last) || matches!(last, '#' | '＃' | '&' | '/') || (last_but_one, last) == (']', '(');
        if !matches!(c, '#' | '＃') || is_within {
            continue;
        }
        let end = run_end(&text, place + 1, is_of_tag);
        let digits = run_end(&text, place + 1, |c| c.is_ascii_digit() || c == '_');
        if digits < end {
            found.push((place, end));
        }
    }
    found
}

/// Whether a character can stand in a hashtag: ASCII letters, digits and `_`, and beyond ASCII the blocks of letters.
const fn is_of_tag(c: char) -> bool {
    matches!(c, '0'..='9' | 'A'..='Z' | '_' | 'a'..='z'
        | '\u{aa}' | '\u{b5}' | '\u{ba}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{1fff}'
        | '\u{2c00}'..='\u{2dff}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{318f}' | '\u{3400}'..='\u{9fff}'
        | '\u{a000}'..='\u{abff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{ff66}'..='\u{ffdc}'
        | '\u{10000}'..='\u{1cfff}' | '\u{20000}'..='\u{3ffff}')
}

/// Words with which a placeholder begins, before a blank, `_` or `-`.
const ASKING: [&str; 7] = ["your", "insert", "enter", "add", "fill", "specify", "replace"];

/// Returns where the placeholders are, the first of these forms at each place:
///
/// - `{{…}}` with 1 to 60 characters but braces and line ends;
/// - `{name}` with 2 to 40 ASCII letters, digits and `_`, no digit first; not behind a letter, a digit or one of `_^}\{`, nor before
///   another `}`;
/// - `[Name]` with 2 to 60 letters, blanks and `'’_/.,&:-`, of which the first is a capital (Latin, Greek, Cyrillic) or begins one of
///   [`ASKING`] in lower case; not behind a letter, a digit or one of `_]!`, nor before `(` or `[`, which make it a link;
/// - `<your name>` and `<NAME>` with as many of the same; the second of ASCII capitals, `_`, `-` and blanks, at least 3.
pub(crate) fn placeholders(text: &str) -> Vec<(usize, usize)> {
    let text = without_code(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let end = match at(&text, place) {
            '{' => double(&text, place).or_else(|| single(&text, place)),
            '[' => bracketed(&text, place),
            '<' => angled(&text, place),
            _ => None,
        };
        found.extend(end.map(|end| (place, end)));
        place = end.unwrap_or(place + 1);
    }
    found
}

fn double(text: &[char], place: usize) -> Option<usize> {
    let end = run_end(text, place + 2, |c| !matches!(c, '{' | '}' | '\n' | '\r'));
    let is_closed = at(text, place + 1) == '{' && at(text, end) == '}' && at(text, end + 1) == '}';
    (is_closed && (1..=60).contains(&(end - place - 2))).then_some(end + 2)
}

fn single(text: &[char], place: usize) -> Option<usize> {
    let last = before(text, place, 1);
    let end = run_end(text, place + 1, |c| c.is_ascii_alphanumeric() || c == '_');
    let is_name = !at(text, place + 1).is_ascii_digit() && (2..=40).contains(&(end - place - 1));
    let is_free = !is_word(last) && !matches!(last, '^' | '}' | '\\' | '{');
    (is_name && is_free && at(text, end) == '}' && at(text, end + 1) != '}').then_some(end + 1)
}

fn bracketed(text: &[char], place: usize) -> Option<usize> {
    let last = before(text, place, 1);
    let end = run_end(text, place + 1, is_within);
    let is_link = is_word(last) || matches!(last, ']' | '!') || matches!(at(text, end + 1), '(' | '[');
    let is_named = is_capital(at(text, place + 1)) || is_asking(text, place + 1);
    (is_named && !is_link && at(text, end) == ']' && (2..=60).contains(&(end - place - 1))).then_some(end + 1)
}

fn angled(text: &[char], place: usize) -> Option<usize> {
    let asked = run_end(text, place + 1, is_within);
    let named = run_end(text, place + 1, |c| c.is_ascii_uppercase() || matches!(c, ' ' | '_' | '-'));
    let is_asked = is_asking(text, place + 1) && at(text, asked) == '>' && asked - place - 1 <= 60;
    let is_named = at(text, place + 1).is_ascii_uppercase() && at(text, named) == '>';
    if is_named && (3..=60).contains(&(named - place - 1)) {
        return Some(named + 1);
    }
    is_asked.then_some(asked + 1)
}

fn is_word(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || c == '_'
}

fn is_within(c: char) -> bool {
    is_letter(c) || matches!(c, ' ' | '\'' | '’' | '_' | '/' | '.' | ',' | '&' | ':' | '-')
}

const fn is_capital(c: char) -> bool {
    matches!(c, 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' | '\u{388}'..='\u{38f}' | '\u{391}'..='\u{3ab}'
        | '\u{400}'..='\u{42f}')
}

/// Whether one of the words that ask stands at a place, with a blank, `_` or `-` behind it.
fn is_asking(text: &[char], place: usize) -> bool {
    let rest = text.get(place..).unwrap_or_default();
    ASKING.iter().any(|word| {
        let is_there = rest.iter().take(word.len()).copied().eq(word.chars());
        is_there && matches!(at(rest, word.len()), ' ' | '_' | '-')
    })
}

#[cfg(test)]
mod tests {
    use super::{hashtags, placeholders};

    #[test]
    fn hashtags_are_told_from_what_else_has_a_hash() {
        for (text, count) in [
            ("Join us! #Sale #2024Goals #été #写真 #под_ключ", 5),
            ("(#one),#two\n#three ＃四", 4),
            ("# Title\n## Title\nissue #12, C#, a#b, &#x27; ##no #_1", 0),
            ("https://e.example/#top [x](#anchor) `#code` 1\u{fe0f}\u{20e3} #\u{fe0f}\u{20e3}", 0),
            ("```\n#define x\n```\n# ", 0),
        ] {
            assert_eq!(hashtags(text).len(), count, "{text}");
        }
        assert_eq!(hashtags("é #a_b!"), [(2, 6)]);
    }

    #[test]
    fn placeholders_are_told_from_links_markup_and_code() {
        for (text, count) in [
            ("Dear [Name], I am [Your Name] of [your company]: {{x}} {first_name} ${user}", 6),
            ("[Имя клиента] [Straße/Nr.] <your name> <API_KEY> <YOUR NAME>", 5),
            ("[Name]: [insert date here]", 2),
            ("[1] [x] [ ] [sic] [Docs](https://e.example) [a][Ref] ![Alt] [Smith 2020] [...]", 0),
            ("<b>bold</b> <Name> <BR/> x < Y > {\"a\": 1} {a} \\text{name} x_{max} {1,2} {{}} {}", 0),
            ("`[Name]`\n```\n{{x}} <NAME>\n```", 0),
            ("{{a}} {{b\n}} {{{name}}} [[Name]]", 3),
        ] {
            assert_eq!(placeholders(text).len(), count, "{text}: {:?}", placeholders(text));
        }
        assert_eq!(placeholders("é [Name]"), [(2, 8)]);
    }
}
