//! What lies over text while it is made visible: on a screen that is shared, secrets and personal data are covered.
//!
//! Every text of a log becomes visible by the functions of this module, so no text passes by what lies over them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// How much of a text there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its beginning; the rest was cut off where nothing knew of secrets, so that half of one may stand at the end.
    Beginning,
}

/// Returns what stands in the place of a text, where it does not stay as it is.
pub type Covering = Rc<dyn Fn(&str, Extent) -> Option<String>>;

thread_local! {
    /// What lies over text on this thread. The screen is drawn, and its sentences are written, on one.
    static OVER: RefCell<Option<Covering>> = const { RefCell::new(None) };
}

/// Puts back what lay over text before, even when a panic passes.
struct Before(Option<Covering>);

impl Drop for Before {
    fn drop(&mut self) {
        OVER.set(self.0.take());
    }
}

/// Does something while this lies over all text that it makes visible or compares.
pub fn under<T>(covering: Option<Covering>, body: impl FnOnce() -> T) -> T {
    let _before = Before(OVER.replace(covering));
    body()
}

/// Answers whether anything lies over text now.
pub(super) fn is_covering() -> bool {
    OVER.with_borrow(Option::is_some)
}

/// Returns a text as it may be shown now.
pub fn covered(text: &str) -> Cow<'_, str> {
    covered_to(text, Extent::Whole)
}

/// Returns the beginning of a text, which was cut off elsewhere, as it may be shown now.
pub(super) fn covered_beginning(text: &str) -> Cow<'_, str> {
    covered_to(text, Extent::Beginning)
}

fn covered_to(text: &str, extent: Extent) -> Cow<'_, str> {
    let covering = OVER.with_borrow(Clone::clone);
    covering.and_then(|covering| covering(text, extent)).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{plain_for_copy, visible_block, visible_line, visible_start, visible_words, word_diff};

    fn covering() -> Covering {
        Rc::new(|text, _| text.contains("pin 12").then(|| text.replace("pin 12", "[pin]")))
    }

    #[test]
    fn all_ways_to_make_a_text_visible_are_covered_before_they_cut() {
        let text = "a pin 12".into();
        under(Some(covering()), || {
            assert_eq!(visible_line(&text).as_str(), "a [pin]");
            assert_eq!(visible_words("a pin 12").as_str(), "a [pin]");
            assert_eq!(visible_block(&text).as_str(), "a [pin]");
            assert_eq!(visible_start(&text, 7).as_str(), "a [pin]");
            assert_eq!(visible_start(&text, 5).as_str(), "a [p…");
            assert_eq!(plain_for_copy(&text).0, "a [pin]");
            let pieces = word_diff(&"a pin 13".into(), &text);
            assert!(pieces.iter().all(|(_, piece)| !piece.raw().contains("12")), "{pieces:?}");
        });
        assert_eq!(visible_line(&text).as_str(), "a pin 12");
    }

    #[test]
    fn what_lay_over_text_before_comes_back() {
        under(Some(covering()), || {
            under(None, || assert_eq!(covered("pin 12"), "pin 12"));
            assert_eq!(covered("pin 12"), "[pin]");
        });
    }
}
