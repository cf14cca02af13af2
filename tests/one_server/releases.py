"""What goes wrong on the way to a server, and what doesn't stay there for ever."""

import hashlib
import json
import os
import shutil
import subprocess
import time

from .common import ask, check
from .site import spaces


def all_of(site, other):
    first, files = site.shown(), json.loads((site.out / "release.json").read_text())
    unasked(site, other, first)
    unshown(site, other, first)
    changed(site, first)
    unreadable(site, first)
    mended(site, files)
    locked(site, first)
    program(site, first)
    cleaned(site, other, files)


def line(site):
    return (site.root / "history").read_text().splitlines()[-1].split(" ")[1:3]


def unshown(site, other, first):
    """The site doesn't show what was deployed, so the pointer goes back by itself."""
    server, _ = site.caddy()
    with server, site.forms_fn():
        # Another site answers.
        said = site.deploy("--patience", "1", "--ask", f"https://localhost:{site.port}/elsewhere", out=other, fails=True)
        check("answers 404" in said and f"`{first}` is shown again" in said, "another site:", said)
        # forms-fn can't be told.
        said = site.deploy("--reload", "echo no bus >&2; exit 1", out=other, fails=True)
        check("no bus" in said and f"`{first}` is shown again" in said, "forms-fn can't be told:", said)
        check(site.shown() == first and line(site) == [first, "back"], "after going back", site.shown(), line(site))
        page = ask(site.port, "GET", f"{site.path}/da/")
        check(page.body == (site.out / "public/da/index.html").read_bytes(), "the page isn't that of the release before")
    # forms-fn is away: the page of the server isn't the release's form page.
    server, _ = site.caddy()
    with server:
        said = site.deploy("--patience", "1", out=other, fails=True)
        check("/da/forms/" in said or "/en/forms/" in said, "without forms-fn:", said)
        check(site.shown() == first, "without forms-fn shows", site.shown())


def unasked(site, other, first):
    """A server that nobody asks shows what it is told to; and back by name."""
    site.deploy("--no-ask", out=other)
    check(site.shown() != first, "--no-ask shows", site.shown())
    listed = spaces("releases", site.root).splitlines()
    check(len(listed) == 3 and sum(line.endswith("  shown") for line in listed) == 1 and sum(line.endswith("the one before") for line in listed) == 1, "releases:", listed)
    spaces("rollback", site.root, first[:-3], "--no-ask", "--as", "test")
    check(site.shown() == first and line(site) == [first, "rollback"], "rollback by name shows", site.shown(), line(site))
    said = spaces("rollback", site.root, "nothing", "--no-ask", fails=True)
    check(first in said and "no release `nothing`" in said, "an unknown release:", said)


def changed(site, first):
    """A folder that isn't what was released."""
    out = site.folder / "changed"
    shutil.copytree(site.out, out)
    (out / "public/fi/index.html").write_text("half a pa")
    said = site.deploy("--no-ask", out=out, fails=True)
    check("`public/fi/index.html` has changed" in said and "spaces release" in said, "a changed folder:", said)
    (out / "release.json").unlink()
    said = site.deploy("--no-ask", out=out, fails=True)
    check("holds no release" in said and site.shown() == first, "no release:", said)
    shutil.rmtree(out)


