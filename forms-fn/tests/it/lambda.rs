//! The same program as a Lambda function, against a stand-in for the runtime's HTTP interface.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use forms_fn::{Store, Visible};
use serde_json::{Value, json};

use crate::crash::write_forms;

/// `event=any&full_name=%C3%86`
const BODY: &str = "ZXZlbnQ9YW55JmZ1bGxfbmFtZT0lQzMlODY=";

#[tokio::test]
async fn a_form_that_comes_through_the_gateway_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let (forms, data) = (folder.path().join("forms"), folder.path().join("data"));
    write_forms(&forms);
    let runtime = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut function = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .env("AWS_LAMBDA_RUNTIME_API", runtime.local_addr().unwrap().to_string())
        .env("AWS_LAMBDA_FUNCTION_NAME", "forms")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("FORMS_DIR", &forms)
        .env("FORMS_DATA", &data)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let answer = invoke(&runtime, &event());
    function.kill().unwrap();
    function.wait().unwrap();

    assert_eq!(answer["statusCode"], 303, "{answer}");
    let location = answer["headers"]["location"].as_str().unwrap();
    let desk = crate::site::desk(Store::open(&data).unwrap());
    let now = jiff::Timestamp::from_second(1_799_582_400).unwrap();
    let stored = desk.list("registration", Some("any"), Visible::Everything, now).await.unwrap();
    assert_eq!(stored.len(), 1);
    assert!(location.ends_with(&stored[0].record.reference.to_string()), "{location}");
    assert_eq!(stored[0].answers["full_name"], "Æ");
}

/// What an HTTP API (payload 2.0) makes of a browser's POST.
fn event() -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/en/forms/registration",
        "rawQueryString": "",
        "headers": { "host": "example.org", "content-type": "application/x-www-form-urlencoded" },
        "requestContext": {
            "accountId": "1", "apiId": "1", "domainName": "example.org", "stage": "$default",
            "requestId": "1", "time": "10/Jan/2027:12:00:00 +0000", "timeEpoch": 1_799_582_400_000_i64,
            "http": {
                "method": "POST", "path": "/en/forms/registration", "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1", "userAgent": "x"
            }
        },
        "body": BODY,
        "isBase64Encoded": true
    })
}

/// Hands the event to the function that asks for the next one, and waits for its answer. Every
/// connection carries one request.
fn invoke(runtime: &TcpListener, event: &Value) -> Value {
    loop {
        let (mut stream, _) = runtime.accept().unwrap();
        match read_request(&stream) {
            Some((line, _)) if line.contains("/invocation/next") => {
                write_event(&mut stream, &event.to_string())
            }
            Some((line, body)) => {
                assert!(line.contains("/invocation/1/response"), "{line}: {body}");
                return serde_json::from_str(&body).unwrap();
            }
            None => {}
        }
    }
}

/// The request line and the body; `None` when the other side hung up.
fn read_request(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if header.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((line, String::from_utf8(body).unwrap()))
}

fn write_event(stream: &mut TcpStream, event: &str) {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\
         Lambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 9999999999999\r\n\
         Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-north-1:1:function:forms\r\n\r\n{event}",
        event.len()
    )
    .unwrap();
}
