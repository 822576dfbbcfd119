//! What the first entries of a log hold: the paths into them, for a person to point at.

use super::detect::{fields, text};
use super::opened::{opened, take_sample};
use super::reshape::reshaped;
use crate::domain::Untrusted;
use crate::error::Result;
use crate::ingest::import_options::ImportOptions;
use crate::ingest::import_plan::ImportPlan;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::paths::joined;
use crate::text::counted;
use crate::views::{LogPath, LogStructure};

/// The most paths of a log that are told.
const MOST: usize = 600;
/// How deep they go.
const DEEPEST: usize = 8;
/// Keys that are texts themselves are no use as a path.
const LONGEST_KEY: usize = 80;
/// The first elements of a list that are looked at.
const ELEMENTS: usize = 8;
/// How many characters of a value are kept.
const SAMPLE: usize = 200;
/// The most different values of a path that are counted, and the longest of them in characters.
const MOST_VALUES: usize = 12;
const LONGEST_VALUE: usize = 32;

/// Returns what the first entries of a log hold, as they are before `--map` takes anything.
///
/// # Errors
/// `Input` where the file cannot be opened; `Usage` for options that mean nothing.
pub fn structure(options: &ImportOptions) -> Result<LogStructure> {
    let mut plan =
        ImportPlan::new(&ImportOptions { map: Vec::new(), split: None, labels: Vec::new(), ..options.clone() })?;
    let mut entries = opened(options, &mut plan)?;
    let (mut sample, is_whole) = take_sample(&mut entries)?;
    if let ([only], true, false) = (sample.as_slice(), is_whole, plan.is_expanding())
        && let Some(records) = reshaped(only)
    {
        sample = records;
    }
    let is_element = entries.outer().is_some();
    let mut tree = Tree::default();
    for entry in &sample {
        let text = text(entry);
        let Some(fields) = fields(entry, &text) else { continue };
        match plan.expanded(&fields, is_element) {
            Some(list) => list.iter().filter_map(|one| one.fields().ok()).for_each(|one| tree.add(&plan, &one)),
            None => tree.add(&plan, &fields),
        }
    }
    Ok(tree.told())
}

#[derive(Default)]
struct Tree {
    entries: u64,
    roots: Vec<Node>,
    size: usize,
    is_cut: bool,
}

/// A step into the entries.
struct Node {
    name: String,
    path: String,
    /// The last entry that it was counted in.
    entry: u64,
    count: u64,
    sample: String,
    /// Its different values; none once they are many.
    values: Option<Vec<(String, u64)>>,
    below: Vec<Node>,
}

impl Tree {
    fn add(&mut self, plan: &ImportPlan, fields: &Fields<'_>) {
        if !plan.filter.takes(fields) {
            return;
        }
        self.entries += 1;
        let mut roots = std::mem::take(&mut self.roots);
        self.members(&mut roots, "", 0, fields);
        self.roots = roots;
    }

    fn members(&mut self, nodes: &mut Vec<Node>, before: &str, depth: usize, fields: &Fields<'_>) {
        for (key, value) in fields.iter() {
            let path = joined(before, key);
            if key.chars().count() > LONGEST_KEY || path.chars().any(char::is_control) {
                self.is_cut = true;
                continue;
            }
            let name = if before.ends_with("[0]") { format!("[0].{key}") } else { key.to_owned() };
            self.step(nodes, &name, path, depth, value);
        }
    }

    /// Takes one step to a value.
    fn step(&mut self, nodes: &mut Vec<Node>, name: &str, path: String, depth: usize, value: Value<'_>) {
        let known = nodes.iter().position(|node| node.path == path);
        if known.is_none() && self.size >= MOST {
            self.is_cut = true;
            return;
        }
        let at = known.unwrap_or_else(|| {
            self.size += 1;
            nodes.push(Node::new(name, path));
            nodes.len() - 1
        });
        if let Some(node) = nodes.get_mut(at) {
            self.value(node, depth, value);
        }
    }

    fn value(&mut self, node: &mut Node, depth: usize, value: Value<'_>) {
        if value.is_null() {
            return;
        }
        if node.entry != self.entries {
            node.entry = self.entries;
            node.count += 1;
        }
        let opened = (depth < DEEPEST).then(|| value.openable()).flatten();
        let inner = opened.as_deref().map(Value::Json);
        let elements = inner.and_then(Value::elements);
        if node.sample.is_empty() {
            node.sample = match (value.kind(), &elements) {
                (Kind::Array, Some(list)) => list_words(list),
                (Kind::Object, _) => "{…}".to_owned(),
                _ => value.plain().chars().take(SAMPLE).collect(),
            };
        }
        node.seen(value);
        let (path, mut below) = (node.path.clone(), std::mem::take(&mut node.below));
        if let Some(members) = inner.and_then(Value::members) {
            self.members(&mut below, &path, depth + 1, &members);
        }
        for (at, element) in elements.iter().flatten().take(ELEMENTS).enumerate() {
            match element.members() {
                Some(members) => self.members(&mut below, &format!("{path}[0]"), depth + 1, &members),
                None if at == 0 => self.step(&mut below, "[0]", format!("{path}[0]"), depth + 1, *element),
                None => {}
            }
        }
        node.below = below;
    }

