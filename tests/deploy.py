"""The files for servers in real servers, and releases on them: nginx and Caddy in front of forms-fn, with the site of the
program's tests at the root of its host and below a path, switched while it is read, and sent to another machine.
Everything is in a temporary folder and on free ports.   python3 deploy.py SPACES FORMS_FN
"""

import pathlib
import re
import shutil
import tempfile
import time

from one_server import releases, served, ssh, switching, units
from one_server.common import TOKEN, check, problems
from one_server.site import Site, spaces


def in_server(site, name, preview):
    """What a server shows, and what it writes into its log."""
    server, logs = getattr(site, name)()
    with server:
        served.files(site, name)
        served.pages(site, name)
        served.forwarded(site, name)
        served.previews(site, name, preview)
        with site.forms_fn():
            served.forms(site, name)
            if name == "caddy":
                site.back_up()
        served.away(site, name)
    kept = [file for file in logs.rglob("*.log") if file.is_file()]
    log = "".join(file.read_text(errors="replace") for file in kept)
    check(TOKEN not in log, name, "keeps a token in its log:", *re.findall(f".*{TOKEN}.*", log)[:2])
    check("/da/forms/registration" in log, name, "keeps no log")


def main():
    for program in ["nginx", "caddy", "openssl", "systemd-analyze"]:
        if not shutil.which(program):
            raise SystemExit(f"{program} is needed: apt-get install nginx-light caddy openssl systemd")
    start = time.monotonic()

    def took(what):
        print(f"{time.monotonic() - start:6.1f} s  {what}", flush=True)

    with tempfile.TemporaryDirectory(prefix="spaces-deploy-") as temporary:
        folder, site = pathlib.Path(temporary), None
        for path in ["", "/spaces"]:
            site = Site(folder / f"site{path.replace('/', '-')}", path, site)
            preview = served.preview(site)
            for name in ["nginx", "caddy"]:
                in_server(site, name, preview)
            check("is gone" in spaces("deploy", site.root, "--preview", "pr-1", "--remove") and not (site.root / "previews/pr-1").exists(), "a preview stays")
            took(f"files and forms at `{path}/` in nginx and Caddy")
        units.all_of(site.out / "server", folder)
        took("units, container and compose")
        other = switching.other_release(site)
        for name in ["nginx", "caddy"]:
            took(switching.under_load(site, name, other))
        releases.all_of(site, other)
        took("what goes wrong on the way, rollback, cleaning")
        ssh.all_of(site, folder)
        took("by ssh, into a folder with an odd name")
    for problem in problems[:100]:
        print(problem)
    if problems:
        raise SystemExit(f"{len(problems)} problems with the servers' files and releases")
    print("nginx and Caddy do what the generated files promise, and a release is shown whole or not at all")


main()
