//! Numbers in running text, with all the values a reader could take them for. Decimal digits as text, no floats: every
//! engine gives the same readings.
//!
//! `1,200`, `1200`, `1 200`, `1'200` and `1.200` all have the reading `1200`; `1.200` has `1.2` too. `5 %` has `5` and
//! `0.05`, `1.2 million` has `1.2` and `1200000`. Signs and currencies are ignored.

use super::case_fold;
use super::char_ranges::{at, before, is_letter, run_end};
use super::word_lists::{ORDINALS, SCALES};

/// Blanks between groups of three digits.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Its first character.
    pub(crate) start: usize,
    /// The character behind its last digit.
    pub(crate) end: usize,
    /// The values it may have as one number.
    pub(crate) whole: Vec<String>,
    /// The values of its parts, where it may also be several numbers (`2024.03.01`, `1 200`).
    pub(crate) parts: Vec<Vec<String>>,
    /// Whether it is digits and nothing else.
    is_bare: bool,
}

impl Mention {
    /// Returns every value that it may have.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &String> {
        self.whole.iter().chain(self.parts.iter().flatten())
    }

    /// Whether one of its readings is known: as one number, or all of its parts.
    pub(crate) fn is_among(&self, known: impl Fn(&str) -> bool) -> bool {
        let any = |readings: &[String]| readings.iter().any(|reading| known(reading));
        any(&self.whole) || (!self.parts.is_empty() && self.parts.iter().all(|part| any(part)))
    }
}

/// Returns the text with the digits of other scripts as ASCII ones, character by character.
pub(crate) fn plain_digits(text: &str) -> Vec<char> {
    const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let digit = |c: char| ZEROS.iter().find_map(|zero| char::from_digit(u32::from(c).checked_sub(*zero)?, 10));
    let plain = |c: char| match c {
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        c => digit(c).unwrap_or(c),
    };
    text.chars().map(plain).collect()
}

/// Returns all numbers of a text with plain digits.
pub(crate) fn mentions(text: &[char]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        if at(text, place).is_ascii_digit() {
            let mention = mention(text, place);
            place = mention.end;
            found.push(mention);
        } else {
            place += 1;
        }
    }
    found
}

/// Digits with marks between them, without blanks.
struct Compact {
    pieces: Vec<String>,
    marks: Vec<char>,
    end: usize,
}

fn compact(text: &[char], start: usize) -> Compact {
    let mut token = Compact { pieces: Vec::new(), marks: Vec::new(), end: start };
    loop {
        let end = run_end(text, token.end, |c| c.is_ascii_digit());
        token.pieces.push(super::char_ranges::slice(text, token.end, end));
        token.end = end;
        let mark = at(text, end);
        if !matches!(mark, '.' | ',' | '\'' | '’') || !at(text, end + 1).is_ascii_digit() {
            return token;
        }
        token.marks.push(mark);
        token.end = end + 1;
    }
}

fn mention(text: &[char], start: usize) -> Mention {
    let first = compact(text, start);
    let may_lead = first.marks.is_empty() && first.pieces.iter().all(|piece| piece.len() <= 3);
    let space = at(text, first.end);
    let (mut end, mut last_is_bare, is_plain) =
        (first.end, may_lead && SPACES.contains(&space), first.marks.is_empty());
    let mut tokens = vec![first];
    while last_is_bare && at(text, end) == space && run_end(text, end + 1, |c| c.is_ascii_digit()) == end + 4 {
        let token = compact(text, end + 1);
        (end, last_is_bare) = (token.end, token.marks.is_empty());
        tokens.push(token);
    }
    let is_bare = is_plain && tokens.len() == 1;
    let (mut whole, mut parts) = readings(&tokens);
    if let Some(steps) = scale_behind(text, end) {
        scale(&mut whole, steps);
        if let Some(last) = parts.last_mut() {
            scale(last, steps);
        }
    }
    Mention { start, end, whole, parts, is_bare }
}

/// Returns the values as one number, and those of the parts.
fn readings(tokens: &[Compact]) -> (Vec<String>, Vec<Vec<String>>) {
    let (Some(last), true) = (tokens.last(), tokens.len() > 1) else {
        return tokens.first().map(compact_readings).unwrap_or_default();
    };
    let whole: String = tokens.iter().filter_map(|token| token.pieces.first()).map(String::as_str).collect();
    let whole = match (last.marks.as_slice(), last.pieces.as_slice()) {
        ([], _) => vec![canonical(&whole, "")],
        (['.' | ','], [_, fraction]) => vec![canonical(&whole, fraction)],
        _ => Vec::new(),
    };
    let parts = tokens.iter().flat_map(|token| match compact_readings(token) {
        (whole, parts) if whole.is_empty() => parts,
        (whole, _) => vec![whole],
    });
    (whole, parts.collect())
}

