//! Emoji as a reader counts them: a sequence that shows as one is one. Defined by ranges, so that no version of Unicode decides.

/// Characters that show as emoji by themselves: those of Unicode with that presentation, the pictographs of the blocks made for
/// them, and the signs among Miscellaneous Symbols and Dingbats that Unicode lists as emoji (`☎`, `❤`, `✔`).
const EMOJI: &[(char, char)] = &[
    ('\u{231a}', '\u{231b}'),
    ('\u{23e9}', '\u{23ec}'),
    ('\u{23f0}', '\u{23f0}'),
    ('\u{23f3}', '\u{23f3}'),
    ('\u{25fd}', '\u{25fe}'),
    ('\u{2600}', '\u{2604}'),
    ('\u{260e}', '\u{260e}'),
    ('\u{2611}', '\u{2611}'),
    ('\u{2614}', '\u{2615}'),
    ('\u{2618}', '\u{2618}'),
    ('\u{261d}', '\u{261d}'),
    ('\u{2620}', '\u{2620}'),
    ('\u{2622}', '\u{2623}'),
    ('\u{2626}', '\u{2626}'),
    ('\u{262a}', '\u{262a}'),
    ('\u{262e}', '\u{262f}'),
    ('\u{2638}', '\u{263a}'),
    ('\u{2640}', '\u{2640}'),
    ('\u{2642}', '\u{2642}'),
    ('\u{2648}', '\u{2653}'),
    ('\u{265f}', '\u{2660}'),
    ('\u{2663}', '\u{2663}'),
    ('\u{2665}', '\u{2666}'),
    ('\u{2668}', '\u{2668}'),
    ('\u{267b}', '\u{267b}'),
    ('\u{267e}', '\u{267f}'),
    ('\u{2692}', '\u{2697}'),
    ('\u{2699}', '\u{2699}'),
    ('\u{269b}', '\u{269c}'),
    ('\u{26a0}', '\u{26a1}'),
    ('\u{26a7}', '\u{26a7}'),
    ('\u{26aa}', '\u{26ab}'),
    ('\u{26b0}', '\u{26b1}'),
    ('\u{26bd}', '\u{26be}'),
    ('\u{26c4}', '\u{26c5}'),
    ('\u{26c8}', '\u{26c8}'),
    ('\u{26ce}', '\u{26cf}'),
    ('\u{26d1}', '\u{26d1}'),
    ('\u{26d3}', '\u{26d4}'),
    ('\u{26e9}', '\u{26ea}'),
    ('\u{26f0}', '\u{26f5}'),
    ('\u{26f7}', '\u{26fa}'),
    ('\u{26fd}', '\u{26fd}'),
    ('\u{2702}', '\u{2702}'),
    ('\u{2705}', '\u{2705}'),
    ('\u{2708}', '\u{270d}'),
    ('\u{270f}', '\u{270f}'),
    ('\u{2712}', '\u{2712}'),
    ('\u{2714}', '\u{2714}'),
    ('\u{2716}', '\u{2716}'),
    ('\u{271d}', '\u{271d}'),
    ('\u{2721}', '\u{2721}'),
    ('\u{2728}', '\u{2728}'),
    ('\u{2733}', '\u{2734}'),
    ('\u{2744}', '\u{2744}'),
    ('\u{2747}', '\u{2747}'),
    ('\u{274c}', '\u{274c}'),
    ('\u{274e}', '\u{274e}'),
    ('\u{2753}', '\u{2755}'),
    ('\u{2757}', '\u{2757}'),
    ('\u{2763}', '\u{2764}'),
    ('\u{2795}', '\u{2797}'),
    ('\u{27a1}', '\u{27a1}'),
    ('\u{27b0}', '\u{27b0}'),
    ('\u{27bf}', '\u{27bf}'),
    ('\u{2b1b}', '\u{2b1c}'),
    ('\u{2b50}', '\u{2b50}'),
    ('\u{2b55}', '\u{2b55}'),
    ('\u{1f004}', '\u{1f004}'),
    ('\u{1f0cf}', '\u{1f0cf}'),
    ('\u{1f18e}', '\u{1f18e}'),
    ('\u{1f191}', '\u{1f19a}'),
    ('\u{1f201}', '\u{1f201}'),
    ('\u{1f21a}', '\u{1f21a}'),
    ('\u{1f22f}', '\u{1f22f}'),
    ('\u{1f232}', '\u{1f236}'),
    ('\u{1f238}', '\u{1f23a}'),
    ('\u{1f250}', '\u{1f251}'),
    ('\u{1f300}', '\u{1f64f}'),
    ('\u{1f680}', '\u{1f6ff}'),
    ('\u{1f7e0}', '\u{1f7eb}'),
    ('\u{1f7f0}', '\u{1f7f0}'),
    ('\u{1f900}', '\u{1f9ff}'),
    ('\u{1fa70}', '\u{1faff}'),
];

