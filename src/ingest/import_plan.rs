//! What the user asked for, read and checked before the file is opened: format, `--map`, `--set`, `--label`.

use std::sync::Arc;

use super::columns::TimeRules;
use super::doubt::Doubt;
use super::field_names::{Field, meaning, normalized};
use super::formats::{self, FORMATS, Format, GENERIC};
use super::frame::{ListPaths, Wanted, open};
use super::json::{Fields, Value};
use super::label::{Columns, RowFields};
use super::paths::{EntryFilter, FieldPath, Join, Made, TurnKeys, take_out};
use super::record::{RecordBuilder, exchange};
use super::{ImportOptions, JoinedFile, SpanView};
use crate::domain::spelling::nearest;
use crate::domain::{Content, RawJson, Untrusted};
use crate::error::{Problem, Result};

/// Checked import options.
pub(super) struct ImportPlan {
    /// The format that was asked for.
    pub(super) format: Option<&'static Format>,
    pub(super) maps: Vec<FieldMap>,
    sets: Vec<Setting>,
    /// The columns with judgements.
    pub(super) columns: Columns,
    /// What of a row belongs to its judgement.
    pub(super) rows: RowFields,
    pub(super) spans: SpanView,
    /// Where the list of records stands.
    pub(super) records: Option<FieldPath>,
    pub(super) filter: EntryFilter,
    pub(super) times: TimeRules,
    turns: TurnKeys,
    pub(super) join: Option<Arc<Join>>,
    /// Whether input or output are mapped, so that records are not read by their shape.
    pub(super) is_mapped: bool,
}

/// One `--map`.
pub(super) struct FieldMap {
    pub(super) field: Field,
    pub(super) path: FieldPath,
}

/// One `--set`.
enum Setting {
    Field(Field, String),
    Meta(String, RawJson),
}

impl ImportPlan {
    pub(super) fn new(options: &ImportOptions) -> Result<Self> {
        let mut pairs = options.map.clone();
        let turns = TurnKeys::new(&mut pairs, options.split.as_deref())?;
        let maps = pairs.iter().map(|(field, path)| map(field, path)).collect::<Result<Vec<_>>>()?;
        let is_mapped = maps.iter().any(|map| matches!(map.field, Field::Input | Field::Output | Field::Messages));
        Ok(Self {
            format: options.format.as_deref().map(format_named).transpose()?.flatten(),
            is_mapped,
            spans: options.spans,
            maps,
            sets: options.set.iter().map(|(key, value)| set(key, value)).collect::<Result<_>>()?,
            columns: Columns::new(options)?,
            rows: options.rows,
            records: options.records.as_deref().map(|path| FieldPath::parse(path.trim())).transpose()?,
            filter: EntryFilter::new(&options.wheres)?,
            times: TimeRules::new(options.time_format.as_deref(), options.timezone.as_deref())?,
            turns,
            join: options.join.as_ref().map(join).transpose()?,
        })
    }

    /// Returns the format that every entry is read with, where options say so.
    pub(super) fn given_format(&self) -> Option<&'static Format> {
        let forced = self.format.filter(|format| format.delimiters().is_none());
        forced.or(self.is_mapped.then_some(GENERIC))
    }

    /// Returns whether no option says how entries are read.
    pub(super) fn is_plain(&self) -> bool {
        let is_told = !self.maps.is_empty() || !self.sets.is_empty() || self.columns.paths().next().is_some();
        !is_told && !self.is_expanding() && self.filter.is_empty() && self.turns.is_empty()
    }

    /// Returns where a file that is one object holds its list of records.
    pub(super) fn lists(&self) -> ListPaths {
        match &self.records {
            Some(path) => ListPaths::Given(path.typed.clone()),
            None => formats::lists(),
        }
    }

    /// Returns what is doubtful about the files together.
    pub(super) fn doubts(&self) -> Vec<Doubt> {
        self.join.as_ref().map(|join| join.doubts()).unwrap_or_default()
    }

    /// Returns whether an entry may stand for others, see `expanded`.
    pub(super) fn is_expanding(&self) -> bool {
        self.records.is_some() || self.join.is_some() || (!self.turns.is_empty() && !self.is_mapped)
    }

    /// Returns the entries that an entry stands for, where options say that it is not one itself: the elements of a list
    /// in it, it with its partners in another file, or it with other keys. `None` where it is one itself.
    pub(super) fn expanded(&self, fields: &Fields<'_>, is_element: bool) -> Option<Vec<Made>> {
        let is_row = !self.turns.is_empty() && !self.is_mapped;
        let list = self.records.as_ref().filter(|_| !is_element);
        if list.is_none() && self.join.is_none() && !is_row {
            return None;
        }
        let mut entries: Vec<Made> = match list {
            Some(path) => {
                let found = path.find(fields)?;
                let list = found.value().openable()?;
                let elements = Value::Json(&list).elements()?;
                elements.into_iter().map(|element| Made::Element(element.source().to_owned())).collect()
            }
            None => vec![Made::of(fields)],
        };
        if let Some(join) = &self.join {
            entries = entries.into_iter().flat_map(|entry| join.joined(entry)).collect();
        }
        if is_row {
            entries =
                entries.iter().map(|entry| Some(self.turns.renamed(entry.fields().ok()?))).collect::<Option<_>>()?;
        }
        Some(entries)
    }

    /// Puts mapped values into the builder before anything else is read. What was mapped leaves the other fields; what
    /// is left of the objects around it becomes meta fields. With `keeps_shape` nothing leaves: the format knows its
    /// entries by their fields. Returns the places of those `--map` that were found.
    pub(super) fn apply_maps(
        &self,
        fields: &mut Fields<'_>,
        builder: &mut RecordBuilder,
        keeps_shape: bool,
    ) -> Vec<usize> {
        let (mut found, mut hits) = (Vec::new(), Vec::new());
        for (place, map) in self.maps.iter().enumerate() {
            if let Some(value) = map.path.find(fields) {
                hits.push(place);
                found.push((map, value));
            }
        }
        // A response that is the output brings a model and tokens too: what is mapped itself comes before.
        found.sort_by_key(|(map, _)| map.field == Field::Output);
        let mut taken = Vec::new();
        builder.is_told = true;
        for (map, value) in found {
            let turns = (map.field == Field::Messages && !self.turns.is_empty())
                .then(|| self.turns.rewritten(value.value()))
                .flatten();
            let logged = turns.as_deref().map_or(value.value(), Value::Json);
            let is_answer = map.field == Field::Output && !builder.is_set(Field::Output);
            let is_body = is_answer && exchange::put_mapped_answer(builder, &map.path.typed, logged);
            if is_body || builder.put(map.field, &map.path.typed, logged) {
                taken.extend(value.trails);
            }
        }
        builder.is_told = false;
        if !keeps_shape && !taken.is_empty() {
            for (key, rest) in take_out(fields, &taken) {
                builder.keep(&key, rest);
            }
        }
        for map in &self.maps {
            builder.close(map.field);
        }
        if !self.maps.is_empty() {
            builder.remember_told();
        }
        hits
    }

    /// Sets the `--set` values in a finished content.
    pub(super) fn apply_sets(&self, content: &mut Content) {
        for setting in &self.sets {
            match setting {
                Setting::Field(field, value) => set_field(*field, value, content),
                Setting::Meta(key, value) => match content.meta.iter_mut().find(|(name, _)| name.raw() == key) {
                    Some((_, old)) => *old = value.clone(),
                    None => content.meta.push((key.as_str().into(), value.clone())),
                },
            }
        }
    }
}

