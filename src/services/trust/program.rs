//! What a check of the kind `command` would start: its arguments, and the files of the project that they name.
//!
//! What a named file itself loads is not looked at: that is for whoever allows it to know.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::{Backslash, split_words};

/// The most files below the folders that the arguments name.
const MOST_FILES: usize = 10_000;
/// The most bytes in the files below the folders that the arguments name.
const MOST_BYTES: u64 = 256 << 20;
/// What an interpreter adds to a name (`node judge`, `python3 -m judge`).
const ENDINGS: &[&str] = &["", ".py", ".js", ".mjs", ".cjs", ".ts"];
/// Folders that hold nothing a person writes; looking at them would ask anew after every run.
const PASSED_OVER: &[&str] = &["__pycache__", ".git"];

/// Where programs are started, and what is looked at there.
#[derive(Debug, Clone)]
pub struct Place {
    /// The workspace's real path, without symbolic links.
    pub workspace: PathBuf,
    /// The folder that holds it, in which programs start.
    pub project: PathBuf,
    /// The variable `PATH`.
    search: Option<OsString>,
}

/// A file of the project that an argument names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    /// Its path from the project's folder; where it lies behind a link, its whole path.
    pub name: String,
    /// The blake3 hash of its content, in hex.
    pub hash: String,
}

/// What would be started, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The program and its arguments.
    pub words: Vec<String>,
    /// The files that they name, by name.
    pub files: Vec<NamedFile>,
    /// The hash over the workspace's real path, the words and the files.
    pub hash: String,
    /// What tells without reading whether one of the files was touched.
    stamps: Vec<(PathBuf, Stamp)>,
}

/// Device, inode, size, and the times of the last change of content and of anything else, in nanoseconds.
type Stamp = (u64, u64, u64, i128, i128);

impl Place {
    /// The place of a workspace; `search` is the variable `PATH`.
    pub fn new(workspace: &Path, search: Option<OsString>) -> Self {
        let workspace = workspace.canonicalize().unwrap_or_else(|_| workspace.to_owned());
        let project = workspace.parent().map_or_else(|| workspace.clone(), Path::to_owned);
        Self { workspace, project, search }
    }

    /// Looks at what these words would start.
    ///
    /// # Errors
    /// A clause that says why it cannot be looked at: a file that cannot be read or is not a plain one, a folder that
    /// holds too much.
    pub fn program(&self, words: &[String]) -> Result<Program, String> {
        let mut files = Files { place: self, found: BTreeMap::new(), stamps: Vec::new(), bytes: 0 };
        for path in words.iter().flat_map(|word| named_paths(word)).chain(self.on_search_path(words)) {
            files.take(&path)?;
        }
        let Files { found, stamps, .. } = files;
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        add(b"gemba trust 1");
        add(self.workspace.as_os_str().as_bytes());
        add(&(words.len() as u64).to_le_bytes());
        for word in words {
            add(word.as_bytes());
        }
        for (path, hash) in &found {
            add(path.as_os_str().as_bytes());
            add(hash.as_bytes());
        }
        let named = |(path, hash): (PathBuf, String)| NamedFile { name: path.to_string_lossy().into_owned(), hash };
        Ok(Program {
            words: words.to_vec(),
            files: found.into_iter().map(named).collect(),
            hash: hasher.finalize().to_hex().to_string(),
            stamps,
        })
    }

    /// Returns where a program that is named without a folder would be found.
    fn on_search_path(&self, words: &[String]) -> Option<PathBuf> {
        let name = words.first().filter(|name| !name.contains('/'))?;
        let is_program = |path: &PathBuf| fs::metadata(path).is_ok_and(|it| it.is_file() && it.mode() & 0o111 != 0);
        std::env::split_paths(self.search.as_ref()?).map(|folder| self.project.join(folder).join(name)).find(is_program)
    }

    /// Returns the name under which a file of the project is known; `None` for one that lies elsewhere.
    fn name_of(&self, path: &Path) -> Option<PathBuf> {
        let plain = without_dots(path);
        if let Ok(inner) = plain.strip_prefix(&self.project) {
            return Some(inner.to_owned());
        }
        let real = path.canonicalize().ok()?;
        real.strip_prefix(&self.project).ok().map(Path::to_owned)
    }
}

impl Program {
    /// Returns the name of a file that was touched since it was looked at.
    pub fn touched(&self) -> Option<String> {
        let is_touched = |(path, before): &&(PathBuf, Stamp)| {
            fs::metadata(path).map_or(true, |metadata| stamp(&metadata) != *before)
        };
        self.stamps.iter().find(is_touched).map(|(path, _)| path.to_string_lossy().into_owned())
    }
}

