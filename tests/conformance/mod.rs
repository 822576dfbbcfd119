//! Generated suites, run by the real tools, must give gemba's own verdicts.
