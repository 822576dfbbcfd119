//! Where a workspace lies: SQLite's log and locks hold only on a disk of this machine, and a folder that other programs
//! synchronise ends in two versions of one file.

use std::fs;
use std::path::Path;

/// Returns what makes the place of a workspace unsafe, in whole sentences; empty where nothing does.
#[must_use]
pub fn warnings(folder: &Path) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(kind) = folder.ancestors().find(|place| place.exists()).and_then(network_of) {
        warnings.push(format!(
            "The workspace {} is in a network folder ({kind}): two machines that write to it at once can damage it.",
            folder.display()
        ));
    }
    let conflicts = fs::read_dir(folder).into_iter().flatten().flatten();
    let conflicts = conflicts.filter(|entry| is_conflict(&entry.file_name().to_string_lossy())).count();
    if conflicts > 0 {
        warnings.push(format!(
            "A program that synchronises folders left {conflicts} conflicting copies of the database in {}.",
            folder.display()
        ));
    }
    warnings
}

/// Whether a file name is that of a database's second version, as synchronising programs name it.
fn is_conflict(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("gemba") && (lower.contains("conflicted copy") || lower.contains("sync-conflict"))
}

#[cfg(target_os = "linux")]
fn network_of(folder: &Path) -> Option<&'static str> {
    // The number is 32 bits wide, in a word that is signed and wider on some machines.
    let kind = i128::from(rustix::fs::statfs(folder).ok()?.f_type) & 0xffff_ffff;
    u32::try_from(kind).ok().and_then(network_name)
}

#[cfg(not(target_os = "linux"))]
fn network_of(_: &Path) -> Option<&'static str> {
    None
}

/// The file systems of Linux's `statfs(2)` that another machine, or another program, answers for.
#[cfg(any(target_os = "linux", test))]
const fn network_name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x0102_1997 => "9P",
        0x6573_5546 => "FUSE",
        0x5346_414f => "AFS",
        0x7375_7245 => "Coda",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        0x564c => "NCP",
        0x786f_4256 => "a shared folder of VirtualBox",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_conflict, network_name, warnings};

    #[test]
    fn file_systems_of_other_machines_are_known_by_their_numbers() {
        assert_eq!(network_name(0x6969), Some("NFS"));
        assert_eq!(network_name(0xfe53_4d42), Some("SMB"));
        assert_eq!(network_name(0x6573_5546), Some("FUSE"));
        // ext4, btrfs, xfs, tmpfs, overlayfs, zfs.
        for local in [0xef53, 0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1] {
            assert_eq!(network_name(local), None);
        }
    }

    #[test]
    fn conflicting_copies_are_known_by_their_names() {
        assert!(is_conflict("gemba (ana's conflicted copy 2026-11-23).db"));
        assert!(is_conflict("gemba.sync-conflict-20261123-081400-ABCDEFG.db"));
        assert!(!is_conflict("gemba.db") && !is_conflict("gemba.db.before-restore-1.bak"));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("gemba.sync-conflict-1.db"), "").unwrap();
        assert!(warnings(folder.path()).iter().any(|warning| warning.contains("1 conflicting")));
    }
}
