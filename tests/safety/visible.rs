//! Hostile text on its way to the screen: nothing acts, nothing vanishes, and the screen's buffer needs as many cells
//! as we say.

use gemba::domain::Untrusted;
use gemba::text::{cells, json_safe, visible_block, visible_line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::hostile_inputs::HOSTILE;

/// How many cells the buffer really uses.
fn drawn(text: &str, width: u16) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
    usize::from(buffer.set_stringn(0, 0, text, usize::MAX, Style::new()).0)
}

#[test]
fn the_buffer_needs_as_many_cells_as_we_count() {
    for text in HOSTILE {
        let line = visible_line(&Untrusted::from(*text));
        assert_eq!(drawn(line.as_str(), 500), cells(line.as_str()), "{line}");
    }
}

#[test]
fn no_character_vanishes_alone() {
    for c in ('\0'..=char::MAX).step_by(7).chain('\0'..='\u{3000}') {
        let line = visible_line(&Untrusted::from(c.to_string()));
        let width = cells(line.as_str());
        assert!(width >= 1, "U+{:04X} vanished", u32::from(c));
        assert_eq!(drawn(line.as_str(), 20), width, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn a_thousand_hostile_texts_in_one_stay_harmless() {
    let all = Untrusted::from(HOSTILE.concat().repeat(20));
    for text in [visible_line(&all), visible_block(&all)] {
        assert!(text.as_str().chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!text.as_str().contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{2028}', '\u{e0068}']));
    }
}

#[test]
fn every_hostile_text_survives_json() {
    for text in HOSTILE {
        let json = serde_json::Value::from(*text).to_string();
        let back: String = serde_json::from_str(&json_safe(&json)).unwrap();
        assert_eq!(&back, text);
    }
}
