//! Letters through a real mail server, and what becomes of those that it refuses.

use forms_fn::calendar::Method;
use forms_fn::mail::{Letter, SendError, Transport};
use serde_json::json;

use super::server::Sink;
use super::{entry, letter, parse, with_entry};

async fn send(address: &str, letter: &Letter) -> Result<(), SendError> {
    Transport::smtp(address).unwrap().send(letter).await
}

fn to(address: &str) -> Letter {
    Letter { to: address.to_owned(), ..letter() }
}

#[tokio::test]
async fn a_letter_arrives_whole() {
    let sink = Sink::start(&[]);
    let letter = with_entry(Method::Request, 1);
    send(&sink.address(), &letter).await.unwrap();
    assert_eq!(sink.envelopes(), [json!({ "from": "hello@example.org", "to": ["amina@example.net"] })]);
    let messages = sink.messages();
    let message = parse(&messages[0]);
    assert_eq!(message.subject(), Some(letter.subject.as_str()));
    assert!(message.body_text(0).unwrap().contains("أهلًا & <مرحبًا>"));
    assert!(message.body_html(0).unwrap().contains("أهلًا &amp; &lt;مرحبًا&gt;"));
    let (_, event) = entry::event(message.parts[4].text_contents().unwrap());
    use icalendar::Component;
    assert_eq!(event.get_uid(), Some("dinner-oslo-K7Q2-MM4X@example.org"));
}

#[tokio::test]
async fn a_second_try_has_the_same_message_id() {
    let sink = Sink::start(&[]);
    for _ in 0..2 {
        send(&sink.address(), &letter()).await.unwrap();
    }
    let messages = sink.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
    assert_eq!(parse(&messages[1]).message_id(), Some("k7q2mm4x.0.confirmed@example.org"));
}

#[tokio::test]
async fn an_entry_is_changed_and_cancelled() {
    use icalendar::Component;
    let sink = Sink::start(&[]);
    let transport = Transport::smtp(&sink.address()).unwrap();
    for (method, sequence) in [(Method::Request, 0), (Method::Request, 1), (Method::Cancel, 2)] {
        transport.send(&with_entry(method, sequence)).await.unwrap();
    }
    let read = |bytes: &Vec<u8>| {
        let (calendar, event) = entry::event(parse(bytes).parts[4].text_contents().unwrap());
        let method = calendar.property_value("METHOD").unwrap().to_owned();
        (event.get_uid().unwrap().to_owned(), event.get_sequence().unwrap(), method)
    };
    let entries: Vec<_> = sink.messages().iter().map(read).collect();
    let of = |sequence, method: &str| {
        ("dinner-oslo-K7Q2-MM4X@example.org".to_owned(), sequence, method.to_owned())
    };
    assert_eq!(entries, [of(0, "REQUEST"), of(1, "REQUEST"), of(2, "CANCEL")]);
}

#[tokio::test]
async fn the_servers_answer_decides_whether_to_try_again() {
    let sink = Sink::start(&[
        "temp@example.net=451 4.3.0 <temp@example.net> try later",
        "perm@example.net=550 5.1.1 <perm@example.net> unknown",
    ]);
    let said = |code: u16| format!("the mail server answered {code}");
    let temporary = send(&sink.address(), &to("temp@example.net")).await;
    assert_eq!(temporary, Err(SendError::Temporary(said(451))));
    let permanent = send(&sink.address(), &to("perm@example.net")).await;
    assert_eq!(permanent, Err(SendError::Permanent(said(550))), "and the address isn't in it");
    let foreign = send(&sink.address(), &to("ämina@example.net")).await;
    assert!(matches!(foreign, Err(SendError::Permanent(_))), "this server knows no SMTPUTF8: {foreign:?}");
    assert_eq!(sink.messages().len(), 0);
}

#[tokio::test]
async fn our_own_password_is_not_the_letters_fault() {
    let sink = Sink::start(&["--login", "us@x:s3 cret"]);
    let address = |login: &str| sink.address().replace("//", &format!("//{login}"));
    for login in ["", "us%40x:wrong@"] {
        let sent = send(&address(login), &letter()).await;
        assert!(matches!(sent, Err(SendError::Temporary(_))), "{login}: {sent:?}");
    }
    send(&address("us%40x:s3%20cret@"), &letter()).await.unwrap();
    assert_eq!(sink.messages().len(), 1);
}

#[tokio::test]
async fn no_letter_leaves_without_tls_where_tls_was_asked_for() {
    let sink = Sink::start(&[]);
    for address in [
        format!("smtp://127.0.0.1:{}?tls=required", sink.port()),
        format!("smtps://127.0.0.1:{}", sink.port()),
    ] {
        let sent = send(&address, &letter()).await;
        assert!(matches!(sent, Err(SendError::Temporary(_))), "{address}: {sent:?}");
    }
    assert_eq!(sink.messages().len(), 0);
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_no_certificate() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certificate.pem");
    std::fs::write(&file, made.cert.pem() + &made.signing_key.serialize_pem()).unwrap();
    let sink = Sink::start(&["--certificate", file.to_str().unwrap()]);
    for host in ["localhost", "127.0.0.1"] {
        let sent = send(&format!("smtp://{host}:{}?tls=required", sink.port()), &letter()).await;
        let words = "the connection to the mail server can't be made safe (TLS)".to_owned();
        assert_eq!(sent, Err(SendError::Temporary(words)));
    }
    assert_eq!(sink.messages().len(), 0);
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let sent = send(&format!("smtp://127.0.0.1:{port}?tls=none"), &letter()).await;
    assert_eq!(sent, Err(SendError::Temporary("no connection to the mail server".to_owned())));
}

#[test]
fn an_address_of_a_server_is_safe_or_refused() {
    for good in [
        "smtps://user:pass@mail.example.org:465",
        "smtps://mail.example.org",
        "smtps://mail.example.org?tls=required",
        "smtp://user:p%40ss@mail.example.org:587?tls=required",
        "smtp://127.0.0.1:2525?tls=none",
        "smtp://localhost:2525?tls=none",
        "smtp://[::1]:2525?tls=none",
    ] {
        let transport = Transport::smtp(good);
        assert!(transport.is_ok(), "{good}: {transport:?}");
    }
    for (bad, word) in [
        ("mail.example.org", "not the address"),
        ("http://mail.example.org", "begins with"),
        ("smtp://", "no host"),
        ("smtp://mail.example.org:587", "?tls=required"),
        ("smtp://mail.example.org:587?tls=opportunistic", "?tls=required"),
        ("smtp://mail.example.org:25?tls=none", "on this machine"),
        ("smtps://mail.example.org?tls=none", "on this machine"),
        ("smtp://10.0.0.1?tls=none", "on this machine"),
        ("smtp://localhost.example.org?tls=none", "on this machine"),
        ("smtps://s3cret@mail.example.org", "go together"),
        ("smtps://:s3cret@mail.example.org", "go together"),
        ("smtps://user:s3cret%FF@mail.example.org", "go together"),
        ("smtps://mail.example.org/s3cret", "nothing after its port"),
        ("smtps://mail.example.org?key=s3cret", "nothing after its port"),
    ] {
        let error = Transport::smtp(bad).unwrap_err().to_string();
        assert!(error.contains(word), "{bad}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    let shown = format!("{:?}", Transport::smtp("smtps://user:s3cret@mail.example.org").unwrap());
    assert!(!shown.contains("s3cret"), "{shown}");
}
