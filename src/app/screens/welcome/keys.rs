//! The keys of the Welcome screen.

use crate::command::actions;

actions! {
    /// Begins an empty workspace.
    WelcomeAction:

    /// On the screen.
    KEYS = [
        Import("ImportFile", "i", "import a log", "Import a log", "Imports a log file into this workspace.").rank(1),
    ];
}
