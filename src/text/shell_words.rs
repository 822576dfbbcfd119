//! Splits a typed line into words as a shell does: blanks part words, quotes keep them together, nothing is expanded.
//!
//! The crate `shlex` cannot serve here: it drops what stands behind `#`, returns nothing while a quote is still open
//! (a check is read at every key), and takes backslashes away, which expressions such as `^\s*\{` are made of.

/// What a backslash outside single quotes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backslash {
    /// It is a character like any other.
    Literal,
    /// It takes the next character as it is.
    Escapes,
}

/// Splits a line into words; a quote that is still open reaches to the end.
pub fn split_words(line: &str, backslash: Backslash) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"') | None, '\\') if backslash == Backslash::Escapes => {
                word.get_or_insert_default().extend(chars.next());
            }
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Writes a word so that a shell reads it as it is.
pub fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./=:,@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{Backslash, shell_word, split_words};

    #[test]
    fn a_word_is_quoted_where_a_shell_would_read_something_else() {
        assert_eq!(shell_word("input=a.b"), "input=a.b");
        assert_eq!(shell_word("a[0] $(id)"), "'a[0] $(id)'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(split_words(&shell_word("it's; rm *"), Backslash::Escapes), ["it's; rm *"]);
    }

    #[test]
    fn a_check_is_split_at_blanks_outside_quotes_and_keeps_its_backslashes() {
        let split = |line| split_words(line, Backslash::Literal);
        assert_eq!(split("contains 'as an AI' --ignore-case"), ["contains", "as an AI", "--ignore-case"]);
        assert_eq!(split(r"regex '^\s*\{'"), ["regex", r"^\s*\{"]);
        assert_eq!(split(r"regex ^\d # 'open end"), ["regex", r"^\d", "#", "open end"]);
        assert_eq!(split("  a  ''  "), ["a", ""]);
        assert_eq!(split(r#"--a='b c'"'"d"#), ["--a=b c'd"]);
    }

    #[test]
    fn an_editor_line_is_split_without_a_shell() {
        let split = |line| split_words(line, Backslash::Escapes);
        assert_eq!(split("vim -u NONE"), ["vim", "-u", "NONE"]);
        assert_eq!(
            split("'/opt/my editor/ed' --wait \"a b\" c\\ d ''"),
            ["/opt/my editor/ed", "--wait", "a b", "c d", ""]
        );
        assert_eq!(split("vi; touch x $(id)"), ["vi;", "touch", "x", "$(id)"]);
        assert!(split("  ").is_empty());
    }
}
