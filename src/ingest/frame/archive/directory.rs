//! The directory of an archive, refused where an archive is made to mislead.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::{CompressionMethod, ZipArchive};

use super::part::{Method, Part};
use crate::error::{Problem, Result};
use crate::ingest::source::{Packed, StreamStatus};

/// The most files in an archive.
const MOST: usize = 10_000;

/// The files of an archive.
pub(crate) struct Directory {
    file: File,
    /// The archive's name for sentences.
    pub(super) name: String,
    /// How far it is read.
    pub(super) status: Rc<StreamStatus>,
    /// Its files, folders left out.
    pub(super) members: Vec<Member>,
}

/// One file of an archive.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// Its path in the archive, which nothing is created from.
    pub(super) name: String,
    start: u64,
    packed: u64,
    method: Method,
    crc: u32,
}

impl Member {
    /// Returns the name behind the last `/`.
    pub(super) fn last_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

impl Directory {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// `Input` where it is damaged, has too many files, two of one name, or encrypted ones.
    pub(crate) fn of(packed: &Packed) -> Result<Self> {
        let name = packed.name.clone();
        let broken = |error: &dyn std::fmt::Display| {
            Problem::input(format!("{name} is a zip archive that cannot be read: {error}."))
        };
        let mut file = packed.file.try_clone().map_err(|error| broken(&error))?;
        file.seek(SeekFrom::Start(0)).map_err(|error| broken(&error))?;
        let kept = file.try_clone().map_err(|error| broken(&error))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
        if archive.len() > MOST {
            return Err(Problem::input(format!("{name} holds {} files; gemba reads up to {MOST}.", archive.len()))
                .hint("Unpack it and import the folder."));
        }
        let doubled = || {
            Problem::input(format!("{name} holds two files of one name, so that programs read it differently."))
                .hint("Unpack it with a program that you trust, and import what you want of it.")
        };
        if archive.has_duplicate_names() {
            return Err(doubled());
        }
        let (mut members, mut names) = (Vec::new(), HashSet::new());
        for at in 0..archive.len() {
            let one = archive.by_index_raw(at).map_err(|error| broken(&error))?;
            let path = String::from_utf8_lossy(one.name_raw()).replace('\\', "/");
            if one.encrypted() {
                return Err(Problem::input(format!("{name} is encrypted."))
                    .hint("Unpack it with its password and import the result."));
            }
            if !names.insert(path.clone()) {
                return Err(doubled());
            }
            if one.is_dir() || one.is_symlink() {
                continue;
            }
            let start = one.data_start().ok_or_else(|| broken(&"a file in it has no place"))?;
            members.push(Member {
                name: path,
                start,
                packed: one.compressed_size(),
                method: method(one.compression()),
                crc: one.crc32(),
            });
        }
        Ok(Self { file: kept, name, status: Rc::clone(&packed.status), members })
    }

    /// Returns whether it has a file of this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.members.iter().any(|member| member.name == path)
    }

    /// Returns how far it is read.
    pub(crate) fn status(&self) -> &StreamStatus {
        &self.status
    }

    /// Returns its files.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    /// Opens one of its files. What it says is counted and checked: an archive that expands without end is stopped.
    pub(crate) fn open(&self, member: &Member) -> Result<Box<dyn Read>> {
        let unread = |error: &dyn std::fmt::Display| {
            Problem::input(format!("{} in {} cannot be read: {error}.", member.name, self.name))
        };
        let file = self.file.try_clone().map_err(|error| unread(&error))?;
        let part = Part::new(file, member.start, member.packed, Rc::clone(&self.status));
        let unpacked = part.unpacked(member.method, member.crc).map_err(|error| unread(&error))?;
        unpacked.ok_or_else(|| unread(&"it is packed in a way that gemba does not know"))
    }
}

fn method(method: CompressionMethod) -> Method {
    if method == CompressionMethod::STORE {
        Method::Stored
    } else if method == CompressionMethod::DEFLATE {
        Method::Deflate
    } else if method == CompressionMethod::ZSTD {
        Method::Zstd
    } else if method == CompressionMethod::BZIP2 {
        Method::Bzip2
    } else {
        Method::Other
    }
}
