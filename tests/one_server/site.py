"""A folder of releases, and the servers that show it: a site of the tests, built for free ports, deployed with `spaces`."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess

from .common import FORMS_FN, ROOT, SPACES, check, free_port, running
from .service import Service

BROTLI = pathlib.Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def spaces(*words, env=None, fails=False):
    """Runs `spaces`; what it printed, which is what it complained of when it has to fail."""
    done = subprocess.run([SPACES, *map(str, words)], capture_output=True, text=True, env={**os.environ, **(env or {})})
    if (done.returncode != 0) != fails:
        raise SystemExit(f"spaces {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stderr if fails else done.stdout


def program(folder, comment=""):
    """forms-fn as a program of a few bytes, since hundreds of megabytes with their debug symbols would be sent."""
    file = folder / f"forms-fn{comment}"
    file.write_text(f'#!/bin/sh\nexec {FORMS_FN} "$@"  # {comment}\n')
    file.chmod(0o755)
    return file


def certificate(folder):
    """One for `localhost`, and the root that it comes from, which `SSL_CERT_FILE` makes believed."""
    (folder / "extensions").write_text("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
    root = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=root", "-keyout", "root-key.pem", "-out", "root.pem"]
    request = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "request.pem"]
    signed = ["openssl", "x509", "-req", "-in", "request.pem", "-CA", "root.pem", "-CAkey", "root-key.pem", "-CAcreateserial", "-days", "2", "-extfile", "extensions", "-out", "cert.pem"]
    for command in [root, request, signed]:
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=folder)


class Site:
    def __init__(self, folder, path, like=None):
        """Built anew, or into a copy of another, which takes a fraction of the time."""
        self.port, self.plain, self.forms = free_port(), free_port(), free_port()
        self.path, self.out, self.folder, self.root = path, folder / "out", folder, folder / "srv"
        self.address = f"https://localhost:{self.port}{path}"
        folder.mkdir()
        certificate(folder)
        self.believing = {"SSL_CERT_FILE": str(folder / "root.pem")}
        if like:
            shutil.copytree(like.out, self.out)
        self.release(ROOT, self.out)
        self.deploy("--no-ask", "--program", program(folder))

    def release(self, source, out, *words, base=""):
        """Builds a release; its id."""
        return spaces("release", "--root", source, "--out", out, "--cache", self.folder.parent / "cache", "--base-url", self.address + base, *words).splitlines()[-1]

    def deploy(self, *words, out=None, fails=False):
        return spaces("deploy", self.root, "--out", out or self.out, "--as", "test", *words, env=self.believing, fails=fails)

    def shown(self):
        """The name of the release that is shown."""
        return pathlib.Path(os.readlink(self.root / "current")).name

    def written(self, name, *changes):
        """A file for servers with what its reader fills in."""
        text = (self.out / "server" / name).read_text()
        for old, new in [("/srv/spaces", str(self.root)), ("127.0.0.1:8081", f"127.0.0.1:{self.forms}"), *changes]:
            check(old in text or name.endswith("-backup.service"), name, "does not hold", old)
            text = text.replace(old, new)
        return text

    def nginx(self):
        logs = self.folder / "nginx"
        logs.mkdir(exist_ok=True)
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
        logs.mkdir(exist_ok=True)
        text = self.written("Caddyfile")
        text = re.sub(r"^\{\n", f"{{\n\tadmin off\n\thttp_port {self.plain}\n\thttps_port {self.port}\n", text, count=1, flags=re.M)
        text = text.replace(f"https://localhost:{self.port} {{\n", f"https://localhost:{self.port} {{\n\ttls {self.folder}/cert.pem {self.folder}/key.pem\n", 1)
        (logs / "Caddyfile").write_text(text)
        own = {**os.environ, "HOME": str(logs), "XDG_DATA_HOME": str(logs), "XDG_CONFIG_HOME": str(logs)}
        return running(["caddy", "run", "--config", str(logs / "Caddyfile"), "--adapter", "caddyfile"], self.port, logs / "out.log", env=own), logs

    def command(self, unit, *changes):
        """What a unit runs, here."""
        unit = self.written(unit, ("/var/lib/", f"{self.folder}/data/"), *changes)
        return shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.M)[1])

    def forms_fn(self):
        """As `forms-fn.socket` and `forms-fn.service` run it: from the release that is shown."""
        check("ListenStream=127.0.0.1:8081\n" in (self.out / "server/forms-fn.socket").read_text(), "forms-fn.socket listens elsewhere")
        (self.folder / "data").mkdir(exist_ok=True)
        command = self.command("forms-fn.service", ("127.0.0.1:9464", f"127.0.0.1:{free_port()}"))
        return Service(command, self.forms, self.folder / "forms.log")

    def back_up(self):
        """As `forms-fn-backup.service` does."""
        done = subprocess.run(self.command("forms-fn-backup.service"), capture_output=True, text=True)
        check(done.returncode == 0, "forms-fn-backup.service:", done.stdout, done.stderr)
        for folder, names in [("forms-fn-backup", {"submissions.sqlite", "erased.jsonl"}), ("forms-fn-keys", {"keys.sqlite", "secrets.json"})]:
            copies = [{file.name for file in copy.iterdir()} for copy in (self.folder / "data" / folder).iterdir()]
            check(copies == [names], f"{folder} has", copies)
