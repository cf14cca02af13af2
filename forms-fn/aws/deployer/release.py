"""dist/release.json → a release whose files are known to be those that it names."""
import hashlib
import json
import pathlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .trouble import Trouble

FORMAT = 1
AGAIN = "run `spaces release --out …` again, and change nothing in the folder after it"
ID = re.compile(r"[0-9a-z][0-9a-z.-]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
PREVIEW = re.compile(r"(.*)/previews/([^/]+)")


@dataclass(frozen=True)
class File:
    """One file of a release. `path` is below the folder, `order` is when it is sent."""

    path: str
    size: int
    sha256: str
    type: str
    encoding: str | None
    cache: str | None
    kept: bool
    order: int

    def key(self, release):
        """Where it lies in the bucket."""
        return f"kept/{self.path.removeprefix('public/')}" if self.kept else f"releases/{release}/{self.path}"

    def same_as(self, other):
        """Whether the object of one can be a copy of the other's."""
        return (self.sha256, self.type, self.encoding, self.cache) == (other.sha256, other.type, other.encoding, other.cache)


@dataclass(frozen=True)
class Release:
    """A folder that `spaces release` made."""

    folder: pathlib.Path
    id: str
    commit: str | None
    files: list
    text: str
    drafts: bool = False

    def pages(self):
        return [file for file in self.files if file.path.startswith("public/")]

    def forms(self):
        """What an archive takes of it."""
        named = (file.path for file in self.files if file.path.startswith("forms/"))
        return [(path.removeprefix("forms/"), (self.folder / path).read_bytes()) for path in named]

    def places(self):
        return json.loads((self.folder / "server/cloudfront-headers.json").read_text())

    def manifest(self):
        return json.loads((self.folder / "forms/manifest.json").read_text())

    def base_url(self):
        return base_url(self.manifest())

    def base_path(self):
        return urlsplit(self.base_url()).path

    def preview(self):
        """(base URL of the site, name of the preview) if the pages are made for a preview, otherwise None."""
        found = PREVIEW.fullmatch(self.base_url())
        return found and found.groups()

    def texts(self):
        """The endings of files that have a copy in Brotli."""
        copies = (file.path.removesuffix(".br") for file in self.pages() if file.encoding == "br")
        return {pathlib.PurePosixPath(path).suffix.lstrip(".") for path in copies}

    def whole(self):
        """Pages and forms, and under the name of each copy that a text lacks the text itself: the CDN asks by the ending alone."""
        pages, texts = self.pages(), self.texts()
        yield from ((file, self.folder / file.path) for file in self.files if file.path.startswith("forms/"))
        there = {file.path for file in pages}
        for file in pages:
            yield file, self.folder / file.path
            if file.encoding is None and pathlib.PurePosixPath(file.path).suffix.lstrip(".") in texts:
                for lacks in {f"{file.path}.br", f"{file.path}.gz"} - there:
                    yield File(**{**vars(file), "path": lacks}), self.folder / file.path


def base_url(manifest):
    return manifest["base_url"].rstrip("/")


def parse(text, folder=pathlib.Path()):
    try:
        return understood(json.loads(text), text, folder)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Trouble(f"release.json can't be understood: {error}", AGAIN) from error


def understood(described, text, folder):
    """Ids and paths become names of objects and of files on this disk, so they are looked at before."""
    if described.get("format") != FORMAT:
        raise Trouble(f"release.json has the format {described.get('format')}, and this deployer reads {FORMAT}",
                      "take `spaces` and `forms-fn/aws` from the same release")
    names = File.__dataclass_fields__
    files = [File(**{name: entry[name] for name in names}) for entry in described["files"]]
    if not ID.fullmatch(described["id"]):
        raise Trouble(f"release.json has the id {described['id']!r}: only small letters, digits, dots and dashes may be in it", AGAIN)
    for file in files:
        parts = file.path.split("/")
        if parts[0] not in ("public", "forms") or len(parts) < 2 or {"", ".", ".."} & set(parts) or CONTROL.search(file.path):
            raise Trouble(f"release.json names {file.path!r}, which can't be a file of a release", AGAIN)
    return Release(folder, described["id"], described.get("commit"), files, text, described.get("drafts") is True)


def read(folder):
    """The release of a folder, if each file has the size and hash that release.json says. Files of earlier builds beside them don't matter."""
    folder = pathlib.Path(folder)
    described = folder / "release.json"
    if not described.is_file():
        raise Trouble(f"there is no `{described}`", "`spaces release --out DIR` makes it; give the same folder with --out")
    release = parse(described.read_text(), folder)
    for file in release.files:
        try:
            there = (folder / file.path).read_bytes()
        except OSError as error:
            raise Trouble(f"`{folder / file.path}` of release.json can't be read: {error.strerror}", AGAIN) from error
        if len(there) != file.size or hashlib.sha256(there).hexdigest() != file.sha256:
            raise Trouble(f"`{folder / file.path}` isn't the file that release.json names", AGAIN)
    return release
