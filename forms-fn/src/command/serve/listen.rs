//! Takes connections until the process is asked to stop, and then lets those that are under way end.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use forms_fn::App;
use forms_fn::worker::TO_STOP;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::super::manager;
use super::held::Connections;
use super::{connection, stop};

/// Connections that are open at the same time; a further one takes the place of the one that has waited longest.
const MOST: usize = 2000;
/// So many are closed when the system has no files left for another one: the database needs some, too.
const TO_SPARE: usize = 32;
/// Before the next attempt then.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until it is asked to stop. After [`TO_STOP`], or when it is asked once more, it ends whatever is under way.
pub(super) async fn serve(listener: TcpListener, app: App, connections: Arc<Connections>) {
    let router = forms_fn::server(app);
    let (stopping, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let mut asked = std::pin::pin!(stop());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = tasks.join_next() => continue,
            () = &mut asked => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                connections.make_room(MOST - 1);
                let held = connections.hold();
                let task = connection::serve(stream, peer, router.clone(), held, stopped.clone());
                tasks.spawn(task);
            }
            // It broke before we took it.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            // Mostly there are no files left.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                connections.close(TO_SPARE);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    manager::stopping();
    drop(listener);
    stopping.send_replace(true);
    let all = async { while tasks.join_next().await.is_some() {} };
    tokio::select! {
        () = all => {}
        () = tokio::time::sleep(TO_STOP) => tracing::warn!("requests that were under way are cut off"),
        () = stop() => {}
    }
}
