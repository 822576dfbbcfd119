//! The values of an array or object, one after the other, in text that is known to be JSON.

use super::json_scan::skip_space;
use crate::domain::records::value_end;

/// Goes through an array or object: gives its elements, or its keys and values in turn, as they are written.
pub(super) struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Goes into the value of a text that opens with this bracket; `None` where it does not.
    pub(super) fn into(text: &'a str, bracket: u8) -> Option<Self> {
        let at = skip_space(text.as_bytes(), 0);
        (text.as_bytes().get(at) == Some(&bracket)).then_some(Self { text, at: at + 1 })
    }

    /// Goes into the object that is the next value, and gives its keys and values to `take`. Returns it as it is written;
    /// `None` where the next value is no object, or there is none.
    pub(super) fn object(&mut self, mut take: impl FnMut(&'a str, &'a str)) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let begin = skip_space(bytes, self.at);
        if bytes.get(begin) != Some(&b'{') {
            return None;
        }
        let mut within = Self { text: self.text, at: begin + 1 };
        while let Some(key) = within.next() {
            take(key, within.next()?);
        }
        let end = skip_space(bytes, within.at) + 1;
        self.go_behind(end);
        self.text.get(begin..end)
    }

    /// Returns whether nothing more comes.
    pub(super) fn is_over(&self) -> bool {
        let bytes = self.text.as_bytes();
        matches!(bytes.get(skip_space(bytes, self.at)), Some(b']' | b'}') | None)
    }

    /// Goes to what comes behind a value that ends at a place.
    fn go_behind(&mut self, end: usize) {
        let bytes = self.text.as_bytes();
        let behind = skip_space(bytes, end);
        self.at = behind + usize::from(matches!(bytes.get(behind), Some(b',' | b':')));
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let begin = skip_space(bytes, self.at);
        if matches!(bytes.get(begin)?, b']' | b'}') {
            return None;
        }
        let end = value_end(bytes, begin);
        self.go_behind(end);
        self.text.get(begin..end)
    }
}
