//! The expressions of JSON Schema (`pattern`) in Rust's syntax: ECMA-262 has its own `\d`, `\w`, `\s`.

/// Rewrites an expression of JSON Schema so that Rust reads it with the same meaning.
///
/// # Errors
/// What cannot be carried over, in words.
pub(crate) fn to_rust(pattern: &str) -> Result<String, String> {
    const SPACE: &str = r"\t-\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
    let mut out = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str("[0-9]"),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str("[0-9A-Za-z_]"),
                Some('W') => out.push_str("[^0-9A-Za-z_]"),
                Some('s') => out.extend(["[", SPACE, "]"]),
                Some('S') => out.extend(["[^", SPACE, "]"]),
                Some('b') if !in_class => out.push_str(r"(?-u:\b)"),
                Some('/') => out.push('/'),
                Some(other @ ('n' | 'r' | 't' | 'f' | 'v' | 'u' | 'x')) => out.extend(['\\', other]),
                Some(other) if other.is_ascii_punctuation() => out.extend(['\\', other]),
                Some(other) => return Err(format!("`\\{other}` in a pattern is not supported")),
                None => return Err("a pattern ends in a backslash".to_owned()),
            },
            '[' if in_class => out.push_str(r"\["),
            '[' => {
                in_class = true;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                if chars.peek() == Some(&']') {
                    return Err("an empty class in a pattern is not supported".to_owned());
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => out.extend(['\\', c]),
            '-' if in_class && chars.peek() == Some(&'-') => return Err("`--` in a class is not supported".to_owned()),
            '.' if !in_class => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '(' if !in_class && chars.peek() == Some(&'?') => {
                chars.next();
                if chars.next() != Some(':') {
                    return Err("look-arounds and named groups in a pattern are not supported".to_owned());
                }
                out.push_str("(?:");
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::to_rust;

    #[test]
    fn ecma_classes_are_ascii() {
        let pattern = regex::Regex::new(&to_rust(r"^\d{4}-[\w.]+/$").unwrap()).unwrap();
        assert!(pattern.is_match("2024-a.b/"));
        assert!(!pattern.is_match("٢٠٢٤-a/"));
        assert!(to_rust(r"(?=a)").is_err());
        assert!(to_rust(r"\p{L}").is_err());
    }
}
