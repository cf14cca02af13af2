"""Each kind of file, the pages for what goes wrong, what is handed on to forms-fn, and previews."""

import concurrent.futures
import http.client
import json
import pathlib
import re
import shutil
import urllib.parse

from .common import LANGUAGES, TOKEN, Answer, ask, check, decoded, echo
from .common import ROOT
from .site import BROTLI

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8", ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
}
POLICIES = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "permissions-policy": "camera=()", "content-security-policy": "default-src",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "cross-origin",
}


def policies(site, answer, place):
    for name, begins in POLICIES.items():
        value = answer.get(name)
        check(value.startswith(begins) and " & " not in value, place, name, repr(value))
    # That holds for a whole host, which is somebody else's where the site stands below a path.
    value = answer.get("strict-transport-security") or ""
    check(value.startswith("max-age=") if not site.path else not value, place, "strict-transport-security", repr(value))


def some(public):
    """Every kind of file, a few of each, and all that has a rule of its own."""
    files = sorted(file.relative_to(public).as_posix() for file in public.rglob("*") if file.is_file() and file.suffix not in (".br", ".gz"))
    chosen, counts = [], {}
    for file in files:
        kind = (file.split("/")[0] if file.split("/")[0] in ("assets", "media", "pagefind") else "", pathlib.Path(file).suffix, "search/" in file)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= 8:
            chosen.append(file)
    return [file for file in chosen if file != "_headers"] + ["sw.js"]


def files(site, name):
    public = site.out / "public"
    for file in some(public):
        original = (public / file).read_bytes()
        path = f"{site.path}/{re.sub('(^|/)index[.]html$', chr(92) + '1', file)}"
        for accept in ["br", "gzip", "identity"]:
            place = f"{name} {path} {accept}"
            answer = ask(site.port, "GET", urllib.parse.quote(path), {"Accept-Encoding": accept})
            copies = (public / f"{file}.gz").exists()
            packed = copies and (accept == "gzip" or accept == "br" and (name == "caddy" or BROTLI.exists()))
            check(answer.status == 200, place, answer.status)
            check((answer.get("content-encoding") or "identity") == (accept if packed else "identity"), place, answer.get("content-encoding"))
            if packed and accept == "br":
                check(answer.body == (public / f"{file}.br").read_bytes(), place, "has other bytes")
            else:
                check(decoded(answer) == original, place, "has other bytes")
            if copies:
                check("accept-encoding" in answer.get("vary").lower(), place, "Vary", repr(answer.get("vary")))
            kind = TYPES.get(pathlib.Path(file).suffix)
            check(not kind or answer.get("content-type").split(";")[0] == kind.split(";")[0], place, answer.get("content-type"))
            if kind and kind.endswith("utf-8"):
                check(answer.get("content-type").lower().replace(" ", "").endswith("charset=utf-8"), place, answer.get("content-type"))
            policies(site, answer, place)
            kept = re.match(r"assets/.+\.[0-9a-f]{12}\.(css|js)$|media/[0-9a-f]{12}[-.]|pagefind/(fragment|index)/|.*\.pf_meta$", file)
            cache = "public, max-age=31536000, immutable" if kept else "no-cache" if file == "sw.js" else "public, max-age=300"
            check(answer.get("cache-control") == cache, place, answer.get("cache-control"))
            wasm = "wasm-unsafe-eval" in answer.get("content-security-policy")
            check(wasm == bool(re.match(r"[a-z]+/search/index", file)), place, "WebAssembly", wasm)


def pages(site, name):
    """What is missing, in the language of the address; folders; what isn't HTTPS."""
    for lang, path in [(lang, f"/{lang}/nothing/") for lang in LANGUAGES] + [("en", "/nothing.html"), ("en", "/xx/"), ("da", "/da/forms"), ("en", "/assets/")]:
        answer = ask(site.port, "GET", site.path + path)
        check(answer.status == 404 and f'<html lang="{lang}"'.encode() in answer.body, name, path, answer.status, answer.body[:80])
        policies(site, answer, f"{name} {path}")
        check("immutable" not in answer.get("cache-control"), name, path, answer.get("cache-control"))
    answer = ask(site.port, "GET", f"{site.path}/da/events")
    check(answer.status in (301, 308) and urllib.parse.urlsplit(answer.get("location")).path == f"{site.path}/da/events/", name, answer.status, answer.get("location"))
    if site.path:
        answer = ask(site.port, "GET", site.path)
        check(answer.status in (301, 308) and answer.get("location").endswith(f"{site.path}/"), name, site.path, answer.status, answer.get("location"))
        check(ask(site.port, "GET", "/en/").status == 404, name, "/en/ is not the site")
    if name == "nginx":
        connection = http.client.HTTPConnection("127.0.0.1", site.plain, timeout=10)
        connection.request("GET", f"{site.path}/da/?q=1", headers={"Host": "localhost"})
        answer = Answer(connection.getresponse())
        check(answer.status == 301 and answer.get("location") == f"https://localhost:{site.port}{site.path}/da/?q=1", name, answer.status, answer.get("location"))


def forwarded(site, name):
    with echo(site.forms):
        spoofed = {"X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7", "Host": f"localhost:{site.port}"}
        answer = ask(site.port, "GET", f"{site.path}/da/forms/registration?event=x", spoofed)
        said = json.loads(answer.body)
        check(said["path"] == f"{site.path}/da/forms/registration?event=x", name, said["path"])
        check(said["headers"]["x-forwarded-for"] in ("127.0.0.1", "::1"), name, said["headers"])
        check(said["headers"]["x-forwarded-proto"] == "https", name, said["headers"])
        check(said["headers"]["host"] == f"localhost:{site.port}", name, said["headers"])


