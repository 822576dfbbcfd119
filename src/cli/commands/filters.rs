//! `filters`: filters that are saved under a name and used as `saved:NAME`.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{Table, remark};
use crate::error::{Problem, Result};

/// Lists the saved filters; each is used as saved:NAME in any filter.
#[derive(Debug, Args)]
pub(crate) struct FiltersArgs {
    #[command(subcommand)]
    command: Option<FiltersCommand>,
}

#[derive(Debug, Subcommand)]
enum FiltersCommand {
    /// Lists the saved filters.
    List,
    /// Saves a filter under a name, in the place of one of that name.
    Save {
        /// The name: letters, digits, `-` and `_`.
        name: String,
        /// The filter.
        #[arg(required = true)]
        filter: Vec<String>,
    },
    /// Forgets a saved filter.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Runs `gemba filters`.
pub(super) fn run(context: &mut Context, args: &FiltersArgs) -> Result<()> {
    match &args.command {
        None | Some(FiltersCommand::List) => list(context),
        Some(FiltersCommand::Save { name, filter }) => {
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            if !is_name {
                return Err(Problem::usage("A saved filter is named by letters, digits, `-` and `_`."));
            }
            let filter = parse_filter(&filter.join(" "))?.to_string();
            context.writer()?.save_filter(name, &filter)?;
            context.print(|| json!({"name": name, "filter": filter}), || format!("saved:{name} is now {filter}"))
        }
        Some(FiltersCommand::Remove { name }) => {
            if !context.writer()?.remove_filter(name)? {
                return Err(
                    Problem::usage(format!("There is no saved filter `{name}`.")).hint("`gemba filters` lists them.")
                );
            }
            context.print(|| json!({"removed": name}), || format!("saved:{name} is forgotten"))
        }
    }
}

fn list(context: &mut Context) -> Result<()> {
    let saved = context.reader()?.saved_filters()?;
    if saved.is_empty() && !context.json {
        remark("No filter is saved yet. `gemba filters save NAME FILTER` saves one.");
        return Ok(());
    }
    let mut table = Table::new(&["name", "filter"]);
    for (name, filter) in saved {
        context.row(&mut table, || json!({"name": name, "filter": filter}), || vec![name.clone(), filter.clone()])?;
    }
    context.table(&table)
}
