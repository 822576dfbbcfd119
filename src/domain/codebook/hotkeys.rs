//! Which letters failure modes get.

/// After the key that fails, this letter gives no reason: no mode has it.
pub const NO_REASON: char = 'f';

/// The letters that are given only where the user asks for them: they are keys of the review, and one typed too often would
/// judge.
const KEPT_FREE: &str = "fpdujknqt";

/// Returns the first letter of the name that is free to be given, else the first such letter.
#[must_use]
pub fn free_letter(name: &str, is_taken: impl Fn(char) -> bool) -> Option<char> {
    let in_name = name.chars().map(|c| c.to_ascii_lowercase()).filter(char::is_ascii_lowercase);
    in_name.chain('a'..='z').find(|letter| !KEPT_FREE.contains(*letter) && !is_taken(*letter))
}