/// The files that were found so far.
struct Files<'a> {
    place: &'a Place,
    found: BTreeMap<PathBuf, String>,
    stamps: Vec<(PathBuf, Stamp)>,
    bytes: u64,
}

impl Files<'_> {
    /// Takes a path that an argument names, if it is one of the project's.
    fn take(&mut self, path: &Path) -> Result<(), String> {
        let path = self.place.project.join(path);
        let Ok(metadata) = fs::metadata(&path) else { return Ok(()) };
        let Some(name) = self.place.name_of(&path) else { return Ok(()) };
        if path.canonicalize().is_ok_and(|real| real == self.place.workspace) {
            let name = name.display();
            return Err(format!("the folder {name} is the workspace, which changes all the time; name a file in it"));
        }
        if metadata.is_dir() { self.take_folder(&path, &name) } else { self.take_file(&path, &name) }
    }

    fn take_file(&mut self, path: &Path, name: &Path) -> Result<(), String> {
        if self.found.contains_key(name) {
            return Ok(());
        }
        let unread =
            |error: &io::Error| format!("{} cannot be read to see whether it changes: {error}", name.display());
        // Asked before it is opened: opening a pipe waits for whoever writes into it.
        if !fs::metadata(path).map_err(|error| unread(&error))?.is_file() {
            return Err(format!("{} is not a plain file, so it cannot be seen whether it changes", name.display()));
        }
        let mut file = File::open(path).map_err(|error| unread(&error))?;
        let metadata = file.metadata().map_err(|error| unread(&error))?;
        let mut hasher = blake3::Hasher::new();
        self.bytes += io::copy(&mut file, &mut hasher).map_err(|error| unread(&error))?;
        self.stamps.push((path.to_owned(), stamp(&metadata)));
        self.found.insert(name.to_owned(), hasher.finalize().to_hex().to_string());
        Ok(())
    }

    /// Takes every file below a folder; of a link to another folder only where it leads.
    fn take_folder(&mut self, folder: &Path, name: &Path) -> Result<(), String> {
        if folder.canonicalize().is_ok_and(|real| real == self.place.workspace) {
            return Ok(());
        }
        let unread = |error: io::Error| format!("the folder {} cannot be read: {error}", name.display());
        for entry in fs::read_dir(folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let (path, name) = (entry.path(), name.join(entry.file_name()));
            if PASSED_OVER.iter().any(|known| entry.file_name() == *known) {
                continue;
            }
            let is_link = entry.file_type().map_err(unread)?.is_symlink();
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() && !is_link => self.take_folder(&path, &name)?,
                Ok(metadata) if metadata.is_file() => self.take_file(&path, &name)?,
                Ok(_) | Err(_) => {
                    let leads = fs::read_link(&path).unwrap_or_default();
                    self.found.insert(name, blake3::hash(leads.as_os_str().as_bytes()).to_hex().to_string());
                }
            }
            if self.found.len() > MOST_FILES || self.bytes > MOST_BYTES {
                return Err(format!(
                    "the folder {} holds too much to see whether it changes; name a file in it instead",
                    folder.display()
                ));
            }
        }
        Ok(())
    }
}

/// Returns the paths that an argument may name: itself, the words and pieces of a shell's line or of `--file=PATH`, what
/// stands behind a variable (`$PWD/judge.sh`), and what an interpreter makes of a module's name.
fn named_paths(word: &str) -> BTreeSet<PathBuf> {
    let parts = |c: char| c.is_whitespace() || "'\"`;|&<>(){}[],=:@".contains(c);
    let mut pieces: BTreeSet<String> = split_words(word, Backslash::Escapes).into_iter().collect();
    pieces.insert(word.to_owned());
    pieces.extend(word.split(parts).map(str::to_owned));
    let behind_variable: Vec<String> =
        pieces.iter().filter_map(|piece| Some(piece.split_once('$')?.1.split_once('/')?.1.to_owned())).collect();
    let attached: Vec<String> =
        pieces.iter().filter_map(|piece| Some(piece.strip_prefix('-')?.get(1..)?.to_owned())).collect();
    pieces.extend(behind_variable.into_iter().chain(attached));
    let mut paths = BTreeSet::new();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        let module = if piece.contains('/') { None } else { Some(piece.replace('.', "/")) };
        for stem in [Some(piece), module.filter(|module| !module.starts_with('/'))].into_iter().flatten() {
            paths.extend(ENDINGS.iter().map(|ending| PathBuf::from(format!("{stem}{ending}"))));
        }
    }
    paths
}

