//! Text for the eye as text for the ear: signs as words, columns as a list.

/// Signs that stand for a word.
const SIGNS: &[(&str, &str)] =
    &[("✓", "pass"), ("✗", "fail"), ("◦", "deferred"), ("⊘", "declined"), ("●", "tagged"), ("⟳", "stale"), ("·", "")];

/// Returns a sentence without the signs that only repeat it.
pub(super) fn sentence(text: &str) -> String {
    let text = ["✓ ", "✗ ", "◦ ", "⊘ ", "– "].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    text.replace(" · ", ", ").trim().to_owned()
}

/// Answers whether a character draws a line, a box or a bar.
const fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}' | '▴' | '▾')
}

/// Returns a painted row as words: its columns one behind the other, without lines, boxes and bars. `None` where it says
/// nothing.
pub(super) fn row(painted: &str) -> Option<String> {
    let marked = painted.replace('▐', " (chosen)").replace(" · ", "  ");
    let mut spaced = String::with_capacity(marked.len());
    let mut severity = 0_usize;
    for c in marked.chars() {
        if c == '▪' {
            severity += 1;
            continue;
        }
        if severity > 0 {
            spaced.push_str(&severity.to_string());
            severity = 0;
        }
        if is_drawn(c) { spaced.push_str("  ") } else { spaced.push(c) }
    }
    let columns: Vec<String> = spaced.split("  ").filter_map(column).collect();
    (!columns.is_empty()).then(|| columns.join(", "))
}

fn column(text: &str) -> Option<String> {
    let word = |word: &str| SIGNS.iter().find(|(sign, _)| *sign == word).map_or(word, |(_, said)| *said).to_owned();
    let words: Vec<String> = text.split(' ').map(word).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{row, sentence};

    #[test]
    fn a_row_of_columns_and_bars_becomes_a_list() {
        assert_eq!(row("▌h  invented policy      ▪▪▪   12").as_deref(), Some("h, invented policy, 3, 12"));
        assert_eq!(row("┌─ stub for mode x ──────┐").as_deref(), Some("stub for mode x"));
        assert_eq!(row("  ───────  "), None);
        assert_eq!(row(" ▌drift▐  rates   ✓ 3 · ✗ 1").as_deref(), Some("drift (chosen), rates, pass 3, fail 1"));
    }

    #[test]
    fn a_sentence_loses_only_its_sign() {
        assert_eq!(sentence("✗ 3f9a2c fail, wrong tone · u undo"), "3f9a2c fail, wrong tone, u undo");
        assert_eq!(sentence("Nothing is marked."), "Nothing is marked.");
    }
}
