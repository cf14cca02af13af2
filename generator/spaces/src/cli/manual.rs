//! Options of `spaces manual`.

use std::net::SocketAddr;
use std::path::PathBuf;

use generator::config::BaseUrl;

/// Examples.
pub(super) const MANUAL_HELP: &str = "Examples:
  spaces manual
  spaces manual --out manual --base-url https://manual.example.org

All of it is in this program: nothing comes from the internet. Stop with Ctrl-C.

Exit status: 0 stopped or written, 1 the address is taken or the folder can't be written, 2 wrong use.";

/// How the manual is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct ManualArgs {
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8070", conflicts_with = "out")]
    pub(crate) addr: SocketAddr,
    /// Write it into this folder in place of showing it: its pages are below `public`
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The address that it will have; with a path if it stands below one
    #[arg(long, value_name = "URL", requires = "out")]
    pub(crate) base_url: Option<BaseUrl>,
}
