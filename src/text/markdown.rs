//! Text as it is written into Markdown that people paste into chats and tickets.

/// Returns a line, which is safe for a terminal already, so that nothing in it acts as Markdown or HTML, and nothing
/// becomes a link by itself.
#[must_use]
pub fn in_markdown(visible: &str) -> String {
    let mut out = String::with_capacity(visible.len());
    let mut chars = visible.trim().chars().peekable();
    while let Some(c) = chars.next() {
        // Before a blank it begins neither an address nor an emoji.
        if c == ':' && chars.peek().is_none_or(|next| next.is_whitespace()) {
            out.push(c);
            continue;
        }
        let before = out.as_bytes().last_chunk::<3>();
        let is_www = c == '.' && before.is_some_and(|before| before.eq_ignore_ascii_case(b"www"));
        if is_www || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | ':' | '@' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::in_markdown;

    #[test]
    fn nothing_of_a_text_acts_as_markdown() {
        for text in [
            "plain words, 3.5 % (2-4)",
            "*bold* _it_ `code` ~~gone~~ [a](http://b) ![c](d) <b>x</b> &amp; a|b \\* www.x.org @ben <http://x.y>",
        ] {
            let line = format!("- said: {}", in_markdown(text));
            let mut said = String::new();
            for event in Parser::new_ext(&line, Options::all()) {
                match event {
                    Event::Text(piece) => said.push_str(&piece),
                    Event::Start(Tag::List(_) | Tag::Item) | Event::End(TagEnd::List(_) | TagEnd::Item) => {}
                    other => panic!("{other:?} in {line}"),
                }
            }
            assert_eq!(said, format!("said: {text}"));
        }
    }
}