def unreadable(site, first):
    """Forms that the program there can't read, in a folder that is what it says: refused before the pointer moves."""
    out = site.folder / "unreadable"
    shutil.copytree(site.out, out)
    manifest, release = out / "forms/manifest.json", out / "release.json"
    manifest.write_text(manifest.read_text().replace('"version":1', '"version":99', 1))
    described = json.loads(release.read_text())
    file = next(file for file in described["files"] if file["path"] == "forms/manifest.json")
    file["sha256"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    described["id"] = "local-unreadable"
    release.write_text(json.dumps(described))
    said = site.deploy("--no-ask", out=out, fails=True)
    # That much `spaces` sees itself.
    check("99" in said and site.shown() == first, "forms of another version:", said)
    # The words of a form are gone: only forms-fn's own check sees that.
    shutil.copy(site.out / "forms/manifest.json", manifest)
    file["sha256"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    texts = out / "forms/texts/da.json"
    texts.write_text("{}")
    file = next(file for file in described["files"] if file["path"] == "forms/texts/da.json")
    file["sha256"] = hashlib.sha256(texts.read_bytes()).hexdigest()
    release.write_text(json.dumps(described))
    said = site.deploy("--no-ask", out=out, fails=True)
    check("forms-fn refuses" in said and site.shown() == first, "forms without words:", said)
    check("local-unreadable" not in os.listdir(site.root / "releases"), "it stands among the releases")
    shutil.rmtree(out)


def mended(site, files):
    """What is damaged on the server is sent again, or isn't shown."""
    style = next(file["path"] for file in files["files"] if file["kept"] and file["path"].endswith(".css"))
    kept = site.root / "kept" / style.removeprefix("public/")
    kept.write_text("half")
    said = site.deploy("--no-ask", fails=True)
    check("is damaged" in said and "roll back" in said, "a damaged release that is shown:", said)
    kept.unlink()
    shutil.copy(site.out / style, kept)
    other = next(name for name in os.listdir(site.root / "releases") if not name.startswith(".") and name != site.shown())
    page = site.root / "releases" / other / "public/index.html"
    page.unlink()
    page.write_text("other bytes")
    said = spaces("rollback", site.root, other, "--no-ask", fails=True)
    check("is damaged: public/index.html" in said, "rollback to a damaged release:", said)


def locked(site, first):
    """Two deployments don't mix; one that was killed doesn't hold the next one back for ever."""
    lock = site.root / ".lock"
    lock.mkdir()
    (lock / "by").write_text("anna, since 2027-01-01T00:00:00Z\n")
    said = site.deploy("--no-ask", fails=True)
    check("another deployment is going on" in said and "anna" in said and lock.exists(), "two deployments:", said)
    old = time.time() - 2 * 3600
    os.utime(lock, (old, old))
    site.deploy("--no-ask")
    check(not lock.exists() and site.shown() == first, "the lock of one that was killed stays")


def program(site, first):
    """Another program is another release of the same site, and forms-fn is started anew instead of told."""
    other = site.folder / "other-forms-fn"
    shutil.copy(site.root / "current/forms-fn", other)
    with other.open("a") as file:
        file.write("# another\n")
    mark = site.folder / "mark"
    signals = ["--reload", f"echo reload >>'{mark}'", "--restart", f"echo restart >>'{mark}'"]
    site.deploy("--no-ask", "--program", other, *signals)
    name = site.shown()
    check(name != first and name.split(".")[0] == first.split(".")[0], "another program:", name, first)
    check((site.root / "current/forms-fn").read_bytes() == other.read_bytes(), "the program isn't there")
    page = "public/da/index.html"
    same = (site.root / "releases" / first / page).stat().st_ino == (site.root / "current" / page).stat().st_ino
    check(same, "an unchanged page was sent")
    # Without a program the one that is there goes on, and so does the release.
    site.deploy("--no-ask", *signals)
    check(site.shown() == name, "without a program:", site.shown(), name)
    spaces("rollback", site.root, "--no-ask", *signals)
    check(site.shown() == first and mark.read_text().split() == ["restart", "reload", "restart"], "signals:", mark.read_text().split())


def cleaned(site, other, files):
    """Five releases stay, with the one before; kept files go a month after the last release that names them."""
    releases = site.root / "releases"
    named = site.root / "kept" / next(file["path"] for file in files["files"] if file["kept"]).removeprefix("public/")
    unnamed, recent = site.root / "kept/media/0123456789ab-720.webp", site.root / "kept/media/0123456789ac-720.webp"
    for file in [unnamed, recent]:
        file.write_bytes(b"picture")
    month = time.time() - 40 * 86400
    for file in [named, unnamed]:
        os.utime(file, (month, month))
    for number in range(6):
        subprocess.run(["cp", "-al", releases / site.shown(), releases / f"old-{number}"], check=True)
        moment = time.time() - (10 - number) * 86400
        os.utime(releases / f"old-{number}", (moment, moment))
    before = site.shown()
    half = releases / ".half.part"
    half.mkdir()
    shutil.rmtree(releases / next(name for name in os.listdir(releases) if name.startswith(json.loads((other / "release.json").read_text())["id"])))
    site.deploy("--no-ask", out=other)
    left = sorted(name for name in os.listdir(releases))
    check(len(left) in (5, 6) and before in left and site.shown() in left and "old-5" in left and "old-0" not in left, "releases that stay:", left)
    check(not half.exists(), "what was killed on its way stays")
    check(named.exists() and recent.exists() and not unnamed.exists(), "kept files:", named.exists(), recent.exists(), unnamed.exists())
