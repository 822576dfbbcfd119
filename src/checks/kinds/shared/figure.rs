//! What the kinds that look at a logged figure share. A record without the figure fails: it may be over the limit.

use super::portable::{Objection, fail_unless};

/// Objects to a figure over the limit, and to one that was not logged.
pub(crate) fn at_most(name: &str, found: Option<f64>, limit: f64) -> Vec<Objection> {
    match found {
        Some(found) => fail_unless(found <= limit, || format!("has a {name} of {found}, more than {limit}")),
        None => vec![Objection::whole(format!("has no logged {name}"))],
    }
}
