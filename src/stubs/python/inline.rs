//! The kinds that stand inline in Python: one expression each, with the message when it does not hold.
//!
//! Each has gemba's own verdict on every case; the exception is named where it is made (`is_json`).

use serde_json::Value;

/// One check that is to be written.
pub(super) struct Wanted<'a> {
    /// Its parameters, as gemba exports them for Python.
    pub(super) params: &'a Value,
    /// Whether the expression was typed with flags, or is to ignore case.
    pub(super) has_flags: bool,
    /// The outputs of its cases.
    pub(super) outputs: &'a [&'a str],
    /// What its names end in, where several checks stand in one module.
    pub(super) suffix: &'a str,
}

/// A check in a line.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Modules of the standard library that it imports.
    pub(super) imports: &'static [&'static str],
    /// What it imports from `typing`.
    pub(super) typing: Option<&'static str>,
    /// A parameter: the name of its constant, the name of the parameter, its type and its value.
    pub(super) constant: Option<(String, &'static str, &'static str, Value)>,
    /// Functions that it calls.
    pub(super) functions: &'static str,
    /// A name, and what it is set to before.
    pub(super) found: Option<(String, String)>,
    /// What holds when there is no objection.
    pub(super) passes: String,
    /// What holds when there is one.
    pub(super) fails: String,
    /// The objection: an f-string, or a name.
    pub(super) message: String,
}

const BEGINS: &str = "begins {output[:60]!a}";

/// Returns the parameter `text` as a constant, unless case is ignored.
fn text(wanted: &Wanted<'_>) -> Option<(String, Inline)> {
    let ignores_case = wanted.params.get("ignore-case").is_some();
    let value = wanted.params.get("text").filter(|_| !ignores_case)?;
    let (base, kind) = if value.is_array() { ("TEXTS", "list[str]") } else { ("TEXT", "str") };
    let name = format!("{base}{}", wanted.suffix);
    let constant = Some((name.clone(), "text", kind, value.clone()));
    Some((name, Inline { constant, ..Inline::default() }))
}

fn compared(wanted: &Wanted<'_>, passes: &str, fails: &str, message: &str) -> Option<Inline> {
    let (name, inline) = text(wanted)?;
    let named = |code: &str| code.replace('$', &name);
    Some(Inline { passes: named(passes), fails: named(fails), message: named(message), ..inline })
}

pub(super) fn contains(wanted: &Wanted<'_>) -> Option<Inline> {
    compared(wanted, "$ in output", "$ not in output", &format!("f\"does not hold {{$!a}}: {BEGINS}\""))
}

pub(super) fn not_contains(wanted: &Wanted<'_>) -> Option<Inline> {
    let at = format!("at{}", wanted.suffix);
    let message = format!("f\"holds {{$!a}} at character {{{at}}}: {{output[{at} : {at} + 60]!a}}\"");
    let inline = compared(wanted, &format!("{at} < 0"), &format!("{at} >= 0"), &message)?;
    let (name, ..) = inline.constant.as_ref()?;
    Some(Inline { found: Some((at, format!("output.find({name})"))), ..inline })
}

pub(super) fn contains_any(wanted: &Wanted<'_>) -> Option<Inline> {
    let any = "any(text in output for text in $)";
    compared(wanted, any, &format!("not {any}"), &format!("f\"holds none of {{$!a}}: {BEGINS}\""))
}

pub(super) fn contains_all(wanted: &Wanted<'_>) -> Option<Inline> {
    let missing = format!("missing{}", wanted.suffix);
    let message = format!("f\"does not hold {{{missing}!a}}: {BEGINS}\"");
    let inline = compared(wanted, &format!("not {missing}"), &missing, &message)?;
    let (name, ..) = inline.constant.as_ref()?;
    let list = format!("[text for text in {name} if text not in output]");
    Some(Inline { found: Some((missing, list)), ..inline })
}

pub(super) fn equals(wanted: &Wanted<'_>) -> Option<Inline> {
    compared(wanted, "output == $", "output != $", &format!("f\"is not {{$!a}}: {BEGINS}\""))
}

