"""What all parts of the test need: programs that run, questions to servers, and what was found."""

import contextlib
import gzip
import http.client
import http.server
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent / "generator/tests/site"
SPACES, FORMS_FN = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
LANGUAGES = ["en", "da", "fi", "nb", "sv", "ar", "uk"]
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
        yield program
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


open_connections = threading.local()


def connection_to(port):
    """The one of this thread, so that hundreds of questions need one handshake; whether it is new."""
    known = open_connections.__dict__
    is_new = port not in known
    if is_new:
        known[port] = http.client.HTTPSConnection("localhost", port, context=ssl._create_unverified_context(), timeout=20)
    return known[port], is_new


def ask(port, method, path, headers=None, body=None):
    if method != "GET":
        forget(port)
    connection, is_new = connection_to(port)
    try:
        connection.request(method, path, body, {"Accept-Encoding": "identity", **(headers or {})})
        return Answer(connection.getresponse())
    except (http.client.HTTPException, OSError):
        # A server may end a connection that nobody uses; on a new one an error is an error.
        forget(port)
        if is_new:
            raise
        return ask(port, method, path, headers, body)
    finally:
        # What is sent has a connection of its own: a server that refuses it may leave half of it unread.
        if method != "GET":
            forget(port)


def forget(port):
    connection = open_connections.__dict__.pop(port, None)
    if connection:
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


def decoded(answer):
    encoding = answer.get("content-encoding")
    if encoding == "gzip":
        return gzip.decompress(answer.body)
    return answer.body