/// Opens and reads the second file of `--join`, where that was not done before.
fn join(file: &JoinedFile) -> Result<Arc<Join>> {
    if let Some(read) = file.entries.get() {
        read.start_again();
        return Ok(Arc::clone(read));
    }
    let entries = open(&file.path, &Wanted::default(), formats::lists())?;
    let read = Arc::new(Join::new(entries, &file.path, &file.on)?);
    Ok(Arc::clone(file.entries.get_or_init(|| read)))
}

fn format_named(name: &str) -> Result<Option<&'static Format>> {
    if name == "auto" {
        return Ok(None);
    }
    formats::named(name).map(Some).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        let hint = nearest(name, names.iter().copied()).map_or_else(
            || format!("Formats are: auto, {}.", names.join(", ")),
            |near| format!("Did you mean `{near}`?"),
        );
        Problem::usage(format!("There is no log format `{name}`.")).hint(hint)
    })
}

fn map(field: &str, path: &str) -> Result<FieldMap> {
    let words = Field::words();
    let Some(known) = Field::from_word(field.trim()) else {
        let hint = match nearest(field, words.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`? The fields are: {}.", words.join(", ")),
            None => format!("The fields are: {}.", words.join(", ")),
        };
        return Err(Problem::usage(format!("A record has no field `{field}` to map `{path}` to.")).hint(hint));
    };
    Ok(FieldMap { field: known, path: FieldPath::parse(path.trim())? })
}

fn set(key: &str, value: &str) -> Result<Setting> {
    let key = key.trim();
    if key.is_empty() {
        return Err(Problem::usage(format!("`={value}` sets no field.")).hint("Write it as KEY=VALUE."));
    }
    let field = Field::from_word(key).or_else(|| meaning(&normalized(key)).map(|(field, _)| field));
    match field {
        Some(Field::Input | Field::Output | Field::Messages | Field::System | Field::Id) => {
            Err(Problem::usage(format!("`{key}` cannot be the same for all records."))
                .hint("Set what they share: model, prompt, conversation, or any field of your own."))
        }
        Some(
            known @ (Field::Model
            | Field::Prompt
            | Field::Conversation
            | Field::FinishReason
            | Field::Expected
            | Field::Error),
        ) => Ok(Setting::Field(known, value.to_owned())),
        Some(Field::Time) => {
            let is_time = crate::domain::Time::parse(value).is_some();
            is_time.then(|| Setting::Field(Field::Time, value.to_owned())).ok_or_else(|| {
                Problem::usage(format!("`{value}` is not a time."))
                    .hint("Write it as 2026-11-23T08:14:00Z or 2026-11-23.")
            })
        }
        Some(
            Field::PromptName
            | Field::Latency
            | Field::TokensIn
            | Field::TokensOut
            | Field::Cost
            | Field::Note
            | Field::Tools
            | Field::Usage
            | Field::Meta,
        )
        | None => Ok(Setting::Meta(key.to_owned(), RawJson::string(value))),
    }
}

fn set_field(field: Field, value: &str, content: &mut Content) {
    let text = Some(Untrusted::new(value));
    match field {
        Field::Model => content.model = text,
        Field::Prompt => content.prompt_version = text,
        Field::Conversation => content.conversation = text,
        Field::FinishReason => content.finish_reason = text,
        Field::Expected => content.expected = text,
        Field::Error => content.error = text,
        Field::Time => content.time = crate::domain::Time::parse(value),
        _ => {}
    }
}

/// Returns the problem of a path that no record has.
pub(super) fn path_not_found(map: &FieldMap, name: &str, keys: &[String]) -> Problem {
    Problem::input(format!("No record of {name} has `{}` for {}.", map.path.typed, map.field.word()))
        .hint(format!("The first record has: {}.", keys.join(", ")))
}
