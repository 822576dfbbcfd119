//! `[[command]]` in the user's settings: a program on a key, as an argument list that no shell reads.

use toml::Value;

use crate::command::OwnCommand;
use crate::error::{Problem, Result};

/// Reads the list of commands.
///
/// # Errors
/// A `Usage` problem for one that lacks a part, or whose program is found from the folder that gemba runs in.
pub(super) fn read(key: &str, value: &Value) -> Result<Vec<OwnCommand>> {
    let example = "Write [[command]], then key = \"B\", title = \"Open a ticket\", argv = [\"ticket\", \"new\"].";
    let wrong = |what: String| Problem::usage(format!("`{key}` {what}.")).hint(example);
    let list = value.as_array().ok_or_else(|| wrong(format!("is {}, but should be a list", value.type_str())))?;
    let mut commands = Vec::new();
    for (item, number) in list.iter().zip(1..) {
        let table = item.as_table().ok_or_else(|| wrong(format!("number {number} is not a table")))?;
        if let Some(unknown) = table.keys().find(|part| !["key", "title", "argv"].contains(&part.as_str())) {
            return Err(wrong(format!("number {number} has a part `{}`, which is unknown", unknown.escape_default())));
        }
        let text = |part: &str| {
            let text = table.get(part).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned).ok_or_else(|| wrong(format!("number {number} has no `{part}` that is text")))
        };
        let words = table.get("argv").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let argv: Option<Vec<String>> = words.iter().map(|word| word.as_str().map(str::to_owned)).collect();
        let argv = argv.filter(|argv| argv.first().is_some_and(|program| !program.is_empty()));
        let argv = argv.ok_or_else(|| wrong(format!("number {number} has no `argv` that is a list of texts")))?;
        let program = argv.first().map(String::as_str).unwrap_or_default();
        if program.contains('/') && !program.starts_with('/') {
            return Err(Problem::usage(format!("`{key}` number {number}: `{program}` depends on the folder."))
                .hint("Name a program on your PATH, or its whole path: a workspace must not bring the program."));
        }
        commands.push(OwnCommand { key: text("key")?, title: text("title")?, argv });
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::super::file::File;

    #[test]
    fn commands_are_read_and_what_a_workspace_could_bring_is_refused() {
        let read = |text: &str| File::parse(text).map(|file| file.command.unwrap());
        let commands = read("[[command]]\nkey = 'B'\ntitle = 'Ticket'\nargv = ['ticket', 'new']").unwrap();
        assert_eq!((commands[0].key.as_str(), commands[0].argv.len()), ("B", 2));
        for wrong in [
            "command = 3",
            "[[command]]\nkey = 'B'\ntitle = 'T'",
            "[[command]]\nkey = 'B'\ntitle = 'T'\nargv = 'sh -c x'",
            "[[command]]\nkey = 'B'\ntitle = 'T'\nargv = ['./x']",
            "[[command]]\nkey = 'B'\ntitle = 'T'\nargv = ['x']\nshell = true",
        ] {
            let problem = read(wrong).unwrap_err();
            assert!(!problem.hints.is_empty(), "{problem}");
        }
    }
}
