//! The folder that stubs go into unasked: a setting that comes with a workspace, so it may not lead out of the project.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::environment::Environment;
use super::settings::{Level, Settings};
use crate::error::{Problem, Result};

/// Returns the folder, from the working folder. `workspace` is the workspace's folder, if one was found; the project is
/// the folder that holds it where the working folder lies in there, else the working folder.
///
/// # Errors
/// A `Usage` problem for a folder outside of the project, by its name or by a symbolic link on the way.
pub fn stub_folder(settings: &Settings, env: &Environment, workspace: Option<&Path>) -> Result<PathBuf> {
    let setting = &settings.stub_folder;
    let here = env.folder.canonicalize().unwrap_or_else(|_| env.folder.clone());
    let holder = workspace.and_then(|folder| folder.canonicalize().ok()?.parent().map(Path::to_owned));
    let project = holder.filter(|holder| here.starts_with(holder)).unwrap_or_else(|| here.clone());
    let leads_to = real_path(&here.join(&setting.value));
    if leads_to.as_ref().is_some_and(|place| place.starts_with(&project)) {
        return Ok(PathBuf::from(&setting.value));
    }
    let file = match setting.level {
        Level::Workspace => settings.workspace_file.as_ref(),
        Level::User => settings.user_file.as_ref(),
        Level::Flag | Level::Environment | Level::BuiltIn => None,
    };
    let set_in = file.map(|file| format!(", set in {},", file.display())).unwrap_or_default();
    let (value, project) = (&setting.value, project.display());
    let leads = leads_to.map_or_else(
        || "cannot be followed to its end".to_owned(),
        |place| format!("leads to {}, outside of the project in {project}", place.display()),
    );
    Err(Problem::usage(format!("The folder of stubs `{value}`{set_in} {leads}."))
        .hint("Set `stub_folder` to a folder inside, or name another with --out for once."))
}

/// Returns where a path leads once every symbolic link is followed, whether its end is there already or not; `None`
/// where that cannot be told.
fn real_path(path: &Path) -> Option<PathBuf> {
    let there = path.ancestors().find(|part| part.symlink_metadata().is_ok())?;
    let missing = path.strip_prefix(there).ok()?;
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    if !missing.components().all(is_plain) {
        return None;
    }
    let real = there.canonicalize().ok()?;
    Some(if missing.as_os_str() == OsStr::new("") { real } else { real.join(missing) })
}
