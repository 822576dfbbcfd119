//! How well one colour can be told from another, as WCAG 2.2 measures it.

use ratatui::style::Color;

/// Levels of a channel in the colour cube of 256-colour terminals.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// Returns the channels of a colour: a terminal's own as most terminals have it on a dark screen; `None` for the one that
/// the terminal writes with anyway.
pub(super) fn channels(colour: Color) -> Option<Rgb> {
    Some(match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Black => [0, 0, 0],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Blue => [0, 0, 238],
        Color::Magenta => [205, 0, 205],
        Color::Cyan => [0, 205, 205],
        Color::Gray => [229, 229, 229],
        Color::DarkGray => [127, 127, 127],
        Color::LightRed => [255, 85, 85],
        Color::LightGreen => [85, 255, 85],
        Color::LightYellow => [255, 255, 85],
        Color::LightBlue => [92, 92, 255],
        Color::LightMagenta => [255, 85, 255],
        Color::LightCyan => [85, 255, 255],
        Color::White => [255, 255, 255],
        Color::Indexed(number) => return indexed(number),
    })
}

/// Returns a colour of 256-colour terminals: those beyond the first 16 are the same everywhere.
fn indexed(number: u8) -> Option<Rgb> {
    let level = |part: u8| CUBE.get(usize::from(part)).copied().unwrap_or_default();
    match number {
        0..=15 => {
            const OWN: [Color; 16] = [
                Color::Black,
                Color::Red,
                Color::Green,
                Color::Yellow,
                Color::Blue,
                Color::Magenta,
                Color::Cyan,
                Color::Gray,
                Color::DarkGray,
                Color::LightRed,
                Color::LightGreen,
                Color::LightYellow,
                Color::LightBlue,
                Color::LightMagenta,
                Color::LightCyan,
                Color::White,
            ];
            OWN.get(usize::from(number)).and_then(|colour| channels(*colour))
        }
        16..=231 => {
            let place = number - 16;
            Some([level(place / 36), level(place / 6 % 6), level(place % 6)])
        }
        232..=255 => Some([8 + (number - 232) * 10; 3]),
    }
}

/// Returns the relative luminance, 0 (black) to 1 (white).
pub(super) fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns the contrast ratio of two colours, 1 (the same) to 21 (black and white).
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
