//! Themes can be read by people: enough contrast, and pass told from fail without any colour.

use ratatui::style::{Color, Modifier, Style};

use super::contrast::channels;
use super::presenting::CLEAR;
use super::*;

/// Returns the contrast of a style over the theme's base, measured by WCAG 2.2.
fn contrast(theme: &Theme, style: Style) -> f64 {
    let (own_background, own_ink) = ([16, 16, 16], [229, 229, 229]);
    let base = theme.base();
    let paper = style.bg.or(base.bg).and_then(channels).unwrap_or(own_background);
    let mut ink = style.fg.or(base.fg).and_then(channels).unwrap_or(own_ink);
    if style.add_modifier.contains(Modifier::DIM) {
        // Terminals dim to between a half and two thirds.
        ink = ink.map(|channel| channel / 5 * 3);
    }
    super::contrast::contrast(ink, paper)
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
fn presenting_makes_every_role_of_every_theme_clear() {
    for name in Theme::known(&[]) {
        let usual = Theme::load(&name, &[]).unwrap();
        let theme = usual.presenting();
        for (role, word) in ROLES {
            let (before, ratio) = (contrast(&usual, usual.style(*role)), contrast(theme, theme.style(*role)));
            assert!(ratio >= CLEAR, "{name}: {word} has a contrast of {ratio:.2} while presenting");
            assert!(ratio >= before, "{name}: {word} has {before:.2}, and {ratio:.2} while presenting");
            assert!(!theme.style(*role).add_modifier.contains(Modifier::DIM), "{name}: {word} is dimmed");
        }
        for mode in 0..12 {
            let (before, ratio) = (contrast(&usual, usual.evidence(mode)), contrast(theme, theme.evidence(mode)));
            assert!(ratio >= CLEAR.max(before), "{name}: evidence {mode} has {before:.2}, then {ratio:.2}");
        }
        assert_ne!(theme.style(Role::Pass), theme.style(Role::Fail), "{name}");
        assert_eq!(theme.presenting(), theme, "{name}");
    }
}

#[test]
fn what_a_theme_is_while_presenting_is_worked_out_once_and_anew_after_a_change() {
    let theme = Theme::default();
    assert!(std::ptr::eq(theme.presenting(), theme.presenting()), "each frame has the same one");
    assert_eq!(theme, Theme::default(), "it is the same theme before and after");
    assert!(theme.presenting().style(Role::Fail).fg.is_some());
    assert_eq!(theme.without_colour().presenting().style(Role::Fail).fg, None);
}

#[test]
fn presenting_leaves_out_what_only_one_terminal_has() {
    let dark = Theme::default();
    let theme = dark.presenting();
    let colours = ROLES.iter().flat_map(|(role, _)| [theme.style(*role).fg, theme.style(*role).bg]);
    for colour in colours.chain([theme.base().bg, theme.base().fg]).flatten() {
        // A terminal of 16 colours takes the nearest of its own for these, and for no other notation.
        assert!(matches!(colour, Color::Indexed(16..)), "{colour}");
    }
    let bare = Theme::default().without_colour();
    let bare = bare.presenting();
    for (role, word) in ROLES {
        let style = bare.style(*role);
        assert_eq!((style.fg, style.bg), (None, None), "{word}");
        assert!(!style.add_modifier.contains(Modifier::DIM), "{word}");
    }
    let own =
        own("extends = \"light\"\n[roles]\nmuted = \"#c0c0c0\"\nselected = { fg = \"#808080\", bg = \"#909090\" }\n");
    let mine = Theme::load("mine", &own).unwrap();
    let theme = mine.presenting();
    for role in [Role::Muted, Role::Selected] {
        assert!(contrast(theme, theme.style(role)) >= CLEAR);
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
