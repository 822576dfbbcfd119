//! Writes a filter so that reading it again gives the same tree.
