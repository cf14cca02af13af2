//! The command line.

pub(crate) mod list;
pub(crate) mod serve;

use clap::{Parser, Subcommand};

/// Takes what people send with the forms of a site, and stores it.
#[derive(Debug, Parser)]
#[command(version, after_help = "Example:\n  forms-fn serve --data var --forms dist/forms")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer the forms until the process is told to stop (Ctrl-C, SIGTERM)
    #[command(after_help = "Example:\n  forms-fn serve --data var --forms dist/forms --addr 127.0.0.1:8081")]
    Serve(serve::Arguments),
    /// Show what was stored; may run beside `serve`
    #[command(
        after_help = "Example:\n  forms-fn list --data var --form registration --event dinner-oslo-january"
    )]
    List(list::Arguments),
}
