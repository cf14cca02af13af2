//! The service manager holds the socket and starts the program anew: nobody who asks meanwhile is turned away.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::PATIENCE;

/// As systemd does it: the socket is descriptor 3, and the number of the process stands in the environment.
const AS_SYSTEMD: &str = r#"LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&0 </dev/null"#;
const CLIENTS: usize = 4;
const RESTARTS: usize = 3;

/// A service manager, as far as one service sees it.
struct Manager {
    folder: tempfile::TempDir,
    socket: TcpListener,
    told: UnixDatagram,
}

impl Manager {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        crate::crash::write_forms(&folder.path().join("forms"));
        let told = UnixDatagram::bind(folder.path().join("told")).unwrap();
        told.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { folder, socket: TcpListener::bind("127.0.0.1:0").unwrap(), told }
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    /// Starts the program and waits until it says that it is ready.
    fn start(&self) -> Service {
        let at = |name: &str| self.folder.path().join(name);
        let child = Command::new("sh")
            .args(["-c", AS_SYSTEMD, "sh", env!("CARGO_BIN_EXE_forms-fn"), "serve", "--without-worker"])
            .args([Path::new("--data"), &at("data"), Path::new("--forms"), &at("forms")])
            .env_remove("AWS_LAMBDA_RUNTIME_API")
            .env("NOTIFY_SOCKET", at("told"))
            .stdin(Stdio::from(OwnedFd::from(self.socket.try_clone().unwrap())))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let service = Service(child);
        assert_eq!(self.hears(), "READY=1");
        service
    }

    fn hears(&self) -> String {
        let mut bytes = [0; 200];
        let length = self.told.recv(&mut bytes).expect("the program says something in time");
        String::from_utf8_lossy(&bytes[..length]).trim().to_owned()
    }
}

/// A process that is killed when the test is over.
struct Service(Child);

impl Service {
    fn signal(&self, name: &str) {
        let kill = Command::new("kill").args([&format!("-{name}"), &self.0.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    fn stop(mut self) {
        self.signal("TERM");
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// One request on a connection of its own.
fn ask(address: SocketAddr) -> Result<(), String> {
    let mut stream = TcpStream::connect(address).map_err(|e| format!("connect: {e}"))?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = b"GET /en/forms/registration?event=any HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request).map_err(|e| format!("write: {e}"))?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|e| format!("read: {e}"))?;
    let is_form = answer.starts_with("HTTP/1.1 200 ") && answer.contains("Dinner any");
    if is_form { Ok(()) } else { Err(format!("answer: {answer:?}")) }
}

#[test]
fn a_restart_under_requests_loses_none() {
    let manager = Manager::new();
    let address = manager.address();
    let (ended, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut service = manager.start();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (ended, answered) = (Arc::clone(&ended), Arc::clone(&answered));
            std::thread::spawn(move || {
                let mut faults = Vec::new();
                while !ended.load(Ordering::SeqCst) {
                    match ask(address) {
                        Ok(()) => drop(answered.fetch_add(1, Ordering::SeqCst)),
                        Err(fault) => faults.push(fault),
                    }
                }
                faults
            })
        })
        .collect();
    let more = |before: usize| {
        super::until("nobody is answered", || (answered.load(Ordering::SeqCst) > before + 20).then_some(()));
    };
    more(0);
    for _ in 0..RESTARTS {
        service.stop();
        assert_eq!(manager.hears(), "STOPPING=1");
        let before = answered.load(Ordering::SeqCst);
        service = manager.start();
        more(before);
    }
    ended.store(true, Ordering::SeqCst);
    let faults: Vec<String> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_service_manager_hears_of_a_reload_and_of_its_end() {
    let manager = Manager::new();
    let service = manager.start();
    super::write_titled(&manager.folder.path().join("forms"), "Dinner again");
    service.signal("HUP");
    let reloading = manager.hears();
    assert!(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="), "{reloading}");
    assert_eq!(manager.hears(), "READY=1");
    service.stop();
    assert_eq!(manager.hears(), "STOPPING=1");
}

#[test]
fn what_is_no_tcp_socket_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    crate::crash::write_forms(&folder.path().join("forms"));
    let output = Command::new("sh")
        .args([
            "-c",
            AS_SYSTEMD,
            "sh",
            env!("CARGO_BIN_EXE_forms-fn"),
            "serve",
            "--data",
            "data",
            "--forms",
            "forms",
        ])
        .current_dir(folder.path())
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("the socket of the service manager can't be used"), "{error}");
    assert!(!output.status.success() && !folder.path().join("data").exists(), "nothing was made");
}
