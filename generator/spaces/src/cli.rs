//! The command line of `spaces`.

pub(crate) mod args;
pub(crate) mod edit_args;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod manual;
pub(crate) mod publish;
pub(crate) mod server_args;
pub(crate) mod shell;
pub(crate) mod terminal;
pub(crate) mod translate;
