//! What was erased lies in no file any more, as soon as nobody reads an older state.

use std::fs;

use super::world::{NOW, World};
use crate::site::time;

const WORDS: &str = "Zaphodbeeblebrox";

fn lies_in_a_file(world: &World) -> bool {
    let files = fs::read_dir(world.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.is_file());
    files.any(|path| fs::read(path).unwrap().windows(WORDS.len()).any(|part| part == WORDS.as_bytes()))
}

#[tokio::test]
async fn an_erasure_while_somebody_reads_is_wiped_by_the_next_pass() {
    let world = World::new();
    let reference = world.register(NOW, WORDS).await;
    let other = rusqlite::Connection::open(world.folder.path().join("submissions.sqlite")).unwrap();
    other.execute_batch("BEGIN").unwrap();
    let count = other.query_row("SELECT count(*) FROM items", [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(count > 0);
    assert!(world.desk.erase(&reference, Some(&world.terms()), time(NOW)).await.unwrap());
    assert!(!world.desk.wipe().await.unwrap(), "somebody reads");
    // Whoever writes isn't held back meanwhile.
    world.register(NOW, "other").await;
    other.execute_batch("COMMIT").unwrap();
    world.tick("2027-01-10T12:01:00Z").await;
    assert!(!lies_in_a_file(&world));
}