fn compact_readings(token: &Compact) -> (Vec<String>, Vec<Vec<String>>) {
    let Compact { pieces, marks, .. } = token;
    let (Some(first_mark), Some(last_mark), Some((last, leading))) = (marks.first(), marks.last(), pieces.split_last())
    else {
        return (vec![canonical(&pieces.concat(), "")], Vec::new());
    };
    let mut whole = Vec::new();
    let before_last = marks.get(..marks.len() - 1).unwrap_or_default();
    let is_grouped = marks.iter().all(|mark| mark == first_mark) && are_groups(pieces);
    let is_decimal_mark = matches!(last_mark, '.' | ',');
    if is_grouped {
        whole.push(canonical(&pieces.concat(), ""));
    }
    let has_groups = before_last.iter().all(|mark| mark == first_mark && mark != last_mark) && are_groups(leading);
    if is_decimal_mark && (before_last.is_empty() || has_groups) {
        whole.push(canonical(&leading.concat(), last));
    }
    let is_list = before_last.is_empty() && *last_mark == ',' && !is_grouped;
    if whole.is_empty() || is_list {
        return (whole, pieces.iter().map(|piece| vec![canonical(piece, "")]).collect());
    }
    (whole, Vec::new())
}

/// Whether pieces are the groups of one whole number: of three digits, or as in India of two with three at the end.
fn are_groups(pieces: &[String]) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return first.len() <= 3 };
    let all = |length| middle.iter().all(|piece| piece.len() == length);
    !first.starts_with('0') && last.len() == 3 && (first.len() <= 3 && all(3) || first.len() <= 2 && all(2))
}

