//! The sections, in the order of the report: one file each with a function `section`, and one row each in the table below.

mod agreement;
mod alignment;
mod drift;
mod examples;
mod overview;
mod progress;
mod rates;
mod saturation;

use super::contents::ReportContents;
use super::document::Section;

/// Makes the list of sections from the rows of the table.
macro_rules! sections {
    ($($file:ident)*) => {
        /// Returns all sections of a report.
        pub(super) fn sections(contents: &ReportContents) -> Vec<Section> {
            vec![$($file::section(contents)),*]
        }

        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($file)),*];
    };
}

sections! {
    overview
    rates
    saturation
    drift
    agreement
    alignment
    progress
    examples
}

/// Returns words for a count that may be nothing: an empty cell.
fn cell(count: u64) -> String {
    if count == 0 { String::new() } else { crate::text::grouped(count) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FILES;

    #[test]
    fn every_file_of_this_folder_is_a_section_of_the_report() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/sections");
        let stem = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()
        };
        let mut files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(stem).collect();
        assert!(files.remove("mod"));
        assert_eq!(files, FILES.iter().map(|file| (*file).to_owned()).collect(), "a file without a row in `sections!`");
    }
}
