//! The picture of a story or an event.

use super::{Checker, review_on};
use crate::content::{Day, PictureFile, group};
use crate::diagnostic::{Code, nearest, say};
use crate::yaml::Located;

/// A picture that stands beside its document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Its path in the source: `content/stories/bread/oven.svg`.
    pub src: String,
    /// *Personal.* Who made it.
    pub credit: Option<String>,
    /// *Personal.* Whether people can be recognised in it; then there is consent.
    pub people: bool,
    /// It says nothing that the text doesn't, so it has no alternative text.
    pub decorative: bool,
}

group! {
    /// A picture as it is written.
    WrittenPicture {
        /// The file, beside the document.
        Fact "src" src: Located<PictureFile> = "oven.jpg" .required();
        /// Who made it.
        Word "credit" credit: Option<String> = "M. Berg" .said_as("pictureCredit");
        /// Whether people can be recognised in it; then it needs `consentRef` and `reviewOn`.
        Fact "people" people: Option<Located<bool>> = "false";
        /// It says nothing that the text doesn't, so it needs no `alt`.
        #[serde(default)]
        Fact "decorative" decorative: bool = "true";
        /// Where the signed consent is kept; never the consent itself.
        Fact "consentRef" consent_ref: Option<String> = "\"2027-014\"" .private();
        /// When the people are to be asked again.
        Fact "reviewOn" review_on: Option<Located<Day>> = "\"2029-01-01\"" .private();
    }
}

/// Finds the picture and checks that the people in it have agreed.
pub(crate) fn picture(checker: &mut Checker<'_>, written: &WrittenPicture) -> Option<Picture> {
    let known = checker.known;
    let folder = checker.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let src = format!("{folder}/{}", &*written.src.value);
    if !known.assets.contains_key(&src) {
        let beside = known.assets.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        let hint = nearest(&written.src.value, beside).map(|name| say!("hint.mean", name));
        let name = written.src.value.rsplit('/').next().unwrap_or_default();
        let is_it = |path: &&String| path.starts_with("content/") && path.rsplit('/').next() == Some(name);
        let elsewhere = known.assets.keys().find(is_it);
        let move_it =
            elsewhere.map(|path| match path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')) {
                Some(there) => say!("hint.meanThere", there),
                None => say!("picture.moveIt", path, folder, name),
            });
        checker.error(Code::PictureMissing, &written.src, say!("picture.missing", src));
        checker.hint(hint.or(move_it).unwrap_or_else(|| say!("picture.beside")));
        return None;
    }
    if let Some(why) = known.unusable.get(&src) {
        let message = say!("file.never", path = &src, what = why.what.clone());
        checker.error(Code::FileKind, &written.src, message).hint(why.hint.clone());
        return None;
    }
    if !known.pictures.contains_key(&src) {
        let hint = say!("picture.kinds");
        checker.error(Code::PictureKind, &written.src, say!("picture.none", src)).hint(hint);
        return None;
    }
    let people = written.people.as_ref().filter(|people| people.value);
    if let Some(people) = people
        && (written.consent_ref.is_none() || written.review_on.is_none())
    {
        let message = say!("consent.people");
        checker.error(Code::ConsentMissing, people, message).hint(say!("consent.hint"));
    }
    if let Some(date) = &written.review_on {
        review_on(checker, date);
    }
    Some(Picture {
        src,
        credit: written.credit.clone(),
        people: people.is_some(),
        decorative: written.decorative,
    })
}
