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
        let behind = skip_space(bytes, end);
        self.at = behind + usize::from(matches!(bytes.get(behind), Some(b',' | b':')));
        self.text.get(begin..end)
    }
}
