//! A theme as it is while presenting: every role clear on its ground, so that a compressed picture of the screen can be
//! read. Computed from the theme, so that a theme of one's own has it too.

use ratatui::style::{Color, Modifier, Style};

use super::contrast::{Rgb, channels, contrast, luminance};
use super::role::{ROLES, Role};
use super::theme::Theme;

/// The contrast that every role has at least while presenting: level AAA of WCAG 2.2.
pub(super) const CLEAR: f64 = 7.0;
/// Steps from a colour to white or to black.
const STEPS: u16 = 24;
/// White and black of 256-colour terminals, which are the same everywhere.
const WHITE: Color = Color::Indexed(231);
const BLACK: Color = Color::Indexed(16);

impl Theme {
    /// Returns the same theme with strong contrast: on black or on white, nothing dimmed. Without colour, nothing dimmed.
    pub fn presenting(&self) -> &Self {
        self.presented.0.get_or_init(|| Box::new(self.cleared()))
    }

    fn cleared(&self) -> Self {
        let mut theme = self.clone();
        let has_colour = self.style(Role::Text).fg.is_some() || self.background.is_some();
        if has_colour {
            // A terminal's own ground may be anything: it is painted.
            let is_light = self.background.and_then(channels).is_some_and(|ground| luminance(ground) > 0.5);
            theme.background = Some(match (self.background, is_light) {
                (None | Some(BLACK), _) => BLACK,
                (Some(_), true) => Color::Rgb(255, 255, 255),
                (Some(_), false) => Color::Rgb(0, 0, 0),
            });
        }
        let ground = theme.background;
        let own_ink = self.style(Role::Text).fg;
        for (role, _) in ROLES {
            let style = self.style(*role).remove_modifier(Modifier::DIM);
            let style = Style { sub_modifier: Modifier::empty(), ..style };
            let style = match ground {
                Some(ground) => clear(style, own_ink, ground, *role == Role::Text),
                None => style,
            };
            theme.set(*role, style);
        }
        if let Some(ground) = ground.and_then(channels) {
            for colour in &mut theme.evidence {
                *colour = clear_ink(fixed(*colour), ground);
            }
        }
        theme
    }
}

/// Returns a style that is clear on its own ground, or on that of the screen.
fn clear(style: Style, own_ink: Option<Color>, screen: Color, is_text: bool) -> Style {
    let paper = style.bg.map(fixed);
    let Some(ground) = channels(paper.unwrap_or(screen)) else { return style };
    if style.fg.is_none() && paper.is_none() && !is_text {
        // It is written as running text is, which is clear.
        return style;
    }
    let ink = style.fg.or(own_ink).unwrap_or(WHITE);
    let ink = clear_ink(fixed(ink), ground);
    let is_clear = channels(ink).is_some_and(|ink| contrast(ink, ground) >= CLEAR);
    let paper = if is_clear { paper } else { paper.map(|paper| away_from(paper, ink)) };
    Style { fg: Some(ink), bg: paper, ..style }
}

/// Returns a colour that is the same on every terminal, for one of the terminal's own.
const fn fixed(colour: Color) -> Color {
    match colour {
        Color::Reset | Color::White | Color::Gray => WHITE,
        Color::Black => BLACK,
        Color::DarkGray => Color::Indexed(252),
        Color::Red | Color::LightRed => Color::Indexed(210),
        Color::Green | Color::LightGreen => Color::Indexed(120),
        Color::Yellow | Color::LightYellow => Color::Indexed(228),
        Color::Blue | Color::LightBlue => Color::Indexed(117),
        Color::Magenta | Color::LightMagenta => Color::Indexed(219),
        Color::Cyan | Color::LightCyan => Color::Indexed(123),
        Color::Rgb(..) | Color::Indexed(_) => colour,
    }
}

/// Returns the ink itself where it is clear on this ground, else the nearest one towards white or black that is.
fn clear_ink(ink: Color, ground: Rgb) -> Color {
    let Some(from) = channels(ink) else { return WHITE };
    let to_white = contrast([255; 3], ground) >= contrast([0; 3], ground);
    nearest(from, if to_white { 255 } else { 0 }, |ink| contrast(ink, ground) >= CLEAR, ink)
}

/// Returns the ground itself, or the nearest one away from this ink on which it is clear.
fn away_from(paper: Color, ink: Color) -> Color {
    let (Some(from), Some(ink)) = (channels(paper), channels(ink)) else { return paper };
    let to = if luminance(ink) > luminance(from) { 0 } else { 255 };
    nearest(from, to, |paper| contrast(ink, paper) >= CLEAR, paper)
}

/// Returns the first colour on the way to one where every channel is `to`, for which this holds.
fn nearest(from: Rgb, to: u8, holds: impl Fn(Rgb) -> bool, own: Color) -> Color {
    if holds(from) {
        return own;
    }
    let mixed = |step: u16| {
        from.map(|channel| {
            let (channel, to) = (u16::from(channel), u16::from(to));
            u8::try_from((channel * (STEPS - step) + to * step) / STEPS).unwrap_or(u8::MAX)
        })
    };
    let [red, green, blue] = (1..=STEPS).map(mixed).find(|colour| holds(*colour)).unwrap_or([to; 3]);
    Color::Rgb(red, green, blue)
}
