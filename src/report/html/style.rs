//! The one style sheet of the page, and the policy that allows nothing else.

/// The style sheet. Its colours are the only ones; text on each ground holds WCAG AA in both colour schemes.
pub(super) const STYLE: &str = include_str!("style.css");

/// What a browser may do: use this style sheet, by its hash. Nothing is loaded, nothing is run.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'sha256-d1nqUWReBHFOj6K5ZBgjZ7A60G5FixSli4Ruh7g4cLw='; base-uri 'none'; form-action 'none'";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::{POLICY, STYLE};

    #[test]
    fn the_policy_allows_the_style_sheet_and_nothing_else() {
        let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
        assert_eq!(POLICY, policy, "style.css has changed: write its hash into POLICY");
        for word in ["url(", "@import", "expression", "javascript", "</"] {
            assert!(!STYLE.contains(word), "{word} in the style sheet");
        }
    }

    /// The colours of each scheme: light, dark, print.
    fn palettes() -> Vec<BTreeMap<String, [f64; 3]>> {
        let mut found = Vec::new();
        for part in STYLE.split(":root {").skip(1) {
            let body = part.split('}').next().unwrap();
            let mut colours = BTreeMap::new();
            for declaration in body.split(';') {
                let Some((name, value)) = declaration.split_once(':') else { continue };
                let Some(name) = name.trim().strip_prefix("--") else { continue };
                let hex = value.trim().strip_prefix('#').unwrap();
                let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                colours.insert(name.to_owned(), [channel(0), channel(2), channel(4)]);
            }
            found.push(colours);
        }
        found
    }

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let [r, g, b] = colour.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_and_marks_hold_wcag_aa_in_both_colour_schemes_and_on_paper() {
        let palettes = palettes();
        assert_eq!(palettes.len(), 3, "light, dark, print");
        for palette in palettes {
            for ground in ["paper", "panel"] {
                for (ink, least) in [("ink", 4.5), ("soft", 4.5), ("mark", 3.0)] {
                    let held = contrast(palette[ink], palette[ground]);
                    assert!(held >= least, "{ink} on {ground}: {held:.2}");
                }
            }
        }
    }

    #[test]
    fn every_colour_is_one_of_the_palette() {
        let rules = STYLE.split_once("* { box-sizing").unwrap().1;
        assert!(!rules.contains('#'), "a colour beside the palette");
    }
}
