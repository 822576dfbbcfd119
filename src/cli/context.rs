//! What every command needs: flags, environment, the workspace's connections, the reviewer, the clock, the printer.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::checks::Commands;
use crate::command::OwnKeys;
use crate::config::{self, Color, Environment, Flags, FoundWorkspace, Settings};
use crate::domain::{Applied, Batch, Change, Name, Roles, Time};
use crate::error::{Problem, Result};
use crate::runtime::CommandRunner;
use crate::services::trust::{Guard, Place, TrustFile};
use crate::store::{self, Reader, Viewer, Writer};

use super::output::{self, Out, Table, remark};

/// One run of the program.
pub(super) struct Context {
    /// The global flags.
    pub(super) flags: Flags,
    /// The process's surroundings.
    pub(super) env: Environment,
    /// Whether figures and lists are printed as JSON.
    pub(super) json: bool,
    /// Whether to say more on standard error.
    pub(super) verbose: bool,
    /// The command line as clap knows it, for completions and the man page.
    pub(super) program: fn() -> clap::Command,
    /// Standard output.
    pub(super) out: Out,
}

impl Context {
    /// Reads the system's clock.
    pub(super) fn now() -> Time {
        Time(jiff::Timestamp::now().as_millisecond())
    }

    /// Finds the existing workspace.
    pub(super) fn workspace(&self) -> Result<FoundWorkspace> {
        let found = config::discovery::existing(&self.flags, &self.env)?;
        self.mention(&found);
        Ok(found)
    }

    /// Names the workspace under `--verbose`.
    pub(super) fn mention(&self, found: &FoundWorkspace) {
        if self.verbose {
            remark(&format!("workspace {} ({})", found.folder.display(), found.origin.words()));
        }
    }

    /// Says what is doubtful about the place of a workspace.
    pub(super) fn warn_of_place(folder: &Path) {
        for doubt in store::warnings(folder) {
            remark(&format!("warning: {doubt}"));
        }
    }

    /// Says where a workspace is another user's, and so only read.
    pub(super) fn say_whose(folder: &Path) {
        if let Some(owner) = store::foreign_owner(folder) {
            let folder = folder.display();
            remark(&format!("The workspace {folder} belongs to another user (number {owner}): it is only read."));
        }
    }

    /// Opens a reading connection to the existing workspace, which is held to this moment: what is said of a blind set that is
    /// opened while the command runs is not in what it prints.
    pub(super) fn reader(&self) -> Result<Reader> {
        self.following_reader()?.held()
    }

    /// Opens a reading connection that also reads what this command writes.
    pub(super) fn following_reader(&self) -> Result<Reader> {
        let folder = self.workspace()?.folder;
        Self::say_whose(&folder);
        Reader::open(&folder, &self.viewer())
    }

    /// Returns who looks: the reviewer, or nobody where none can be found.
    pub(super) fn viewer(&self) -> Viewer {
        let found = self.settings().and_then(|settings| config::reviewer::find(&self.flags, &self.env, &settings));
        found.map_or_else(|_| Viewer::nobody(), |reviewer| Viewer::of(&reviewer.name))
    }

    /// Opens a reading connection for what leaves the workspace: of blind sets that are open it holds the reviewer's own
    /// judgements neither.
    pub(super) fn outgoing(&self) -> Result<Reader> {
        let reader = self.reader()?;
        let outgoing = reader.outgoing()?.map(Reader::held).transpose()?;
        if outgoing.is_some() || reader.hides_anything() {
            remark("A blind set is open: what was said of its records is left out until it is revealed.");
        }
        Ok(outgoing.unwrap_or(reader))
    }

    /// Lets the reviewer see the blind sets that are open, and keeps that in the journal.
    pub(super) fn look_into_blind_sets(&self) -> Result<()> {
        let (now, reviewer, reader) = (Self::now(), self.reviewer()?, self.reader()?);
        let hidden =
            reader.blind_sets(now)?.into_iter().filter(|set| set.is_open && !set.unblinded.contains(&reviewer));
        let sets: Vec<String> = hidden.map(|set| set.id).collect();
        if sets.is_empty() {
            return Ok(());
        }
        let changes = sets.iter().map(|set| Change::Unblind { set: set.clone() }).collect();
        self.writer()?.append(&self.batch(changes)?)?;
        let sets = sets.join(", ");
        remark(&format!("{reviewer} sees from now on what was said blind ({sets}); the journal keeps that."));
        Ok(())
    }

    /// Refuses to take back or bring back without a name while a blind set is open: the name of another would tell what that
    /// one did last.
    pub(super) fn refuse_unnamed(&self, command: &str) -> Result<()> {
        if self.flags.reviewer.is_some() || !self.reader()?.has_open_blind_set()? {
            return Ok(());
        }
        Err(Problem::usage("A blind set is open, so it must be said whose it is.")
            .hint(format!("`gemba {command} --reviewer NAME` does it for that reviewer.")))
    }

    /// Opens the writing connection to the existing workspace.
    pub(super) fn writer(&self) -> Result<Writer> {
        Writer::open(&self.workspace()?.folder)
    }

    /// Loads all settings; those of the workspace only where there is one.
    pub(super) fn settings(&self) -> Result<Settings> {
        let found = config::discovery::find(&self.flags, &self.env);
        Settings::load(&self.flags, &self.env, found.as_ref().map(|found| found.folder.as_path()))
    }

