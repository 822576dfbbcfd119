//! The characters that do not show themselves, and the words shown instead.
//!
//! One table for the screen, for printed lines, for JSON and for copies. Knows nothing of clusters; `atoms` decides
//! where a joiner or a variation selector belongs to an emoji and may stay.

use std::fmt::Write;

/// Zero width joiner: kept inside a valid emoji, a marker elsewhere.
pub(crate) const ZWJ: char = '\u{200d}';
/// Variation selector 16 (emoji presentation): kept inside a valid emoji, a marker elsewhere.
pub(crate) const VS16: char = '\u{fe0f}';

/// What is shown for a character, or a run of them, that cannot be shown as itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker<'a> {
    /// A Unicode control picture: `␛`.
    Picture(char),
    /// A control byte beyond ASCII's first 32: `<7F>`, `<9B>`.
    Byte(u8),
    /// A name: `<RLO>`, `<ZWSP>`.
    Named(&'static str),
    /// A variation selector: `<VS17>`.
    Variation(u32),
    /// A code point without a short name: `<U+FFFE>`.
    Code(u32),
    /// A run of tag characters, decoded: `<TAG:hi>`. Holds the run as the source has it.
    Tags(&'a str),
    /// So many marks more than a cluster may carry: `<+92>`.
    More(usize),
}

impl Marker<'_> {
    /// Appends the marker's words.
    pub fn write(self, out: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Picture(c) => {
                out.push(c);
                Ok(())
            }
            Self::Byte(byte) => write!(out, "<{byte:02X}>"),
            Self::Named(name) => write!(out, "<{name}>"),
            Self::Variation(number) => write!(out, "<VS{number}>"),
            Self::Code(code) => write!(out, "<U+{code:04X}>"),
            Self::More(count) => write!(out, "<+{count}>"),
            Self::Tags(run) => {
                out.push_str("<TAG:");
                out.extend(run.chars().filter_map(decode_tag));
                out.push('>');
                Ok(())
            }
        };
    }

    /// Returns how many cells the marker's words take; each of its characters takes one.
    pub fn cells(self) -> usize {
        match self {
            Self::Picture(_) => 1,
            Self::Byte(_) => 4,
            Self::Named(name) => name.len() + 2,
            Self::Variation(number) => 4 + digits(number as usize),
            Self::Code(code) => 4 + hex_digits(code).max(4),
            Self::More(count) => 3 + digits(count),
            Self::Tags(run) => 6 + run.chars().filter_map(decode_tag).count(),
        }
    }
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn hex_digits(number: u32) -> usize {
    number.checked_ilog(16).map_or(1, |log| log as usize + 1)
}

/// Returns whether this is a tag character, which can smuggle ASCII text unseen.
pub(crate) fn is_tag(c: char) -> bool {
    matches!(u32::from(c), 0xE0000..=0xE007F)
}

/// Returns the ASCII character that a tag stands for; the language tag and the cancel tag only frame a run.
fn decode_tag(c: char) -> Option<char> {
    match u32::from(c) {
        0xE0001 | 0xE007F => None,
        code @ 0xE0020..=0xE007E => char::from_u32(code - 0xE0000),
        _ => Some('?'),
    }
}

/// Returns the marker of a character that must not reach a terminal as itself; `None` for every other character.
///
/// Newlines and tabs have pictures here; callers that keep them check first.
pub(crate) fn marker_of(c: char) -> Option<Marker<'static>> {
    let code = u32::from(c);
    if (0x20..0x7F).contains(&code) {
        return None;
    }
    let name = match code {
        0..=0x1F => return char::from_u32(0x2400 + code).map(Marker::Picture),
        0x7F..=0x9F => return u8::try_from(code).ok().map(Marker::Byte),
        0xAD => "SHY",
        0x34F => "CGJ",
        0x61C => "ALM",
        0x115F => "HCF",
        0x1160 => "HJF",
        0x180B => "FVS1",
        0x180C => "FVS2",
        0x180D => "FVS3",
        0x180E => "MVS",
        0x180F => "FVS4",
        0x200B => "ZWSP",
        0x200C => "ZWNJ",
        0x200D => "ZWJ",
        0x200E => "LRM",
        0x200F => "RLM",
        0x2028 => "LS",
        0x2029 => "PS",
        0x202A => "LRE",
        0x202B => "RLE",
        0x202C => "PDF",
        0x202D => "LRO",
        0x202E => "RLO",
        0x2060 => "WJ",
        0x2066 => "LRI",
        0x2067 => "RLI",
        0x2068 => "FSI",
        0x2069 => "PDI",
        0x3164 => "HF",
        0xFEFF => "BOM",
        0xFFA0 => "HWHF",
        0xFE00..=0xFE0F => return Some(Marker::Variation(code - 0xFE00 + 1)),
        0xE0100..=0xE01EF => return Some(Marker::Variation(code - 0xE0100 + 17)),
        // Khmer inherent vowels, invisible operators and deprecated format characters, interlinear annotation,
        // hieroglyph, shorthand and music format controls, the rest of the ignorable plane, noncharacters.
        0x17B4
        | 0x17B5
        | 0x2061..=0x2065
        | 0x206A..=0x206F
        | 0xFFF0..=0xFFFB
        | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF
        | 0xFDD0..=0xFDEF => return Some(Marker::Code(code)),
        _ if code & 0xFFFE == 0xFFFE => return Some(Marker::Code(code)),
        _ => return None,
    };
    Some(Marker::Named(name))
}

#[cfg(test)]
mod tests {
    use super::{Marker, marker_of};

    #[test]
    fn every_marker_knows_its_own_width() {
        let tags = "\u{e0001}\u{e0068}\u{e0069}\u{e007f}";
        let mut markers: Vec<Marker> = (0..=0x0010_FFFF_u32).filter_map(char::from_u32).filter_map(marker_of).collect();
        markers.extend([Marker::Tags(tags), Marker::Tags(""), Marker::More(1), Marker::More(10), Marker::More(99_992)]);
        for marker in markers {
            let mut out = String::new();
            marker.write(&mut out);
            assert_eq!(out.chars().count(), marker.cells(), "{marker:?} {out}");
        }
    }
}