/// Returns the path without `.` and `..`, as it is written.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}

fn stamp(metadata: &Metadata) -> Stamp {
    let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    (
        metadata.dev(),
        metadata.ino(),
        metadata.size(),
        nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Place;

    fn place(project: &Path) -> Place {
        fs::create_dir_all(project.join(".gemba")).unwrap();
        Place::new(&project.join(".gemba"), Some("bin:/usr/bin:/bin".into()))
    }

    fn names(place: &Place, words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        place.program(&words).unwrap().files.into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn every_way_to_name_a_file_of_the_project_is_seen() {
        let home = tempfile::tempdir().unwrap();
        let project = home.path().join("p");
        let place = place(&project);
        for folder in ["a", "judge"] {
            fs::create_dir(project.join(folder)).unwrap();
        }
        for file in ["x.py", "a/y.sh", "judge/__main__.py", "judge/rules.txt", "z.js"] {
            fs::write(project.join(file), file).unwrap();
        }
        fs::write(home.path().join("outside.py"), "").unwrap();
        let whole = project.canonicalize().unwrap().join("x.py");
        for words in [
            &["python3", "x.py"][..],
            &["python3", "./x.py"],
            &["python3", "a/../x.py"],
            &["python3", "../p/x.py"],
            &["python3", whole.to_str().unwrap()],
            &["python3", "-m", "x"],
            &["python3", "-mx"],
            &["tool", "--script=x.py"],
            &["tool", "-cx.py"],
            &["pytest", "x.py::test_one"],
            &["sh", "-c", "cd ..; cd p; python3 'x.py' --quiet>out"],
            &["sh", "-c", "python3 $PWD/x.py; python3 \"${HERE}/x.py\""],
            &["python3", "-c", "exec(open('x.py').read())"],
        ] {
            let found = names(&place, words);
            assert!(found.contains(&"x.py".to_owned()), "{words:?}: {found:?}");
        }
        assert_eq!(names(&place, &["a/y.sh"]), ["a/y.sh"]);
        fs::write(project.join("two words.sh"), "").unwrap();
        for line in ["sh 'two words.sh'", "sh two\\ words.sh", "true; sh \"two words.sh\""] {
            assert_eq!(names(&place, &["sh", "-c", line]), ["two words.sh"], "{line}");
        }
        assert_eq!(names(&place, &["sh", "-c", "cd a && sh y.sh"]), ["a/y.sh"]);
        assert_eq!(names(&place, &["node", "z"]), ["z.js"]);
        assert_eq!(names(&place, &["python3", "judge"]), ["judge/__main__.py", "judge/rules.txt"]);
        assert!(names(&place, &["python3", "../outside.py", "/etc/passwd"]).is_empty(), "outside of the project");
    }

    #[test]
    fn a_program_that_the_search_finds_in_the_project_is_seen() {
        let home = tempfile::tempdir().unwrap();
        let place = place(home.path());
        fs::create_dir(home.path().join("bin")).unwrap();
        fs::write(home.path().join("bin/judge"), "").unwrap();
        assert!(names(&place, &["judge"]).is_empty(), "not executable");
        fs::set_permissions(home.path().join("bin/judge"), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .unwrap();
        assert_eq!(names(&place, &["judge"]), ["bin/judge"]);
    }

    #[test]
    fn a_link_in_the_project_counts_as_what_it_leads_to() {
        let home = tempfile::tempdir().unwrap();
        let place = place(&home.path().join("p"));
        let outside = home.path().join("outside.py");
        fs::write(&outside, "one").unwrap();
        std::os::unix::fs::symlink(&outside, place.project.join("link.py")).unwrap();
        let words = ["python3".to_owned(), "link.py".to_owned()];
        let before = place.program(&words).unwrap();
        assert_eq!((before.files[0].name.as_str(), before.touched()), ("link.py", None));
        fs::write(&outside, "two").unwrap();
        assert!(before.touched().is_some());
        assert_ne!(place.program(&words).unwrap().hash, before.hash);
    }

    #[test]
    fn what_cannot_be_looked_at_is_refused_in_words() {
        let home = tempfile::tempdir().unwrap();
        let place = place(home.path());
        std::os::unix::fs::symlink("/dev/null", place.project.join("null")).unwrap();
        let why = place.program(&["sh".to_owned(), "null".to_owned()]).unwrap_err();
        assert!(why.contains("null is not a plain file"), "{why}");
    }
}
