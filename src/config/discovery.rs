//! Where the workspace is: named by flag or environment, else `.gemba/` from the working folder upwards as git does,
//! else the user's data folder. Opens nothing and makes nothing.

use std::path::{Path, PathBuf};

use super::{Flags, Surroundings};
use crate::error::{Problem, Result};
use crate::store;

/// The name of a workspace's folder inside a project.
pub const FOLDER: &str = ".gemba";

/// Why this folder is the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `--workspace`.
    Flag,
    /// `GEMBA_WORKSPACE`.
    Environment,
    /// `.gemba/` in the working folder or above.
    Project,
    /// The user's data folder.
    UserData,
}

impl Origin {
    /// The reason in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Flag => "named by --workspace",
            Self::Environment => "named by GEMBA_WORKSPACE",
            Self::Project => "found from the working folder upwards",
            Self::UserData => "in your data folder",
        }
    }
}

/// A workspace's folder and why it is the one. Holds a database only if [`Found::exists`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The folder that holds, or is to hold, `gemba.db`.
    pub folder: PathBuf,
    /// Why.
    pub origin: Origin,
}

impl Found {
    /// Whether there is a database in it.
    #[must_use]
    pub fn exists(&self) -> bool {
        store::database(&self.folder).symlink_metadata().is_ok()
    }
}

/// The workspace's folder, if there is one or one was named.
#[must_use]
pub fn find(flags: &Flags, around: &Surroundings) -> Option<Found> {
    if let Some(found) = named(flags, around).or_else(|| upwards(&around.folder)) {
        return Some(found);
    }
    let folder = around.data_folder()?;
    let found = Found { folder, origin: Origin::UserData };
    found.exists().then_some(found)
}

/// The existing workspace that a command works on.
///
/// # Errors
/// A `Workspace` problem that says where none was found, and how one is made.
pub fn existing(flags: &Flags, around: &Surroundings) -> Result<Found> {
    let hint = "`gemba import FILE` makes one; `gemba demo` shows how it feels.";
    match find(flags, around) {
        Some(found) if found.exists() => Ok(found),
        Some(found) => {
            Err(Problem::workspace(format!("There is no workspace in {}.", found.folder.display())).hint(hint))
        }
        None => {
            Err(Problem::workspace(format!("There is no workspace in {} or above.", around.folder.display()))
                .hint(hint))
        }
    }
}

/// The workspace that an import fills: the named one, the one found upwards, else `.gemba/` in the working folder.
#[must_use]
pub fn for_import(flags: &Flags, around: &Surroundings) -> Found {
    named(flags, around)
        .or_else(|| upwards(&around.folder))
        .unwrap_or_else(|| Found { folder: around.folder.join(FOLDER), origin: Origin::Project })
}

fn named(flags: &Flags, around: &Surroundings) -> Option<Found> {
    let by_flag = flags.workspace.clone().map(|folder| (folder, Origin::Flag));
    let by_environment = || around.path("GEMBA_WORKSPACE").map(|folder| (folder, Origin::Environment));
    let (folder, origin) = by_flag.or_else(by_environment)?;
    let folder = around.folder.join(folder);
    // A project's folder may be named as well as the workspace inside it.
    let inner = folder.join(FOLDER);
    let folder = if inner.is_dir() && !store::database(&folder).exists() { inner } else { folder };
    Some(Found { folder, origin })
}

fn upwards(from: &Path) -> Option<Found> {
    let folder = from.ancestors().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir())?;
    Some(Found { folder, origin: Origin::Project })
}

#[cfg(test)]
mod tests {
    use super::{Flags, Origin, Surroundings, existing, find, for_import};

    #[test]
    fn a_workspace_is_found_upwards_and_a_named_one_wins() {
        let home = tempfile::tempdir().unwrap();
        let project = home.path().join("project");
        let deep = project.join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir(project.join(".gemba")).unwrap();
        let around = Surroundings::of(&deep, &[("XDG_DATA_HOME", "/nowhere")]);
        assert_eq!(find(&Flags::default(), &around).unwrap().folder, project.join(".gemba"));

        let other = home.path().join("other");
        let around = Surroundings::of(&deep, &[("GEMBA_WORKSPACE", other.to_str().unwrap())]);
        assert_eq!(find(&Flags::default(), &around).unwrap().folder, other);
        let flags = Flags { workspace: Some(project.clone()), ..Flags::default() };
        let found = find(&flags, &around).unwrap();
        assert_eq!((found.folder, found.origin), (project.join(".gemba"), Origin::Flag));
    }

    #[test]
    fn a_named_folder_that_holds_the_database_is_the_workspace_itself() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".gemba")).unwrap();
        std::fs::write(home.path().join("gemba.db"), "").unwrap();
        let flags = Flags { workspace: Some(home.path().to_path_buf()), ..Flags::default() };
        assert_eq!(find(&flags, &Surroundings::of(home.path(), &[])).unwrap().folder, home.path());
    }

    #[test]
    fn the_data_folder_is_the_last_resort_but_never_filled_by_an_import() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let work = home.path().join("work");
        std::fs::create_dir_all(data.join("gemba")).unwrap();
        std::fs::create_dir(&work).unwrap();
        let around = Surroundings::of(&work, &[("XDG_DATA_HOME", data.to_str().unwrap())]);
        assert!(existing(&Flags::default(), &around).unwrap_err().advice().contains("gemba import"));
        std::fs::write(data.join("gemba/gemba.db"), "").unwrap();
        assert_eq!(existing(&Flags::default(), &around).unwrap().origin, Origin::UserData);
        assert_eq!(for_import(&Flags::default(), &around).folder, work.join(".gemba"));
    }
}
