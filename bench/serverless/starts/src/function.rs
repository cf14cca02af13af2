//! One start of a function, and the interface that it asks for events.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Variables that programs may need, handed on as they are.
const HANDED_ON: [&str; 4] = ["FORMS_DIR", "FORMS_TABLE", "FORMS_KEYS", "FORMS_KMS_KEY"];

/// Where functions ask for events.
pub(crate) struct Interface {
    listener: TcpListener,
    address: String,
    event: String,
}

/// A program that waits for an event.
pub(crate) struct Function<'a> {
    interface: &'a Interface,
    child: Child,
    waiting: TcpStream,
}

impl Interface {
    /// Every event is a GET of this path.
    pub(crate) fn open(path: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let event = include_str!("event.json").replace("PATH", path);
        Self { listener, address, event }
    }

    /// The next call of the function: its connection, first line and body. Connections carry one call each.
    fn call(&self) -> (TcpStream, String, String) {
        loop {
            let (stream, _) = self.listener.accept().expect("a connection");
            stream.set_nodelay(true).expect("no delay");
            if let Some((line, body)) = read(&stream) {
                return (stream, line, body);
            }
        }
    }
}

impl<'a> Function<'a> {
    /// Starts the program. The time is that until its first call for an event.
    pub(crate) fn start(interface: &'a Interface, program: &str) -> (Self, Duration) {
        let mut command = Command::new(program);
        command.env_clear().stdout(Stdio::null()).stderr(Stdio::null());
        for name in HANDED_ON {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
            .env("AWS_LAMBDA_RUNTIME_API", &interface.address)
            .env("AWS_LAMBDA_FUNCTION_NAME", "f")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_REGION", "eu-north-1")
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_SESSION_TOKEN", "token");
        let begin = Instant::now();
        let child = command.spawn().expect("the program starts");
        let (waiting, line, body) = interface.call();
        let init = begin.elapsed();
        assert!(line.contains("/invocation/next"), "{program}: {line} {body}");
        (Self { interface, child, waiting }, init)
    }

    /// Hands out an event and waits until the answer has arrived.
    pub(crate) fn ask(&mut self) -> Duration {
        let event = &self.interface.event;
        let head = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\nLambda-Runtime-Aws-Request-Id: 1\r\n\
             Lambda-Runtime-Deadline-Ms: 9999999999999\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:f\r\n\r\n",
            event.len()
        );
        let begin = Instant::now();
        self.waiting.write_all(format!("{head}{event}").as_bytes()).expect("the event is sent");
        let (mut stream, line, body) = self.interface.call();
        let time = begin.elapsed();
        assert!(line.contains("/response") && body.contains("\"statusCode\":200"), "{line} {body}");
        let taken = b"HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(taken).expect("the answer is taken");
        self.waiting = self.interface.call().0;
        time
    }

    /// MiB that are in memory now.
    pub(crate) fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or_default() / 1024.0
    }
}

impl Drop for Function<'_> {
    fn drop(&mut self) {
        self.child.kill().expect("the program is ours");
        self.child.wait().expect("the program has ended");
    }
}

fn read(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if header.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((line, String::from_utf8(body).ok()?))
}
