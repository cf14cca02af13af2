//! The ceiling for a server of forms: reads a form and answers a few bytes. One thread, as `forms-fn serve`.

use axum::routing::post;
use axum::{Form, Router};
use serde::Deserialize;

#[derive(Deserialize)]
struct Registration {
    full_name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let app = Router::new().route(
        "/en/forms/registration",
        post(async |Form(form): Form<Registration>| format!("{}\n", form.full_name.len())),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("http://{}/", listener.local_addr().expect("it is bound"));
    axum::serve(listener, app).await.expect("it serves until it is killed");
}
