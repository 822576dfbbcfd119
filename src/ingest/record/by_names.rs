//! Reads an object, or a row of a table, whose fields are known by their names.

use std::cmp::Reverse;

use super::judged::take_judged;
use super::names;
use super::record_builder::RecordBuilder;
use crate::ingest::field_names::{Field, is_called, meaning_of};
use crate::ingest::json::{Fields, Kind};

/// A field of the log that may serve as one of ours.
struct Candidate {
    field: Field,
    /// Whether it is what a prompt was filled with: see [`names::is_aside`].
    is_aside: bool,
    rank: usize,
    place: usize,
}

/// Fields in the order in which they are decided: an input depends on whether there are messages.
const ORDER: [Field; 18] = [
    Field::Messages,
    Field::Output,
    Field::Input,
    Field::System,
    Field::Expected,
    Field::Id,
    Field::Conversation,
    Field::Time,
    Field::Model,
    Field::Prompt,
    Field::PromptName,
    Field::Latency,
    Field::TokensIn,
    Field::TokensOut,
    Field::Cost,
    Field::FinishReason,
    Field::Error,
    Field::Tools,
];

/// Reads what is left of `fields`; whatever has no place goes to the meta fields.
pub(crate) fn read_by_names(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let has_text = [Field::Input, Field::Output, Field::Messages].into_iter().any(|field| builder.is_set(field));
    let wrapper = if has_text { None } else { names::wrapper(fields) };
    if let Some(wrapper) = &wrapper {
        fields.spread(wrapper);
    }
    let wrapper = wrapper.as_deref();
    take_judged(fields, builder);
    let mut candidates: Vec<Candidate> = Vec::with_capacity(fields.len());
    let mut metas: Vec<usize> = Vec::new();
    for (place, (key, value)) in fields.iter().enumerate() {
        if let Some((field, rank)) = names::meaning_within(key, wrapper) {
            // A list of turns in one log, the name of a conversation in another.
            let is_named = field == Field::Messages && is_called(key, "conversation") && value.scalar().is_some();
            let field = if is_named { Field::Conversation } else { field };
            candidates.push(Candidate { field, is_aside: names::is_aside(field, value), rank, place });
            metas.extend((field == Field::Meta).then_some(place));
        }
    }
    // Of a key that occurs twice the last counts, as everywhere.
    candidates.sort_unstable_by_key(|candidate| (candidate.is_aside, candidate.rank, Reverse(candidate.place)));
    let mut is_used = vec![false; fields.len()];
    let mut mark = |place: usize| {
        if let Some(used) = is_used.get_mut(place) {
            *used = true;
        }
    };
    alpaca(fields, &candidates, builder, &mut mark);
    speakers(fields, &candidates, builder, &mut mark);
    let asks_in_object = |candidate: &Candidate| {
        let asked = fields.at(candidate.place).filter(|_| candidate.field == Field::Input);
        asked.is_some_and(|(_, value)| value.members().is_some_and(|inner| inner.len() == 1))
    };
    let is_framed = candidates.iter().any(asks_in_object);
    for field in ORDER {
        for candidate in candidates.iter().filter(|candidate| candidate.field == field) {
            let Some((key, value)) = fields.at(candidate.place) else { continue };
            if names::is_verdict(fields, builder, field, key, value) {
                continue;
            }
            if value.is_null() || names::is_missing(field, value) {
                mark(candidate.place);
            } else if names::put(builder, field, key, value, is_framed) {
                mark(candidate.place);
                break;
            }
        }
    }
    if let Some(place) = names::put_right_answer(fields, builder) {
        mark(place);
    }
    if builder.is_set(Field::Output)
        && let Some(place) = names::put_task(fields, builder)
    {
        mark(place);
    }
    names::put_duration(fields, builder);
    for candidate in candidates.iter().filter(|candidate| candidate.field == Field::Usage) {
        if let Some((key, value)) = fields.at(candidate.place)
            && builder.put(Field::Usage, key, value)
        {
            mark(candidate.place);
        }
    }
    for (place, (key, value)) in fields.iter().enumerate() {
        if is_used.get(place) == Some(&true) {
            continue;
        }
        match if metas.contains(&place) { value.members() } else { None } {
            Some(inner) => flatten(key, &inner, fields, builder),
            None => builder.keep(key, value.kept()),
        }
    }
}

/// Reads Alpaca's three fields: the prompt is the instruction, then the input where it is not empty.
fn alpaca(fields: &Fields<'_>, candidates: &[Candidate], builder: &mut RecordBuilder, mark: &mut impl FnMut(usize)) {
    let find = |name: &str| {
        let mut places = candidates.iter().filter(|candidate| candidate.field == Field::Input);
        places.find_map(|candidate| {
            let (key, value) = fields.at(candidate.place)?;
            is_called(key, name).then_some((candidate.place, key, value))
        })
    };
    let Some((first, instruction_key, instruction)) = find("instruction") else { return };
    let Some((second, input_key, input)) = find("input") else { return };
    if builder.is_set(Field::Input)
        || builder.is_closed(Field::Input)
        || builder.is_set(Field::Messages)
        || instruction.kind() != Kind::String
    {
        return;
    }
    if matches!(input.kind(), Kind::Array | Kind::Object) {
        return;
    }
    let (mut text, more) = (instruction.plain(), input.plain());
    if !more.is_empty() {
        text.push_str("\n\n");
        text.push_str(&more);
    }
    builder.put_question(&format!("{instruction_key} + {input_key}"), text);
    mark(first);
    mark(second);
}

/// Reads columns named after the two speakers. Alone such a name may be anything: `user` is often an id.
fn speakers(fields: &Fields<'_>, candidates: &[Candidate], builder: &mut RecordBuilder, mark: &mut impl FnMut(usize)) {
    const PAIRS: [(&str, &str); 8] = [
        ("user", "assistant"),
        ("usermessage", "assistantmessage"),
        ("humanmessage", "aimessage"),
        ("human", "assistant"),
        ("human", "ai"),
        ("human", "gpt"),
        ("user", "bot"),
        ("usermessage", "botmessage"),
    ];
    let find = |name: &str| {
        let places = fields.iter().enumerate().filter(|(_, (key, _))| is_called(key, name));
        places.last().map(|(place, (key, value))| (place, key, value))
    };
    let has_output = candidates.iter().any(|candidate| candidate.field == Field::Output);
    if has_output || builder.is_set(Field::Output) || builder.is_closed(Field::Output) {
        return;
    }
    for (user, assistant) in PAIRS {
        if let (Some((first, user_key, asked)), Some((second, assistant_key, said))) = (find(user), find(assistant)) {
            for (field, place, key, value) in
                [(Field::Input, first, user_key, asked), (Field::Output, second, assistant_key, said)]
            {
                if value.is_null() || names::put(builder, field, key, value, false) {
                    mark(place);
                }
            }
            return;
        }
    }
}

/// Takes the members of a `metadata` object up into the meta fields; what is known by name there finds its place where
/// the record itself had nothing for it.
fn flatten(key: &str, inner: &Fields<'_>, outer: &Fields<'_>, builder: &mut RecordBuilder) {
    for (name, value) in inner.iter() {
        let field = meaning_of(name).map(|(field, _)| field);
        let path = [key, ".", name].concat();
        if let Some(field) = field.filter(|field| names::MAY_BE_TAKEN.contains(field))
            && builder.put(field, &path, value)
        {
            continue;
        }
        let name = if outer.has(name) { path.as_str() } else { name };
        builder.keep(name, value.kept());
    }
}
