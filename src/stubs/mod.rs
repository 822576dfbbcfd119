//! Checks and judged records → files of an eval suite. One file per target, and the one table of them all.
