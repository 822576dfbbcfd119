//! The import job.
