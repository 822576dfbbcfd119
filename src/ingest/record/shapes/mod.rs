//! Turns and their parts in every shape that logs give them: of providers, of `LangChain`, in one text, beside sources.

pub(crate) mod answer_object;
pub(crate) mod exchanges;
pub(crate) mod langchain;
pub(crate) mod message;
pub(crate) mod part;
pub(crate) mod template;
