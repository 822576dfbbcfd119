//! Shares as the command line takes them; `text` writes figures for people.

pub(crate) use crate::text::{p_value, percent, percent_between, percent_or};

/// Reads a share from 0 to 1, as `--tau` and the gates take it.
pub(crate) fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(_) | Err(_) => Err("a share is a number from 0 to 1".to_owned()),
    }
}