pub(super) fn starts_with(wanted: &Wanted<'_>) -> Option<Inline> {
    let starts = "output.startswith($)";
    let message = "f\"does not begin with {$!a}: begins {output[:60]!a}\"";
    compared(wanted, starts, &format!("not {starts}"), message)
}

pub(super) fn ends_with(wanted: &Wanted<'_>) -> Option<Inline> {
    let ends = "output.endswith($)";
    compared(wanted, ends, &format!("not {ends}"), "f\"does not end with {$!a}: ends {output[-60:]!a}\"")
}

/// Returns the printed expression as a constant, where it is one text: no flags, no long classes.
fn pattern(wanted: &Wanted<'_>) -> Option<(String, Inline)> {
    let printed = wanted.params.get("pattern").filter(|_| !wanted.has_flags)?;
    let pieces = printed.get("pieces")?.as_array()?;
    let joined: Option<String> = pieces.iter().map(Value::as_str).collect();
    let name = format!("PATTERN{}", wanted.suffix);
    let constant = Some((name.clone(), "pattern", "str", joined?.into()));
    Some((name, Inline { imports: &["re"], constant, ..Inline::default() }))
}

pub(super) fn regex(wanted: &Wanted<'_>) -> Option<Inline> {
    let (name, inline) = pattern(wanted)?;
    let passes = format!("re.search({name}, output)");
    let message = format!("f\"has no match of {{{name}!a}}: {BEGINS}\"");
    Some(Inline { fails: format!("not {passes}"), passes, message, ..inline })
}

pub(super) fn not_regex(wanted: &Wanted<'_>) -> Option<Inline> {
    let (name, inline) = pattern(wanted)?;
    let found = format!("found{}", wanted.suffix);
    Some(Inline {
        passes: format!("not {found}"),
        message: format!("f\"holds {{{found}[0]!a}} at character {{{found}.start()}}\""),
        fails: found.clone(),
        found: Some((found, format!("re.search({name}, output)"))),
        ..inline
    })
}

/// The deepest nesting that Python's own reader is asked to go through: near 1000 it gives up on what is JSON.
const DEEPEST: usize = 900;

const JSON_ERROR: &str = "\
def not_json(name: str) -> NoReturn:
    raise ValueError(f\"{name} is not JSON\")


def json_error(output: str) -> str:
    try:
        json.loads(output, parse_constant=not_json, parse_int=str)
    except (ValueError, RecursionError) as error:
        return f\"is not JSON: {error}; begins {output[:60]!a}\"
    return \"\"";

pub(super) fn is_json(wanted: &Wanted<'_>) -> Option<Inline> {
    if wanted.outputs.iter().any(|output| is_deep(output)) {
        return None;
    }
    let error = format!("error{}", wanted.suffix);
    Some(Inline {
        imports: &["json"],
        typing: Some("NoReturn"),
        functions: JSON_ERROR,
        passes: format!("not {error}"),
        fails: error.clone(),
        message: error.clone(),
        found: Some((error, "json_error(output)".to_owned())),
        ..Inline::default()
    })
}

/// Whether a text that is JSON so far opens more brackets than Python's own reader goes into.
fn is_deep(output: &str) -> bool {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in output.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn length(wanted: &Wanted<'_>, sign: &str, opposite: &str, words: &str) -> Option<Inline> {
    let limit = wanted.params.get("chars")?;
    let message = format!("f\"has {{len(output)}} characters, {words} {limit} wanted: {BEGINS}\"");
    Some(Inline {
        passes: format!("len(output) {sign} {limit}"),
        fails: format!("len(output) {opposite} {limit}"),
        message,
        ..Inline::default()
    })
}

pub(super) fn max_length(wanted: &Wanted<'_>) -> Option<Inline> {
    length(wanted, "<=", ">", "at most")
}

pub(super) fn min_length(wanted: &Wanted<'_>) -> Option<Inline> {
    length(wanted, ">=", "<", "at least")
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, is_deep};

    #[test]
    fn only_nesting_makes_an_output_deep() {
        let nest = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(is_deep(&nest(DEEPEST + 1)) && !is_deep(&nest(DEEPEST)));
        assert!(!is_deep(&"[],".repeat(3000)) && !is_deep(&format!("\"\\\"{}\"", "[".repeat(3000))));
    }
}
