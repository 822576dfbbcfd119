//! How many terminal cells safe text takes, cluster by cluster, as the screen's own buffer counts them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the width of safe text in terminal cells: the sum over its clusters.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(cluster_cells).sum()
}

/// Returns the width of one cluster. Half-width Katakana sound marks are drawn beside their letter, not on it.
pub(crate) fn cluster_cells(cluster: &str) -> usize {
    if cluster.len() == 1 {
        return 1;
    }
    let sound_marks = cluster.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    cluster.width() + sound_marks
}

/// Cuts safe text to at most `width` cells, with `…` as its last cell where something was cut. Never splits a grapheme.
pub fn fit(text: &str, width: usize) -> String {
    if text.len() <= width && text.is_ascii() {
        return text.to_owned();
    }
    // Where the text would be cut if it turns out too long: one cell before the end.
    let (mut used, mut cut) = (0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        let cluster_width = cluster_cells(cluster);
        if used + cluster_width > width {
            return if width == 0 { String::new() } else { format!("{}…", text.get(..cut).unwrap_or_default()) };
        }
        used += cluster_width;
        if used < width {
            cut = at + cluster.len();
        }
    }
    text.to_owned()
}
