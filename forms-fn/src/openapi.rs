//! The description of the interface for programs (OpenAPI 3.1), made from the forms as they are now.
//!
//! `GET /openapi.json` answers with it. Each form is an address of its own in it, because each takes other answers.

mod answers;
mod kept;
mod operations;
mod submissions;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::folder::FormsFolder;

pub(crate) use kept::{Description, Document};

/// The whole document. Of the events it names those that one can register for at the moment.
pub(crate) fn document(folder: &FormsFolder, now: Timestamp) -> Value {
    let languages: Vec<&str> = folder.languages().collect();
    let mut schemas = answers::schemas();
    let mut paths = Map::new();
    for definition in folder.definitions() {
        let form = &definition.id;
        schemas.extend(submissions::schemas(folder, definition, now));
        paths.insert(format!("/{{lang}}/forms/{form}"), operations::form(folder, definition, now));
        paths.insert(format!("/{{lang}}/forms/{form}/nonce"), operations::nonce(folder, definition, now));
        paths.insert(format!("/{{lang}}/forms/{form}/received"), operations::received(definition));
        paths.insert(format!("/{{lang}}/forms/{form}/my"), operations::my(definition));
        paths.insert(format!("/{{lang}}/forms/{form}/my/data"), operations::data(definition));
    }
    #[cfg(feature = "altcha")]
    paths.insert("/altcha".to_owned(), operations::challenge());
    paths.insert("/openapi.json".to_owned(), operations::openapi());
    paths.insert("/healthz".to_owned(), operations::alive());
    paths.insert("/readyz".to_owned(), operations::ready());
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Forms",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Takes what people send with the forms of the site. Lengths count characters. \
                Every answer has an `x-request-id`; problems follow RFC 9457.",
        },
        "paths": paths,
        "components": {
            "parameters": { "lang": operations::language(&languages) },
            "responses": answers::responses(),
            "schemas": schemas,
        },
    });
    if !folder.base_path().is_empty() {
        document["servers"] = json!([{ "url": folder.base_path() }]);
    }
    document
}
