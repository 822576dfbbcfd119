//! Reads the sources and holds them to the architecture: layers, owners of crates, circles, sizes, citations.
//!
//! Each test lists every place that breaks its rule. The tables here are the architecture; change them on purpose. Calls
//! that only some modules may make (clock, files, threads, environment) are in `clippy.toml`.

mod circles;
mod citations;
mod imports;
mod sizes;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use imports::Imports;
use regex::Regex;
use source::{Source, layer_of, src};

/// The layers, lowest first. A file may name only layers below its own.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["domain"],
    &["text"],
    &["redact"],
    &["measures", "layout"],
    &["checks"],
    &["views"],
    &["stubs", "report"],
    &["store", "ingest"],
    &["services", "command"],
    &["config"],
    &["app"],
    &["ui"],
    &["runtime"],
    &["cli"],
    &["main", "lib"],
];

/// Layers that stand below and still must not be named from these.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("measures", &["text"]),
    ("report", &["checks"]),
    ("command", &["store", "ingest", "stubs", "report", "views", "checks"]),
    ("config", &["services"]),
    ("app", &["store", "ingest", "stubs", "report", "services"]),
    ("ui", &["store", "ingest", "stubs", "report", "services"]),
];

/// Crates that only these folders, or files, may name.
const OWNERS: &[(&str, &[&str])] = &[
    ("ratatui", &["src/ui/", "src/runtime/"]),
    ("ratatui_textarea", &["src/app/overlays/text_box.rs"]),
    ("crossterm", &["src/runtime/"]),
    // Logs that are databases are read with the same crate, without any of the store.
    ("rusqlite", &["src/store/", "src/ingest/frame/database/"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("fuzzy_matcher", &["src/app/"]),
    // The other file names the kind of check that is called so.
    ("similar", &["src/text/diff.rs", "src/checks/kinds/mod.rs"]),
];

/// Modules that may do what `clippy.toml` disallows: read the clock, the environment and files, start threads and programs.
const OUTSIDE: &[&str] = &[
    "ingest::source::open",
    "ingest::source::open_file",
    "ingest::source::packed",
    "ingest::source::readable",
    "cli",
    "config",
    "runtime",
    "services::exchange",
    "services::import",
    "services::stubs",
    "services::trial",
    "services::trust",
    "store::connection",
    "store::first_import",
    "store::query::parallel",
    "store::text_index::build",
    "stubs::output::merge",
    "stubs::output::moved",
];

/// Counts that may only fall, by folder or file. A line whose count has fallen is lowered, one at nothing is deleted.
type AtMost = &'static [(&'static str, usize)];

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&layer))
}

/// Fails with the list when there is anything in it.
fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

/// Fails when something is found more often in a place than its table allows; says where the table can be lowered.
fn within(what: &str, most: AtMost, found: impl Iterator<Item = String>) {
    let mut counts: BTreeMap<String, usize> = most.iter().map(|(place, _)| ((*place).to_owned(), 0)).collect();
    for place in found {
        *counts.entry(place).or_default() += 1;
    }
    let mut breaches = Vec::new();
    for (place, count) in &counts {
        let allowed = most.iter().find(|(known, _)| known == place).map_or(0, |(_, allowed)| *allowed);
        if *count > allowed {
            breaches.push(format!("{place}: {count}, and {allowed} are allowed"));
        } else if *count < allowed {
            eprintln!("{what}: lower the table to (\"{place}\", {count})");
        }
    }
    none(what, &breaches);
}

/// Every layer that the code names through `crate::` or a chain of `super::` up to the root, with the place.
fn named_layers(source: &Source) -> Vec<(String, usize)> {
    let path = Regex::new(r"\b(?:crate|(?:super::)*super)::(\{|\w+)(?:::screens::([\w$]+)::(\w+))?").unwrap();
    let mut named = Vec::new();
    for found in path.captures_iter(&source.code) {
        let whole = found.get(0).unwrap();
        let supers = whole.as_str().matches("super::").count();
        if supers > 0 && supers != source.module().len() {
            continue;
        }
        if &found[1] == "{" {
            for name in top_names(&source.code[whole.end()..]) {
                named.push((name, whole.start()));
            }
        } else {
            let module = [
                &found[1],
                "screens",
                found.get(2).map_or("", |x| x.as_str()),
                found.get(3).map_or("", |x| x.as_str()),
            ];
            named.push((layer_of(&module).unwrap().to_owned(), whole.start()));
        }
    }
    named
}

