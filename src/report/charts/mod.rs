//! Charts as inline SVG: one file a kind, and one row each in the table below. Each has axes, and says of how many.

mod axis;
mod columns;
mod curve;
mod intervals;

pub(super) use columns::Columns;
pub(super) use curve::Curve;
pub(super) use intervals::{IntervalRow, Intervals};

use self::axis::WIDTH;
use super::html::{Value, Writer};

/// Makes the enum of charts from the rows of the table.
macro_rules! charts {
    ($($name:ident $file:ident;)*) => {
        /// A chart.
        #[derive(Debug, Clone, PartialEq)]
        pub(super) enum Chart {
            $($name($name),)*
        }

        impl Chart {
            /// Returns what it shows.
            pub(super) fn title(&self) -> &str {
                match self {
                    $(Self::$name(chart) => &chart.title,)*
                }
            }

            /// Draws it; `number` is its number in the report.
            pub(super) fn draw(&self, number: usize, page: &mut Writer) {
                let (height, words) = match self {
                    $(Self::$name(chart) => (chart.height(), chart.words()),)*
                };
                let attributes = [
                    ("class", Value::Fixed("chart")),
                    ("role", Value::Fixed("img")),
                    ("aria-labelledby", Value::Id("chart-title-", number)),
                    ("aria-describedby", Value::Id("chart-words-", number)),
                    ("viewBox", Value::Numbers(vec![0.0, 0.0, WIDTH, height])),
                ];
                page.element("svg", &attributes, |page| {
                    page.leaf("title", &[("id", Value::Id("chart-title-", number))], self.title());
                    page.leaf("desc", &[("id", Value::Id("chart-words-", number))], &words);
                    match self {
                        $(Self::$name(chart) => chart.draw(page),)*
                    }
                });
            }
        }

        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($file)),*];
    };
}

charts! {
    Intervals intervals;
    Curve curve;
    Columns columns;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FILES;

    #[test]
    fn every_file_of_this_folder_is_a_chart() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/charts");
        let stem = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()
        };
        let mut files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(stem).collect();
        assert!(files.remove("mod") && files.remove("axis"));
        assert_eq!(files, FILES.iter().map(|file| (*file).to_owned()).collect(), "a file without a row in `charts!`");
    }
}
