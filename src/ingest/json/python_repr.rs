//! Python's way to write lists and dicts, as it stands in cells of tables that were written with `str()`.

use crate::domain::RawJson;

/// How deep values may be nested.
const DEEPEST: usize = 64;

/// Returns the JSON of a Python dict or list: `{'role': 'user', 'content': None}`; `None` where the text is no such thing.
pub(crate) fn python_to_json(text: &str) -> Option<String> {
    let mut reader = Reader { text, at: 0, out: String::with_capacity(text.len()) };
    reader.value(0)?;
    reader.blanks();
    (reader.at == text.len()).then_some(reader.out)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    out: String,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> Option<()> {
        self.blanks();
        (self.next()? == wanted).then(|| self.at += wanted.len_utf8())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        self.blanks();
        match self.next()? {
            _ if depth > DEEPEST => None,
            '{' => self.list('{', '}', depth),
            '[' => self.list('[', ']', depth),
            '(' => self.list('(', ')', depth),
            '\'' | '"' => self.string(),
            _ => self.word(),
        }
    }

    fn list(&mut self, open: char, close: char, depth: usize) -> Option<()> {
        self.eat(open)?;
        let is_dict = open == '{';
        self.out.push(if is_dict { '{' } else { '[' });
        let mut is_first = true;
        loop {
            self.blanks();
            if self.eat(close).is_some() {
                break;
            }
            if !is_first {
                self.eat(',')?;
                self.blanks();
                if self.eat(close).is_some() {
                    break;
                }
                self.out.push(',');
            }
            is_first = false;
            if is_dict {
                self.blanks();
                matches!(self.next()?, '\'' | '"').then_some(())?;
                self.string()?;
                self.eat(':')?;
                self.out.push(':');
            }
            self.value(depth + 1)?;
        }
        self.out.push(if is_dict { '}' } else { ']' });
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let quote = self.next()?;
        self.at += 1;
        let mut text = String::new();
        loop {
            let c = self.next()?;
            self.at += c.len_utf8();
            match c {
                _ if c == quote => break,
                '\\' => {
                    let escape = self.next()?;
                    self.at += escape.len_utf8();
                    match escape {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        'r' => text.push('\r'),
                        '\n' => {}
                        'x' => text.push(self.code(2)?),
                        'u' => text.push(self.code(4)?),
                        'U' => text.push(self.code(8)?),
                        '\\' | '\'' | '"' => text.push(escape),
                        other => text.extend(['\\', other]),
                    }
                }
                other => text.push(other),
            }
        }
        self.out.push_str(RawJson::string(&text).text());
        Some(())
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let hex = self.rest().get(..digits)?;
        let code = u32::from_str_radix(hex, 16).ok()?;
        self.at += digits;
        Some(char::from_u32(code).unwrap_or('\u{fffd}'))
    }

    fn word(&mut self) -> Option<()> {
        let length = self.rest().find([',', ':', ']', '}', ')', ' ', '\n']).unwrap_or(self.rest().len());
        let word = self.rest().get(..length)?.to_owned();
        self.at += length;
        match word.as_str() {
            "None" | "nan" | "inf" | "-inf" => self.out.push_str("null"),
            "True" => self.out.push_str("true"),
            "False" => self.out.push_str("false"),
            number => {
                serde_json::from_str::<serde_json::Number>(number).ok()?;
                self.out.push_str(number);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::python_to_json;

    #[test]
    fn dicts_and_lists_become_json() {
        assert_eq!(
            python_to_json(r#"[{'role': 'user', "content": "it's", 'n': (1, 2.5, None, True), 'x': [], }]"#).unwrap(),
            r#"[{"role":"user","content":"it's","n":[1,2.5,null,true],"x":[]}]"#
        );
        assert_eq!(python_to_json(r"{'a': 'l\n\'q\' \u00e9'}").unwrap(), "{\"a\":\"l\\n'q' é\"}");
    }

    #[test]
    fn what_is_no_python_is_left_alone() {
        for text in ["{a: 1}", "{'a': 1", "{'a': b}", "[1, 2] and more", "{'a' 1}", "{'a': array([1])}", "{1, 2}"] {
            assert_eq!(python_to_json(text), None, "{text}");
        }
        assert_eq!(python_to_json(&"[".repeat(100_000)), None);
    }
}
