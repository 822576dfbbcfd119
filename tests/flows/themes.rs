//! Every screen and layer in every theme and without colour: how it looks, that it can be read, and that a sign is a sign.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gemba::app::glyphs::GLYPHS;
use gemba::ui::theme::{Role, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::harness::TestApp;
use super::scenes::{Begin, SCENES, Scene};

const SIZES: [(u16, u16); 3] = [(140, 40), (80, 24), (60, 18)];

/// The scene of keys that is none of the table.
fn scene(keys: &'static str, size: (u16, u16)) -> TestApp {
    Scene { name: "", begin: Begin::Alone, keys }.at(size)
}

/// The four themes, then none: the default one without colour.
fn themes() -> Vec<Theme> {
    let names = Theme::known(&[]);
    let mut themes: Vec<Theme> = names.iter().map(|name| Theme::load(name, &[]).unwrap()).collect();
    themes.push(Theme::default().without_colour());
    themes
}

fn name_of(at: usize) -> String {
    Theme::known(&[]).get(at).cloned().unwrap_or_else(|| "NO_COLOR".to_owned())
}

fn words(cell: &Cell) -> String {
    let colour = |colour: Color| if colour == Color::Reset { "–".to_owned() } else { colour.to_string() };
    let mut words = vec![colour(cell.fg)];
    if cell.bg != Color::Reset {
        words.push(format!("on {}", colour(cell.bg)));
    }
    let modifiers = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    let has = |(modifier, word): (Modifier, &str)| cell.modifier.contains(modifier).then(|| word.to_owned());
    words.extend(modifiers.into_iter().filter_map(has));
    words.join(" ")
}

/// The screen as text, and below it which look each cell has: a letter for each look, which is a style in every theme.
fn picture(app: &TestApp) -> String {
    let buffers: Vec<Buffer> = themes().iter().map(|theme| app.buffer_in(theme)).collect();
    let area = buffers[0].area;
    let letters: Vec<char> = (' '..='~').filter(char::is_ascii_alphanumeric).collect();
    let base: Vec<String> = themes()
        .iter()
        .map(|theme| {
            let mut cell = Cell::default();
            cell.set_style(theme.base());
            words(&cell)
        })
        .collect();
    let mut looks: BTreeMap<Vec<String>, char> = BTreeMap::from([(base.clone(), '.')]);
    let mut order = vec![base];
    let mut grid = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        for x in area.left()..area.right() {
            let look: Vec<String> = buffers.iter().map(|buffer| words(&buffer[(x, y)])).collect();
            let letter = *looks.entry(look.clone()).or_insert_with(|| {
                order.push(look);
                letters[order.len() - 2]
            });
            line.push(letter);
        }
        // What is left of a row in the base look says nothing.
        writeln!(grid, "{}", line.trim_end_matches('.')).unwrap();
    }
    let mut legend = String::new();
    for look in &order {
        let styles: Vec<String> =
            look.iter().enumerate().map(|(at, style)| format!("{}: {style}", name_of(at))).collect();
        writeln!(legend, "{} {}", looks[look], styles.join(" | ")).unwrap();
    }
    format!("{}\n\n{}\n{}", app.screen(), grid.trim_end(), legend)
}

#[test]
fn every_screen_and_layer_in_four_themes_and_without_colour() {
    for scene in SCENES {
        insta::assert_snapshot!(format!("themes_{}", scene.name), picture(&scene.at((80, 24))));
    }
    insta::assert_snapshot!("themes_review_120", picture(&SCENES[0].at((120, 40))));
}

/// Returns the relative luminance, as WCAG 2.2 defines it; `None` for a colour that the terminal chooses.
fn luminance(colour: Color) -> Option<f64> {
    let channels = match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Black => [0, 0, 0],
        Color::Yellow => [205, 205, 0],
        Color::Cyan => [0, 205, 205],
        Color::LightYellow => [255, 255, 85],
        Color::Reset => return None,
        Color::Indexed(number @ 16..=231) => {
            let level = |part: u8| [0, 95, 135, 175, 215, 255][usize::from(part)];
            [level((number - 16) / 36), level((number - 16) / 6 % 6), level((number - 16) % 6)]
        }
        other => panic!("{other} over a background: its contrast is not known"),
    };
    let [red, green, blue] = channels.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue)
}

/// Lines between panes and around boxes.
fn is_line(symbol: &str) -> bool {
    symbol.chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c) && !"┃━╌".contains(c))
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol().trim().is_empty()
}