/// Returns one text for one value: no zeros in front or behind.
fn canonical(whole: &str, fraction: &str) -> String {
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Adds every reading with its decimal point moved.
fn scale(readings: &mut Vec<String>, steps: i32) {
    let scaled: Vec<String> = readings.iter().map(|reading| moved(reading, steps)).collect();
    readings.extend(scaled);
}

fn moved(reading: &str, steps: i32) -> String {
    let (whole, fraction) = reading.split_once('.').unwrap_or((reading, ""));
    let by = usize::try_from(steps.unsigned_abs()).unwrap_or_default();
    if steps < 0 {
        let padded = format!("{}{whole}", "0".repeat(by));
        let (whole, shifted) = padded.split_at(padded.len() - by);
        return canonical(whole, &format!("{shifted}{fraction}"));
    }
    let padded = format!("{fraction}{}", "0".repeat(by));
    let (shifted, fraction) = padded.split_at(by);
    canonical(&format!("{whole}{shifted}"), fraction)
}

/// Returns by how many places the word behind a number moves its point: `%`, `million`.
fn scale_behind(text: &[char], end: usize) -> Option<i32> {
    let start = end + usize::from(SPACES.contains(&at(text, end)));
    SCALES.iter().find(|(word, _)| is_at(text, start, word)).map(|(_, steps)| *steps)
}

/// Whether a word in lower case is at a place, with no letter behind one that ends in a letter.
fn is_at(text: &[char], start: usize, word: &str) -> bool {
    let (mut place, mut last) = (start, '\0');
    for c in word.chars() {
        if case_fold::lower(at(text, place)) != c {
            return false;
        }
        (place, last) = (place + 1, c);
    }
    !is_letter(last) || !is_letter(at(text, place))
}

/// Whether a number is a claim: not a part of a name (`GPT-4`, `B2B`), no ordinal, no numbering, no `[1]`.
pub(crate) fn is_counted(text: &[char], mention: &Mention) -> bool {
    let Mention { start, end, is_bare, .. } = *mention;
    let previous = before(text, start, 1);
    let is_glued = is_letter(previous)
        || previous == '_'
        || matches!(previous, '-' | '\u{2011}') && is_letter(before(text, start, 2));
    let is_ordinal = is_bare && ORDINALS.iter().any(|ending| is_at(text, end, ending));
    let is_reference =
        is_bare && end - start <= 2 && matches!(previous, '(' | '[') && matches!(at(text, end), ')' | ']');
    !(is_glued || is_ordinal || is_reference || is_numbering(text, mention))
}

/// Whether a number counts an item or a heading: `2. Then`, `**3)** so`, `## 4.1 Methods`, `Step 5: wait`.
fn is_numbering(text: &[char], mention: &Mention) -> bool {
    let Mention { start, end, is_bare, .. } = *mention;
    let is_short = is_bare && end - start <= 3;
    let line = marks_before(text, start);
    if is_line_start(text, line) {
        if text.get(line..start).unwrap_or_default().contains(&'#') {
            return true;
        }
        let behind = run_end(text, end + 1, |c| matches!(c, '*' | '_'));
        let item = run_end(text, behind, |c| matches!(c, ' ' | '\t'));
        let has_item = item > behind && item < text.len() && !matches!(at(text, item), '\n' | '\r');
        return is_short && has_item && matches!(at(text, end), '.' | ')' | ':' | ']');
    }
    if !is_short || at(text, end) != ':' || before(text, start, 1) != ' ' {
        return false;
    }
    let mut word = start - 1;
    while is_letter(before(text, word, 1)) {
        word -= 1;
    }
    word < start - 1 && is_line_start(text, marks_before(text, word))
}

/// Returns where the marks before a place begin: indents, bullets, quotes, emphasis.
fn marks_before(text: &[char], mut place: usize) -> usize {
    while matches!(before(text, place, 1), ' ' | '\t' | '>' | '*' | '-' | '+' | '#' | '|' | '_' | '(' | '[') {
        place -= 1;
    }
    place
}

fn is_line_start(text: &[char], place: usize) -> bool {
    place == 0 || matches!(before(text, place, 1), '\n' | '\r')
}

/// Returns the stretch that a reader would point at: the number with its currency sign, and the unit or word behind it.
pub(crate) fn with_unit(text: &[char], mention: &Mention) -> (usize, usize) {
    const LONGEST: usize = 20;
    let start = mention.start - usize::from(matches!(before(text, mention.start, 1), '$' | '€' | '£' | '¥'));
    let is_unit = |c: char| is_letter(c) || matches!(c, '%' | '‰' | '€' | '£' | '¥');
    let space = usize::from(SPACES.contains(&at(text, mention.end)));
    let end = run_end(text, mention.end + space, is_unit);
    if end > mention.end + space && end - mention.end <= LONGEST { (start, end) } else { (start, mention.end) }
}

#[cfg(test)]
mod tests {
    use super::{is_counted, mentions, plain_digits};

    /// All readings of the first number of a text.
    fn readings(text: &str) -> Vec<String> {
        mentions(&plain_digits(text)).iter().take(1).flat_map(|mention| mention.readings().cloned()).collect()
    }

    fn counted(text: &str) -> Vec<String> {
        let text = plain_digits(text);
        let all = mentions(&text).into_iter().filter(|mention| is_counted(&text, mention));
        all.map(|mention| text[mention.start..mention.end].iter().collect()).collect()
    }

    #[test]
    fn one_value_is_read_from_every_way_of_writing_it() {
        for text in ["1200", "1,200", "1.200", "1 200", "1\u{a0}200", "1\u{202f}200", "1'200", "1’200", "01200.00"] {
            assert!(readings(text).contains(&"1200".to_owned()), "{text}: {:?}", readings(text));
        }
        for text in ["1,200.50", "1.200,5", "1 200,50", "1'200.5", "1200.500", "١٢٠٠٫٥", "１２００.５"] {
            assert!(readings(text).contains(&"1200.5".to_owned()), "{text}: {:?}", readings(text));
        }
        for text in ["5 %", "5%", "5 percent", "5.0 Prozent", "0.05", "0,050", "5\u{202f}%", "5٪"] {
            assert!(readings(text).contains(&"0.05".to_owned()), "{text}: {:?}", readings(text));
        }
        for text in ["1.2 million", "1,2 Mio", "1.2M", "1,200,000", "12,00,000", "1200 thousand", "120万", "1200k"] {
            assert!(readings(text).contains(&"1200000".to_owned()), "{text}: {:?}", readings(text));
        }
    }

    #[test]
    fn what_is_no_group_is_read_apart() {
        assert_eq!(readings("2024.03.01"), ["2024", "3", "1"]);
        assert_eq!(readings("1.2.3.4"), ["1", "2", "3", "4"]);
        assert_eq!(readings("3.5"), ["3.5"]);
        assert_eq!(readings("0.125"), ["0.125"]);
        assert_eq!(readings("1 200"), ["1200", "1", "200"]);
        assert_eq!(readings("2020 300"), ["2020"]);
        assert_eq!(readings("5 percentiles"), ["5"]);
    }

    #[test]
    fn numbering_ordinals_and_names_do_not_count() {
        assert_eq!(counted("1. Do it\n2) Then\n  **3.** Stop\n## 4.1 Methods\n- Step 5: wait"), Vec::<String>::new());
        assert_eq!(counted("the 1st, 22nd, 3rd and 4th; 1er, 2e"), Vec::<String>::new());
        assert_eq!(counted("GPT-4, B2B, mp3, see [1] and (2)"), Vec::<String>::new());
        assert_eq!(counted("42.\n7. \n2024. Then"), ["42", "7", "2024"]);
        assert_eq!(counted("- 5 apples for $3 in 24h, 3-5 days, 共12个"), ["5", "3", "24", "3", "5", "12"]);
    }
}
