//! Lists the files of this folder as built-in themes, so that a theme is added by its file alone.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and talks to cargo")]

use std::path::Path;
use std::{env, fs};

/// Writes the rows of `src/ui/theme/file.rs`: the default first, then the others by name.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=themes");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("themes");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    names.sort_by_key(|name| (name != "dark", name.clone()));
    // The folder of the package is asked when the table is compiled: a checkout may be moved after this ran.
    let rows = names.iter().map(|name| {
        let file = format!("/themes/{name}.toml");
        format!("    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),\n")
    });
    let table = format!("&[\n{}]\n", rows.collect::<String>());
    fs::write(Path::new(&env::var("OUT_DIR")?).join("built_in_themes.rs"), table)?;
    Ok(())
}
