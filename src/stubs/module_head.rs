//! The comments that generated code begins with.

use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::StubSource;

/// Returns the comment that says where a file comes from; `mark` begins a comment in its language.
pub(super) fn origin(mark: &str, source: &StubSource) -> String {
    let (kind, key) = (source.target.word(), source.target.key());
    format!(
        "{mark} Written by gemba from the {kind} `{key}`. Change it if you like: gemba never writes over a changed file.\n"
    )
}

/// Returns the comments that say where a module comes from and what it proves.
pub(super) fn head(mark: &str, source: &StubSource, proof: &Proof) -> String {
    let (state, kept) = (proof.state.word(), proof.kept_words(source));
    format!("{}{mark} {state}: {}\n{mark} {kept}\n", origin(mark, source), proof.words())
}
