//! The packaged program, as `forms-fn/package` leaves it in the archive: `./check package` builds it.

use std::path::PathBuf;

use crate::table;

fn program() -> PathBuf {
    bootstrap("FORMS_FN_PACKAGE")
}

fn bootstrap(variable: &str) -> PathBuf {
    let folder = std::env::var_os(variable);
    let folder = folder.unwrap_or_else(|| {
        panic!("`{variable}` is not set: run this test by `./check package`, which sets it")
    });
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
    table::the_worker_answers_its_schedule(&bootstrap("FORMS_FN_DESK_PACKAGE")).await;
}

#[tokio::test]
#[ignore = "needs the packaged programs: `./check package` builds them and runs this"]
async fn organisers_are_let_in_by_a_program_of_their_own() {
    table::organisers_are_let_in(&bootstrap("FORMS_FN_DESK_PACKAGE"), Some(&program())).await;
}
