//! Where connections come in: a socket that the service manager holds, or an address of our own.

use std::io;
use std::net::SocketAddr;

use listenfd::ListenFd;
use tokio::net::TcpListener;

/// The socket that the service manager opened (`LISTEN_FDS`), else the address. With a socket that outlives this process no
/// connection is refused while it is started anew: those that come meanwhile wait in it. Nobody is answered yet.
///
/// # Errors
/// When there is more than one socket, it isn't one of TCP, or the address can't be taken.
pub(crate) async fn open(addr: SocketAddr) -> Result<TcpListener, String> {
    let mut given = ListenFd::from_env();
    match given.len() {
        0 => bind(addr).await,
        1 => {
            inherited(&mut given).map_err(|e| format!("the socket of the service manager can't be used: {e}"))
        }
        more => Err(format!(
            "the service manager gives {more} sockets, and one is served: name one in `ListenStream=`"
        )),
    }
}

/// Takes an address of our own.
///
/// # Errors
/// When it can't be taken.
pub(super) async fn bind(addr: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(addr).await.map_err(|e| format!("cannot listen on {addr}: {e}"))
}

fn inherited(given: &mut ListenFd) -> io::Result<TcpListener> {
    let listener = given.take_tcp_listener(0)?.ok_or(io::ErrorKind::NotFound)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
