//! A folder that an older gemba wrote, or that people changed: what their files still name stays, and so does the system
//! that they call.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::manifest::Manifest;
use super::merge;
use super::out_file::OutFile;

/// Returns the files of gemba's in a folder that files changed by hand still need: those that they name, what these name
/// in turn, and the others of their stub.
pub fn still_needed(out: &Path, manifest: &Manifest) -> BTreeSet<String> {
    let text = |path: &str| fs::read(out.join(path)).ok();
    let is_edited = |path: &&String| {
        let noted = manifest.files.get(*path);
        text(path).is_some_and(|bytes| noted != Some(&merge::hash(&bytes)))
    };
    let mut to_read: Vec<String> = manifest.files.keys().filter(is_edited).cloned().collect();
    let of_edited = manifest.stubs.iter().filter(|entry| to_read.contains(&entry.file)).flat_map(|entry| &entry.files);
    let mut needed: BTreeSet<String> = of_edited.cloned().collect();
    while let Some(path) = to_read.pop() {
        let Some(bytes) = text(&path) else { continue };
        let code = String::from_utf8_lossy(&bytes);
        for known in manifest.files.keys().filter(|known| is_code(known)) {
            if names(&code, known) && needed.insert(known.clone()) {
                to_read.push(known.clone());
            }
        }
    }
    needed
}

fn is_code(path: &str) -> bool {
    [".py", ".js", ".mjs"].iter().any(|end| path.ends_with(end))
}

/// Whether code names a module of gemba's.
fn names(code: &str, path: &str) -> bool {
    let module = path.split('.').next().unwrap_or(path);
    module.starts_with("gemba_")
        && code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == module)
}

/// The hook of a folder whose system is called in `conftest.py` already.
const ASKS_CONFTEST: &str = include_str!("../helpers/gemba_hook_before.py");

/// Has a new hook ask the function of `conftest.py` that an older gemba wrote, and that people filled.
pub fn keep_hook(out: &Path, files: &mut [OutFile]) {
    let before = fs::read_to_string(out.join("conftest.py")).unwrap_or_default();
    if !before.contains("def generate(") || before.contains("gemba_hook") {
        return;
    }
    if let Some(hook) = files.iter_mut().find(|file| file.path == "gemba_hook.py") {
        ASKS_CONFTEST.clone_into(&mut hook.text);
    }
}
