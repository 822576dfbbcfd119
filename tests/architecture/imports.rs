//! Which file uses which: `use` trees and paths in code, followed through modules and re-exports to the defining file.
//!
//! A file that only declares modules, re-exports names or lists rows defines nothing that could close a circle.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::source::Source;

/// A path from the crate's root, `domain::filter::parse` in pieces.
type Path = Vec<String>;

/// One name that a `use` brings into a file. A glob has the name `*`.
struct Import {
    name: String,
    path: Path,
}

/// A file as a module.
struct Module<'a> {
    source: &'a Source,
    path: Path,
    imports: Vec<Import>,
    /// The code without its `use` declarations.
    body: String,
    /// The names of all items, at whatever depth.
    items: BTreeSet<String>,
    /// Whether it holds a function, a type or an implementation.
    has_code: bool,
}

/// All modules of a crate and what they define.
pub(super) struct Imports<'a> {
    modules: Vec<Module<'a>>,
    by_path: BTreeMap<Path, usize>,
}

impl<'a> Imports<'a> {
    /// Reads the `use` declarations of all files.
    pub(super) fn of(sources: &'a [Source]) -> Self {
        let modules: Vec<Module> = sources.iter().filter(|source| source.path != "src/main.rs").map(module).collect();
        let by_path = modules.iter().enumerate().map(|(at, module)| (module.path.clone(), at)).collect();
        Self { modules, by_path }
    }

    /// For every file, the other files whose definitions it uses. A `mod.rs` that defines nothing but rows is left out.
    pub(super) fn edges(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut edges = BTreeMap::new();
        let counts = |at: &usize| !self.modules[*at].is_table();
        for (at, module) in self.modules.iter().enumerate().filter(|(at, _)| counts(at)) {
            let imported = module.imports.iter().map(|import| import.path.clone());
            let written = imported.chain(paths(&module.body));
            let used = written.filter_map(|path| self.defining(&self.absolute(at, &path)?, 0));
            let targets: BTreeSet<&str> = used
                .filter(|used| *used != at && counts(used))
                .map(|used| self.modules[used].source.path.as_str())
                .collect();
            edges.insert(module.source.path.as_str(), targets);
        }
        edges
    }

    /// A path as it is written in a file, from the crate's root; `None` for another crate.
    fn absolute(&self, at: usize, path: &[String]) -> Option<Path> {
        let here = &self.modules[at].path;
        let supers = path.iter().take_while(|part| *part == "super").count();
        let (start, rest) = match path.first()?.as_str() {
            "crate" => (Path::new(), &path[1..]),
            "self" => (here.clone(), &path[1..]),
            "super" => (here[..here.len().checked_sub(supers)?].to_vec(), &path[supers..]),
            name => {
                let child = [here.as_slice(), &[name.to_owned()]].concat();
                if self.by_path.contains_key(&child) {
                    (here.clone(), path)
                } else {
                    let import = self.modules[at].imports.iter().find(|import| import.name == name)?;
                    if import.path.first().is_some_and(|first| first == name) {
                        return None;
                    }
                    return Some([self.absolute(at, &import.path)?, path[1..].to_vec()].concat());
                }
            }
        };
        Some([start, rest.to_vec()].concat())
    }

    /// The file that defines what an absolute path names; `None` for a module as such.
    fn defining(&self, path: &[String], depth: usize) -> Option<usize> {
        let known = |length: &usize| self.by_path.contains_key(&path[..*length]);
        let length = (0..=path.len()).rev().find(known)?;
        let at = self.by_path[&path[..length]];
        let name = path.get(length)?;
        let module = &self.modules[at];
        if depth > 8 {
            return None;
        }
        if let Some(import) = module.imports.iter().find(|import| import.name == *name) {
            let absolute = self.absolute(at, &import.path)?;
            return self.defining(&[absolute, path[length + 1..].to_vec()].concat(), depth + 1);
        }
        if module.items.contains(name) {
            return Some(at);
        }
        module.imports.iter().filter(|import| import.name == "*").find_map(|import| {
            let absolute = self.absolute(at, &import.path)?;
            self.defining(&[absolute, path[length..].to_vec()].concat(), depth + 1)
        })
    }
}

impl Module<'_> {
    /// Whether it is a `mod.rs` (or `lib.rs`) that declares modules, re-exports names or lists rows, and no more.
    fn is_table(&self) -> bool {
        let is_module = ["/mod.rs", "src/lib.rs"].iter().any(|ending| self.source.path.ends_with(ending));
        is_module && !self.has_code
    }
}

fn module(source: &Source) -> Module<'_> {
    let declaration = Regex::new(r"\buse\s+([^;]+);").unwrap();
    let mut imports = Vec::new();
    let mut body = source.code.clone();
    for found in declaration.captures_iter(&source.code) {
        let range = found.get(0).unwrap().range();
        body.replace_range(range.clone(), &" ".repeat(range.len()));
        expand(&found[1], &[], &mut imports);
    }
    let (mut items, mut has_code) = (BTreeSet::new(), false);
    let words: Vec<&str> = body.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let is_code = ["fn", "struct", "enum", "trait", "union", "impl", "macro_rules"].contains(&pair[0]);
        has_code |= is_code;
        if is_code || ["const", "static", "type", "mod"].contains(&pair[0]) {
            items.insert(pair[1].to_owned());
        }
    }
    let path = source.module().into_iter().map(str::to_owned).collect();
    Module { source, path, imports, body, items, has_code }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every path in code that begins with a module: `super::place::span`, `place::span`.
fn paths(code: &str) -> Vec<Path> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before = code[..at].trim_end_matches(is_word);
        let first = &code[before.len()..at];
        if before.ends_with("::") || !first.starts_with(|c: char| c.is_lowercase() || c == '_') {
            continue;
        }
        let end = code[at..].find(|c| !is_word(c) && c != ':').map_or(code.len(), |length| at + length);
        found.push(code[before.len()..end].split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
    }
    found
}

/// Takes a `use` tree apart: `a::{b as c, d::{self, e}}` brings `c`, `d` and `e`.
fn expand(tree: &str, before: &[String], imports: &mut Vec<Import>) {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, group)) => (head, group.trim_end().strip_suffix('}')),
        None => (tree, None),
    };
    let (head, alias) = head.split_once(" as ").map_or((head, None), |(head, alias)| (head, Some(alias.trim())));
    let mut path = before.to_vec();
    path.extend(head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
    if let Some(group) = group {
        for entry in entries(group) {
            expand(entry, &path, imports);
        }
        return;
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let Some(last) = path.last().cloned() else { return };
    if last == "*" {
        path.pop();
    }
    imports.push(Import { name: alias.map_or(last, str::to_owned), path });
}

/// The entries of a group, parted by the commas that stand in no inner group.
fn entries(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&group[from..]);
    found.retain(|entry| !entry.trim().is_empty());
    found
}

/// The groups of files that use each other in a circle, directly or through others.
pub(super) fn circles<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<BTreeSet<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges.keys().map(|file| (*file, reach(edges, file))).collect();
    let in_circles = edges.keys().filter(|file| reached[*file].contains(*file));
    in_circles
        .map(|file| reached[file].iter().copied().filter(|other| reached[other].contains(file)).collect())
        .collect()
}

/// All files that a file uses, directly or through others.
fn reach<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = vec![from];
    while let Some(file) = next.pop() {
        next.extend(edges[file].iter().copied().filter(|other| reached.insert(*other)));
    }
    reached
}
