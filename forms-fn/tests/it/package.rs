//! The packaged program, as `forms-fn/package` leaves it in the archive: `./check package` builds it.

use std::path::PathBuf;

use crate::table;

fn program() -> PathBuf {
    let folder = std::env::var_os("FORMS_FN_PACKAGE");
    let folder =
        folder.expect("`FORMS_FN_PACKAGE` is not set: run this test by `./check package`, which sets it");
    PathBuf::from(folder).join("bootstrap")
}

#[tokio::test]
#[ignore = "needs the packaged program: `./check package` builds it and runs this"]
async fn forms_end_in_the_table() {
    table::forms_end_in_the_table(&program()).await;
}

#[tokio::test]
#[ignore = "needs the packaged program: `./check package` builds it and runs this"]
async fn the_worker_answers_its_schedule() {
    table::the_worker_answers_its_schedule(&program()).await;
}
