//! The house rules, read off the sources: floors, file sizes, no key text and no colour outside their rooms.
