//! DynamoDB on this machine: an emulator that each program of tests starts for itself.
//!
//! `DYNOXIDE` and `MINISTACK` name the programs; `./check test` installs them and sets both. Nothing
//! is skipped where they are missing. They keep everything in memory, and every test makes a table
//! of its own. A shell between us and the emulator ends it when this program ends, however it does.

use std::io::{BufReader, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use forms_fn::Aws;

/// Runs its arguments until nobody holds the other end of its standard input any more.
const WHILE_WE_LIVE: &str = r#""$@" </dev/null & emulator=$!; exec >/dev/null 2>&1; cat; kill -9 $emulator"#;
/// How often to look for a port that is free; between looking and listening another program may take it.
const PORTS: u32 = 5;

/// The programs that stand in for AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emulator {
    /// DynamoDB, on SQLite.
    Dynoxide,
    /// DynamoDB and KMS, in Python: a second opinion.
    Ministack,
}

struct Running {
    address: String,
    /// Held, not used: when this input is closed, the emulator ends.
    _input: Mutex<(Child, ChildStdin)>,
}

impl Emulator {
    /// Its address, such as `http://127.0.0.1:4711`; the first call starts it.
    pub(crate) fn address(self) -> &'static str {
        static DYNOXIDE: OnceLock<Running> = OnceLock::new();
        static MINISTACK: OnceLock<Running> = OnceLock::new();
        let cell = match self {
            Self::Dynoxide => &DYNOXIDE,
            Self::Ministack => &MINISTACK,
        };
        &cell.get_or_init(|| self.start()).address
    }

    /// Access to it, as the environment of a function would give it.
    pub(crate) fn aws(self) -> Aws {
        let endpoint = |name: &str| match name {
            "AWS_ENDPOINT_URL" => Some(self.address().to_owned()),
            "AWS_REGION" => Some("eu-north-1".to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
            _ => None,
        };
        Aws::from_variables(endpoint).unwrap()
    }

    fn start(self) -> Running {
        (0..PORTS).find_map(|_| self.try_start()).unwrap_or_else(|| panic!("{self:?} does not start"))
    }

    /// `None` when it ended without listening.
    fn try_start(self) -> Option<Running> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut shell = Command::new("sh");
        shell.args(["-c", WHILE_WE_LIVE, "sh", &self.program()]);
        match self {
            Self::Dynoxide => {
                shell
                    .args(["serve", "--port", &port.to_string()])
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null());
            }
            Self::Ministack => {
                shell.env("GATEWAY_PORT", port.to_string()).env("BIND_HOST", "127.0.0.1");
                shell.env("SERVICES", "dynamodb,kms").stdout(Stdio::null()).stderr(Stdio::piped());
            }
        }
        let mut child = shell.stdin(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let output: Box<dyn Read + Send> = match self {
            Self::Dynoxide => Box::new(child.stdout.take().unwrap()),
            Self::Ministack => Box::new(child.stderr.take().unwrap()),
        };
        // Whatever it writes is read away, or it would wait for a reader one day. The end of it is its own end.
        let ended = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&ended);
        std::thread::spawn(move || {
            drop(std::io::copy(&mut BufReader::new(output), &mut std::io::sink()));
            end.store(true, Ordering::SeqCst);
        });
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if ended.load(Ordering::SeqCst) {
                drop(stdin);
                drop(child.wait());
                return None;
            }
            std::thread::yield_now();
        }
        let address = format!("http://127.0.0.1:{port}");
        Some(Running { address, _input: Mutex::new((child, stdin)) })
    }

    fn program(self) -> String {
        let variable = match self {
            Self::Dynoxide => "DYNOXIDE",
            Self::Ministack => "MINISTACK",
        };
        std::env::var(variable).unwrap_or_else(|_| {
            panic!("`{variable}` is not set: run the tests by `./check test`, which installs the emulators of DynamoDB and sets it")
        })
    }
}

/// The name of a table that no other test uses.
pub(crate) fn table_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("forms-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
