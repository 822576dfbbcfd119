//! A row of the table of log formats, and the traits of what reads them.

use crate::ingest::SpanView;
use crate::ingest::json::Fields;
use crate::ingest::record::{RecordBuilder, Records};

/// One log format.
pub struct Format {
    /// Its name on the command line and in reports.
    pub name: &'static str,
    /// One sentence: what writes such logs, or what they hold.
    pub description: &'static str,
    /// How a log of this format is recognised.
    pub(crate) detector: Detector,
    /// What makes records of its entries.
    pub(crate) reader: Reader,
    /// Where the list of records stands in a file that is one JSON object, as keys joined by dots (`results.results`);
    /// its elements become the entries, and [`Records::outer`] gives the fields around it. `whole:` before a key means
    /// that an object with this key is one entry, whatever lists it holds.
    pub(crate) lists: &'static [&'static str],
    /// A short log of this format, which it must detect and read.
    pub example: &'static str,
    /// The records of the example, as the test of this table prints them.
    pub expected: &'static str,
    /// How the example was made: by which program and version, or after which file or document.
    pub source: &'static str,
}

impl Format {
    /// What a row need not say.
    pub(crate) const BLANK: Self = Self {
        name: "",
        description: "",
        detector: Detector::Entry(|_| Strength::No),
        reader: Reader::Record(|_, _| {}),
        lists: &[],
        example: "",
        expected: "",
        source: "",
    };

    /// Returns how sure it is that an entry is of this format.
    pub(crate) fn strength(&self, fields: &Fields<'_>) -> Strength {
        match self.detector {
            Detector::Entry(detect) => detect(fields),
            Detector::File(_) | Detector::Delimiter(_) => Strength::No,
        }
    }

    /// Returns whether it reads this entry.
    pub(crate) fn claims(&self, fields: &Fields<'_>) -> bool {
        self.strength(fields) != Strength::No
    }

    /// Returns the delimiters of a table; `None` for a format that is no table.
    pub(crate) fn delimiters(&self) -> Option<&'static [u8]> {
        match self.detector {
            Detector::Entry(_) | Detector::File(_) => None,
            Detector::Delimiter(delimiters) => Some(delimiters),
        }
    }

    /// Returns whether each entry can be read by itself, in any order and on any thread.
    pub(crate) fn is_stateless(&self) -> bool {
        !matches!(self.reader, Reader::File(_))
    }
}

/// How a format is recognised.
#[derive(Clone, Copy)]
pub(crate) enum Detector {
    /// By the fields of one entry. Claims single entries, also among those of other formats.
    Entry(fn(&Fields<'_>) -> Strength),
    /// By marks anywhere in the first entries. Claims the whole file.
    File(fn(&[Fields<'_>]) -> Strength),
    /// By the delimiter of a table, one of these; the first where a header has none. Its rows are read by their columns.
    Delimiter(&'static [u8]),
}

/// How sure a detector is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// It is another format.
    No,
    /// It may be this one: taken where no other claims it, asked about where another may be as well.
    Possible,
    /// No other log looks like this. Of several the first of the table is taken, so the special one stands before the
    /// general one.
    Sure,
}

impl Strength {
    /// Returns `Sure` where `is_so`.
    pub(crate) fn sure(is_so: bool) -> Self {
        if is_so { Self::Sure } else { Self::No }
    }
}

/// What makes records of entries.
#[derive(Clone, Copy)]
pub(crate) enum Reader {
    /// One entry, one record: puts what it finds into the builder.
    Record(fn(&mut Fields<'_>, &mut RecordBuilder)),
    /// One entry, any number of records. Keeps nothing between entries, so entries are read on several threads.
    Records(fn(&mut Fields<'_>, &mut Records<'_>)),
    /// Entries that belong together, in their order. The function makes the reader of one file.
    File(fn() -> Box<dyn FormatReader>),
}

/// The reader of one file whose entries belong together. Its memory is bounded: what it leaves out for that it says
/// with [`crate::domain::Flag::Cut`] on the record or with [`Records::skip`].
pub(crate) trait FormatReader {
    /// Says which spans of a trace become records. Called before the first entry.
    fn choose_spans(&mut self, _view: SpanView) {}

    /// Reads the next entry.
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>);

    /// Gives out what is still held when the file ends.
    fn end(&mut self, _out: &mut Records<'_>) {}
}
