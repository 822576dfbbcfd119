//! By what outputs that say nearly the same are known.

use super::record::Content;

/// A word of so many characters with a digit in it is taken for an id.
const ID: usize = 8;

impl Content {
    /// Returns a hash of what the record answers, which is equal for outputs that differ in case, white space, numbers and
    /// ids (words of 8 characters or more with a digit in them) alone.
    #[must_use]
    pub fn alike_key(&self) -> u64 {
        let mut head = [0; 8];
        head.copy_from_slice(&blake3::hash(folded(&self.answer()).as_bytes()).as_bytes()[..8]);
        u64::from_le_bytes(head)
    }
}

/// Returns a text without what tells outputs of one kind apart.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut word, mut has_digit) = (String::new(), false);
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || matches!(c, '-' | '_') {
            has_digit |= c.is_numeric();
            word.push(c);
            continue;
        }
        if has_digit && word.chars().count() >= ID {
            out.push('#');
        } else {
            put(&word, &mut out);
        }
        word.clear();
        has_digit = false;
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Adds a word in lower case; each run of digits becomes one `0`.
fn put(word: &str, out: &mut String) {
    let mut in_number = false;
    for c in word.chars() {
        if !c.is_numeric() {
            out.extend(c.to_lowercase());
        } else if !in_number {
            out.push('0');
        }
        in_number = c.is_numeric();
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn numbers_ids_case_and_white_space_tell_nothing_apart() {
        let alike = |a: &str, b: &str| folded(a) == folded(b);
        assert!(alike("Order 17 is on  its way.\n", "order 2093 is on its way."));
        assert!(alike("Ticket 9f3a2c81-44aa is open", "Ticket 00c1d2e3f4 is open"));
        assert!(!alike("Order 17 is on its way.", "Order 17 is late."));
        assert!(!alike("It costs 5.", "It costs five."));
        assert!(!alike("yes", "no") && alike("", "  \n"));
        assert_eq!(folded("GPT4 said: 1,024 €!"), "gpt0 said: 0,0 €!");
    }
}
