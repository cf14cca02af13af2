//! The functions that templates have: `t` for interface texts, `url` for links, `asset` for scripts and the style
//! sheet, `file` for what the theme publishes under its own name, and `fit` for words in drawings. `token` says a colour of the
//! theme.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::addresses::Addresses;
use super::error;
use super::static_files::Asset;
use super::tokens::Tokens;
use crate::share::{self, Fonts, Room};

/// Stands in the message of an `asset(name=…)` that the theme doesn't bring.
pub(super) const UNKNOWN_ASSET: &str = "the theme has no script or style sheet";

/// Makes the names known, so that templates can be checked before a language is chosen.
pub(super) fn declare(tera: &mut Tera) {
    tera.register_function("t", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    tera.register_function("url", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    tera.register_function("asset", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    tera.register_function("file", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    tera.register_function("fit", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
    tera.register_function("token", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Ok(Value::none()) });
}

/// `token(name="band-deep")`, with `dark=true` as on a dark screen: the value of a custom property of `tokens.css`.
pub(super) fn bind_tokens(tera: &mut Tera, tokens: &Arc<Tokens>) {
    let tokens = Arc::clone(tokens);
    tera.register_function("token", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let name: &str = args.must_get("name")?;
        let value = tokens.get(name, args.get("dark")?.unwrap_or(false));
        value.ok_or_else(|| Error::message(format!("`tokens.css` sets no `--{name}` on `:root`")))
    });
}

/// `asset(name="forms.js")`: `url` and `integrity` of a script of the theme or of its style sheet, `style.css`.
pub(super) fn bind_assets(tera: &mut Tera, assets: &BTreeMap<String, Asset>) {
    let values = assets.iter().map(|(name, asset)| (name.clone(), Value::from_serializable(asset)));
    let values: Arc<BTreeMap<String, Value>> = Arc::new(values.collect());
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let name: &str = args.must_get("name")?;
        let value = values.get(name).cloned();
        value.ok_or_else(|| Error::message(format!("{UNKNOWN_ASSET} `{name}`")))
    });
}

/// `file(name="assets/weave-de.svg", otherwise="assets/weave-other.svg")`: the address of a file below `static`, or of the other one
/// where the theme has none of that name.
pub(super) fn bind_files(tera: &mut Tera, names: &Arc<BTreeSet<String>>) {
    let names = Arc::clone(names);
    tera.register_function("file", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let name: &str = args.must_get("name")?;
        let other: Option<&str> = args.get("otherwise")?;
        let found = [Some(name), other].into_iter().flatten().find(|name| names.contains(*name));
        found
            .map(|name| format!("/{name}"))
            .ok_or_else(|| Error::message(format!("the theme has no file `static/{name}`")))
    });
}

/// Binds the others to one language.
pub(super) fn bind(tera: &mut Tera, texts: &forms::Texts, addresses: &Arc<Addresses>, fonts: &Arc<Fonts>) {
    let texts = texts.clone();
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| text(&texts, &args));
    bind_addresses(tera, addresses);
    let fonts = Arc::clone(fonts);
    tera.register_function("fit", move |args: Kwargs, _: &State<'_>| fit(&fonts, &args));
}

/// Binds `url` alone.
pub(super) fn bind_addresses(tera: &mut Tera, addresses: &Arc<Addresses>) {
    let addresses = Arc::clone(addresses);
    tera.register_function("url", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(addresses.of(args.must_get("to")?))
    });
}

/// `t(key="event.capacity", places=40)`: the text, its placeholders filled from the other arguments.
fn text(texts: &forms::Texts, args: &Kwargs) -> TeraResult<String> {
    let key: &str = args.must_get("key")?;
    let values = args.iter().filter_map(|(name, value)| Some((name.as_str()?, shown(value))));
    let values: Vec<(&str, Cow<'_, str>)> = values.collect();
    let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    texts.find(key, &pairs).ok_or_else(|| error::unknown_key(key))
}

/// A value as templates write it.
fn shown(value: &Value) -> Cow<'_, str> {
    value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
}

/// `fit(text=title, width=600, rows=3, sizes=[60, 48], bold=true, dir="rtl")`: the size of the letters, the lines and
/// their widths.
fn fit(fonts: &Fonts, args: &Kwargs) -> TeraResult<Value> {
    let sizes: Vec<f64> = args.must_get("sizes")?;
    let room = Room {
        width: pixels(args.must_get("width")?),
        rows: args.must_get("rows")?,
        sizes: sizes.into_iter().map(pixels).collect(),
        bold: args.get("bold")?.unwrap_or(false),
        right_to_left: args.get::<&str>("dir")? == Some("rtl"),
    };
    Ok(Value::from_serializable(&share::fit(fonts, args.must_get("text")?, &room)))
}

#[expect(clippy::cast_possible_truncation, reason = "a length inside a picture")]
fn pixels(length: f64) -> f32 {
    length as f32
}