    /// Reads the user's own keys, with what is wrong in them.
    pub(super) fn own_keys(settings: &Settings) -> Result<OwnKeys> {
        if let (true, Some(file)) = (settings.brings_commands, &settings.workspace_file) {
            let file = file.display();
            remark(&format!("`[[command]]` in {file} is not read: a workspace cannot bring programs of its own."));
        }
        let own = settings.keymap_file.as_deref().map_or_else(|| Ok(OwnKeys::default()), config::keymap_file::read)?;
        Ok(OwnKeys { commands: settings.commands.clone(), ..own })
    }

    /// Returns what starts the programs of checks: all of them where this run was allowed to, by `--allow-commands` or
    /// `GEMBA_ALLOW_COMMANDS=1`, else those that `gemba trust` allowed.
    pub(super) fn commands(&self, is_allowed: bool) -> Result<Commands> {
        let folder = self.workspace()?.folder;
        let runner = Arc::new(CommandRunner::new(&folder));
        let word = self.env.text("GEMBA_ALLOW_COMMANDS");
        if is_allowed || word.as_deref() == Some("1") {
            return Ok(Commands::On(runner));
        }
        self.refuse_allowing()?;
        if let Some(word) = word {
            remark(&format!("GEMBA_ALLOW_COMMANDS is `{word}` and allows nothing: only 1 does."));
        }
        Ok(Commands::On(Arc::new(Guard::new(runner, self.place(&folder), self.trust_file()))))
    }

    /// Returns where programs of the workspace are started.
    pub(super) fn place(&self, folder: &Path) -> Place {
        Place::new(folder, self.env.path("PATH").map(PathBuf::into_os_string))
    }

    /// Returns the user's own file of what is allowed; `None` where the user has no folder of settings.
    pub(super) fn trust_file(&self) -> Option<TrustFile> {
        self.env.config_folder().map(TrustFile::new)
    }

    /// Says, where the workspace's own settings ask for it, that they cannot allow programs.
    pub(super) fn refuse_allowing(&self) -> Result<()> {
        let settings = self.settings()?;
        if let (true, Some(file)) = (settings.allow_commands, &settings.workspace_file) {
            let file = file.display();
            remark(&format!(
                "`allow_commands` in {file} allows nothing: a workspace cannot allow its own programs. `gemba trust` does."
            ));
        }
        Ok(())
    }

    /// Returns the folder of stubs: the given one, or that of the settings, which lies inside the project.
    pub(super) fn stub_folder(&self, given: Option<&Path>) -> Result<PathBuf> {
        if let Some(folder) = given {
            return Ok(folder.to_path_buf());
        }
        let found = config::discovery::find(&self.flags, &self.env);
        config::stub_folder(&self.settings()?, &self.env, found.as_ref().map(|found| found.folder.as_path()))
    }

    /// Finds whose judgements are written.
    pub(super) fn reviewer(&self) -> Result<Name> {
        let reviewer = config::reviewer::find(&self.flags, &self.env, &self.settings()?)?;
        if self.verbose {
            remark(&format!("reviewer {} ({})", reviewer.name, reviewer.from));
        }
        Ok(reviewer.name)
    }

    /// Reads what the workspace says of its reviewers.
    pub(super) fn roles(&self) -> Result<Roles> {
        config::reviewers_file::read(&self.workspace()?.folder)
    }

    /// Prints what a command answers: an object with `--json`, a line for people.
    pub(super) fn print(&mut self, json: impl FnOnce() -> Value, line: impl FnOnce() -> String) -> Result<()> {
        if self.json { self.out.json(&json()) } else { self.out.line(&line()) }
    }

    /// Prints a row as an object with `--json`, else adds it to the table that [`Self::table`] prints.
    pub(super) fn row(
        &mut self,
        table: &mut Table,
        json: impl FnOnce() -> Value,
        cells: impl FnOnce() -> Vec<String>,
    ) -> Result<()> {
        if self.json {
            return self.out.json(&json());
        }
        table.row(cells());
        Ok(())
    }

    /// Prints a table as wide as the terminal.
    pub(super) fn table(&mut self, table: &Table) -> Result<()> {
        let width = output::width(self.env.text("COLUMNS").as_deref());
        table.print(&mut self.out, width)
    }

    /// Returns whether printed text may have colour.
    pub(super) fn colour(&self) -> Result<bool> {
        Ok(match self.settings()?.color.value {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stdout().is_terminal(),
        })
    }

    /// Makes a batch of this reviewer, outside any session.
    pub(super) fn batch(&self, changes: Vec<Change>) -> Result<Batch> {
        Ok(Batch { reviewer: self.reviewer()?, session: None, time: Self::now(), changes })
    }

    /// Writes changes as one group, and prints what was done: `summary` for people, the counts as JSON.
    pub(super) fn write(&mut self, changes: Vec<Change>, summary: &str) -> Result<Applied> {
        let applied = self.writer()?.append(&self.batch(changes)?)?;
        if self.json {
            let Applied { events, made, .. } = &applied;
            self.out.json(&json!({"applied": 1, "rejected": 0, "events": events, "made": made}))?;
        } else if applied.events == 0 {
            remark(&format!("Nothing changed: {summary} already."));
        } else {
            self.out.line(summary)?;
        }
        Ok(applied)
    }
}
