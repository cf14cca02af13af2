"""Asks the CDN for addresses of the site: do the answers belong to a release?"""
import re
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

ASSET = re.compile(r'["\'](?:https?://[^/"\']+)?(/[^"\']*?assets/[^"\'?#]+)')


class Cdn:
    """The address of the site. `endpoint`: that of an emulator, which is asked in the name of the site's host."""

    def __init__(self, address, endpoint=None):
        self.address, self.endpoint = address.rstrip("/"), endpoint and endpoint.rstrip("/")

    def get(self, path, **headers):
        """(status, headers, bytes) of an answer, of any status."""
        url, headers = self.address + path, {"user-agent": "spaces-deploy", **headers}
        if self.endpoint:
            url = self.endpoint + path
            headers |= {"host": urlsplit(self.address).netloc, "x-forwarded-proto": "https"}
        request = urllib.request.Request(url, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()
        except (urllib.error.URLError, ssl.SSLError, TimeoutError, ConnectionError) as error:
            return 0, {}, str(error).encode()


def faults(cdn, release):
    """What doesn't belong to the release, in words: front page, a page of each language, a style sheet, forms."""
    base, files = release.base_path(), {file.path: file for file in release.files}
    manifest = release.manifest()
    languages = [language["id"] for language in manifest["languages"]]
    for path in ["index.html"] + [f"{language}/index.html" for language in languages]:
        if f"public/{path}" in files:
            yield from differs(cdn, release, f"{base}/{path.removesuffix('index.html')}", f"public/{path}")
    front = (release.folder / f"public/{manifest['default_language']}/index.html").read_text()
    for asset in sorted(set(ASSET.findall(front)))[:3]:
        yield from differs(cdn, release, asset, "public" + asset.removeprefix(base))
    for language in languages:
        yield from form_differs(cdn, release, language)


def differs(cdn, release, path, named):
    status, _, there = cdn.get(path)
    if status != 200:
        yield f"{path} is answered with {status or 'nothing'}, and should be a page" + (f": {there.decode(errors='replace')}" if not status else "")
    elif there != (release.folder / named).read_bytes():
        yield f"{path} isn't the one of release {release.id}"


def form_differs(cdn, release, language):
    """A form is served in the shell of its release: that names the style sheet, and only of this release."""
    shell = release.folder / f"forms/shells/{language}.html"
    if not shell.is_file():
        return
    form = release.manifest()["forms"][0]
    path = f"{release.base_path()}/{language}/forms/{form}"
    status, _, page = cdn.get(path)
    wanted, named = set(ASSET.findall(shell.read_text())), set(ASSET.findall(page.decode(errors="replace")))
    # A form for an event says 404 without one, in the same shell.
    if status not in (200, 404):
        yield f"{path} is answered with {status or 'nothing'}, and should be a form"
    elif not wanted <= named:
        yield f"{path} isn't a form of release {release.id}: it lacks {', '.join(sorted(wanted - named))}"


def settled(cdn, release, seconds):
    """The faults that are left after so many seconds; none as soon as there are none. The CDN has many machines, and a
    change reaches them one after the other."""
    end = time.monotonic() + seconds
    while True:
        found = list(faults(cdn, release))
        if not found or time.monotonic() >= end:
            return found
        time.sleep(min(2, max(0, end - time.monotonic())))
