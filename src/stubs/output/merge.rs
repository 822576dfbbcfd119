//! Brings planned files to disk so that hand edits survive.
//!
//! A file whose hash is the one gemba noted is gemba's to rewrite. Any other belongs to the user: what would have been
//! written goes beside it as `<name>.new`. Hooks are written once and then never looked at. Symbolic links are never
//! followed out of the output folder.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::out_file::{OutFile, Ownership};
use crate::error::{Problem, Result};

/// What was done with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Written anew.
    Written,
    /// It was there already, as planned.
    Unchanged,
    /// It was changed by hand: left alone, the new text is in `<name>.new`.
    Beside,
    /// It was changed by hand, and so was `<name>.new`: both left alone.
    KeptBoth,
    /// A hook that was there already.
    Hook,
    /// Of a stub that is gone, and unchanged: removed.
    Removed,
}

/// Returns the hash by which gemba recognises its files.
pub(crate) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Returns the manifest of an output folder; an empty one where there is none.
///
/// # Errors
/// An `Input` problem for a file that is not gemba's, an `Io` one that cannot be read.
pub fn read_manifest(out: &Path) -> Result<Manifest> {
    match fs::read_to_string(out.join(manifest::FILE)) {
        Ok(text) => Manifest::parse(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(failed("read", &out.join(manifest::FILE), error)),
    }
}

/// Writes the files, removes unchanged ones that are no longer `needed`, and writes the manifest last. Returns what was
/// done with each file.
///
/// # Errors
/// An `Io` problem; what was written until then stays, and is known again by its hash.
pub fn write(
    out: &Path,
    files: &[OutFile],
    mut manifest: Manifest,
    needed: &dyn Fn(&str) -> bool,
) -> Result<BTreeMap<String, Merged>> {
    let folder = Folder::open(out)?;
    let mut done = BTreeMap::new();
    let outcome = files.iter().try_for_each(|file| {
        let merged = folder.merge(file, &mut manifest.files)?;
        done.insert(file.path.clone(), merged);
        Ok(())
    });
    if outcome.is_ok() {
        let stale: Vec<String> = manifest.files.keys().filter(|path| !needed(path)).cloned().collect();
        for path in stale {
            if folder.remove_ours(&path, &mut manifest.files)? {
                done.insert(path, Merged::Removed);
            }
        }
    }
    folder.replace(manifest::FILE, manifest.text().as_bytes())?;
    outcome.map(|()| done)
}

/// An output folder whose own path is trusted, and nothing below it.
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn open(out: &Path) -> Result<Self> {
        fs::create_dir_all(out).map_err(|error| failed("make the folder", out, error))?;
        let root = out.canonicalize().map_err(|error| failed("open the folder", out, error))?;
        Ok(Self { root })
    }

    /// Returns the full path of a file, after making the folders on the way; refuses any link among them.
    pub(crate) fn place(&self, path: &str) -> Result<PathBuf> {
        let mut place = self.root.clone();
        let mut pieces = path.split('/').peekable();
        while let Some(piece) = pieces.next() {
            if piece.is_empty() || piece == "." || piece == ".." || piece.contains('\0') {
                return Err(Problem::io(format!("`{path}` is not a path below the output folder.")));
            }
            place.push(piece);
            if pieces.peek().is_some() {
                self.make_folder(&place)?;
            }
        }
        Ok(place)
    }

    fn make_folder(&self, place: &Path) -> Result<()> {
        match fs::create_dir(place) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed("make the folder", place, error)),
            _ => match fs::symlink_metadata(place) {
                Ok(found) if found.is_dir() => Ok(()),
                Ok(_) => Err(self.in_the_way(place)),
                Err(error) => Err(failed("open the folder", place, error)),
            },
        }
    }

    fn in_the_way(&self, place: &Path) -> Problem {
        let shown = place.strip_prefix(&self.root).unwrap_or(place).display();
        Problem::io(format!("`{shown}` in the output folder is a link or not a plain file, and stays as it is."))
            .hint("Take it away, or name another folder with --out.")
    }

    /// Returns the bytes of a plain file; `None` where there is nothing.
    pub(crate) fn read(&self, place: &Path) -> Result<Option<Vec<u8>>> {
        match fs::symlink_metadata(place) {
            Ok(found) if found.is_file() => fs::read(place).map(Some).map_err(|error| failed("read", place, error)),
            Ok(_) => Err(self.in_the_way(place)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", place, error)),
        }
    }

    pub(crate) fn merge(&self, file: &OutFile, known: &mut BTreeMap<String, String>) -> Result<Merged> {
        let place = self.place(&file.path)?;
        let beside = format!("{}.new", file.path);
        let (planned, present) = (hash(file.text.as_bytes()), self.read(&place)?);
        let merged = match (file.ownership, present.as_deref().map(hash)) {
            (Ownership::User, Some(_)) => return Ok(Merged::Hook),
            (_, None) => {
                create(&place, file.text.as_bytes())?;
                Merged::Written
            }
            (_, Some(present)) if present == planned => Merged::Unchanged,
            (_, Some(present)) if known.get(&file.path) == Some(&present) || known.get(&beside) == Some(&present) => {
                self.replace(&file.path, file.text.as_bytes())?;
                Merged::Written
            }
            (_, Some(_)) => return self.write_beside(&beside, &planned, &file.text, known),
        };
        if file.ownership == Ownership::Gemba {
            self.remove_ours(&beside, known)?;
            known.insert(file.path.clone(), planned);
        }
        Ok(merged)
    }

    fn write_beside(
        &self,
        beside: &str,
        planned: &str,
        text: &str,
        known: &mut BTreeMap<String, String>,
    ) -> Result<Merged> {
        let place = self.place(beside)?;
        match self.read(&place)?.as_deref().map(hash) {
            None => create(&place, text.as_bytes())?,
            Some(present) if present == planned => {}
            Some(present) if known.get(beside) == Some(&present) => self.replace(beside, text.as_bytes())?,
            Some(_) => return Ok(Merged::KeptBoth),
        }
        known.insert(beside.to_owned(), planned.to_owned());
        Ok(Merged::Beside)
    }

    /// Takes a file away when it is as gemba wrote it; forgets it in any case.
    fn remove_ours(&self, path: &str, known: &mut BTreeMap<String, String>) -> Result<bool> {
        let Some(noted) = known.remove(path) else { return Ok(false) };
        let place = self.place(path)?;
        if self.read(&place)?.as_deref().map(hash) != Some(noted) {
            return Ok(false);
        }
        fs::remove_file(&place).map_err(|error| failed("remove", &place, error))?;
        Ok(true)
    }

    /// Puts new bytes in the place of a file at once: a crash leaves the old ones or the new ones.
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.place(path)?;
        self.read(&place)?;
        let draft = place.with_file_name(format!(".gemba-{}.tmp", &hash(path.as_bytes())[..12]));
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed("write", &draft, error)),
            _ => create(&draft, bytes)?,
        }
        fs::rename(&draft, &place).map_err(|error| failed("write", &place, error))
    }
}

/// Makes a new file; nothing that is there already is opened, links included.
fn create(place: &Path, bytes: &[u8]) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(place);
    let written = file.and_then(|file| fill(file, bytes));
    written.map_err(|error| failed("write", place, error))
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

fn failed(verb: &str, place: &Path, error: io::Error) -> Problem {
    Problem::io(format!("Could not {verb} `{}`: {error}.", place.display())).caused_by(error)
}
