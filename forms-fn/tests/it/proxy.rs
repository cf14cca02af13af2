//! A wire to the emulator that can be cut before or after any request: for crashes in the middle of an operation, and
//! for a store that goes away and comes back.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use forms_fn::Aws;

/// Where the wire is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The store never hears of the request.
    Before,
    /// The store has done it, and nobody hears of it.
    After,
}

/// What happens to the requests that come.
enum Plan {
    Forward,
    /// Lets so many pass, and cuts at the next one.
    CutAt {
        left: u32,
        writes_only: bool,
        cut: Cut,
        then: Box<dyn FnOnce() + Send>,
    },
    Refuse,
}

/// One wire. It ends when this is dropped.
pub(crate) struct Proxy {
    port: u16,
    plan: Arc<Mutex<Plan>>,
    ended: Arc<Mutex<bool>>,
    requests: Arc<AtomicU32>,
}

impl Proxy {
    /// A wire to an address such as `http://127.0.0.1:4711`.
    pub(crate) fn to(target: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (plan, ended) = (Arc::new(Mutex::new(Plan::Forward)), Arc::new(Mutex::new(false)));
        let target = target.trim_start_matches("http://").to_owned();
        let (all, end) = (Arc::clone(&plan), Arc::clone(&ended));
        let requests = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if *end.lock().unwrap() {
                    return;
                }
                let (Ok(stream), target, plan) = (stream, target.clone(), Arc::clone(&all)) else { continue };
                let counted = Arc::clone(&counted);
                // A wire that breaks is no failure of the test; the program at its end notices.
                std::thread::spawn(move || drop(carry(stream, &target, &plan, &counted)));
            }
        });
        Self { port, plan, ended, requests }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Access to DynamoDB at the other end.
    pub(crate) fn aws(&self) -> Aws {
        let variable = |name: &str| match name {
            "AWS_ENDPOINT_URL" => Some(self.address()),
            "AWS_REGION" => Some("eu-north-1".to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
            _ => None,
        };
        Aws::from_variables(variable).unwrap()
    }

    /// How many requests came so far.
    pub(crate) fn requests(&self) -> u32 {
        self.requests.load(Ordering::SeqCst)
    }

    /// Lets `left` requests pass and cuts at the next one; calls `then` when that has happened.
    pub(crate) fn cut(&self, left: u32, cut: Cut, then: impl FnOnce() + Send + 'static) {
        let then = Box::new(then);
        *self.plan.lock().unwrap() = Plan::CutAt { left, writes_only: false, cut, then };
    }

    /// The same, where only what writes is counted and cut.
    pub(crate) fn cut_writes(&self, left: u32, cut: Cut, then: impl FnOnce() + Send + 'static) {
        let then = Box::new(then);
        *self.plan.lock().unwrap() = Plan::CutAt { left, writes_only: true, cut, then };
    }

    pub(crate) fn refuse(&self) {
        *self.plan.lock().unwrap() = Plan::Refuse;
    }

    pub(crate) fn forward(&self) {
        *self.plan.lock().unwrap() = Plan::Forward;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        *self.ended.lock().unwrap() = true;
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

/// Carries one request after the other.
fn carry(client: TcpStream, target: &str, plan: &Mutex<Plan>, counted: &AtomicU32) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let server = TcpStream::connect(target)?;
    server.set_nodelay(true)?;
    let (mut from_client, mut to_client) = (BufReader::new(client.try_clone()?), client);
    let (mut from_server, mut to_server) = (BufReader::new(server.try_clone()?), server);
    while let Some(request) = message(&mut from_client)? {
        counted.fetch_add(1, Ordering::SeqCst);
        let cut = decide(&mut plan.lock().unwrap(), &request);
        match cut {
            Ruling::Pass => {
                to_server.write_all(&request)?;
                let Some(answer) = message(&mut from_server)? else { return Ok(()) };
                to_client.write_all(&answer)?;
            }
            Ruling::Refuse => return Ok(()),
            Ruling::Cut(cut, then) => {
                if cut == Cut::After {
                    to_server.write_all(&request)?;
                    message(&mut from_server)?;
                }
                then();
                return Ok(());
            }
        }
    }
    Ok(())
}

enum Ruling {
    Pass,
    Refuse,
    Cut(Cut, Box<dyn FnOnce() + Send>),
}

fn decide(plan: &mut Plan, request: &[u8]) -> Ruling {
    match plan {
        Plan::Forward => Ruling::Pass,
        Plan::Refuse => Ruling::Refuse,
        Plan::CutAt { writes_only: true, .. } if !writes(request) => Ruling::Pass,
        Plan::CutAt { left, .. } if *left > 0 => {
            *left -= 1;
            Ruling::Pass
        }
        Plan::CutAt { .. } => match std::mem::replace(plan, Plan::Refuse) {
            Plan::CutAt { cut, then, .. } => Ruling::Cut(cut, then),
            _ => Ruling::Refuse,
        },
    }
}

fn writes(request: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&request[..request.len().min(4096)]).to_lowercase();
    ["transactwriteitems", "putitem", "updateitem", "deleteitem", "batchwriteitem"]
        .iter()
        .any(|name| head.contains(&format!("x-amz-target: dynamodb_20120810.{name}")))
}

/// One message of HTTP/1.1 with its body; `None` at the end of the connection.
fn message(reader: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut length = 0;
    loop {
        let start = bytes.len();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes[start..]).trim().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        assert!(!line.starts_with("transfer-encoding:"), "neither side sends in chunks");
        if line.is_empty() {
            break;
        }
    }
    let start = bytes.len();
    bytes.resize(start + length, 0);
    reader.read_exact(&mut bytes[start..])?;
    Ok(Some(bytes))
}
