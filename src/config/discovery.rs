//! Finds the workspace: named by flag or environment, else `.gemba/` from the working folder upwards as git does, else
//! in the user's data folder. Opens and creates nothing.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::flags::Flags;
use crate::error::{Problem, Result};
use crate::store;

/// The name of a workspace's folder inside a project.
pub const FOLDER: &str = ".gemba";

/// How the workspace's folder was found.
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
    /// Returns how it was found, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Flag => "named by --workspace",
            Self::Environment => "named by GEMBA_WORKSPACE",
            Self::Project => "found from the working folder upwards",
            Self::UserData => "in your data folder",
        }
    }
}

/// A workspace's folder and how it was found. Holds a database only if [`FoundWorkspace::exists`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWorkspace {
    /// The folder that holds, or is to hold, `gemba.db`.
    pub folder: PathBuf,
    /// How it was found.
    pub origin: Origin,
}

impl FoundWorkspace {
    /// Returns whether there is a database in it.
    pub fn exists(&self) -> bool {
        store::database(&self.folder).symlink_metadata().is_ok()
    }
}

/// Finds the workspace's folder, if there is one or one was named.
pub fn find(flags: &Flags, env: &Environment) -> Option<FoundWorkspace> {
    if let Some(found) = named(flags, env).or_else(|| upwards(&env.folder)) {
        return Some(found);
    }
    let folder = env.data_folder()?;
    let found = FoundWorkspace { folder, origin: Origin::UserData };
    found.exists().then_some(found)
}

/// Finds the existing workspace that a command works on.
///
/// # Errors
/// A `Workspace` problem that names the places searched, and how to create one.
pub fn existing(flags: &Flags, env: &Environment) -> Result<FoundWorkspace> {
    let hint = "`gemba import FILE` makes one; `gemba demo` shows how it feels.";
    match find(flags, env) {
        Some(found) if found.exists() => Ok(found),
        Some(found) => {
            Err(Problem::workspace(format!("There is no workspace in {}.", found.folder.display())).hint(hint))
        }
        None => {
            Err(Problem::workspace(format!("There is no workspace in {} or above.", env.folder.display())).hint(hint))
        }
    }
}

/// Finds the workspace that an import fills: the named one, the one found upwards, else `.gemba/` in the working folder.
pub fn for_import(flags: &Flags, env: &Environment) -> FoundWorkspace {
    named(flags, env)
        .or_else(|| upwards(&env.folder))
        .unwrap_or_else(|| FoundWorkspace { folder: env.folder.join(FOLDER), origin: Origin::Project })
}

fn named(flags: &Flags, env: &Environment) -> Option<FoundWorkspace> {
    let by_flag = flags.workspace.clone().map(|folder| (folder, Origin::Flag));
    let by_environment = || env.path("GEMBA_WORKSPACE").map(|folder| (folder, Origin::Environment));
    let (folder, origin) = by_flag.or_else(by_environment)?;
    let folder = env.folder.join(folder);
    // A project's folder may be named as well as the workspace inside it.
    let inner = folder.join(FOLDER);
    let is_workspace = store::database(&folder).exists() || folder.file_name().is_some_and(|name| name == FOLDER);
    let folder = if !is_workspace && (inner.is_dir() || holds_a_project(&folder)) { inner } else { folder };
    Some(FoundWorkspace { folder, origin })
}

/// What gemba itself puts into a workspace; anything else makes a folder a project's.
const OWN: [&str; 2] = ["config.toml", "rejects"];

fn holds_a_project(folder: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(folder) else { return false };
    entries.any(|entry| {
        let name = entry.map(|entry| entry.file_name().to_string_lossy().into_owned()).unwrap_or_default();
        !name.is_empty() && !name.starts_with("gemba.db") && !OWN.contains(&name.as_str())
    })
}

fn upwards(from: &Path) -> Option<FoundWorkspace> {
    let folder = from.ancestors().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir())?;
    Some(FoundWorkspace { folder, origin: Origin::Project })
}

#[cfg(test)]
mod tests {
    use super::{Environment, Flags, Origin, existing, find, for_import};

    #[test]
    fn a_workspace_is_found_upwards_and_a_named_one_wins() {
        let home = tempfile::tempdir().unwrap();
        let project = home.path().join("project");
        let deep = project.join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir(project.join(".gemba")).unwrap();
        let env = Environment::new(&deep, &[("XDG_DATA_HOME", "/nowhere")]);
        assert_eq!(find(&Flags::default(), &env).unwrap().folder, project.join(".gemba"));

        let other = home.path().join("other");
        let env = Environment::new(&deep, &[("GEMBA_WORKSPACE", other.to_str().unwrap())]);
        assert_eq!(find(&Flags::default(), &env).unwrap().folder, other);
        let flags = Flags { workspace: Some(project.clone()), ..Flags::default() };
        let found = find(&flags, &env).unwrap();
        assert_eq!((found.folder, found.origin), (project.join(".gemba"), Origin::Flag));
    }

    #[test]
    fn a_named_folder_with_other_files_gets_its_workspace_inside() {
        let home = tempfile::tempdir().unwrap();
        let flags = Flags { workspace: Some(home.path().to_path_buf()), ..Flags::default() };
        let env = Environment::new(home.path(), &[]);
        assert_eq!(for_import(&flags, &env).folder, home.path(), "an empty folder becomes the workspace itself");
        std::fs::write(home.path().join("README.md"), "").unwrap();
        assert_eq!(for_import(&flags, &env).folder, home.path().join(".gemba"));
    }

    #[test]
    fn a_named_folder_that_holds_the_database_is_the_workspace_itself() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".gemba")).unwrap();
        std::fs::write(home.path().join("gemba.db"), "").unwrap();
        let flags = Flags { workspace: Some(home.path().to_path_buf()), ..Flags::default() };
        assert_eq!(find(&flags, &Environment::new(home.path(), &[])).unwrap().folder, home.path());
    }

    #[test]
    fn the_data_folder_is_the_last_resort_but_never_filled_by_an_import() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let work = home.path().join("work");
        std::fs::create_dir_all(data.join("gemba")).unwrap();
        std::fs::create_dir(&work).unwrap();
        let env = Environment::new(&work, &[("XDG_DATA_HOME", data.to_str().unwrap())]);
        assert!(existing(&Flags::default(), &env).unwrap_err().advice().contains("gemba import"));
        std::fs::write(data.join("gemba/gemba.db"), "").unwrap();
        assert_eq!(existing(&Flags::default(), &env).unwrap().origin, Origin::UserData);
        assert_eq!(for_import(&Flags::default(), &env).folder, work.join(".gemba"));
    }
}
