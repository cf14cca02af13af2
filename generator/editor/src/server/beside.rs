//! What stands beside the editor's pages for many people: the forms of which the pages for signing in are made, the style sheets and
//! pictures of the site that those show, and a way to the site for all else.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use generator::headers::media_type;
use generator::render::OutPath;
use parking_lot::Mutex;

use super::{Server, guard};
use crate::doors::Doors;
use crate::repository::Version;

/// Files of the site that pages of the desk show.
const SHOWN: &str = "/assets/";

/// The version of which the forms are.
#[derive(Default)]
pub(super) struct Forms(Mutex<Option<Version>>);

pub(super) fn router(server: Arc<Server>) -> Router {
    let guard = server.guard.clone();
    Router::new()
        .route("/assets/{*path}", axum::routing::get(asset))
        .layer(middleware::from_fn_with_state(guard, guard::hold))
        .fallback(to_site)
        .with_state(server)
}

/// Gives the pages of the desk the forms and words of the newest site.
pub(super) async fn with_forms(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/desk") {
        let server = Arc::clone(&server);
        let brought = tokio::task::spawn_blocking(move || server.bring_forms()).await;
        if brought.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    next.run(request).await
}

impl Server {
    /// Takes the forms of the newest site. With errors in that, those before it go on, and at a start the last that had none count.
    pub(super) fn bring_forms(&self) {
        let Doors::Accounts(accounts) = &self.doors else { return };
        let Ok(newest) = self.desk.repository.head() else { return };
        let mut version = self.forms.0.lock();
        if version.as_ref() == Some(&newest) {
            return;
        }
        let forms = self.desk.base().ok().and_then(|base| base.shown.forms(&self.url));
        let earlier = || version.is_none().then(|| self.desk.earlier_forms(&self.url)).flatten();
        if let Some(forms) = forms.or_else(earlier) {
            accounts.app().swap(forms);
            *version = Some(newest);
        }
    }
}

async fn asset(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    let path = uri.path().to_owned();
    let found = tokio::task::spawn_blocking(move || {
        let bytes = server.desk.base().ok()?.shown.page(&path).bytes?;
        Some((OutPath::asked(&path).map_or("application/octet-stream", |path| media_type(&path)), bytes))
    });
    match found.await.ok().flatten() {
        Some((kind, bytes)) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Links in the frame of the desk's pages lead to the site.
async fn to_site(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    if uri.path() == "/" {
        return Redirect::to("/edit/").into_response();
    }
    let desk = Arc::clone(&server.desk);
    let base = tokio::task::spawn_blocking(move || desk.site_url()).await.ok().flatten();
    match base {
        Some(base) if !uri.path().starts_with(SHOWN) => {
            Redirect::to(&format!("{base}{}", uri.path())).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
