//! A key string in, a screen out.
