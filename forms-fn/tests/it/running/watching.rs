//! What whoever runs the program sees of it: the log, the numbers, the detail of readiness.

use serde_json::Value;

use super::{Running, until};

const FORM: &str = "GET /en/forms/registration?event=any HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

fn with_id(server: &Running, id: &str) -> String {
    server.ask(format!("{FORM}X-Request-Id: {id}\r\n\r\n").as_bytes())
}

fn id_of(answer: &str) -> &str {
    let (_, rest) = answer.split_once("\r\nx-request-id: ").expect(answer);
    rest.split_once("\r\n").unwrap().0
}

/// The lines about requests.
fn answered(server: &Running) -> Vec<Value> {
    let log = server.log();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    lines.map(|line| line["fields"].clone()).filter(|fields| fields["message"] == "answered").collect()
}

#[test]
fn the_id_of_our_own_proxy_is_taken_and_no_stranger_s() {
    let server = Running::start(&["--without-worker", "--trusted-proxies", "127.0.0.1"]);
    let good = "4f9c2e0a7b3d4f9c-x_1.2";
    assert_eq!(id_of(&with_id(&server, good)), good);
    until("the log has it", || answered(&server).iter().any(|line| line["request_id"] == good).then_some(()));
    let long = "a".repeat(65);
    for bad in ["short", "has space in it", "quote\"quote", "æææææææææ", long.as_str()] {
        let answer = with_id(&server, bad);
        let id = id_of(&answer);
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{bad}: {id}");
    }
    let alone = Running::start(&["--without-worker"]);
    assert_ne!(id_of(&with_id(&alone, good)), good);
}

#[test]
fn a_line_says_how_long_it_took_and_what_became_of_the_form() {
    let server = Running::start(&["--without-worker"]);
    let same = "event=any&full_name=Amina";
    for body in [same, same, "event=any", "event=nothing&full_name=Amina"] {
        crate::crash::post(&server.address, body);
    }
    server.get("/en/forms/registration?event=any");
    let lines = until("five lines", || Some(answered(&server)).filter(|lines| lines.len() == 5));
    let outcomes: Vec<&str> = lines.iter().map(|line| line["outcome"].as_str().unwrap_or("none")).collect();
    assert_eq!(outcomes, ["stored", "duplicate", "invalid", "event-unknown", "none"]);
    for line in &lines {
        assert!(line["duration_ms"].as_f64().is_some_and(|ms| (0.0..30_000.0).contains(&ms)), "{line}");
        assert_eq!(line["route"], "/{lang}/forms/{form}");
    }
    assert!(!server.log().contains("Amina"));
}

#[test]
fn numbers_are_told_at_an_address_of_their_own() {
    let server = Running::start(&["--metrics", "127.0.0.1:0"]);
    let address = until("the address is told", || {
        let log = server.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut told = lines.filter(|line| line["fields"]["message"] == "numbers are told at /metrics");
        Some(told.next()?["fields"]["address"].as_str()?.to_owned())
    });
    let numbers = || {
        let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        super::ask_at(&address, request.as_bytes())
    };
    crate::crash::post(&server.address, "event=any&full_name=Amina");
    crate::crash::post(&server.address, "event=any");
    server.get("/nothing/here");
    let text = until("the first pass is told", || {
        Some(numbers()).filter(|text| text.contains("forms_last_pass_age_seconds "))
    });
    assert!(text.starts_with("HTTP/1.1 200 ") && text.contains("application/openmetrics-text"), "{text}");
    for line in [
        "forms_requests_total{route=\"/{lang}/forms/{form}\",method=\"POST\",status=\"3xx\"} 1",
        "forms_requests_total{route=\"/{lang}/forms/{form}\",method=\"POST\",status=\"4xx\"} 1",
        "forms_requests_total{route=\"none\",method=\"GET\",status=\"4xx\"} 1",
        "forms_request_duration_seconds_count{route=\"/{lang}/forms/{form}\"} 2",
        "forms_submissions_total{form=\"registration\",outcome=\"stored\"} 1",
        "forms_submissions_total{form=\"registration\",outcome=\"invalid\"} 1",
        "forms_store_answers 1",
        "forms_dead_letters 0",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(
        text.contains("forms_build_info{version=\"0.1.0\"") && text.contains("forms_connections "),
        "{text}"
    );
    assert!(!text.contains("forms_last_copy_age_seconds"), "no copy was made: {text}");
    assert!(!text.contains("Amina"));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404 "), "not where everybody asks");
}

#[test]
fn numbers_are_for_this_machine_alone() {
    let arguments = ["serve", "--data", "d", "--forms", "f", "--metrics", "0.0.0.0:9000"];
    let output = crate::transfer::forms_fn(&arguments, std::path::Path::new("."));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("can be reached from other machines"), "{said}");
}

#[test]
fn readiness_tells_more_to_whoever_sits_at_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    crate::crash::write_forms(&folder.path().join("forms"));
    std::fs::write(
        folder.path().join("release.json"),
        r#"{ "format": 1, "id": "2f9c1e0a7b3d-5c1d00000000" }"#,
    )
    .unwrap();
    let server = Running::start_in(folder, &[], &[]);
    let detail = || {
        let answer = server.get("/readyz?detail");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{answer}");
        serde_json::from_str::<Value>(body).expect(body)
    };
    let told = until("a pass is told", || Some(detail()).filter(|detail| detail["last_pass"].is_string()));
    assert_eq!(told["release"], "2f9c1e0a7b3d-5c1d00000000");
    assert_eq!(
        (&told["ready"], &told["manifest"], &told["store_format"]),
        (&true.into(), &1.into(), &1.into())
    );
    assert!(told["version"].as_str().unwrap().starts_with("0.1.0 ("), "{told}");
    assert_eq!(told["build"].as_str().unwrap().len(), 12);
    assert_eq!((&told["last_copy"], &told["dead_letters"]), (&Value::Null, &0.into()));
    let data = server.folder.path();
    let backup = "backup --data data --to copies --keys-to apart --purpose night";
    let done = crate::transfer::forms_fn(&backup.split(' ').collect::<Vec<_>>(), data);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(detail()["last_copy"].is_string());

    // Whoever comes through a proxy may be anybody.
    for header in ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1", "Via: 1.1 proxy"] {
        let asked =
            format!("GET /readyz?detail HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");
        let answer = server.ask(asked.as_bytes());
        assert!(answer.ends_with("\r\n\r\nok\n"), "{header}: {answer}");
    }
}
