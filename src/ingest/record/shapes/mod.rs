//! Turns and their parts in every shape that logs give them: of providers, of `LangChain`, in one text.

pub(crate) mod langchain;
pub(crate) mod message;
pub(crate) mod part;
pub(crate) mod template;
