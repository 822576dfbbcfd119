//! Versions of criteria among the days of a trend.

use crate::domain::{CodebookView, Criterion, Slug, Target, Time};

/// A version of a criterion, and when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionMark {
    /// The day, in UTC.
    pub day: String,
    /// The criterion.
    pub criterion: Slug,
    /// The version.
    pub version: u32,
}

/// Returns the versions of criteria after the first, oldest first: of all that are asked, or of the one that is the scope.
pub(super) fn made(scope: Option<&Target>, codebook: &CodebookView) -> Vec<VersionMark> {
    let is_asked = |criterion: &&Criterion| match scope {
        Some(Target::Criterion(key)) => criterion.key == *key,
        Some(Target::Mode(_)) | None => !criterion.retired,
    };
    let mut made: Vec<(Time, VersionMark)> = Vec::new();
    for criterion in codebook.criteria.iter().filter(is_asked) {
        for version in criterion.versions.iter().skip(1) {
            let day = version.time.rfc3339().split('T').next().unwrap_or_default().to_owned();
            let mark = VersionMark { day, criterion: criterion.slug.clone(), version: version.version };
            made.push((version.time, mark));
        }
    }
    made.sort_by_key(|(time, _)| *time);
    made.into_iter().map(|(_, mark)| mark).collect()
}
