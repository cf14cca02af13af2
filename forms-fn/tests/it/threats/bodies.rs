//! Bodies that are long, deep, wide or no text at all.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::Method;
use http_body::Frame;

use crate::my::world::{MY, world};
use crate::site::{FORM, ask, site};

const JSON: &str = "application/json";
const URL: &str = "/en/forms/registration";
const LIMIT: usize = 64 * 1024;
const CHUNK: usize = 1024;

/// Address, headers, status of the answer, bytes that may be read.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], u16, usize);

/// Six megabytes that nobody announces, and how many of them were taken.
struct Long {
    left: usize,
    read: Arc<AtomicUsize>,
}

impl http_body::Body for Long {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= CHUNK;
        self.read.fetch_add(CHUNK, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'a'; CHUNK])))))
    }
}

/// Body bombs: no more than the limit is taken from the line, and nothing at all where the head says enough.
#[tokio::test]
async fn body_bombs_are_not_read_to_their_end() {
    let world = world();
    let cases: [Case; 8] = [
        (URL, &[("content-type", FORM)], 413, LIMIT + CHUNK),
        (URL, &[("content-type", JSON)], 413, LIMIT + CHUNK),
        (MY, &[("content-type", FORM)], 413, LIMIT + CHUNK),
        (URL, &[("content-type", FORM), ("content-length", "6291456")], 413, 0),
        (URL, &[("content-type", FORM), ("content-encoding", "gzip")], 415, 0),
        (URL, &[("content-type", FORM), ("content-encoding", "br, gzip")], 415, 0),
        (URL, &[("content-type", "multipart/form-data; boundary=x")], 415, 0),
        (URL, &[("content-type", FORM), ("sec-fetch-site", "cross-site")], 403, 0),
    ];
    for (url, headers, status, most) in cases {
        let read = Arc::new(AtomicUsize::new(0));
        let body = Body::new(Long { left: 6 * 1024 * CHUNK, read: Arc::clone(&read) });
        let answer = ask(&world.app, Method::POST, url, headers, body).await;
        assert_eq!(answer.status, status, "{url} {headers:?}");
        let read = read.load(Ordering::Relaxed);
        assert!(read <= most, "{read} bytes of {url} {headers:?}");
    }
    assert_eq!(world.items().await, []);
}

/// Body bombs: what fits into the limit may still be wide or deep.
#[tokio::test]
async fn body_bombs_of_many_fields_and_great_depth_are_refused() {
    let site = site();
    let fields: String = (0..100_000).map(|number| format!("f{number}=1&")).collect();
    assert_eq!(site.register(&format!("{fields}event=ten&full_name=A")).await.status, 413);
    // The most that fit: names of nothing.
    for wide in ["a&".repeat(30_000), "&".repeat(60_000) + "a=1", "=&".repeat(30_000)] {
        let status = site.register(&wide).await.status.as_u16();
        assert!([400, 404].contains(&status), "{status}");
    }
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for depth in [1, 2, 127, 128, 129, 30_000] {
        let (list, object) = (deep(depth), "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth));
        for value in [list, object].into_iter().filter(|value| value.len() < LIMIT - 40) {
            let body = format!("{{\"event\":\"ten\",\"full_name\":{value}}}");
            assert_eq!(site.json(&body).await.status, 400, "depth {depth}");
            assert_eq!(
                site.json(&value).await.status,
                if depth == 1 && value.starts_with('{') { 404 } else { 400 }
            );
        }
        assert_eq!(site.json(&"[".repeat(depth)).await.status, 400);
    }
    let list =
        format!("{{\"event\":\"ten\",\"full_name\":\"A\",\"diet\":[{}\"meat\"]}}", "\"meat\",".repeat(8_000));
    assert_eq!(site.json(&list).await.status, 400);
    site.assert_nothing_stored().await;
}

/// Invalid UTF-8: bytes of a good post are changed at random. Every answer is one of ours, and what is stored was sent so.
#[tokio::test]
async fn invalid_utf8_and_other_noise_is_an_answer_and_never_a_record() {
    let site = site();
    let good = [
        (FORM, "event=any&full_name=%C3%86sa+%D8%B9%D8%A7+\u{e6}&diet=meat".to_owned()),
        (JSON, r#"{"event":"any","full_name":"Æsa \u0639ا","diet":["meat"]}"#.to_owned()),
    ];
    let mut state = 1;
    let mut refused = 0;
    for round in 0..2_000 {
        let (kind, body) = &good[round % 2];
        let mut bytes = body.clone().into_bytes();
        for _ in 0..=round % 3 {
            let at = random(&mut state) as usize % bytes.len();
            bytes[at] = (random(&mut state) & 0xff) as u8;
        }
        let answer = site.post(URL, kind, Body::from(bytes.clone())).await;
        let status = answer.status.as_u16();
        let known = [200, 201, 303, 400, 404, 415, 422];
        assert!(known.contains(&status), "{status}: {}", bytes.escape_ascii());
        refused += usize::from(status == 400);
        if std::str::from_utf8(&bytes).is_err() {
            assert_eq!(status, 400, "{}", bytes.escape_ascii());
        }
    }
    assert!(refused > 200, "{refused}");
    let stored = site.stored().await;
    assert!(stored.len() > 20, "{}", stored.len());
    for one in stored {
        let name = one.answers["full_name"].as_str().unwrap();
        assert!(!name.contains('\u{fffd}') && !name.chars().any(char::is_control), "{}", name.escape_debug());
    }
}

/// Numbers that look random and are the same in each run: Knuth's generator, its upper bits.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}
