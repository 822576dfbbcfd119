//! How a part of the program lists its actions: each once, with its keys and every word about it.

use crate::command::layer::Layer;

/// A row over the actions `A` of one module. `Entry` says what each field is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<A> {
    pub(crate) does: Does<A>,
    pub(crate) id: &'static str,
    pub(crate) keys: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) title: &'static str,
    pub(crate) sentence: &'static str,
    pub(crate) rank: u8,
    pub(crate) judges: bool,
}

/// What a key does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does<A> {
    /// It acts.
    Act(A),
    /// It opens a prefix layer, which takes the next key.
    Open(Layer),
}

impl<A: Copy> Row<A> {
    /// Gives it a place in the footer, lowest first.
    pub(crate) const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    /// Says that it changes judgements or the codebook.
    pub(crate) const fn judges(mut self) -> Self {
        self.judges = true;
        self
    }
}

/// Defines the actions of one part of the program together with their rows: one entry an action, in groups for the
/// layers that they are shown in.
///
/// An entry is the variant, then in brackets what `gemba keys --json` calls it, its keys, the words of the footer, the
/// title, and what it does as a sentence. `=> Tag(…)` is no action of its own but opens the prefix layer `Tag`.
macro_rules! actions {
    ($(#[$doc:meta])* $name:ident: $(
        $(#[$group_doc:meta])* $group:ident = [$(
            $(=> $opened:ident)? $($variant:ident)?
            ($id:literal, $keys:literal, $hint:literal, $title:literal, $sentence:literal)
            $(.$with:ident($($rank:literal)?))*,
        )+];
    )+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each row has a title and a sentence")]
        pub enum $name {
            $($($($variant,)?)+)+
        }

        impl $name {
            $($(#[$group_doc])*
            pub(crate) const $group: &[$crate::command::Row<Self>] = &[$(
                $crate::command::Row {
                    does: $($crate::command::Does::Open($crate::command::Layer::$opened))?
                        $($crate::command::Does::Act(Self::$variant))?,
                    id: $id,
                    keys: $keys,
                    hint: $hint,
                    title: $title,
                    sentence: $sentence,
                    rank: 0,
                    judges: false,
                }$(.$with($($rank)?))*,
            )+];)+
        }
    };
}
pub(crate) use actions;
