//! The outside: terminal, event loop, threads that own connections, and the jobs that command line and worker share.

pub mod jobs;
