//! What a request brings along → memory, before anybody works on it: who sends slowly keeps nobody else waiting.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, EXPECT};
use forms_fn::MAX_BYTES;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming};

/// A phone on a bad line sends 64 KB in this time; a connection that only holds on is let go.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is too long is read to its end and thrown away up to this: proxies show an answer only when they could hand
/// over all of the request. Beyond, they have a limit of their own.
const DRAIN: usize = 1024 * 1024;

/// What came.
pub(super) struct Read {
    pub(super) body: Body,
    /// Whether nothing more comes.
    pub(super) whole: bool,
}

/// Reads the body; of one that is too long only as much as it takes to see that.
pub(super) async fn read(headers: &HeaderMap, mut incoming: Incoming) -> Read {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
    // Who asks before sending so much needn't send it.
    if announced > DRAIN || (announced > MAX_BYTES && headers.contains_key(EXPECT)) {
        return Read { body: Body::empty(), whole: false };
    }
    let (mut kept, mut seen) = (Vec::new(), 0);
    let all = async {
        while let Some(frame) = incoming.frame().await {
            let Ok(frame) = frame else { return None };
            let Ok(data) = frame.into_data() else { continue };
            seen += data.len();
            // One byte more than is allowed tells that it was too long.
            let room = (MAX_BYTES + 1).saturating_sub(kept.len());
            kept.extend_from_slice(&data[..data.len().min(room)]);
            if seen > DRAIN {
                return Some(false);
            }
        }
        Some(true)
    };
    match tokio::time::timeout(PATIENCE, all).await {
        Ok(Some(whole)) => Read { body: Body::from(kept), whole },
        Ok(None) | Err(_) => Read { body: Body::new(Broken), whole: false },
    }
}

/// A body that broke off.
struct Broken;

impl hyper::body::Body for Broken {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        Poll::Ready(Some(Err("the body broke off")))
    }
}
