//! Which texts of a record are whose: the user's own words, the answer, tools, the whole input.

use crate::domain::records::{Message, Part, plain_text};
use crate::domain::{Content, Role};

/// Visits the texts that the user wrote: the turns of people, without what tools answered in their name.
pub(crate) fn user(content: &Content, visit: &mut dyn FnMut(&str) -> bool) -> bool {
    let is_user = |message: &&Message| match message.role {
        Role::User | Role::Other(_) => true,
        Role::System | Role::Assistant | Role::Tool => false,
    };
    content.messages.iter().filter(is_user).any(|message| {
        if message.parts.iter().any(is_tool) {
            let own: Vec<Part> = message.parts.iter().filter(|part| !is_tool(part)).cloned().collect();
            visit(&plain_text(&own))
        } else if let [Part::Text(only)] = message.parts.as_slice() {
            visit(only.raw())
        } else {
            visit(&message.plain())
        }
    })
}

/// Visits the texts of the output.
pub(crate) fn output(content: &Content, visit: &mut dyn FnMut(&str) -> bool) -> bool {
    visit(content.output.raw()) || (!content.output_parts.is_empty() && visit(&plain_text(&content.output_parts)))
}

/// Visits the texts of the input: every turn, system prompt and history too.
pub(crate) fn input(content: &Content, visit: &mut dyn FnMut(&str) -> bool) -> bool {
    content.messages.iter().any(|message| visit(&message.plain()))
}

/// Visits what tools were asked and what they answered, in input and output.
pub(crate) fn tools(content: &Content, visit: &mut dyn FnMut(&str) -> bool) -> bool {
    content.messages.iter().any(|message| {
        if message.role == Role::Tool { visit(&message.plain()) } else { of_tools(&message.parts, visit) }
    }) || of_tools(&content.output_parts, visit)
}

fn of_tools(parts: &[Part], visit: &mut dyn FnMut(&str) -> bool) -> bool {
    parts.iter().filter(|part| is_tool(part)).any(|part| visit(&plain_text(std::slice::from_ref(part))))
}

const fn is_tool(part: &Part) -> bool {
    matches!(part, Part::ToolCall { .. } | Part::ToolResult { .. })
}