/// The first words of the entries of a `{…}` list whose opening brace was just passed.
fn top_names(after: &str) -> Vec<String> {
    let (mut depth, mut names, mut word) = (0, Vec::new(), String::new());
    let mut taking = true;
    for c in after.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => taking = true,
            c if depth == 0 && taking && (c.is_alphanumeric() || c == '_') => {
                word.push(c);
                continue;
            }
            _ => {}
        }
        if !word.is_empty() {
            names.push(std::mem::take(&mut word));
            taking = false;
        }
    }
    if !word.is_empty() {
        names.push(word);
    }
    names
}

/// Places where the code (not comments, literals or unit tests) matches.
fn matches(files: &[Source], pattern: &str, allowed: &dyn Fn(&str) -> bool) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut places = Vec::new();
    for file in files.iter().filter(|file| !allowed(&file.path)) {
        for found in pattern.find_iter(&file.code) {
            places.push(format!("{}:{} {}", file.path, file.line(found.start()), found.as_str()));
        }
    }
    places
}

#[test]
fn a_file_names_only_layers_below_its_own() {
    let mut breaches = Vec::new();
    for file in src().iter().filter(|file| file.layer() != "lib") {
        let from = file.layer();
        let Some(own) = rank(from) else {
            breaches.push(format!("{} is in no layer: add `{from}` to the table", file.path));
            continue;
        };
        for (name, at) in named_layers(file) {
            let forbidden = FORBIDDEN.iter().find(|(layer, _)| *layer == from).map_or(&[][..], |(_, names)| names);
            let reached = rank(&name);
            let wrong = name != from && (reached.is_some_and(|other| other >= own) || forbidden.contains(&&*name));
            if wrong {
                breaches.push(format!("{}:{} names {name}", file.path, file.line(at)));
            }
        }
    }
    none("a file may name only layers below its own", &breaches);
}

#[test]
fn a_file_uses_only_files_of_its_own_layer_or_below() {
    let layers: BTreeMap<&str, &str> = src().iter().map(|file| (file.path.as_str(), file.layer())).collect();
    let mut breaches = Vec::new();
    for (file, used) in Imports::of(src()).edges() {
        let above = used.into_iter().filter(|used| rank(layers[used]) > rank(layers[file]));
        breaches.extend(above.map(|used| format!("{file} uses {used}")));
    }
    none("a file may use only files of its own layer or below", &breaches);
}

#[test]
fn every_screen_has_a_folder_and_every_folder_a_row() {
    let rows = gemba::command::SCREENS.iter().map(|row| format!("{:?}", row.screen).to_lowercase());
    let folders = src().iter().filter_map(|file| {
        let (folder, _) = file.path.strip_prefix("src/app/screens/")?.split_once('/')?;
        Some(folder.to_owned())
    });
    assert_eq!(folders.collect::<BTreeSet<_>>(), rows.collect::<BTreeSet<_>>());
}

#[test]
fn every_layer_in_the_tables_exists() {
    let layers: BTreeSet<&str> = src().iter().map(Source::layer).collect();
    let forbidden = FORBIDDEN.iter().flat_map(|(layer, names)| std::iter::once(layer).chain(*names));
    let named = LAYERS.iter().copied().flatten().chain(forbidden);
    let absent: Vec<String> = named.filter(|name| !layers.contains(*name)).map(|name| (*name).to_owned()).collect();
    none("a layer that is not there", &absent);
    let owners = OWNERS.iter().flat_map(|(_, owners)| *owners);
    let empty = owners.filter(|owner| !src().iter().any(|file| file.path.starts_with(**owner)));
    none("an owner of a crate that is not there", &empty.map(|owner| (*owner).to_owned()).collect::<Vec<_>>());
}

#[test]
fn no_folder_imports_itself_in_a_circle() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in src().iter().filter(|file| file.layer() != "lib") {
        let targets = graph.entry(file.layer().to_owned()).or_default();
        targets.extend(named_layers(file).into_iter().map(|(name, _)| name).filter(|name| name != file.layer()));
    }
    let mut left: BTreeSet<&String> = graph.keys().collect();
    loop {
        let done: Vec<&String> =
            left.iter().copied().filter(|name| !graph[*name].iter().any(|target| left.contains(target))).collect();
        if done.is_empty() {
            break;
        }
        left.retain(|name| !done.contains(name));
    }
    assert!(left.is_empty(), "these folders import each other in a circle: {left:?}");
}

#[test]
fn each_crate_is_named_only_by_its_owner() {
    let files = src();
    let mut breaches = Vec::new();
    for (name, owners) in OWNERS {
        let owned = |path: &str| owners.iter().any(|owner| path.starts_with(owner));
        breaches.extend(matches(files, &format!(r"\b{name}\b(?:::|\s*;|\s+as\b)"), &owned));
    }
    none("a crate is named outside the folder that owns it", &breaches);
}

#[test]
fn the_terminal_is_written_to_only_by_the_command_line() {
    let files = src();
    let printed = matches(files, r"\be?print(?:ln)?!", &|path| path.starts_with("src/cli/"));
    none("only cli/ prints", &printed);
    none("no debug prints", &matches(files, r"\bdbg!", &|_| false));
}

