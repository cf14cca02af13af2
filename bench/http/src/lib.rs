//! What both programs need: a sender of forms, figures, and a folder of forms.

pub mod folder;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};

/// The network of the next sender.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A connection that stays open.
pub struct Sender(BufReader<TcpStream>);

/// What came back.
pub struct Answer {
    pub status: String,
    pub body: String,
}

impl Sender {
    pub async fn connect(address: &str) -> Self {
        let address = address.trim_start_matches("http://").trim_end_matches('/');
        let socket = TcpSocket::new_v4().expect("a socket");
        // Every connection comes from a network of its own: many posts from one would be doubtful.
        let from = NEXT.fetch_add(1, Ordering::Relaxed);
        let [_, _, high, low] = from.to_be_bytes();
        socket.bind(SocketAddr::from(([127, high, low, 2], 0))).expect("all of 127/8 is ours on Linux");
        let stream = socket.connect(address.parse().expect("an address")).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket of TCP");
        Self(BufReader::new(stream))
    }

    pub async fn form(&mut self, body: &str) -> Answer {
        self.post("application/x-www-form-urlencoded", "text/html", body).await
    }

    pub async fn json(&mut self, body: &str) -> Answer {
        self.post("application/json", "application/json", body).await
    }

    async fn post(&mut self, kind: &str, accept: &str, body: &str) -> Answer {
        // As a browser sends it, so that nothing is doubtful.
        let request = format!(
            "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nUser-Agent: bench\r\n\
             Accept: {accept}\r\nAccept-Language: en\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).await.expect("the server reads");
        let mut line = String::new();
        self.0.read_line(&mut line).await.expect("the server answers");
        let status = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(&mut line).await.expect("the server answers");
            let header = line.trim().to_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.expect("the server answers");
        Answer { status, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// How long each answer took.
#[derive(Default)]
pub struct Figures(Vec<Duration>);

impl Figures {
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Name, answers a second, median, 99th of a hundred, longest.
    pub fn line(&mut self, name: &str, within: Duration) -> String {
        self.0.sort_unstable();
        let at = |share: f64| {
            let index = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
            self.0.get(index).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
        };
        let rate = self.0.len() as f64 / within.as_secs_f64();
        format!(
            "{name:<9} {rate:>9.0} /s   p50 {:>8.2} ms   p99 {:>8.2} ms   max {:>8.2} ms",
            at(0.5),
            at(0.99),
            at(1.0)
        )
    }
}
