"""Eight switches between two releases while readers ask for a page, its style sheet and a form page: nobody gets an error,
a style sheet that isn't there, or one of another release.
"""

import http.client
import re
import shutil
import ssl
import threading
import time

from .common import ROOT, check
from .site import program, spaces

READERS = 4
STYLE = re.compile(rb'href="([^"]*/assets/style\.[0-9a-f]{12}\.css)"')


def other_release(site):
    """The site with another look and another word on each page; the folder in which it was built."""
    source, out = site.folder / "other", site.folder / "other-out"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".cache"))
    style = source / "themes/default/styles/20-base.css"
    style.write_text(style.read_text() + "\n.other-release { color: red; }\n")
    shutil.copytree(site.out, out)
    site.release(source, out)
    return out


class Reader(threading.Thread):
    """Asks again and again, a connection for each fifty questions."""

    def __init__(self, site, stop):
        super().__init__(daemon=True)
        self.site, self.stop = site, stop
        self.asked, self.errors, self.styles = 0, [], set()

    def run(self):
        while not self.stop.is_set():
            connection = http.client.HTTPSConnection("localhost", self.site.port, context=ssl._create_unverified_context(), timeout=20)
            try:
                for _ in range(10):
                    self.round(connection)
            except OSError as error:
                self.errors.append(repr(error))
            except http.client.HTTPException as error:
                self.errors.append(repr(error))
            finally:
                connection.close()

    def get(self, connection, path):
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = answer.read()
        self.asked += 1
        if answer.status != 200:
            self.errors.append(f"{path} {answer.status}")
        return body

    def round(self, connection):
        base = self.site.path
        for path in [f"{base}/da/", f"{base}/da/forms/registration?event=dinner"]:
            found = STYLE.search(self.get(connection, path))
            if not found:
                self.errors.append(f"{path} names no style sheet")
                continue
            style = found[1].decode()
            self.styles.add(style)
            if b"{" not in self.get(connection, style):
                self.errors.append(f"{style} is empty")


def style_of(out):
    return STYLE.search((out / "public/da/index.html").read_bytes())[1].decode()


def restarts(site, other, forms_fn):
    """Another program there and back: it is started anew twice, while systemd holds its address."""
    site.deploy("--program", program(site.folder, "another"), "--restart", f"kill {forms_fn.pid}", out=other)
    spaces("rollback", site.root, "--restart", f"kill {forms_fn.pid}", env=site.believing)


def under_load(site, name, other):
    """Switches eight times in front of one server; what was seen, in words."""
    server, _ = getattr(site, name)()
    stop, times = threading.Event(), []
    with server, site.forms_fn() as forms_fn:
        readers = [Reader(site, stop) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        first = site.shown()
        for at in range(8):
            start = time.monotonic()
            if at % 4 == 3:
                spaces("rollback", site.root, "--reload", f"kill -HUP {forms_fn.pid}", env=site.believing)
            else:
                # Every other one isn't told, and forms-fn sees it by itself.
                told = ["--reload", f"kill -HUP {forms_fn.pid}"] if at % 2 else []
                said = site.deploy(*told, out=[other, site.out][at % 2])
                check("9 addresses asked" in said or "10 addresses asked" in said, name, "the site was not asked:", said)
            times.append(time.monotonic() - start)
        restarts(site, other, forms_fn)
        stop.set()
        for reader in readers:
            reader.join(30)
        check(site.shown() == first, name, "ends with", site.shown(), "and began with", first)
        check(forms_fn.starts == 3, name, "forms-fn was started", forms_fn.starts, "times")
    asked, errors = sum(reader.asked for reader in readers), [error for reader in readers for error in reader.errors]
    styles = set().union(*(reader.styles for reader in readers))
    check(styles == {style_of(site.out), style_of(other)}, name, "readers saw the style sheets", styles)
    check(not errors, name, len(errors), "errors while switching, such as", errors[:3])
    check(asked > 200, name, "only", asked, "requests while switching")
    return f"eight switches and two restarts behind {name}: {asked} requests of {READERS} readers, {len(errors)} errors, {min(times):.1f} to {max(times):.1f} s a switch with its questions"
