//! Themes can be read by people: enough contrast, and pass told from fail without any colour.

use ratatui::style::{Color, Modifier, Style};

use super::*;

/// Returns the red, green and blue of a colour, with the terminal's own as most terminals have them on a dark screen.
fn rgb(colour: Color, reset: [u8; 3]) -> [u8; 3] {
    match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Reset => reset,
        Color::Black => [0, 0, 0],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Cyan => [0, 205, 205],
        Color::LightRed => [255, 85, 85],
        Color::LightGreen => [85, 255, 85],
        Color::LightYellow => [255, 255, 85],
        Color::LightMagenta => [255, 85, 255],
        Color::LightCyan => [85, 255, 255],
        other => panic!("{other} is not allowed: its contrast is not known"),
    }
}

/// Returns the relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(theme: &Theme, style: Style) -> f64 {
    let own_background = [16, 16, 16];
    let own_ink = [229, 229, 229];
    let base = theme.base();
    let paper = rgb(style.bg.or(base.bg).unwrap_or(Color::Reset), own_background);
    let mut ink = rgb(style.fg.or(base.fg).unwrap_or(Color::Reset), own_ink);
    if style.add_modifier.contains(Modifier::DIM) {
        // Terminals dim to between a half and two thirds.
        ink = ink.map(|channel| channel / 5 * 3);
    }
    let (one, other) = (luminance(ink), luminance(paper));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_role_of_every_theme_can_be_read() {
    for name in Theme::known(&[]) {
        let theme = Theme::load(&name, &[]).unwrap();
        for (role, word) in ROLES {
            let ratio = contrast(&theme, theme.style(*role));
            assert!(ratio >= 4.5, "{name}: {word} has a contrast of {ratio:.2}");
        }
        for mode in 0..12 {
            let ratio = contrast(&theme, theme.evidence(mode));
            assert!(ratio >= 4.5, "{name}: evidence {mode} has a contrast of {ratio:.2}");
        }
        if name == "high-contrast" {
            assert!(ROLES.iter().all(|(role, _)| contrast(&theme, theme.style(*role)) >= 7.0));
        }
    }
}

#[test]
fn the_default_leaves_the_terminals_background_alone() {
    let theme = Theme::default();
    assert_eq!(theme.name(), "dark");
    assert_eq!(theme.base().bg, None);
    assert!(matches!(theme.base().fg, None | Some(Color::Reset)));
    assert_eq!(Theme::known(&[]), ["dark", "colour-blind", "high-contrast", "light"]);
}

#[test]
fn without_colour_the_roles_that_matter_still_differ() {
    for name in Theme::known(&[]) {
        let theme = Theme::load(&name, &[]).unwrap().without_colour();
        assert_ne!(theme.style(Role::Pass), theme.style(Role::Fail), "{name}");
        assert_ne!(theme.style(Role::Hit), theme.style(Role::CurrentHit), "{name}");
        for (role, _) in ROLES {
            let style = theme.style(*role);
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
        for role in [Role::Selected, Role::Selection, Role::Hit, Role::Objection] {
            assert_ne!(theme.style(role), theme.style(Role::Text), "{name} {role:?}");
        }
        assert_eq!(theme.evidence(3), Style::new().add_modifier(Modifier::UNDERLINED));
    }
}

#[test]
fn roles_are_listed_in_the_order_of_the_enum() {
    for (at, (role, _)) in ROLES.iter().enumerate() {
        assert_eq!(*role as usize, at);
    }
}

fn own(text: &str) -> [OwnTheme; 1] {
    [OwnTheme { name: "mine".to_owned(), text: Ok(text.to_owned()) }]
}

#[test]
fn a_wrong_theme_is_refused_in_words() {
    let unknown = Theme::load("solarised", &own("")).unwrap_err();
    assert!(unknown.advice().contains("dark, colour-blind, high-contrast, light, mine"));
    let sentence = |text: &str| Theme::load("mine", &own(text)).unwrap_err().sentence;
    assert_eq!(sentence("[roles]\nfial = \"red\"\n"), "The theme `mine` styles the unknown role `fial`.");
    let crimson = sentence("[roles]\nfail = \"crimsonish\"\n");
    assert_eq!(crimson, "The theme `mine` has an unknown colour `crimsonish` for `fail`.");
    let unknown_field = sentence("\ncolour = 1\n");
    assert!(unknown_field.starts_with("The theme `mine` is not understood at line 2: "), "{unknown_field}");
    assert!(sentence("extends = \"nowhere\"\n").contains("extends `nowhere`"));
}

#[test]
fn a_users_theme_changes_only_what_it_names() {
    let file = own("extends = \"light\"\n[roles]\nfail = \"#aa0000\"\n");
    let (mine, light) = (Theme::load("mine", &file).unwrap(), Theme::load("light", &[]).unwrap());
    assert_eq!(mine.style(Role::Fail).fg, Some(Color::Rgb(0xAA, 0, 0)));
    assert_eq!(mine.style(Role::Pass), light.style(Role::Pass));
    assert_eq!(mine.base(), light.base());
    assert_eq!(Theme::known(&file).last().unwrap(), "mine");
}