#[test]
fn all_that_is_read_has_contrast_where_the_theme_paints_both_colours() {
    let mut checked = 0;
    let mut wrong = BTreeSet::new();
    for scene @ Scene { name, .. } in SCENES {
        for size in SIZES {
            let app = scene.at(size);
            for theme in themes() {
                let buffer = app.buffer_in(&theme);
                for cell in buffer.content.iter().filter(|cell| !is_blank(cell) && !is_line(cell.symbol())) {
                    if cell.bg == Color::Reset || cell.fg == Color::Reset {
                        continue;
                    }
                    let (Some(ink), Some(paper)) = (luminance(cell.fg), luminance(cell.bg)) else { continue };
                    let ratio = (ink.max(paper) + 0.05) / (ink.min(paper) + 0.05);
                    checked += 1;
                    if ratio < 4.5 || cell.modifier.contains(Modifier::DIM) {
                        wrong.insert(format!("{name} in {}: {} {ratio:.2}", theme.name(), words(cell)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 100_000);
}

#[test]
fn blanks_have_no_look_of_a_mark() {
    let mut wrong = BTreeSet::new();
    for scene @ Scene { name, .. } in SCENES {
        for size in SIZES {
            let app = scene.at(size);
            for theme in themes() {
                let buffer = app.buffer_in(&theme);
                let theme = if app.model.present { theme.presenting() } else { &theme };
                let base = theme.base().bg.unwrap_or(Color::Reset);
                let mut selected = Cell::default();
                selected.set_style(theme.base().patch(theme.style(Role::Selected)));
                for y in 0..size.1 {
                    let row: Vec<&Cell> = (0..size.0).map(|x| &buffer[(x, y)]).collect();
                    // Blanks and text of one look belong together.
                    for same in row.chunk_by(|one, other| words(one) == words(other)) {
                        let seen = Modifier::REVERSED | Modifier::UNDERLINED;
                        let is_mark = same[0].bg != base || same[0].modifier.intersects(seen);
                        // What lies beneath a box may end beside it.
                        let is_beside_box = row.iter().any(|cell| cell.symbol() == "┌");
                        if is_mark
                            && !is_beside_box
                            && words(same[0]) != words(&selected)
                            && same.iter().all(|cell| is_blank(cell))
                        {
                            let around: String = row.iter().map(|cell| cell.symbol()).collect();
                            wrong.insert(format!("{name} in {}: {} in {around:?}", theme.name(), words(same[0])));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_selected_row_never_reverses_a_bar() {
    for keys in ["F h p p g i l l", "F h p g i h", "F h p p g k a <Enter> contains <Space> refund <Enter> g i h h h"] {
        for size in SIZES {
            let app = scene(keys, size);
            for theme in themes() {
                let buffer = app.buffer_in(&theme);
                let bars = buffer.content.iter().filter(|cell| "█░┤├●━╌▇".contains(cell.symbol()));
                let reversed = bars.filter(|cell| cell.modifier.contains(Modifier::REVERSED) && cell.symbol() != "●");
                assert_eq!(reversed.count(), 0, "{} {}", theme.name(), app.screen());
            }
        }
    }
}

#[test]
fn every_sign_on_a_screen_is_explained_by_help() {
    let known: String = GLYPHS.iter().flat_map(|(signs, ..)| signs.chars()).collect();
    // Arrows are keys, and a multiplication sign stands in a size.
    let others = "↑↓←⏎×−≤";
    let mut unknown = BTreeSet::new();
    for scene @ Scene { name, .. } in SCENES {
        for size in SIZES {
            for c in scene.at(size).screen().chars().filter(|c| !c.is_ascii() && !c.is_alphanumeric()) {
                let is_known = known.contains(c) || others.contains(c) || "▁▂▃▄▅▆▇".contains(c);
                let is_word = "“”‘’—".contains(c);
                if !is_known && !is_word && !is_line(&c.to_string()) {
                    unknown.insert(format!("{c} on {name}"));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
    let mut app = scene("?", (140, 40));
    let mut help = String::new();
    for _ in 0..60 {
        help += &app.screen();
        app.press("<PgDn>");
    }
    for (sign, title, _) in GLYPHS {
        assert!(help.lines().any(|line| line.contains(sign) && line.contains(title)), "{sign} {title}");
    }
    for typed in ["legend", "symbol", "sign", "⊘", "◦"] {
        let mut app = scene("?", (80, 24));
        app.write_text(typed);
        assert!(app.screen().contains("Signs on the screen"), "{typed}: {}", app.screen());
    }
}