/// Characters that show as emoji only before U+FE0F: `©`, `™`, arrows.
const TEXT_BY_ITSELF: &[(char, char)] = &[
    ('\u{a9}', '\u{a9}'),
    ('\u{ae}', '\u{ae}'),
    ('\u{203c}', '\u{203c}'),
    ('\u{2049}', '\u{2049}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2139}', '\u{2139}'),
    ('\u{2194}', '\u{2199}'),
    ('\u{21a9}', '\u{21aa}'),
    ('\u{2328}', '\u{2328}'),
    ('\u{23cf}', '\u{23cf}'),
    ('\u{23ed}', '\u{23ef}'),
    ('\u{23f1}', '\u{23f2}'),
    ('\u{23f8}', '\u{23fa}'),
    ('\u{24c2}', '\u{24c2}'),
    ('\u{25aa}', '\u{25ab}'),
    ('\u{25b6}', '\u{25b6}'),
    ('\u{25c0}', '\u{25c0}'),
    ('\u{25fb}', '\u{25fc}'),
    ('\u{2934}', '\u{2935}'),
    ('\u{2b05}', '\u{2b07}'),
    ('\u{3030}', '\u{3030}'),
    ('\u{303d}', '\u{303d}'),
    ('\u{3297}', '\u{3297}'),
    ('\u{3299}', '\u{3299}'),
    ('\u{1f170}', '\u{1f171}'),
    ('\u{1f17e}', '\u{1f17f}'),
    ('\u{1f202}', '\u{1f202}'),
    ('\u{1f237}', '\u{1f237}'),
];

const AS_EMOJI: char = '\u{fe0f}';
const AS_TEXT: char = '\u{fe0e}';
const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';

fn is_in(ranges: &[(char, char)], c: char) -> bool {
    c >= '\u{a9}' && ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Whether a character is half of a flag.
const fn is_letter_of_flag(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Whether a character goes on with the emoji before it: presentation, skin tone, keycap, tag.
const fn goes_on(c: char) -> bool {
    matches!(c, AS_EMOJI | KEYCAP | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// Returns where the emoji of a text are: flags, keycaps, and emoji with all that joins them.
pub(crate) fn places(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        match end_of(text.get(place..).unwrap_or_default()) {
            0 => place += 1,
            length => {
                found.push((place, place + length));
                place += length;
            }
        }
    }
    found
}

/// Returns how long the emoji is with which a text begins; 0 where it begins with none.
fn end_of(text: &[char]) -> usize {
    let at = |place: usize| text.get(place).copied().unwrap_or('\0');
    let first = at(0);
    if matches!(first, '0'..='9' | '#' | '*') {
        let mark = if at(1) == AS_EMOJI { 2 } else { 1 };
        return if at(mark) == KEYCAP { mark + 1 } else { 0 };
    }
    if is_letter_of_flag(first) {
        return if is_letter_of_flag(at(1)) { 2 } else { 1 };
    }
    let begins = if is_in(EMOJI, first) { at(1) != AS_TEXT } else { is_in(TEXT_BY_ITSELF, first) && at(1) == AS_EMOJI };
    if !begins {
        return 0;
    }
    let mut end = 1;
    loop {
        if goes_on(at(end)) {
            end += 1;
        } else if at(end) == JOINER && (is_in(EMOJI, at(end + 1)) || is_in(TEXT_BY_ITSELF, at(end + 1))) {
            end += 2;
        } else {
            return end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EMOJI, TEXT_BY_ITSELF, is_in, places};

    fn found(text: &str) -> usize {
        places(&text.chars().collect::<Vec<_>>()).len()
    }

    #[test]
    fn what_shows_as_one_is_one() {
        for one in ["😀", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "1️⃣", "#⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "❤", "©️", "✔", "🏳️‍🌈", "❤️‍🔥", "🏽", "🇩"]
        {
            assert_eq!(found(one), 1, "{one}");
        }
        assert_eq!(found("😀😀 🇩🇪🇫🇷 1️⃣2️⃣"), 6);
        for none in ["", "1 #2 *", "©", "→ ✓ • ★ ™", "❤\u{fe0e}", "é中文", "\u{200d}\u{fe0f}", "a\u{fe0f}"]
        {
            assert_eq!(found(none), 0, "{none}");
        }
        assert_eq!(places(&"a 👍🏽!".chars().collect::<Vec<_>>()), [(2, 4)]);
    }

    #[test]
    fn the_tables_hold_what_unicode_calls_an_emoji() {
        let is = |class: &str| regex::Regex::new(&format!(r"^\p{{{class}}}$")).unwrap();
        let (emoji, shown) = (is("Emoji"), is("Emoji_Presentation"));
        for c in '\u{80}'..='\u{1ffff}' {
            let (text, is_flag) = (c.to_string(), ('\u{1f1e6}'..='\u{1f1ff}').contains(&c));
            let ours = (is_in(EMOJI, c), is_in(TEXT_BY_ITSELF, c));
            assert!(!(ours.0 && ours.1), "{c:?} is in both");
            assert_eq!(ours.0 || ours.1 || is_flag, emoji.is_match(&text) || ours.0 && c >= '\u{1f300}', "{c:?}");
            assert!(ours.0 || is_flag || !shown.is_match(&text), "{c:?} shows as emoji");
        }
    }
}
