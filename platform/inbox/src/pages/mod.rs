//! Pages: the inbox, how one wants to be told, the end of mails.

pub(crate) mod list;
pub(crate) mod preferences;
pub(crate) mod stop;