def forms(site, name):
    form, event = f"{site.path}/da/forms/registration", "dinner"
    answer = ask(site.port, "GET", f"{form}?event={event}")
    check(answer.status == 200 and f'action="{form}#'.encode() in answer.body, name, form, answer.status)
    policies(site, answer, f"{name} {form}")
    check(answer.get("cache-control") == "no-store", name, answer.get("cache-control"))
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://localhost:{site.port}"}
    answer = ask(site.port, "POST", form, urlencoded, f"event={event}")
    check(answer.status == 422 and b"error-summary" in answer.body, name, form, answer.status)
    answer = ask(site.port, "POST", form, urlencoded, "full_name=" + "a" * 70_000)
    check(answer.status == 413 and b'<html lang="da"' in answer.body, name, "70 KB", answer.status, answer.body[:80])
    answer = ask(site.port, "GET", f"{form}/my?t={TOKEN}", {"Referer": f"https://localhost:{site.port}{form}/my?t={TOKEN}"})
    check(answer.status in (403, 404, 410) and b'lang="da"' in answer.body, name, "/my", answer.status)
    policies(site, answer, f"{name} /my")
    check(ask(site.port, "GET", f"{site.path}/openapi.json").status == 200, name, "openapi.json")
    answer = ask(site.port, "GET", f"{site.path}/desk")
    check(answer.status == 303 and answer.get("location") == f"{site.path}/desk/sign-in", name, "/desk", answer.status, answer.get("location"))
    answer = ask(site.port, "GET", f"{site.path}/desk/sign-in", {"Accept-Language": "fi"})
    check(answer.status == 200 and b'<html lang="fi"' in answer.body and f'action="{site.path}/desk/sign-in"'.encode() in answer.body, name, "/desk/sign-in", answer.status)
    policies(site, answer, f"{name} /desk/sign-in")
    answer = ask(site.port, "GET", f"{site.path}/da/forms/nothing")
    check(answer.status == 404 and b'lang="da"' in answer.body, name, "a form that isn't there", answer.status)


def away(site, name):
    """forms-fn doesn't run. Caddy tries again for five seconds, so all are asked at once."""
    def one(asked):
        lang, (method, body) = asked
        answer = ask(site.port, method, f"{site.path}/{lang}/forms/registration?t={TOKEN}", {"Content-Type": "application/x-www-form-urlencoded"}, body)
        check(answer.status in (502, 503, 504) and f'<html lang="{lang}"'.encode() in answer.body and b"mailto:" in answer.body, name, lang, method, answer.status, answer.body[:80])
        policies(site, answer, f"{name} away {lang}")

    with concurrent.futures.ThreadPoolExecutor(14) as pool:
        list(pool.map(one, [(lang, sent) for lang in LANGUAGES for sent in [("GET", None), ("POST", "full_name=A")]]))


def preview(site):
    """Puts a preview beside the site; the folder in which it was built."""
    out = site.folder / "preview"
    shutil.copytree(site.out, out)
    site.release(ROOT, out, "--drafts", base="/previews/pr-1")
    refused = site.deploy("--no-ask", out=out, fails=True)
    check("is a preview" in refused, "a preview in the place of the site:", refused)
    refused = site.deploy("--no-ask", "--preview", "pr-2", out=out, fails=True)
    check("/previews/pr-2" in refused, "a preview under another name:", refused)
    site.deploy("--no-ask", "--preview", "pr-1", out=out)
    return out


def previews(site, name, out):
    base = f"{site.path}/previews/pr-1"
    for file in ["da/index.html", "da/search/index.html", "nothing.html"] + [file for file in some(out / "public") if re.match("assets/style|pagefind/pagefind|media/.*webp", file)][:6]:
        answer = ask(site.port, "GET", f"{base}/{file.removesuffix('index.html')}")
        place = f"{name} {base}/{file}"
        check(answer.get("x-robots-tag") == "noindex, nofollow", place, "X-Robots-Tag", answer.get("x-robots-tag")) if answer.status == 200 else None
        policies(site, answer, place)
        if file == "nothing.html":
            check(answer.status == 404, place, answer.status)
            continue
        check(answer.status == 200 and answer.body == (out / "public" / file).read_bytes(), place, answer.status)
        check(("wasm" in answer.get("content-security-policy")) == ("search" in file), place, "WebAssembly")
    check(not ask(site.port, "GET", f"{site.path}/da/").get("x-robots-tag"), name, "the site itself is noindex")
    with echo(site.forms):
        for method, path in [("GET", "da/forms/registration?event=dinner"), ("POST", "da/forms/registration"), ("POST", "ar/forms/mentor-request"), ("GET", "desk/people"), ("GET", "altcha")]:
            answer = ask(site.port, method, f"{base}/{path}", {"Content-Type": "application/x-www-form-urlencoded"}, "full_name=A" if method == "POST" else None)
            lang = path.split("/")[0] if "/forms/" in path else "en"
            page = (site.out / "public" / ("" if lang == "en" else lang) / "preview.html").read_bytes()
            check(answer.status == 501 and answer.body == page, f"{name} {base}/{path}", answer.status, answer.body[:80])
