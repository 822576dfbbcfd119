//! What two did at odds with each other in a merged journal, and what holds of it, in words.

use rusqlite::Connection;

use crate::domain::codebook::Identity;
use crate::domain::journal::summary;
use crate::error::Result;
use crate::store::blind::Viewer;
use crate::store::blind::hidden::Hidden;
use crate::store::codebook;
use crate::store::columns;
use crate::store::journal::event::{self, LINE, Line};

/// Returns every conflict that the tables hold now, a sentence each.
pub(crate) fn all(conn: &Connection) -> Result<Vec<String>> {
    // Of what is judged blind nothing is said before the end of the set.
    let hidden = Hidden::load(conn, &Viewer::nobody())?.unwrap_or_default();
    let mut said = undos(conn, &hidden)?;
    let is_whole = hidden.authors.is_empty();
    let codebook = if is_whole { codebook::load(conn)? } else { hidden.codebook(conn)?.0 };
    let modes = codebook.modes.iter().map(|mode| ("failure mode", &mode.identity));
    let criteria = codebook.criteria.iter().map(|criterion| ("criterion", &criterion.identity));
    for (what, identity) in modes.chain(criteria) {
        for step in identity.lineage.iter().filter(|step| step.is_made_again()) {
            let holds = match what {
                "criterion" => "the later text is a version of it",
                _ => "the earlier definition, severity and hotkey hold",
            };
            said.push(format!("The {what} `{}` was {}: {holds}.", identity.name, step.words));
        }
    }
    for mode in codebook.modes.iter().filter(|mode| mode.identity.is_open()) {
        let holder = mode.hotkey.and_then(|letter| codebook.mode_on(letter));
        if let Some(other) = holder.filter(|other| other.identity.key != mode.identity.key) {
            said.push(twice(&mode.identity, &other.identity, "hotkey"));
        }
    }
    for criterion in &codebook.criteria {
        let holder = criterion.number.and_then(|number| codebook.numbered(number));
        if let Some(other) = holder.filter(|other| other.identity.key != criterion.identity.key) {
            said.push(twice(&criterion.identity, &other.identity, "number"));
        }
    }
    said.extend(checks(conn, &hidden)?);
    Ok(said)
}

fn twice(own: &Identity, holder: &Identity, what: &str) -> String {
    format!("`{}` and `{}` have the same {what}: it stays with `{}`.", holder.name, own.name, holder.name)
}

/// Returns those that are not hidden.
fn seen(conn: &Connection, hidden: &Hidden, lines: Vec<Line>) -> Result<Vec<Line>> {
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines {
        if !hidden.hides(conn, &line)? {
            kept.push(line);
        }
    }
    Ok(kept)
}

/// Returns a sentence for each undo of what another used meanwhile.
fn undos(conn: &Connection, hidden: &Hidden) -> Result<Vec<String>> {
    let sql =
        format!("SELECT {LINE} FROM event WHERE position IN (SELECT event FROM undo_not_taken) ORDER BY position");
    let mut said = Vec::new();
    for undo in columns::all(conn, &sql, [], event::line)? {
        let of_group = format!(
            "SELECT {LINE} FROM event WHERE grp = (SELECT grp FROM undo_not_taken WHERE event = ?1)
             AND entity IS NOT NULL ORDER BY position"
        );
        let changes: Vec<_> = seen(conn, hidden, columns::all(conn, &of_group, [undo.position], event::line)?)?
            .into_iter()
            .map(|line| line.change)
            .collect();
        if changes.is_empty() {
            continue;
        }
        said.push(format!(
            "{} took `{}` back while another used it: the use stands, and the undo is not taken.",
            undo.reviewer,
            summary(&changes)
        ));
    }
    Ok(said)
}

/// Returns a sentence for each check that two attached under one key.
fn checks(conn: &Connection, hidden: &Hidden) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT {LINE} FROM event WHERE entity GLOB 'check:*' AND payload LIKE '{{\"kind\":\"check_add\"%'
         AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position"
    );
    let adds = seen(conn, hidden, columns::all(conn, &sql, [], event::line)?)?;
    let mut said = Vec::new();
    for (at, add) in adds.iter().enumerate() {
        let same = |earlier: &&Line| earlier.entity() == add.entity() && earlier.change != add.change;
        if let (Some(earlier), Some(key)) = (adds.iter().take(at).find(same), add.change.made()) {
            said.push(format!(
                "The check `{key}` was made by {} and by {}, each with another test: that of {} holds.",
                earlier.reviewer, add.reviewer, earlier.reviewer
            ));
        }
    }
    Ok(said)
}
