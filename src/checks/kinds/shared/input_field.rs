//! What a field of the input holds: at a path of the last turn that is JSON, or behind its name in a list of fields.

use serde_json::{Map, Value};

use super::portable::path::{self, Step};
use super::portable::{Content, Message, Problem, Result, case_fold, params, strict_json};

/// The largest whole number that every engine holds exactly.
const LARGEST: f64 = 9_007_199_254_740_992.0;
/// The most digits of a number that is written as a text.
const DIGITS: usize = 9;

/// Brings the path of a field into its one form; refuses none, and the whole input.
pub(crate) fn normalize(word: &str, example: &str, mut given: Map<String, Value>) -> Result<Map<String, Value>> {
    params::require(word, &given, "field", example)?;
    let steps = path::parse(given.get("field").and_then(Value::as_str).unwrap_or_default())?;
    if steps.is_empty() {
        return Err(Problem::usage(format!("The check `{word}` wants a field of the input.")).hint(example.to_owned()));
    }
    given.insert("field".to_owned(), path::print(&steps).into());
    Ok(given)
}

/// Returns what a field holds, of the last turn before the output that has it; `null` is nothing.
pub(crate) fn find(content: &Content, steps: &[Step]) -> Option<Value> {
    content.before_output().iter().rev().find_map(|turn| of_text(&Message::plain(turn), steps))
}

fn of_text(text: &str, steps: &[Step]) -> Option<Value> {
    match strict_json::value(text) {
        Ok(value) => path::follow(&value, steps).filter(|found| !found.is_null()).cloned(),
        Err(_) => match steps {
            [Step::Key(name)] => labelled(text, name).map(Value::from),
            _ => None,
        },
    }
}

/// Returns what stands behind a name and a colon on the first line that begins so, case and marks of lists and emphasis aside.
fn labelled(text: &str, name: &str) -> Option<String> {
    let is_aside = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>' | '-' | '•');
    let name = case_fold::fold(name, true);
    text.split(['\n', '\r']).find_map(|line| {
        let line = line.trim_start_matches(is_aside);
        let length = name.chars().count();
        let byte = line.char_indices().nth(length).map_or(line.len(), |(byte, _)| byte);
        let (label, behind) = line.split_at_checked(byte)?;
        let behind = behind.trim_start_matches(['*', '_']).strip_prefix([':', '：'])?;
        let value = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        let value = value.trim_end().trim_end_matches(['*', '_']);
        (case_fold::fold(label, true) == name && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Returns a value as a text that an output can hold: a text without the blanks around it, a whole number in digits.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(_) => whole(value).map(|number| format!("{number:.0}")),
        _ => None,
    }
}

/// Returns how many a value asks for: a whole number, the same in digits, or the number of its elements.
pub(crate) fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Array(items) => Some(items.len() as u64),
        Value::String(text) => {
            let digits = text.trim();
            let is_number = (1..=DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number)
        }
        Value::Number(_) => {
            let number = whole(value).filter(|number| *number >= 0.0)?;
            format!("{number:.0}").parse().ok()
        }
        _ => None,
    }
}

fn whole(value: &Value) -> Option<f64> {
    // Minus zero is zero.
    value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= LARGEST).map(|number| number + 0.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{count, labelled, of_text, text};
    use crate::checks::portable::path;

    #[test]
    fn a_field_is_read_from_json_or_from_a_list_of_fields() {
        let find = |input: &str, field: &str| of_text(input, &path::parse(field).unwrap());
        assert_eq!(find(" {\"a\": {\"b\": [1, \"x\"]}} ", "a.b[1]"), Some(json!("x")));
        assert_eq!(find("[{\"n\": 2}]", "[0].n"), Some(json!(2)));
        assert_eq!(find("Write this.\n- **Product:** Tea pot \nn: 3", "product"), Some(json!("Tea pot")));
        assert_eq!(find("product name: x\nProduct：é", "product"), Some(json!("é")));
        for (input, field) in
            [("{\"a\": 1}", "b"), ("a: 1", "a.b"), ("a:\n", "a"), ("", "a"), ("a", "a"), ("\"a: 1\"", "a")]
        {
            assert_eq!(find(input, field), None, "{input}");
        }
        assert_eq!(labelled("\u{a0}> **A B** : x", "a b"), None);
        assert_eq!(labelled("\u{a0}> **A B**: x", "a b"), Some("x".to_owned()));
    }

    #[test]
    fn texts_and_numbers_have_one_form() {
        assert_eq!(text(&json!(" x y\n")), Some("x y".to_owned()));
        assert_eq!(
            (text(&json!(-0.0)), text(&json!(12.0)), text(&json!(1.5)), text(&json!(true))),
            (Some("0".to_owned()), Some("12".to_owned()), None, None)
        );
        assert_eq!(
            (count(&json!(3.0)), count(&json!("03")), count(&json!([1, 2])), count(&json!(-1)), count(&json!("x"))),
            (Some(3), Some(3), Some(2), None, None)
        );
    }
}
