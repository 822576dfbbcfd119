//! Web addresses in running text, and the one form in which two of them are compared.

use super::char_ranges::{at, before, run_end, slice};

/// What begins an address, in lower case.
const BEGINNINGS: [&str; 4] = ["https://", "http://", "ftp://", "www."];

/// Whether an address cannot go on with this character.
fn is_stop(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || "<>\"`{}|\\^[]“”„«»‘’，。、；：！？（）【】「」『』《》".contains(c)
}

/// Returns how many characters of a beginning are at a place; 0 when there is none.
fn beginning(text: &[char], place: usize) -> usize {
    let is_here = |word: &&&str| word.chars().enumerate().all(|(by, c)| at(text, place + by).to_ascii_lowercase() == c);
    BEGINNINGS.iter().find(is_here).map_or(0, |word| word.len())
}

/// Returns the addresses of a text, half-open, without the punctuation behind them.
pub(crate) fn links(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let head = if before(text, place, 1).is_ascii_alphanumeric() { 0 } else { beginning(text, place) };
        if head == 0 {
            place += 1;
            continue;
        }
        let end = run_end(text, place, |c| !is_stop(c));
        let trimmed = trimmed(text, place, end);
        if trimmed > place + head {
            found.push((place, trimmed));
        }
        place = end.max(place + head);
    }
    found
}

/// Returns the end without closing punctuation and without brackets that were opened before.
fn trimmed(text: &[char], start: usize, mut end: usize) -> usize {
    let count = |wanted: char| text.get(start..end).unwrap_or_default().iter().filter(|c| **c == wanted).count();
    let mut surplus = count(')').saturating_sub(count('('));
    while end > start {
        match before(text, end, 1) {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' => {}
            ')' if surplus > 0 => surplus -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

/// Returns an address as it is compared: without scheme, `www.` and slashes at the end, the host in lower case.
pub(crate) fn key(text: &[char], start: usize, end: usize) -> String {
    let text = text.get(start..end).unwrap_or_default();
    let mut from = beginning(text, 0);
    if from > 4 && beginning(text, from) == 4 {
        from += 4;
    }
    let host_end = run_end(text, from, |c| !matches!(c, '/' | '?' | '#'));
    let host = slice(text, from, host_end).to_ascii_lowercase();
    let rest = slice(text, host_end, text.len());
    format!("{host}{rest}").trim_end_matches('/').to_owned()
}

/// Returns the keys of everything in a text that an address can be compared with: its addresses, and whatever is between
/// blanks and could be one without its scheme.
pub(crate) fn keys(text: &[char]) -> std::collections::HashSet<String> {
    let mut keys: std::collections::HashSet<String> =
        links(text).into_iter().map(|(start, end)| key(text, start, end)).collect();
    let mut place = 0;
    while place < text.len() {
        let start = run_end(text, place, |c| is_stop(c) || matches!(c, '(' | '*' | '_' | '\''));
        let end = run_end(text, start, |c| !is_stop(c));
        let trimmed = trimmed(text, start, end);
        if text.get(start..trimmed).unwrap_or_default().contains(&'.') {
            keys.insert(key(text, start, trimmed));
        }
        place = end.max(place + 1);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{key, keys, links};

    fn found(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        links(&text).into_iter().map(|(start, end)| key(&text, start, end)).collect()
    }

    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        assert_eq!(found("See https://A.example/x, or (http://b.example/c_(d))."), ["a.example/x", "b.example/c_(d)"]);
        assert_eq!(found("[x](HTTPS://WWW.E.example/Path/) **www.f.example**"), ["e.example/Path", "f.example"]);
        assert_eq!(found("看https://中.example/页。好 http:// xhttp://no.example awww.no"), ["中.example/页"]);
        assert_eq!(found("<https://a.example/?q=1#f>"), ["a.example/?q=1#f"]);
    }

    #[test]
    fn an_input_may_leave_out_the_scheme() {
        let text: Vec<char> = "go to Example.org/a, (b.example).".chars().collect();
        assert!(keys(&text).contains("example.org/a") && keys(&text).contains("b.example"));
    }
}
