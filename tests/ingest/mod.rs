//! Log files in, records out.
