//! Checks against their table of cases.
