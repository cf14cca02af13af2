//! What is done after a publication: a program is run, or an address is asked.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::public;
use crate::options::Then;
use crate::repository::{Version, end_group};

/// Tells a program which version was published.
const VERSION: &str = "SPACES_VERSION";

/// How long a program may take. A site of some thousand pages is built and copied in less.
const RUN: Duration = Duration::from_secs(15 * 60);

/// Does it.
///
/// # Errors
/// A sentence for the log, without the address that was asked: it is a secret at some hosts.
pub(super) fn act(then: &Then, version: &Version) -> Result<(), String> {
    match then {
        Then::Run(words) => run(words, version, RUN),
        Then::Ask(url) => ask(url),
    }
}

fn run(words: &[String], version: &Version, limit: Duration) -> Result<(), String> {
    let (program, arguments) = words.split_first().ok_or("nothing to run")?;
    let mut command = Command::new(program);
    // What it prints belongs into the log of this program, whose answers go elsewhere.
    command.args(arguments).env(VERSION, version.as_str()).stdin(Stdio::null());
    // A group of its own, so that what it has started ends with it.
    let mut child =
        command.process_group(0).spawn().map_err(|error| format!("`{program}` can't be run: {error}"))?;
    let group = child.id();
    let (done, ended) = channel();
    let waiting = thread::spawn(move || {
        let status = child.wait();
        // Nobody listens any more when it took too long.
        let _ = done.send(());
        status
    });
    let is_late = ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
    if is_late {
        end_group(group);
    }
    let status = waiting.join().map_err(|_| format!("nobody could wait for `{program}`"))?;
    let status = status.map_err(|error| format!("`{program}` can't be waited for: {error}"))?;
    match status.success() {
        true => Ok(()),
        false if is_late => Err(format!("`{program}` took longer than {} s and was ended", limit.as_secs())),
        false => Err(format!("`{program}` ended with {status}")),
    }
}

fn ask(url: &str) -> Result<(), String> {
    // Who is led elsewhere, such as to a page on which to sign in, hasn't told anybody.
    let asked = public::agent()?.post(url).config().max_redirects(0).build().send_empty();
    match asked {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("the address that is asked then answers {}", answer.status())),
        Err(error) => Err(format!("the address that is asked then can't be reached: {}", reason(&error))),
    }
}

/// Why, in words that don't have the address.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => error.kind().to_string(),
        ureq::Error::Timeout(_) => "it takes too long".to_owned(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => "its certificate isn't trusted".to_owned(),
        _ => "it doesn't answer as it should".to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;

    use super::*;

    fn version() -> Version {
        Version::parse(&"1".repeat(40)).unwrap()
    }

    #[test]
    fn a_program_that_takes_too_long_ends_with_what_it_has_started() {
        let words = ["sh", "-c", "sleep 3600 & sleep 3600"].map(str::to_owned);
        let why = run(&words, &version(), Duration::from_millis(50)).unwrap_err();
        assert!(why.contains("took longer"), "{why}");
    }

    /// What one address answers to one request, which is handed back.
    fn told(answer: &'static str) -> (Result<(), String>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?token=secret", listener.local_addr().unwrap());
        let asked = thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut line = String::new();
            let mut reader = BufReader::new(&stream);
            reader.read_line(&mut line).unwrap();
            let mut rest = String::new();
            while reader.read_line(&mut rest).unwrap() > 2 {}
            (&stream).write_all(answer.as_bytes()).unwrap();
            line
        });
        let done = act(&Then::Ask(url), &version());
        (done, asked.join().unwrap())
    }

    #[test]
    fn an_address_is_told_by_post_and_never_told_on() {
        let (done, line) = told("HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!((done, line.as_str()), (Ok(()), "POST /hook?token=secret HTTP/1.1\r\n"));
        for answer in [
            "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /sign-in\r\nContent-Length: 0\r\n\r\n",
            "no HTTP at all\r\n\r\n",
        ] {
            let (done, _) = told(answer);
            let why = done.unwrap_err();
            assert!(why.starts_with("the address that is asked then"), "{why}");
            assert!(!why.contains("secret") && !why.contains("hook"), "{why}");
        }
        for url in ["http://127.0.0.1:1/secret", "https://no.such.host.invalid/secret", "http://a b/secret"] {
            let why = act(&Then::Ask(url.to_owned()), &version()).unwrap_err();
            assert!(!why.contains("secret"), "{why}");
        }
    }
}
