//! The words of an enum: how its values are stored, printed and typed.

/// Gives an enum `ALL`, the word of each value, and the value of a word, from one table.
macro_rules! words {
    ($name:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// All values, in the order of their table of words.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word that names this value in the journal, in JSON and on the command line.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Returns the value that this word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

pub(crate) use words;
