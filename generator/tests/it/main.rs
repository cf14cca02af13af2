//! The one test binary of the generator: sites in, pages and messages out.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

mod again;
mod ahead;
mod base_path;
mod beginning;
mod changed;
mod codes;
mod copies;
mod files;
mod front;
mod headers;
mod invariants;
mod keys;
mod locale;
mod look;
mod manual;
mod markdown;
mod pictures;
mod release;
mod render;
mod resources;
mod saved;
mod serving;
mod share;
mod site;
mod site_files;
mod slips;
mod taken_over;
mod towns;
mod translation;
mod unsaved;
mod whole_site;
mod wings;
mod words;
mod write_back;
mod writing;
mod yaml_slips;

/// The folder of the crate `generator`, within that of the whole site.
fn generator_folder() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the program lies in it")
}

/// What is said, in English.
fn joined(sentences: &[generator::diagnostic::Sentence], between: &str) -> String {
    sentences.iter().map(|sentence| &**sentence).collect::<Vec<_>>().join(between)
}
