//! Turns in one text as chat templates of models write them: `ChatML`, Llama 2 and 3, Gemma, Zephyr and Phi.

use crate::domain::{Message, Role};

/// The words around a turn.
struct Template {
    /// What stands before the role, between it and the text, and behind the text.
    begin: &'static str,
    middle: &'static str,
    end: &'static str,
}

const TEMPLATES: [Template; 4] = [
    Template { begin: "<|im_start|>", middle: "\n", end: "<|im_end|>" },
    Template { begin: "<|start_header_id|>", middle: "<|end_header_id|>", end: "<|eot_id|>" },
    Template { begin: "<start_of_turn>", middle: "\n", end: "<end_of_turn>" },
    Template { begin: "<|", middle: "|>", end: "" },
];

/// Marks before the first turn.
const BEFORE: [&str; 4] = ["<|begin_of_text|>", "<bos>", "<s>", "<|endoftext|>"];
/// Marks behind the last.
const BEHIND: [&str; 8] =
    ["<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>", "</s>", "<|endoftext|>", "<|end_of_text|>", "<eos>"];

/// Returns the turns that a text holds in a chat template. A last turn of the assistant without a text is the place for
/// the answer.
pub(crate) fn turns(text: &str) -> Option<Vec<Message>> {
    let text = without_marks(text.trim_start());
    if !text.starts_with(['<', '[']) {
        return None;
    }
    let found = TEMPLATES.iter().find_map(|template| template.turns(text)).or_else(|| instructions(text));
    let mut turns = found.filter(|turns| turns.iter().any(|turn| turn.role == Role::User))?;
    turns.pop_if(|turn| turn.role == Role::Assistant && turn.plain().is_empty());
    Some(turns)
}

/// Returns a text without the mark that ends a turn.
pub(crate) fn without_end(text: &str) -> &str {
    let mut text = text;
    while let Some(rest) = BEHIND.iter().find_map(|mark| text.trim_end().strip_suffix(mark)) {
        text = rest;
    }
    text
}

fn without_marks(text: &str) -> &str {
    let mut text = text;
    while let Some(rest) = BEFORE.iter().find_map(|mark| text.strip_prefix(mark)) {
        text = rest.trim_start();
    }
    text
}

fn role(word: &str) -> Option<Role> {
    Some(match word.trim() {
        "system" => Role::System,
        "user" => Role::User,
        "assistant" | "model" => Role::Assistant,
        "tool" | "ipython" | "function" | "observation" => Role::Tool,
        _ => return None,
    })
}

impl Template {
    fn turns(&self, text: &str) -> Option<Vec<Message>> {
        let mut turns = Vec::new();
        for piece in text.strip_prefix(self.begin)?.split(self.begin) {
            let (name, said) = piece.split_once(self.middle).unwrap_or((piece, ""));
            let begun = role(name);
            match (begun, turns.last_mut()) {
                (Some(role), _) => {
                    let said = if self.end.is_empty() { said } else { said.split(self.end).next().unwrap_or(said) };
                    turns.push(Message::text(role, without_end(said).trim()));
                }
                // The word stands within what is said; the last template ends its turns with such marks.
                (None, Some(_)) if self.end.is_empty() && BEHIND.iter().any(|mark| mark.contains(name)) => {}
                (None, _) => return None,
            }
        }
        Some(turns)
    }
}

/// `[INST] <<SYS>> … <</SYS>> asked [/INST] said </s>`.
fn instructions(text: &str) -> Option<Vec<Message>> {
    let mut turns = Vec::new();
    for piece in text.strip_prefix("[INST]")?.split("[INST]") {
        let (asked, said) = piece.split_once("[/INST]")?;
        let asked = asked.trim();
        let asked = match asked.strip_prefix("<<SYS>>").and_then(|rest| rest.split_once("<</SYS>>")) {
            Some((system, asked)) => {
                turns.push(Message::text(Role::System, system.trim()));
                asked.trim()
            }
            None => asked,
        };
        turns.push(Message::text(Role::User, asked));
        let said = said.trim_end();
        let said = without_end(said.strip_suffix("<s>").unwrap_or(said)).trim();
        turns.push(Message::text(Role::Assistant, said));
    }
    Some(turns)
}

#[cfg(test)]
mod tests {
    use super::turns;
    use crate::domain::Role;

    fn told(text: &str) -> Option<Vec<(Role, String)>> {
        Some(turns(text)?.into_iter().map(|turn| (turn.role.clone(), turn.plain())).collect())
    }

    #[test]
    fn every_template_gives_the_same_turns() {
        let expected = [(Role::System, "Be brief."), (Role::User, "Hi?"), (Role::Assistant, "Hello.\n\nYou.")];
        let expected: Vec<_> = expected.into_iter().map(|(role, text)| (role, text.to_owned())).collect();
        for text in [
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi?<|im_end|>\n<|im_start|>assistant\nHello.\n\nYou.<|im_end|>\n",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.\n\nYou.<|eot_id|>",
            "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi? [/INST] Hello.\n\nYou. </s>",
            "<|system|>\nBe brief.</s>\n<|user|>\nHi?</s>\n<|assistant|>\nHello.\n\nYou.</s>",
            "<|system|>\nBe brief.<|end|>\n<|user|>\nHi?<|end|>\n<|assistant|>\nHello.\n\nYou.<|end|>",
        ] {
            assert_eq!(told(text).as_ref(), Some(&expected), "{text}");
        }
    }

    #[test]
    fn the_place_for_the_answer_is_no_turn_and_other_texts_are_none() {
        let asked = told("<bos><start_of_turn>user\nHi?<end_of_turn>\n<start_of_turn>model\n").unwrap();
        assert_eq!(asked, [(Role::User, "Hi?".to_owned())]);
        for text in ["<p>Hi</p>", "What is <|im_start|>?", "[INST", "<|im_start|>", "<|unknown|>x", "[1, 2]"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
