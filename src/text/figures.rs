//! How figures are written for people: thousands apart, shares in percent, limits behind the estimate, never a bare 0.
//!
//! JSON gets figures unrounded; nothing here rounds for it.

/// Formats a number with its thousands apart: `1,204`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Formats a count with its noun: `1 grade`, `4,507 grades`, `2 entries`.
pub fn counted(count: u64, noun: &str) -> String {
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match (count, stem) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{} {stem}ies", grouped(count)),
        (_, None) => format!("{} {noun}s", grouped(count)),
    }
}

/// Lists the first names, with `between` between them, and says how many more there are: `a, b, and 1,203 more`.
pub fn listed<T: Into<String>>(names: impl IntoIterator<Item = T>, most: usize, between: &str) -> String {
    let mut rest = names.into_iter();
    let mut said: Vec<String> = rest.by_ref().take(most).map(Into::into).collect();
    let more = rest.count() as u64;
    if more > 0 {
        said.push(format!("and {} more", grouped(more)));
    }
    said.join(between)
}

/// Formats a share in percent: `11 %`, with a decimal below ten where it says something: `2.5 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", in_percent(share, is_fine(share)))
}

/// Formats a share in percent with its limits, as finely as the share: `11 % (2–24)`; the share alone where there are none.
pub fn percent_between(share: f64, limits: Option<(f64, f64)>) -> String {
    let fine = is_fine(share);
    match limits {
        Some((low, high)) => {
            format!(
                "{} ({}–{})",
                percent(share),
                in_percent(low, fine && is_fine(low)),
                in_percent(high, fine && is_fine(high))
            )
        }
        None => percent(share),
    }
}

/// Formats a share in percent, or says why there is none.
pub fn percent_or(share: Option<f64>, why: &str) -> String {
    share.map_or_else(|| why.to_owned(), percent)
}

/// Returns whether a share is below ten percent and not a whole number of them.
fn is_fine(share: f64) -> bool {
    let tenths = (share * 1000.0).round();
    tenths < 100.0 && tenths % 10.0 != 0.0
}

fn in_percent(share: f64, fine: bool) -> String {
    let percent = if fine { (share * 1000.0).round() / 10.0 } else { (share * 100.0).round() };
    // Adding 0 takes the sign off a negative zero.
    format!("{:.*}", usize::from(fine), percent + 0.0)
}

/// Formats a p-value: three decimals, and never a bare 0.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::{counted, grouped, p_value, percent, percent_between};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(4_507), "4,507");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "record"), "1 record");
        assert_eq!(counted(1_204, "record"), "1,204 records");
    }

    #[test]
    fn figures_are_rounded_to_what_they_say() {
        assert_eq!(percent(0.114), "11 %");
        assert_eq!(percent(0.025), "2.5 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(-0.000_01), "0 %");
        assert_eq!(percent(0.0996), "10 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent_between(0.11, Some((0.02, 0.241))), "11 % (2–24)");
        assert_eq!(percent_between(0.33, Some((0.061, 0.79))), "33 % (6–79)");
        assert_eq!(percent_between(0.025, Some((0.004, 0.101))), "2.5 % (0.4–10)");
        assert_eq!(percent_between(0.11, None), "11 %");
        assert_eq!(p_value(0.0654), "p = 0.065");
        assert_eq!(p_value(0.000_04), "p < 0.001");
    }
}