#[test]
fn raw_log_text_never_reaches_a_screen_or_a_printed_line() {
    let shown: Vec<Source> = src().iter().filter(|file| matches!(file.layer(), "ui" | "cli")).cloned().collect();
    none(
        "ui/ and cli/ take untrusted text only through text::visible",
        &matches(&shown, r"\.(?:into_)?raw\(\)", &|_| false),
    );
}

#[test]
fn only_the_listed_modules_reach_outside() {
    let set_aside = Regex::new(r"disallowed_methods").unwrap();
    let declared =
        Regex::new(r"#\[expect\(clippy::disallowed_methods[^\]]*\)\]\s*(?:pub(?:\(\w+\))? )?mod (\w+);").unwrap();
    let mut found = Vec::new();
    for file in src() {
        let modules = declared.captures_iter(&file.code);
        let paths = modules.map(|module| [file.module(), vec![module.get(1).unwrap().as_str()]].concat().join("::"));
        let before = found.len();
        found.extend(paths);
        let for_tests = usize::from(file.path == "src/lib.rs");
        assert_eq!(set_aside.find_iter(&file.code).count(), found.len() - before + for_tests, "{}", file.path);
    }
    assert_eq!(found, OUTSIDE);
}

#[test]
fn colours_stand_only_in_the_theme() {
    let pictures: Vec<Source> = src().iter().filter(|file| file.layer() == "ui").cloned().collect();
    let theme = |path: &str| path.starts_with("src/ui/theme");
    none("colours are named by role outside the theme", &matches(&pictures, r"\bColor::\w+", &theme));
}

#[test]
fn keys_are_spelled_only_in_the_registry() {
    let key =
        Regex::new(r"(?i:\bctrl[-+])|(?i:\bpress )\W?\w\b|\b(?:Esc|Enter|PgUp|PgDn|Backspace|shift-Tab)\b").unwrap();
    let mut breaches = Vec::new();
    for file in src().iter().filter(|file| matches!(file.layer(), "app" | "ui" | "runtime")) {
        for (line, literal) in &file.literals {
            if key.is_match(literal) {
                breaches.push(format!("{}:{line} {literal:?}", file.path));
            }
        }
    }
    none("a key is spelled outside the command registry", &breaches);
}

#[test]
fn nothing_is_left_to_do_and_lints_are_set_aside_with_a_reason() {
    let files = src();
    none("unfinished code", &matches(files, r"\b(?:todo|unimplemented)!\(", &|_| false));
    none("lints are set aside with #[expect(…, reason = …)]", &matches(files, r"#!?\[allow\(", &|_| false));
    let expect = Regex::new(r"(?s)#!?\[expect\(.*?\)\]").unwrap();
    let mut breaches = Vec::new();
    for file in files {
        for found in expect.find_iter(&file.code) {
            if !found.as_str().contains("reason") {
                breaches.push(format!("{}:{}", file.path, file.line(found.start())));
            }
        }
    }
    none("an #[expect] without a reason", &breaches);
}

#[test]
fn the_reader_of_sources_sees_code_and_not_comments() {
    let text = "//! crate::cli\nuse crate::{domain::x, app};\nlet s = \"crate::ui // no\"; let c = '\"'; /* crate::ui */\n\
                fn f<'a>(x: &'a str) {}\nlet r = r#\"a\"b\"#;\n#[cfg(test)]\nmod tests { use crate::runtime; }\nuse super::super::store;";
    let source = Source::of("src/text/width.rs".to_owned(), text.to_owned());
    let names: Vec<String> = named_layers(&source).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["domain", "app", "store"]);
    assert_eq!(source.literals, [(3, "crate::ui // no".to_owned()), (5, "a\"b".to_owned())]);
}

#[test]
fn the_reader_of_sources_tells_the_layers_of_a_screen_apart() {
    let layer = |path: &str| Source::of(path.to_owned(), String::new()).layer().to_owned();
    let files = ["keys.rs", "state.rs", "draw.rs", "draw/charts.rs", "mod.rs"];
    let layers = files.map(|file| layer(&format!("src/app/screens/modes/{file}")));
    assert_eq!(layers, ["command", "app", "ui", "ui", "app"]);
    assert_eq!((layer("src/ui/mod.rs").as_str(), layer("src/main.rs").as_str()), ("ui", "main"));
    let text =
        "use crate::app::screens::modes::draw; pub use crate::app::screens::$module::keys::$action; crate::app::x;";
    let source = Source::of("src/command/screen.rs".to_owned(), text.to_owned());
    let names: Vec<String> = named_layers(&source).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ui", "command", "app"]);
}
