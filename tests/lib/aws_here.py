"""An AWS on this machine for `aws.py`: the emulator, its CDN as a reader sees it, and the deployer that is tried."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STACK, REGION = "spaces", "eu-north-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION}
ASSET = re.compile(r'["\'](/assets/[^"\'?#]+)')


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(holds, what, seconds=60):
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come about in {seconds} seconds")
        time.sleep(0.05)
    return found


@contextlib.contextmanager
def emulator(folder):
    """Its port. Functions run as processes of this machine, and find the emulator as they would find AWS."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    (folder / "tmp").mkdir()
    environment = {**os.environ, **CREDENTIALS, "TMPDIR": str(folder / "tmp"), "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1",
                   "MINISTACK_REGION": REGION, "AWS_ENDPOINT_URL": address}
    with (folder / "emulator.log").open("w") as log:
        # A group of its own: the functions end with it.
        program = subprocess.Popen([sys.executable, HERE / "aws_emulator.py"], env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            until(lambda: answers(port), "the emulator")
            yield port
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, 9)
            program.wait()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


@contextlib.contextmanager
def mail_server(folder):
    """Its port; each letter is a file of the folder."""
    folder.mkdir()
    server = subprocess.Popen([sys.executable, ROOT / "tests/smtp_sink.py", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield int(server.stdout.readline())
    finally:
        server.stdin.close()
        server.wait()


class Answer:
    def __init__(self, answer):
        self.status, self.body = answer.status, answer.read()
        self.headers = {name.lower(): value for name, value in answer.getheaders()}

    def get(self, name):
        return self.headers.get(name)

    def text(self):
        return self.body.decode(errors="replace")


class Cdn:
    """The distribution. `host` is its name, or that of a function."""

    def __init__(self, port, host):
        self.port, self.host = port, host

    def ask(self, path, method="GET", body=None, secure=True, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"Host": self.host, **({"X-Forwarded-Proto": "https"} if secure else {}), **headers}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())


class Deployer:
    """`forms-fn/aws/deploy`, against the emulator."""

    def __init__(self, port, smtp, folder):
        self.endpoint = f"http://127.0.0.1:{port}"
        self.environment = {**os.environ, **CREDENTIALS, "FORMS_SMTP": f"smtp://127.0.0.1:{smtp}?tls=none",
                            "FORMS_MAIL_FROM": "forms@example.org", "SPACES_DEPLOYER": "the-test"}
        self.folder = folder

    def run(self, command, *rest, region=REGION):
        """(exit code, what it said, seconds)."""
        begun = time.monotonic()
        line = [ROOT / "forms-fn/aws/deploy", command, STACK, "--region", region, "--endpoint-url", self.endpoint, *rest]
        said = subprocess.run(line, env=self.environment, cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return said.returncode, said.stdout, time.monotonic() - begun


class Readers:
    """Reads page, its style sheets and a form over and over while something else goes on. Counts what doesn't fit together."""

    def __init__(self, cdn, page="/da/", form="/da/forms/registration?event=dinner"):
        self.cdn, self.page, self.form = cdn, page, form
        self.requests, self.broken, self.seen, self.going = 0, [], set(), True
        self.ended = 0
        self.thread = threading.Thread(target=self.read)

    def read(self):
        while self.going:
            for path in (self.page, self.form):
                answer = self.cdn.ask(path)
                if answer.status == 502 and path == self.form:
                    # ministack ends a program of before in the middle of its answer, where Lambda lets it finish.
                    self.ended += 1
                    answer = self.cdn.ask(path)
                named = ASSET.findall(answer.text())
                self.count(answer.status == 200 and named, path, answer.status)
                for asset in set(named):
                    self.count(self.cdn.ask(asset).status == 200, path, "names", asset)
                self.seen.add((path, tuple(sorted(asset for asset in set(named) if asset.endswith(".css")))))

    def count(self, holds, *words):
        self.requests += 1
        if not holds:
            self.broken.append(" ".join(map(str, words)))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        self.thread.join()


def release(spaces, folder, name, root, base_url=None):
    """A release of the site of the program's own tests; its folder."""
    out = folder / name
    line = [spaces, "release", "--root", root, "--now", "2026-11-24T12:00:00Z", "--out", out, "--cache", folder / "cache"]
    done = subprocess.run([*line, *(["--base-url", base_url] if base_url else [])], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"`spaces release` failed:\n{done.stderr}")
    return out


def second_site(folder):
    """The same site with another name and another style sheet."""
    copy = folder / "second-site"
    shutil.copytree(ROOT / "generator/tests/site", copy)
    words = copy / "content/site.yaml"
    words.write_text(words.read_text().replace("Støttende rum", "Andre rum"))
    style = next((copy / "themes/default/styles").glob("*.css"))
    style.write_text(style.read_text() + "\nmain { scroll-margin-top: 3px; }\n")
    return copy


def files_of(out):
    return {entry["path"]: entry for entry in json.loads((out / "release.json").read_text())["files"]}
