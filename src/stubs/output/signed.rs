//! A file that carries its own hash in its first line, for places that no manifest covers. The rules are those of
//! `merge`: gemba rewrites it as long as it is unchanged, else the new text goes beside it as `<name>.new`.

use std::collections::BTreeMap;
use std::path::Path;

use super::merge::{self, Folder, Merged};
use super::out_file::OutFile;
use crate::error::Result;

/// The text before the hash. The line is a comment in YAML.
const MARK: &str = "# Written by gemba: ";

/// A text with the line that gemba knows it by in front.
pub fn sign(text: &str) -> String {
    format!("{MARK}{}\n{text}", merge::hash(text.as_bytes()))
}

/// Returns whether a text is as gemba wrote it.
fn is_ours(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.strip_prefix(MARK)
        .and_then(|rest| rest.split_once('\n'))
        .is_some_and(|(hash, body)| merge::hash(body.as_bytes()) == hash)
}

/// Brings one signed text to disk, below a folder that is trusted. `path` is relative, with `/`.
///
/// # Errors
/// An `Io` problem; also for a link or something that is not a plain file in the way.
pub fn write(root: &Path, path: &str, text: &str) -> Result<Merged> {
    let folder = Folder::open(root)?;
    let mut known = BTreeMap::new();
    for path in [path.to_owned(), format!("{path}.new")] {
        if let Some(bytes) = folder.read(&folder.place(&path)?)?.filter(|bytes| is_ours(bytes)) {
            known.insert(path, merge::hash(&bytes));
        }
    }
    folder.merge(&OutFile::ours(path, sign(text)), &mut known)
}

#[cfg(test)]
mod tests {
    use super::{sign, write};
    use crate::stubs::Merged;

    #[test]
    fn a_hand_edit_survives_and_may_be_given_up() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("a/b.yml");
        let beside = root.path().join("a/b.yml.new");
        let write = |text: &str| write(root.path(), "a/b.yml", text).unwrap();
        let read = || std::fs::read_to_string(&file).unwrap();
        assert_eq!(
            (write("one\n"), write("one\n"), write("two\n")),
            (Merged::Written, Merged::Unchanged, Merged::Written)
        );
        let mine = read().replace("two", "mine");
        std::fs::write(&file, &mine).unwrap();
        assert_eq!((write("three\n"), write("four\n"), read()), (Merged::Beside, Merged::Beside, mine.clone()));
        assert_eq!(std::fs::read_to_string(&beside).unwrap(), sign("four\n"));
        std::fs::write(&beside, "mine too").unwrap();
        assert_eq!((write("five\n"), read()), (Merged::KeptBoth, mine));
        std::fs::remove_file(&beside).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(write("six\n"), Merged::Written);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), root.path().join("a")).unwrap();
        assert!(write(root.path(), "a/b.yml", "text").unwrap_err().sentence.contains("link"));
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
