//! A form with a picture in it, on its way to the pages: the picture is taken in and kept, and its name stands in its place, so
//! that all behind this see a form of words.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::sync::Semaphore;

use super::{BYTES_MAX, NotTaken, held, take_in};
use crate::desk::Desk;

/// The field of the file.
pub(crate) const FILE: &str = "file";

/// The name of a picture that is kept, behind which its words can come once more.
pub(crate) const HELD: &str = "held";

/// What was done to it: `turned.notes`.
pub(crate) const WAS: &str = "was";

/// Why it wasn't taken.
pub(crate) const FAULT: &str = "fault";

/// All words of a form together, in bytes.
const WORDS_MAX: usize = 64 * 1024;

/// How much is read past a file that is too large, in bytes, so that the words behind it aren't lost.
const READ_MAX: u64 = 128 * 1024 * 1024;

/// How long somebody may take to send one. A slow telephone needs four minutes for the largest.
const PATIENCE: Duration = Duration::from_secs(600);

/// How many may be on their way at once: each is a file in memory.
static ON_THEIR_WAY: Semaphore = Semaphore::const_new(8);

/// Takes the picture out of a form that brings one, and lets everything else pass. Without a desk – whoever sends it may not write,
/// or isn't signed in any more – nothing is decoded or kept, but the words go on.
pub(crate) async fn received(desk: Option<Arc<Desk>>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let is_of_pictures = request.uri().path().contains("/p/");
    let (Some(boundary), &Method::POST, true) = (boundary, request.method(), is_of_pictures) else {
        return next.run(request).await;
    };
    // Whoever may not write keeps nobody else waiting.
    let _place = match &desk {
        Some(_) => ON_THEIR_WAY.acquire().await.ok(),
        None => None,
    };
    let (mut head, body) = request.into_parts();
    let Ok(read) = tokio::time::timeout(PATIENCE, read(body, boundary, desk.is_some())).await else {
        return StatusCode::REQUEST_TIMEOUT.into_response();
    };
    let Some(Sent { mut pairs, file }) = read else { return StatusCode::BAD_REQUEST.into_response() };
    if let (Some(file), Some(desk)) = (file, desk) {
        pairs.retain(|(name, _)| name != HELD && name != WAS);
        pairs.extend(taken(&desk, file).await);
    }
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(form.len()));
    head.headers.remove(header::TRANSFER_ENCODING);
    next.run(Request::from_parts(head, Body::from(form))).await
}

/// What stands in the form in the place of a file.
async fn taken(desk: &Arc<Desk>, file: Result<Vec<u8>, NotTaken>) -> Vec<(String, String)> {
    let folder = desk.pictures();
    let now = desk.now();
    let work = move || {
        let taken = take_in(&file?)?;
        let name = held::keep(&folder, &taken, now).map_err(|_| NotTaken::NoRoom)?;
        Ok((name, taken.was))
    };
    // A decoder that gives up on a file in an unseemly way says the same as one that says so.
    match tokio::task::spawn_blocking(work).await.unwrap_or(Err(NotTaken::Broken)) {
        Ok((name, was)) => {
            let was: Vec<&str> = was.into_iter().map(super::Change::name).collect();
            vec![(HELD.to_owned(), name), (WAS.to_owned(), was.join("."))]
        }
        Err(why) => vec![(FAULT.to_owned(), why.name().to_owned())],
    }
}

/// A form as it was sent.
struct Sent {
    pairs: Vec<(String, String)>,
    /// `None` where no file was chosen.
    file: Option<Result<Vec<u8>, NotTaken>>,
}

/// Reads it; `None` for what is no form, or has more words than one.
async fn read(body: Body, boundary: String, is_kept: bool) -> Option<Sent> {
    let limit = SizeLimit::new().whole_stream(READ_MAX);
    let limits = Constraints::new().size_limit(limit);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let mut sent = Sent { pairs: Vec::new(), file: None };
    let mut words = WORDS_MAX;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Some(sent),
            // What was read before is told with the reason.
            Err(multer::Error::StreamSizeExceeded { .. }) if sent.file.is_some() => return Some(sent),
            Err(_) => return None,
        };
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE {
            sent.file = file(part, is_kept).await?;
        } else if name != FAULT {
            let text = text(part, words).await?;
            // A name is a word, too, and so is a part without either.
            words = words.checked_sub(text.len() + name.len() + 1)?;
            sent.pairs.push((name, text));
        }
    }
}

/// The bytes of the file; what is too large, or isn't to be kept, is read to its end all the same, since words may stand behind it.
async fn file(mut part: Field<'_>, is_kept: bool) -> Option<Option<Result<Vec<u8>, NotTaken>>> {
    let is_chosen = part.file_name().is_some_and(|name| !name.is_empty());
    let mut bytes = Vec::new();
    let mut is_heavy = false;
    loop {
        match part.chunk().await {
            Ok(Some(_)) if is_heavy || !is_kept => {}
            Ok(Some(chunk)) if bytes.len() + chunk.len() > BYTES_MAX => {
                (bytes, is_heavy) = (Vec::new(), true);
            }
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) if is_heavy => return Some(Some(Err(NotTaken::TooHeavy))),
            Ok(None) => return Some((is_chosen || !bytes.is_empty()).then_some(Ok(bytes))),
            Err(multer::Error::StreamSizeExceeded { .. }) => return Some(Some(Err(NotTaken::TooHeavy))),
            Err(_) => return None,
        }
    }
}

/// Words, if they aren't longer than `most` bytes.
async fn text(mut part: Field<'_>, most: usize) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > most {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}
