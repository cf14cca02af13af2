//! One connection: bytes → requests → answers, with a limit for everything that the other side may let us wait for.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use axum::response::IntoResponse;
use forms_fn::{Deadline, LONGEST_REQUEST};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};

use super::body;
use super::held::{Held, Phase};

/// The longest head of a request; browsers and proxies stay far below.
const LONGEST_HEAD: usize = 64 * 1024;
/// Who is still sending when the process is asked to stop has this long.
const TO_END_SENDING: Duration = Duration::from_secs(3);
/// What was sent before the other side could know that we end is here in this time; then connections without a request are closed.
const ON_ITS_WAY: Duration = Duration::from_millis(250);
/// How long, and how much, the other side may go on sending what nobody reads any more. Closed at once, it would lose
/// the answer that says so.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 8 * 1024 * 1024;
/// How often is looked whether a limit has passed.
const LOOK: Duration = Duration::from_secs(1);

/// Answers until either side has enough.
pub(super) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    held: Held,
    mut stopping: watch::Receiver<bool>,
) {
    drop(stream.set_nodelay(true));
    let held = Arc::new(held);
    let unread = Arc::new(AtomicBool::new(false));
    let io =
        Watched { stream, held: Arc::clone(&held), unread: Arc::clone(&unread), lingers: None, drained: 0 };
    let is_stopping = stopping.clone();
    let service = service_fn(|request| answer(request, peer, router.clone(), &held, &unread, &is_stopping));
    let mut builder = http1::Builder::new();
    builder.max_buf_size(LONGEST_HEAD);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(io), service));
    let mut cut_off: Option<Instant> = None;
    let mut asked = false;
    loop {
        let now = Instant::now();
        let sending = held.phase() != Phase::Work;
        if held.limit().is_some_and(|limit| now >= limit)
            || (sending && cut_off.is_some_and(|end| now >= end))
        {
            return;
        }
        tokio::select! {
            _ = &mut connection => return,
            () = held.close.notified() => return,
            _ = stopping.wait_for(|stopping| *stopping), if !asked => {
                asked = true;
                cut_off = Some(now + TO_END_SENDING);
            }
            // A request may be on its way to us; hyper would close the connection before it has looked.
            () = tokio::time::sleep(if asked { ON_ITS_WAY } else { LOOK }) => {
                if asked && held.is_quiet() {
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// Reads the request to its end, and has it answered.
async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    held: &Held,
    unread: &AtomicBool,
    stopping: &watch::Receiver<bool>,
) -> Result<Response<Body>, std::convert::Infallible> {
    if !names_one_host(&request) {
        unread.store(true, Ordering::Relaxed);
        let words = "a request names its host once\n";
        return Ok(closing((StatusCode::BAD_REQUEST, words).into_response()));
    }
    held.begins(Phase::Body);
    let (parts, incoming) = request.into_parts();
    let read = body::read(&parts.headers, incoming).await;
    held.begins(Phase::Work);
    let mut request = Request::from_parts(parts, read.body);
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(Deadline(Instant::now() + LONGEST_REQUEST));
    let response = TowerToHyperService::new(router).call(request).await;
    held.begins(Phase::Idle);
    if read.whole {
        return if *stopping.borrow() { response.map(closing) } else { response };
    }
    unread.store(true, Ordering::Relaxed);
    response.map(closing)
}

fn closing(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A request without a host, or with two, may mean one thing to a proxy and another to us (RFC 9112, section 3.2).
fn names_one_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let old = request.version() <= Version::HTTP_10;
    match (hosts.next(), hosts.next()) {
        (None, _) => old,
        (Some(host), None) => {
            let bad =
                |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'/' | b'@' | b'?' | b'#');
            !host.as_bytes().iter().any(bad)
        }
        _ => false,
    }
}

/// The stream, which tells when something comes in, and lets the other side finish at the end.
struct Watched {
    stream: TcpStream,
    held: Arc<Held>,
    /// Whether the other side may still be sending what nobody reads.
    unread: Arc<AtomicBool>,
    lingers: Option<Pin<Box<Sleep>>>,
    drained: usize,
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        ctx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(ctx, into))?;
        if into.filled().len() > before {
            self.held.hears();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, ctx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(ctx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, ctx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(ctx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, ctx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingers.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(ctx))?;
            if !self.unread.load(Ordering::Relaxed) {
                return Poll::Ready(Ok(()));
            }
        }
        let this = &mut *self;
        let lingers = this.lingers.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER)));
        let mut scratch = [0_u8; 8192];
        while lingers.as_mut().poll(ctx).is_pending() && this.drained < LINGER_BYTES {
            let mut into = ReadBuf::new(&mut scratch);
            ready!(Pin::new(&mut this.stream).poll_read(ctx, &mut into))?;
            if into.filled().is_empty() {
                break;
            }
            this.drained += into.filled().len();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        ctx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(ctx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
