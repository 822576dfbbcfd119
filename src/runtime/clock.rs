//! The clock of this layer.

use crate::domain::Time;

/// Returns the time now.
pub(crate) fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}
