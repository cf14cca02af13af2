//! The text as a tree that keeps every byte, and edits in it. The only place that knows the library behind it.

use std::str::FromStr;

use serde_json::Value;
use yaml_edit::{Document, Mapping, Scalar, Sequence, YamlFile, YamlNode};

use super::spelling::{self, Quotes, spelled};
use super::{Edit, Order, PathStep, Refusal, path};

/// A text that can be changed.
pub(super) struct Tree {
    /// With the comments before and behind the document.
    file: YamlFile,
    document: Document,
}

/// What holds a value.
enum Holder {
    Keys(Mapping),
    List(Sequence),
}

impl Holder {
    fn of(node: &YamlNode) -> Option<Self> {
        node.as_mapping()
            .map(|keys| Self::Keys(keys.clone()))
            .or_else(|| node.as_sequence().map(|list| Self::List(list.clone())))
    }

    fn get(&self, step: &PathStep) -> Option<YamlNode> {
        match (self, step) {
            (Self::Keys(keys), PathStep::Key(key)) => keys.get(key.as_str()),
            (Self::List(list), PathStep::At(at)) => list.get(*at),
            _ => None,
        }
    }
}

impl Tree {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let file = YamlFile::from_str(text).map_err(|error| Refusal::Unreadable(error.to_string()))?;
        let document = file.ensure_document();
        Ok(Self { file, document })
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> String {
        self.file.to_string()
    }

    /// Does what an edit says. Whether that came out is asked by reading it again.
    pub(super) fn apply(&self, edit: &Edit, order: Order<'_>) -> Result<(), Refusal> {
        let root = self.document.as_mapping().map(Holder::Keys);
        let root = root.or_else(|| self.document.as_sequence().map(Holder::List));
        root.and_then(|root| apply(root, edit, order)).ok_or_else(|| Refusal::NoPlace(path(edit)))
    }
}

fn apply(mut holder: Holder, edit: &Edit, order: Order<'_>) -> Option<()> {
    let mut depth = 0;
    loop {
        let step = edit.path.get(depth)?;
        let old = holder.get(step);
        let is_last = depth + 1 == edit.path.len();
        match (&old, &edit.value) {
            (Some(next), _) if !is_last => holder = Holder::of(next)?,
            (_, None) => return remove(&holder, step),
            (old, Some(value)) => {
                let quotes = quotes(old.as_ref(), order, &edit.path);
                let text = below(&edit.path[..=depth], &edit.path[depth + 1..], value, (order, quotes))?;
                return put(&holder, step, &text, (&edit.path[..depth], order));
            }
        }
        depth += 1;
    }
}

/// What stands at a place so that the value stands where it is to be: the keys on the way to it are new.
fn below(
    here: &[PathStep],
    way: &[PathStep],
    value: &Value,
    (order, quotes): (Order<'_>, Quotes),
) -> Option<String> {
    if way.is_empty() && !(order.is_table() && value.is_object()) {
        return Some(spelled(value, quotes));
    }
    let whole = way.iter().rev().try_fold(value.clone(), |value, step| match step {
        PathStep::Key(key) => Some(Value::Object([(key.clone(), value)].into_iter().collect())),
        PathStep::At(_) => None,
    })?;
    Some(match order.is_table() {
        true => spelling::table(&whole, order, here),
        false => spelled(&whole, quotes),
    })
}

/// The quotes that the key is declared with, else those that the value had.
fn quotes(old: Option<&YamlNode>, order: Order<'_>, path: &[PathStep]) -> Quotes {
    let declared = order.quotes(path);
    let had = old.and_then(YamlNode::as_scalar).filter(|scalar| scalar.is_quoted()).map(Scalar::to_string);
    match had {
        Some(text) if declared == Quotes::Needed && text.trim_start().starts_with('\'') => Quotes::Single,
        Some(_) => Quotes::Double,
        None => declared,
    }
}

fn remove(holder: &Holder, step: &PathStep) -> Option<()> {
    match (holder, step) {
        (Holder::Keys(keys), PathStep::Key(key)) => keys.remove(key.as_str()).map(|_| ()),
        (Holder::List(list), PathStep::At(at)) => list.remove(*at).map(|_| ()),
        _ => None,
    }
}

/// Puts a value there; a new key stands behind the nearest one that comes before it in order.
fn put(holder: &Holder, step: &PathStep, text: &str, (above, order): (&[PathStep], Order<'_>)) -> Option<()> {
    // A value by itself, which has the form in which it is to be written.
    let value = Document::from_str(text).ok()?;
    match (holder, step) {
        (Holder::List(list), PathStep::At(at)) if *at == list.len() => list.push(value),
        (Holder::List(list), PathStep::At(at)) => return list.set(*at, value).then_some(()),
        (Holder::Keys(keys), PathStep::Key(key)) if keys.contains_key(key.as_str()) => {
            keys.set(key.as_str(), value)
        }
        (Holder::Keys(keys), PathStep::Key(key)) => {
            let names: Vec<String> =
                keys.keys().filter_map(|key| Some(key.as_scalar()?.as_string())).collect();
            let place = order.rank(above, key);
            let ranked = names.iter().filter_map(|name| Some((order.rank(above, name)?, name.as_str())));
            let (before, after): (Vec<_>, Vec<_>) = ranked.partition(|(rank, _)| Some(*rank) < place);
            let before = before.into_iter().max().filter(|_| place.is_some());
            match (before, after.into_iter().min().filter(|_| place.is_some())) {
                (Some((_, before)), _) => _ = keys.insert_after(before, key.as_str(), value),
                (None, Some((_, after))) => _ = keys.insert_before(after, key.as_str(), value),
                (None, None) => keys.set(key.as_str(), value),
            }
        }
        _ => return None,
    }
    Some(())
}