    fn told(self) -> LogStructure {
        let mut paths = Vec::new();
        for node in self.roots {
            node.told(0, &mut paths);
        }
        LogStructure { entries: self.entries, paths, is_cut: self.is_cut }
    }
}

impl Node {
    fn new(name: &str, path: String) -> Self {
        let (entry, count, sample, values, below) = (0, 0, String::new(), Some(Vec::new()), Vec::new());
        Self { name: name.to_owned(), path, entry, count, sample, values, below }
    }

    /// Counts a value, as long as there are few and short ones.
    fn seen(&mut self, value: Value<'_>) {
        let scalar = value.scalar().filter(|text| text.chars().count() <= LONGEST_VALUE);
        let Some(values) = &mut self.values else { return };
        match scalar {
            Some(text) => {
                let is_full = values.len() == MOST_VALUES;
                match values.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, count)) => *count += 1,
                    None if is_full => self.values = None,
                    None => values.push((text, 1)),
                }
            }
            None => self.values = None,
        }
    }

    fn told(self, depth: usize, paths: &mut Vec<LogPath>) {
        let values = self.values.into_iter().flatten().map(|(text, count)| (Untrusted::new(text), count)).collect();
        let (name, sample) = (Untrusted::new(self.name), Untrusted::new(self.sample));
        paths.push(LogPath { path: self.path, name, depth, count: self.count, sample, values });
        for node in self.below {
            node.told(depth + 1, paths);
        }
    }
}

fn list_words(list: &[Value<'_>]) -> String {
    let of = match list.first().map(|first| first.kind()) {
        None => return "an empty list".to_owned(),
        Some(Kind::Object) => "object",
        Some(Kind::String) => "text",
        Some(Kind::Array) => "list",
        Some(Kind::Null | Kind::Bool | Kind::Number) => "value",
    };
    format!("list of {}", counted(list.len() as u64, of))
}

#[cfg(test)]
mod tests {
    use super::{Tree, structure};
    use crate::ingest::ImportOptions;
    use crate::ingest::import_plan::ImportPlan;
    use crate::ingest::json::Fields;
    use crate::ingest::paths::FieldPath;

    fn tree(entries: &[&str]) -> crate::views::LogStructure {
        let plan = ImportPlan::new(&ImportOptions::default()).unwrap();
        let mut tree = Tree::default();
        for entry in entries {
            tree.add(&plan, &Fields::parse(entry).unwrap());
        }
        tree.told()
    }

    #[test]
    fn every_path_is_told_with_how_many_entries_have_it_and_leads_somewhere() {
        let entries = [
            r#"{"a": {"b.c": 1, "x y": "z"}, "turns": [{"who": "u"}, {"who": "b", "say": "hi"}], "ok": "yes", "n": null}"#,
            r#"{"a": {"b.c": 2}, "turns": [], "ok": "no", "body": "{\"deep\": {\"er\": true}}", "tags": ["t", "u"]}"#,
        ];
        let told = tree(&entries);
        let counts: Vec<(&str, u64)> = told.paths.iter().map(|one| (one.path.as_str(), one.count)).collect();
        assert_eq!(
            counts,
            [
                ("a", 2),
                ("a.b.c", 2),
                ("a.x y", 1),
                ("turns", 2),
                ("turns[0].who", 1),
                ("turns[0].say", 1),
                ("ok", 2),
                ("n", 0),
                ("body", 1),
                ("body.deep", 1),
                ("body.deep.er", 1),
                ("tags", 1),
                ("tags[0]", 1),
            ]
        );
        assert_eq!(told.paths[6].values.len(), 2);
        for path in told.paths.iter().filter(|one| one.count > 0 && one.path != "turns[0].say") {
            let found =
                |entry: &&str| FieldPath::parse(&path.path).unwrap().find(&Fields::parse(entry).unwrap()).is_some();
            assert!(entries.iter().any(&found), "{}", path.path);
        }
    }

    #[test]
    fn a_wide_and_deep_entry_stays_within_bounds() {
        let wide: Vec<String> = (0..5_000).map(|key| format!("\"k{key}\": 1")).collect();
        let told = tree(&[&format!("{{{}}}", wide.join(","))]);
        assert!(told.is_cut && told.paths.len() == super::MOST);
        let deep = format!("{}1{}", r#"{"a":"#.repeat(400), "}".repeat(400));
        assert!(tree(&[&deep]).paths.len() <= super::DEEPEST + 1);
        let hostile = tree(&["{\"a\\u001b[31m\": 1, \"b\": 2}"]);
        assert_eq!((hostile.paths.len(), hostile.is_cut), (1, true));
    }

    #[test]
    fn a_file_that_is_not_there_is_said() {
        assert!(structure(&ImportOptions { path: "/nowhere/x".into(), ..ImportOptions::default() }).is_err());
    }
}
