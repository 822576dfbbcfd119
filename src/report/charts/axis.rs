//! What charts have in common: steps of an axis, lines and words in a drawing.

use crate::report::html::{Value, Writer};

/// The width of a drawing in its own units; a page scales it.
pub(super) const WIDTH: f64 = 760.0;

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Returns the shares at which an axis from 0 to `top` has a line: four to six of them.
pub(super) fn shares(top: f64) -> Vec<f64> {
    let hundredths = match top {
        top if top <= 0.1 => 2,
        top if top <= 0.2 => 5,
        top if top <= 0.5 => 10,
        _ => 20,
    };
    let steps = (0..=100 / hundredths).map(|step| f64::from(step * hundredths) / 100.0);
    steps.take_while(|share| *share <= top + 1e-9).collect()
}

/// Returns the counts at which an axis from 0 to `top` has a line: 1, 2 or 5 times a power of ten apart, at most six.
pub(super) fn counts(top: u64) -> Vec<u64> {
    let mut step: u64 = 1;
    for factor in [2, 5, 10].iter().cycle() {
        if top / step <= 5 {
            break;
        }
        // 1, 2, 5, 10, 20, 50, …
        step = if *factor == 5 { step / 2 * 5 } else { step * 2 };
    }
    (0..=top / step.max(1)).map(|at| at * step).collect()
}

/// Draws a line.
pub(super) fn line(page: &mut Writer, class: &'static str, from: (f64, f64), to: (f64, f64)) {
    let attributes = [
        ("class", Value::Fixed(class)),
        ("x1", Value::Number(from.0)),
        ("y1", Value::Number(from.1)),
        ("x2", Value::Number(to.0)),
        ("y2", Value::Number(to.1)),
    ];
    page.leaf("line", &attributes, "");
}

/// Writes words at a place.
pub(super) fn words(page: &mut Writer, class: &'static str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
    let attributes = [
        ("class", Value::Fixed(class)),
        ("x", Value::Number(x)),
        ("y", Value::Number(y)),
        ("text-anchor", Value::Fixed(anchor.word())),
    ];
    page.leaf("text", &attributes, text);
}

#[cfg(test)]
mod tests {
    use super::{counts, shares};

    #[test]
    fn an_axis_has_few_round_steps() {
        assert_eq!(shares(1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(shares(0.1), [0.0, 0.02, 0.04, 0.06, 0.08, 0.1]);
        assert_eq!(shares(0.3), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(counts(0), [0]);
        assert_eq!(counts(5), [0, 1, 2, 3, 4, 5]);
        assert_eq!(counts(7), [0, 2, 4, 6]);
        assert_eq!(counts(23), [0, 5, 10, 15, 20]);
        assert_eq!(counts(120), [0, 50, 100]);
        for top in [1, 99, 1_000, 12_345, u64::MAX / 2] {
            assert!((2..=6).contains(&counts(top).len()), "{top}: {:?}", counts(top));
        }
    }
}
