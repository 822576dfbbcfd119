//! Prints Python as `ruff format` has it: lines of at most 88 characters, and what is longer by one rule of splitting.

use serde_json::Value;

/// The longest line.
pub(super) const WIDTH: usize = 88;
/// The longest text that stands in code.
const LONGEST: usize = 80;

/// Returns a value as a literal, where it may stand in code: short texts of plain characters that no template engine,
/// reader or language acts on.
pub(super) fn literal(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("None".to_owned()),
        Value::Bool(is_true) => Some(if *is_true { "True" } else { "False" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => is_plain(text).then(|| format!("\"{text}\"")),
        Value::Array(items) => Some(format!("[{}]", items.iter().map(literal).collect::<Option<Vec<_>>>()?.join(", "))),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| Some(format!("\"{key}\": {}", literal(value)?));
            Some(format!("{{{}}}", members.iter().map(member).collect::<Option<Vec<_>>>()?.join(", ")))
        }
    }
}

/// Whether a text may stand in code.
pub(crate) fn is_plain(text: &str) -> bool {
    let may_stand = |c: char| c.is_ascii_alphanumeric() || " .,:;!?'-()/#%&+".contains(c);
    text.len() <= LONGEST && text.chars().all(may_stand) && !text.contains("file://")
}

/// Returns `name = literal`, split where it is too long.
pub(super) fn assignment(name: &str, value: &Value) -> Option<String> {
    let printed = literal(value)?;
    let line = format!("{name} = {printed}");
    if line.len() <= WIDTH {
        return Some(line);
    }
    match value {
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|item| Some(format!("    {},\n", literal(item)?))).collect::<Option<_>>()?;
            Some(format!("{name} = [\n{}]", items.concat()))
        }
        _ => Some(format!("{name} = (\n    {printed}\n)")),
    }
}

/// Returns a call, split where it is too long.
pub(crate) fn call(opening: &str, arguments: &[&str]) -> String {
    call_at(0, opening, arguments)
}

/// Returns a call at this indentation, split where it is too long.
pub(crate) fn call_at(indent: usize, opening: &str, arguments: &[&str]) -> String {
    let (space, joined) = (" ".repeat(indent), arguments.join(", "));
    if indent + opening.len() + joined.len() + 2 <= WIDTH {
        return format!("{space}{opening}({joined})");
    }
    // A single argument stays as long as it is.
    if indent + joined.len() + 4 <= WIDTH || arguments.len() == 1 {
        return format!("{space}{opening}(\n{space}    {joined}\n{space})");
    }
    let lines: String = arguments.iter().flat_map(|argument| [&space, "    ", argument, ",\n"]).collect();
    format!("{space}{opening}(\n{lines}{space})")
}

/// Returns the head of a function, its parameters on lines of their own where it is too long.
pub(crate) fn definition(name: &str, parameters: &[&str], returns: &str) -> String {
    let line = format!("def {name}({}) -> {returns}:", parameters.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!("def {name}(\n{}) -> {returns}:", each_on_a_line(parameters))
}

fn each_on_a_line(items: &[&str]) -> String {
    items.iter().flat_map(|item| ["    ", item, ",\n"]).collect()
}

/// Returns a line that ends in an expression, which goes into brackets where the line is too long.
pub(super) fn ending(indent: usize, beginning: &str, expression: &str) -> String {
    let space = " ".repeat(indent);
    if indent + beginning.len() + expression.len() <= WIDTH {
        return format!("{space}{beginning}{expression}\n");
    }
    format!("{space}{beginning}(\n{space}    {expression}\n{space})\n")
}

/// Returns a text in lines of at most 88 characters, the first shortened by `taken`.
pub(super) fn wrapped(text: &str, taken: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = taken;
    for word in text.split(' ') {
        let line = lines.last().map_or(0, String::len);
        if line > 0 && used + line + 1 + word.len() > WIDTH {
            used = 0;
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{assignment, is_plain, literal, wrapped};

    #[test]
    fn only_plain_texts_stand_in_code() {
        assert!(is_plain("I'm sorry, but (as an AI) 100% & more: #1!"));
        for text in ["{{x}}", "{", "a\nb", "\"", "\\", "é", "file://x", "`", "$", "<", "_", &"x".repeat(81)] {
            assert!(!is_plain(text), "{text}");
        }
        assert_eq!(literal(&json!({"words": 5, "text": ["a"]})).unwrap(), "{\"words\": 5, \"text\": [\"a\"]}");
        assert_eq!(literal(&json!(["a", "{"])), None);
    }

    #[test]
    fn long_values_are_split_as_ruff_has_them() {
        let text = "x".repeat(80);
        assert_eq!(assignment("TEXT", &json!(text)).unwrap(), format!("TEXT = (\n    \"{text}\"\n)"));
        let two = assignment("TEXTS", &json!(["a".repeat(40), "b".repeat(40)])).unwrap();
        assert_eq!(two, format!("TEXTS = [\n    \"{}\",\n    \"{}\",\n]", "a".repeat(40), "b".repeat(40)));
    }

    #[test]
    fn words_go_on_the_next_line() {
        assert_eq!(wrapped(&format!("{} b", "a".repeat(85)), 3), format!("{}\nb", "a".repeat(85)));
        assert_eq!(wrapped("a b", 3), "a b");
    }
}
