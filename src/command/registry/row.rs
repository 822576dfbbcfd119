//! How a registry module writes its rows: an action or a prefix layer, its keys, and every word about it.

use crate::command::layer::Layer;

/// A row over the actions `A` of one module. `Entry` says what each field is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<A> {
    pub(super) does: Does<A>,
    pub(super) id: &'static str,
    pub(super) keys: &'static str,
    pub(super) hint: &'static str,
    pub(super) title: &'static str,
    pub(super) sentence: &'static str,
    pub(super) rank: u8,
    pub(super) judges: bool,
}

/// What a key does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Does<A> {
    /// It acts.
    Act(A),
    /// It opens a prefix layer, which takes the next key.
    Open(Layer),
}

/// Makes the row of an action.
pub(super) const fn key<A: Copy>(
    action: A,
    id: &'static str,
    keys: &'static str,
    hint: &'static str,
    title: &'static str,
    sentence: &'static str,
) -> Row<A> {
    Row { does: Does::Act(action), id, keys, hint, title, sentence, rank: 0, judges: false }
}

/// Makes the row of a key that opens a prefix layer.
pub(super) const fn opens<A: Copy>(
    layer: Layer,
    id: &'static str,
    keys: &'static str,
    hint: &'static str,
    title: &'static str,
    sentence: &'static str,
) -> Row<A> {
    Row { does: Does::Open(layer), id, keys, hint, title, sentence, rank: 0, judges: false }
}

impl<A: Copy> Row<A> {
    /// Gives it a place in the footer, lowest first.
    pub(super) const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    /// Says that it changes judgements or the codebook.
    pub(super) const fn judges(mut self) -> Self {
        self.judges = true;
        self
    }
}
