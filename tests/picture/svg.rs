//! Turns a painted buffer into an SVG picture: cells → text with colours, as a dark terminal would show them.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// The size of a cell in picture units.
const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 14.0;
const BACKGROUND: &str = "#16181d";
const FOREGROUND: &str = "#d5d8de";

/// The sixteen colours of the terminal in the picture.
const ANSI: [&str; 16] = [
    "#16181d", "#e06c75", "#98c379", "#d9b45b", "#6fa8dc", "#c58fd6", "#5fb9b4", "#c3c7cf", //
    "#6b7280", "#ef8890", "#b1d98f", "#ecc978", "#8fc1f0", "#d8a9e6", "#7fd3ce", "#ffffff",
];

/// How a run of cells looks.
#[derive(PartialEq, Clone)]
struct Look {
    foreground: String,
    background: Option<String>,
    underline: Option<String>,
    bold: bool,
    italic: bool,
    struck: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let has = |modifier| cell.modifier.contains(modifier);
        let mut foreground = colour(cell.fg);
        let mut background = colour(cell.bg);
        if has(Modifier::REVERSED) {
            (foreground, background) =
                (background.or(Some(BACKGROUND.to_owned())), foreground.or(Some(FOREGROUND.to_owned())));
        }
        let dim = has(Modifier::DIM) && foreground.is_none();
        let shown = foreground.unwrap_or_else(|| if dim { ANSI[8].to_owned() } else { FOREGROUND.to_owned() });
        let underline = has(Modifier::UNDERLINED).then(|| colour(cell.underline_color).unwrap_or(shown.clone()));
        Self {
            foreground: shown,
            background,
            underline,
            bold: has(Modifier::BOLD),
            italic: has(Modifier::ITALIC),
            struck: has(Modifier::CROSSED_OUT),
        }
    }
}

/// Draws the whole buffer; `title` is what a screen reader says of it.
pub(super) fn picture(buffer: &Buffer, title: &str) -> String {
    let area = buffer.area;
    let width = f64::from(area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>",
        escaped(title)
    );
    for row in 0..area.height {
        let mut column = 0;
        while column < area.width {
            let look = Look::of(&buffer[(column, row)]);
            let (mut text, mut end) = (String::new(), column);
            while end < area.width && Look::of(&buffer[(end, row)]) == look {
                let symbol = buffer[(end, row)].symbol();
                text.push_str(symbol);
                end += u16::try_from(symbol.width().max(1)).unwrap();
            }
            run(&mut svg, &look, &text, (column, row), end - column);
            column = end;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn run(svg: &mut String, look: &Look, text: &str, (column, row): (u16, u16), cells: u16) {
    let (x, y) = (MARGIN + f64::from(column) * CELL.0, MARGIN + f64::from(row) * CELL.1);
    let width = f64::from(cells) * CELL.0;
    if let Some(background) = &look.background {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{background}\"/>",
            CELL.1
        );
    }
    if let Some(line) = &look.underline {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"1.2\" fill=\"{line}\"/>",
            y + 16.0
        );
    }
    let lead = text.len() - text.trim_start_matches(' ').len();
    let inked = text.trim_matches(' ');
    if inked.is_empty() {
        return;
    }
    let (x, width) = (
        x + f64::from(u16::try_from(lead).unwrap()) * CELL.0,
        f64::from(u16::try_from(inked.width()).unwrap()) * CELL.0,
    );
    let mut style = String::new();
    if look.bold {
        style.push_str(" font-weight=\"bold\"");
    }
    if look.italic {
        style.push_str(" font-style=\"italic\"");
    }
    if look.struck {
        style.push_str(" text-decoration=\"line-through\"");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{style} xml:space=\"preserve\">{}</text>",
        y + 13.5,
        look.foreground,
        escaped(inked)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The colour in the picture; `None` for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    let ansi = |at: usize| Some(ANSI[at].to_owned());
    match colour {
        Color::Reset => None,
        Color::Black => ansi(0),
        Color::Red => ansi(1),
        Color::Green => ansi(2),
        Color::Yellow => ansi(3),
        Color::Blue => ansi(4),
        Color::Magenta => ansi(5),
        Color::Cyan => ansi(6),
        Color::Gray => ansi(7),
        Color::DarkGray => ansi(8),
        Color::LightRed => ansi(9),
        Color::LightGreen => ansi(10),
        Color::LightYellow => ansi(11),
        Color::LightBlue => ansi(12),
        Color::LightMagenta => ansi(13),
        Color::LightCyan => ansi(14),
        Color::White => ansi(15),
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(at @ 0..=15) => ansi(usize::from(at)),
        Color::Indexed(at @ 16..=231) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let cube = at - 16;
            Some(format!("#{:02x}{:02x}{:02x}", level(cube / 36), level(cube / 6 % 6), level(cube % 6)))
        }
        Color::Indexed(at) => {
            let grey = 8 + 10 * (at - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}
