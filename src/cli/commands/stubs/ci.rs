//! `stubs --ci`: a workflow file that runs the written stubs, put where the service looks for it.

use std::path::{Component, Path, PathBuf};

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::error::{Problem, Result};
use crate::stubs::{Merged, ci, merge, signed};

/// Writes or prints the workflow for the stubs that stand in a folder.
pub(super) fn run(context: &mut Context, service: &str, out: &Path, dry_run: bool) -> Result<()> {
    let service = ci::service(service)?;
    let here = &context.env.folder;
    let top = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(here).to_path_buf();
    let folder = below(&top, &here.join(out))?;
    let manifest = merge::read_manifest(&here.join(out))?;
    let text = ci::workflow(&manifest.stubs, &folder)?;
    let place = top.join(service.path).display().to_string();
    if dry_run {
        remark(&format!("This would be written to {place}."));
        return if context.json {
            context.out.json(&json!({ "workflow": place, "state": "dry-run", "text": signed::sign(&text) }))
        } else {
            context.out.block(&signed::sign(&text))
        };
    }
    let merged = signed::write(&top, service.path, &text)?;
    let (state, said) = match merged {
        Merged::Beside => {
            ("beside", format!("{place} was changed by hand and is kept; the new version is in {place}.new."))
        }
        Merged::KeptBoth => ("kept", format!("{place} and {place}.new were changed by hand; both are kept.")),
        Merged::Unchanged => ("unchanged", format!("{place} is up to date.")),
        Merged::Written | Merged::Hook | Merged::Removed => ("written", format!("The workflow is in {place}.")),
    };
    if context.json {
        return context.out.json(&json!({ "workflow": place, "state": state, "text": signed::sign(&text) }));
    }
    context.out.line(&said)
}

/// Returns the folder as seen from the top of the repository, with `/`; `.` for the top itself.
fn below(top: &Path, folder: &Path) -> Result<String> {
    let resolved = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (top, folder) = (resolved(top), resolved(folder));
    let outside = || {
        Problem::usage(format!("{} is outside of the repository in {}.", folder.display(), top.display()))
            .hint("A workflow runs what is committed: name a folder inside with --out.")
    };
    let inner: PathBuf = folder.strip_prefix(&top).map_err(|_| outside())?.to_path_buf();
    let mut pieces = Vec::new();
    for piece in inner.components() {
        match piece {
            Component::Normal(name) => pieces.push(name.to_str().ok_or_else(outside)?.to_owned()),
            _ => return Err(outside()),
        }
    }
    Ok(if pieces.is_empty() { ".".to_owned() } else { pieces.join("/") })
}
