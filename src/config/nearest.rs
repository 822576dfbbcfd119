//! The known word nearest to a mistyped one.

/// The known word that begins with `typed`, else the one that differs least from it, if it differs by no more than a
/// third of its letters (two at least) and not by all of them.
#[must_use]
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = typed.to_lowercase();
    let letters: Vec<char> = lower.chars().take(80).collect();
    let begins = |word: &&&str| letters.len() > 1 && word.to_lowercase().starts_with(&lower);
    if let Some(word) = known.iter().filter(begins).min_by_key(|word| word.len()) {
        return Some(word);
    }
    let far = |word: &str| distance(&letters, &word.to_lowercase().chars().collect::<Vec<_>>());
    let (steps, word) = known.iter().map(|word| (far(word), *word)).min_by_key(|(steps, _)| *steps)?;
    (steps <= (letters.len() / 3).max(2) && steps < letters.len()).then_some(word)
}

/// A hint for a mistyped word: the nearest one, and all of them where they are few.
#[must_use]
pub fn hint(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known) {
        Some(word) if known.len() > 12 => format!("Did you mean `{word}`?"),
        Some(word) => format!("Did you mean `{word}`? Known: {}.", known.join(", ")),
        None => format!("Known: {}.", known.join(", ")),
    }
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour (optimal string alignment).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut steps = (at(&last, j) + usize::from(a != b)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && from.get(i - 1) == Some(b) && to.get(j - 1) == Some(a);
            if swapped {
                steps = steps.min(at(&before, j - 1) + 1);
            }
            row.push(steps);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("verdcit", &["verdict", "mode"]), Some("verdict"));
        assert_eq!(nearest("Too-shrot", &["too-short", "made-up"]), Some("too-short"));
        assert_eq!(nearest("hallu", &["hallucination", "made-up"]), Some("hallucination"));
        assert_eq!(nearest("xyzzy", &["hallucination"]), None);
        assert_eq!(nearest("x", &[]), None);
    }
}
