//! A stand-in for the interface between Lambda and a function: hands out events and takes answers.
//!
//! It knows the three calls that a function makes (next event, answer, error) and starts the program.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};

/// More than the slowest machine needs for one answer; only a function that hangs is waited for so long.
const PATIENCE: Duration = Duration::from_secs(60);
const REQUEST_ID: HeaderName = HeaderName::from_static("lambda-runtime-aws-request-id");
const DEADLINE: HeaderName = HeaderName::from_static("lambda-runtime-deadline-ms");
const ARN: HeaderName = HeaderName::from_static("lambda-runtime-invoked-function-arn");

/// A program that runs as a function. It is killed at the end.
pub(crate) struct Function {
    child: Child,
    events: mpsc::Sender<Value>,
    answers: mpsc::Receiver<Result<Value, Value>>,
}

type Ends = (Mutex<mpsc::Receiver<Value>>, mpsc::Sender<Result<Value, Value>>);

impl Function {
    /// Starts `program` with the environment that Lambda gives to it, and `variables`.
    pub(crate) async fn start(program: &Path, variables: &BTreeMap<&str, OsString>) -> Self {
        Self::start_telling(program, variables, Stdio::null()).await
    }

    /// The same, where what it says goes somewhere.
    pub(crate) async fn start_telling(
        program: &Path,
        variables: &BTreeMap<&str, OsString>,
        told: Stdio,
    ) -> Self {
        let (events, next) = mpsc::channel(1);
        let (done, answers) = mpsc::channel(1);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let interface = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next_event))
            .route("/2018-06-01/runtime/invocation/1/response", post(answer))
            .route("/2018-06-01/runtime/invocation/1/error", post(error))
            .with_state(Arc::new((Mutex::new(next), done)));
        tokio::spawn(async move { axum::serve(listener, interface).await });
        let child = Command::new(program)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "forms")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .envs(variables)
            .stdout(told)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, events, answers }
    }

    /// The answer to an event, or `Err` with the failure that the function reported.
    pub(crate) async fn invoke(&mut self, event: &Value) -> Result<Value, Value> {
        self.events.send(event.clone()).await.unwrap();
        match tokio::time::timeout(PATIENCE, self.answers.recv()).await {
            Ok(answer) => answer.unwrap(),
            Err(_) => panic!("no answer; has the function ended? {:?}", self.child.try_wait()),
        }
    }

    /// Whether the process that was started is still the one that answers.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

async fn next_event(State(ends): State<Arc<Ends>>) -> ([(HeaderName, &'static str); 3], String) {
    let event = ends.0.lock().await.recv().await.unwrap();
    let arn = "arn:aws:lambda:eu-north-1:123456789012:function:forms";
    ([(REQUEST_ID, "1"), (DEADLINE, "9999999999999"), (ARN, arn)], event.to_string())
}

async fn answer(State(ends): State<Arc<Ends>>, body: String) -> StatusCode {
    let answer = if body.is_empty() { Value::Null } else { serde_json::from_str(&body).unwrap() };
    ends.1.send(Ok(answer)).await.unwrap();
    StatusCode::ACCEPTED
}

async fn error(State(ends): State<Arc<Ends>>, body: String) -> StatusCode {
    ends.1.send(Err(serde_json::from_str(&body).unwrap())).await.unwrap();
    StatusCode::ACCEPTED
}

/// What a function URL or an HTTP API (payload 2.0) makes of a request.
pub(crate) fn event(method: &str, path: &str, headers: &[(&str, &str)], body: &str, base64: bool) -> Value {
    let headers: BTreeMap<&str, &str> =
        headers.iter().copied().chain([("host", "example.org")]).chain(crate::site::BROWSER).collect();
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "1", "apiId": "1", "domainName": "example.org", "stage": "$default",
            "requestId": "1", "time": "10/Jan/2027:12:00:00 +0000", "timeEpoch": 1_799_582_400_000_i64,
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1", "userAgent": "x"
            }
        },
        "body": body,
        "isBase64Encoded": base64
    })
}
