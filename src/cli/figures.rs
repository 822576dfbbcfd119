//! How figures are written for people: shares in percent, the interval before the estimate is trusted, always an n.
//!
//! JSON gets figures unrounded; nothing here rounds for it.

/// A share in percent: `11 %`, with a decimal below ten where it says something: `2.5 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", bare(share))
}

/// A share in percent with its limits: `11 % (2–24)`.
pub(super) fn percent_between(share: f64, limits: Option<(f64, f64)>) -> String {
    match limits {
        Some((low, high)) => format!("{} ({}–{})", percent(share), bare(low), bare(high)),
        None => percent(share),
    }
}

/// A share in percent, or why there is none.
pub(super) fn percent_or(share: Option<f64>, why: &str) -> String {
    share.map_or_else(|| why.to_owned(), percent)
}

fn bare(share: f64) -> String {
    let percent = share * 100.0;
    let tenths = (percent * 10.0).round() / 10.0;
    if tenths >= 10.0 || tenths.fract() == 0.0 { format!("{percent:.0}") } else { format!("{percent:.1}") }
}

/// Reads a share from 0 to 1, as `--tau` and the gates take it.
pub(super) fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(_) | Err(_) => Err("a share is a number from 0 to 1".to_owned()),
    }
}

/// A p-value: three decimals, and never a bare 0.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::{p_value, percent, percent_between};

    #[test]
    fn figures_are_rounded_to_what_they_say() {
        assert_eq!(percent(0.114), "11 %");
        assert_eq!(percent(0.025), "2.5 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(0.0996), "10 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent_between(0.11, Some((0.02, 0.241))), "11 % (2–24)");
        assert_eq!(p_value(0.0654), "p = 0.065");
        assert_eq!(p_value(0.000_04), "p < 0.001");
    }
}
