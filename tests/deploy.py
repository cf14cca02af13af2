"""The files for servers in real servers: nginx and Caddy in front of forms-fn, with the site of the program's
tests at the root of its host and below a path. Everything is in a temporary folder and on free ports.   python3 deploy.py SPACES FORMS_FN
"""

import contextlib
import gzip
import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent / "generator/tests/site"
SPACES, FORMS_FN = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
LANGUAGES = ["en", "da", "fi", "nb", "sv", "ar", "uk"]
BROTLI = pathlib.Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8", ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
}
POLICIES = {
    "strict-transport-security": "max-age=", "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "permissions-policy": "camera=()", "content-security-policy": "default-src",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "cross-origin",
}
TOKEN = "SECRET-TOKEN-OF-SOMEBODY"
problems = []


def check(holds, *words):
    if not holds:
        problems.append(" ".join(str(word) for word in words))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(holds, what, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come about in {seconds} seconds")
        time.sleep(0.05)


def listens(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def running(command, port, log, **options):
    """A program that listens on `port`, ended with the block."""
    with open(log, "ab") as out:
        program = subprocess.Popen(command, stdout=out, stderr=out, **options)
    try:
        until(lambda: listens(port) or program.poll() is not None, command[0])
        if program.poll() is not None:
            raise SystemExit(f"{command} ended:\n{pathlib.Path(log).read_text()}")
        yield
    finally:
        program.terminate()
        program.wait(10)


class Answer:
    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {}
        for name, value in response.getheaders():
            # The same header twice is what we look for.
            self.headers[name.lower()] = f"{self.headers[name.lower()]} & {value}" if name.lower() in self.headers else value

    def get(self, name):
        return self.headers.get(name, "")


def ask(port, method, path, headers=None, body=None):
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=20)
    try:
        connection.request(method, path, body, {"Accept-Encoding": "identity", **(headers or {})})
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Echo(http.server.BaseHTTPRequestHandler):
    """Stands in for forms-fn, and says what the proxy sends."""

    def do_GET(self):
        body = json.dumps({"path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def echo(port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class Site:
    def __init__(self, folder, path, like=None):
        """Built anew, or into a copy of another, which takes a fraction of the time."""
        self.port, self.plain, self.forms = free_port(), free_port(), free_port()
        self.path, self.out, self.folder = path, folder / "out", folder
        folder.mkdir()
        if like:
            shutil.copytree(like.out, self.out)
        command = [SPACES, "build", "--root", str(ROOT), "--out", str(self.out), "--base-url", f"https://localhost:{self.port}{path}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, stderr=subprocess.DEVNULL)

    def written(self, name, *changes):
        """A file for servers with what its reader fills in."""
        text = (self.out / "server" / name).read_text()
        changes = [("/srv/spaces/public", str(self.out / "public")), ("127.0.0.1:8081", f"127.0.0.1:{self.forms}"), *changes]
        for old, new in changes:
            check(old in text, name, "does not hold", old)
            text = text.replace(old, new)
        return text

    def nginx(self):
        logs = self.folder / "nginx"
        logs.mkdir()
        text = self.written(
            "nginx.conf", ("/etc/letsencrypt/live/localhost/fullchain.pem", str(self.folder / "cert.pem")),
            ("/etc/letsencrypt/live/localhost/privkey.pem", str(self.folder / "key.pem")),
            ("/var/log/nginx", str(logs)), ("listen 80;", f"listen {self.plain};"), ("    listen [::]:80;\n", ""),
            (f"    listen [::]:{self.port} ssl http2;\n", ""),
        )
        module = f"load_module {BROTLI};\n" if BROTLI.exists() else ""
        if module:
            text = text.replace("# brotli_static on;", "brotli_static on;")
        (logs / "site.conf").write_text(text)
        paths = "".join(f"{name}_temp_path {logs}/{name};\n" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        user = "user root;\n" if os.getuid() == 0 else ""
        config = f"{module}{user}daemon off;\npid {logs}/pid;\nerror_log {logs}/error.log;\nworker_processes 1;\nevents {{}}\nhttp {{\n{paths}include {logs}/site.conf;\n}}\n"
        (logs / "nginx.conf").write_text(config)
        return running(["nginx", "-c", str(logs / "nginx.conf"), "-e", str(logs / "error.log")], self.port, logs / "out.log"), logs

    def caddy(self):
        logs = self.folder / "caddy"
        logs.mkdir()
        text = self.written("Caddyfile")
        text = re.sub(r"^\{\n", f"{{\n\tadmin off\n\thttp_port {self.plain}\n\thttps_port {self.port}\n", text, count=1, flags=re.M)
        text = text.replace(f"https://localhost:{self.port} {{\n", f"https://localhost:{self.port} {{\n\ttls {self.folder}/cert.pem {self.folder}/key.pem\n", 1)
        (logs / "Caddyfile").write_text(text)
        own = {**os.environ, "HOME": str(logs), "XDG_DATA_HOME": str(logs), "XDG_CONFIG_HOME": str(logs)}
        return running(["caddy", "run", "--config", str(logs / "Caddyfile"), "--adapter", "caddyfile"], self.port, logs / "out.log", env=own), logs

    def forms_fn(self):
        command = [FORMS_FN, "serve", "--addr", f"127.0.0.1:{self.forms}", "--forms", self.out / "forms", "--data", self.folder / "data", "--trusted-proxies", "127.0.0.1"]
        return running([str(word) for word in command], self.forms, self.folder / "forms.log")


def decoded(answer):
    encoding = answer.get("content-encoding")
    if encoding == "gzip":
        return gzip.decompress(answer.body)
    return answer.body


def policies(answer, place):
    for name, begins in POLICIES.items():
        value = answer.get(name)
        check(value.startswith(begins) and " & " not in value, place, name, repr(value))


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
            policies(answer, place)
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
        policies(answer, f"{name} {path}")
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
    policies(answer, f"{name} {form}")
    check(answer.get("cache-control") == "no-store", name, answer.get("cache-control"))
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://localhost:{site.port}"}
    answer = ask(site.port, "POST", form, urlencoded, f"event={event}")
    check(answer.status == 422 and b"error-summary" in answer.body, name, form, answer.status)
    answer = ask(site.port, "POST", form, urlencoded, "full_name=" + "a" * 70_000)
    check(answer.status == 413 and b'<html lang="da"' in answer.body, name, "70 KB", answer.status, answer.body[:80])
    answer = ask(site.port, "GET", f"{form}/my?t={TOKEN}", {"Referer": f"https://localhost:{site.port}{form}/my?t={TOKEN}"})
    check(answer.status in (403, 404, 410) and b'lang="da"' in answer.body, name, "/my", answer.status)
    policies(answer, f"{name} /my")
    check(ask(site.port, "GET", f"{site.path}/openapi.json").status == 200, name, "openapi.json")
    answer = ask(site.port, "GET", f"{site.path}/desk")
    check(answer.status == 303 and answer.get("location") == f"{site.path}/desk/sign-in", name, "/desk", answer.status, answer.get("location"))
    answer = ask(site.port, "GET", f"{site.path}/desk/sign-in", {"Accept-Language": "fi"})
    check(answer.status == 200 and b'<html lang="fi"' in answer.body and f'action="{site.path}/desk/sign-in"'.encode() in answer.body, name, "/desk/sign-in", answer.status)
    policies(answer, f"{name} /desk/sign-in")
    answer = ask(site.port, "GET", f"{site.path}/da/forms/nothing")
    check(answer.status == 404 and b'lang="da"' in answer.body, name, "a form that isn't there", answer.status)


def away(site, name):
    """forms-fn doesn't run."""
    for lang in LANGUAGES:
        for method, body in [("GET", None), ("POST", "full_name=A")]:
            answer = ask(site.port, method, f"{site.path}/{lang}/forms/registration?t={TOKEN}", {"Content-Type": "application/x-www-form-urlencoded"}, body)
            check(answer.status in (502, 503, 504) and f'<html lang="{lang}"'.encode() in answer.body and b"mailto:" in answer.body, name, lang, method, answer.status, answer.body[:80])
            policies(answer, f"{name} away {lang}")


def main():
    for program in ["nginx", "caddy", "openssl"]:
        if not shutil.which(program):
            raise SystemExit(f"{program} is needed: apt-get install nginx-light caddy openssl")
    with tempfile.TemporaryDirectory(prefix="spaces-deploy-") as temporary:
        site = None
        for path in ["", "/spaces"]:
            site = Site(pathlib.Path(temporary) / f"site{path.replace('/', '-')}", path, site)
            for name in ["nginx", "caddy"]:
                program, logs = getattr(site, name)()
                with program:
                    files(site, name)
                    pages(site, name)
                    forwarded(site, name)
                    with site.forms_fn():
                        forms(site, name)
                    away(site, name)
                kept = [file for file in logs.rglob("*.log") if file.is_file()]
                log = "".join(file.read_text(errors="replace") for file in kept)
                check(TOKEN not in log, name, "keeps a token in its log:", *re.findall(f".*{TOKEN}.*", log)[:2])
                check("/da/forms/registration" in log, name, "keeps no log")
    for problem in problems[:100]:
        print(problem)
    if problems:
        raise SystemExit(f"{len(problems)} problems with the servers' files")
    print("nginx and Caddy do what the generated files promise, at the root of a host and below a path")


main()
