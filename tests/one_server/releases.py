"""What goes wrong on the way to a server, and what doesn't stay there for ever."""

import hashlib
import json
import os
import shutil
import subprocess
import threading
import time

from .common import ask, check
from .site import spaces


def all_of(site, other):
    first, files = site.shown(), json.loads((site.out / "release.json").read_text())
    unasked(site, other, first)
    unshown(site, other, first)
    changed(site, first)
    unreadable(site, first)
    unmeant(site, first)
    broken_off(site, other, first)
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


def redescribed(out, **changes):
    """A description that fits what lies in a folder now, as a program with other habits would write it. Its name."""
    release = out / "release.json"
    described = json.loads(release.read_text())
    lines = ""
    for file in described["files"]:
        data = (out / file["path"]).read_bytes()
        file["sha256"], file["size"] = hashlib.sha256(data).hexdigest(), len(data)
        words = [file[key] for key in ["path", "sha256", "type", "encoding", "cache"]]
        lines += json.dumps(words, separators=(",", ":"), ensure_ascii=False) + "\n"
    described["id"] = f"local-{hashlib.sha256(lines.encode()).hexdigest()[:12]}"
    release.write_text(json.dumps({**described, **changes}))
    return described["id"]


def unreadable(site, first):
    """Forms that the program there can't read, in a folder that is what it says: refused before the pointer moves."""
    out = site.folder / "unreadable"
    shutil.copytree(site.out, out)
    manifest = out / "forms/manifest.json"
    manifest.write_text(manifest.read_text().replace('"version":1', '"version":99', 1))
    redescribed(out)
    said = site.deploy("--no-ask", out=out, fails=True)
    # That much `spaces` sees itself.
    check("99" in said and site.shown() == first, "forms of another version:", said)
    # The words of a form are gone: only forms-fn's own check sees that.
    shutil.copy(site.out / "forms/manifest.json", manifest)
    (out / "forms/texts/da.json").write_text("{}")
    name = redescribed(out)
    said = site.deploy("--no-ask", out=out, fails=True)
    check("forms-fn refuses" in said and site.shown() == first, "forms without words:", said)
    check(not any(there.startswith(name) for there in os.listdir(site.root / "releases")), "it stands among the releases")
    shutil.rmtree(out)


def unmeant(site, first):
    """What whoever deploys can't mean: another site's address, drafts, a description that is none, a program without a byte."""
    out = site.folder / "unmeant"
    shutil.copytree(site.out, out)
    manifest = out / "forms/manifest.json"
    manifest.write_text(manifest.read_text().replace("https://localhost", "https://elsewhere", 1))
    redescribed(out)
    said = site.deploy("--no-ask", out=out, fails=True)
    check("--another-address" in said and site.shown() == first, "another address:", said)
    shutil.copy(site.out / "forms/manifest.json", manifest)
    redescribed(out, drafts=True)
    said = site.deploy("--no-ask", out=out, fails=True)
    check("--drafts" in said and site.shown() == first, "drafts:", said)
    for name in ["", "a b", "local-0123456789ab", "../x"]:
        redescribed(out, id=name)
        said = site.deploy("--no-ask", out=out, fails=True)
        check("isn't that of its files" in said and site.shown() == first, "the name", repr(name), said)
    # Its name fits its files, so only the path itself is wrong.
    described = json.loads((site.out / "release.json").read_text())
    first_file = described["files"][0]
    path = first_file["path"] + "\nEND-OF-FILES\ntouch PWNED\n: b"
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(out / first_file["path"], out / path)
    first_file["path"] = path
    (out / "release.json").write_text(json.dumps(described))
    redescribed(out)
    said = site.deploy("--no-ask", out=out, fails=True)
    check("is no path of a release" in said and not (site.root / "PWNED").exists(), "a path with line breaks:", said)
    shutil.rmtree(out)
    empty = site.folder / "empty"
    empty.write_bytes(b"")
    said = site.deploy("--no-ask", "--program", empty, fails=True)
    check("is empty" in said and site.shown() == first, "an empty program:", said)


def broken_off(site, other, first):
    """Somebody was killed, or the disk was full, between two steps: the next one sees it."""
    # The pointer was moved, and forms-fn never told of its program.
    mark = site.folder / "told"
    told = ["--reload", f"echo reload >>'{mark}'", "--restart", f"echo restart >>'{mark}'"]
    (site.root / ".told").write_text("0" * 64 + "\n")
    site.deploy("--no-ask", *told)
    site.deploy("--no-ask", *told)
    check(mark.read_text().split() == ["restart", "reload"], "a program of which nobody told:", mark.read_text().split())
    # The pointer was moved, and nobody wrote it down; somebody's words stand there that no computer reads.
    site.deploy("--no-ask", out=other)
    second = site.shown()
    history = site.root / "history"
    kept = history.read_bytes()
    history.write_bytes(b"".join(kept.splitlines(keepends=True)[:-1]) + b"\xff\xfe note\n")
    spaces("rollback", site.root, "--no-ask")
    check(site.shown() == first, "back from what isn't in the history:", site.shown(), first)
    # A clock publishes nothing over what somebody went back to; somebody does.
    said = site.deploy("--no-ask", "--keep-rollback", out=other, fails=True)
    check("went back to" in said and first in said and site.shown() == first, "--keep-rollback:", said)
    site.deploy("--no-ask", out=other)
    site.deploy("--no-ask", "--keep-rollback")
    check(second != first and site.shown() == first, "--keep-rollback after a deployment:", site.shown())
    # What can't be written down isn't done.
    history.rename(site.root / "history.kept")
    history.mkdir()
    site.deploy("--no-ask", out=other, fails=True)
    check(site.shown() == first, "without a history shows", site.shown())
    history.rmdir()
    (site.root / "history.kept").rename(history)


def mended(site, files):
    """What is damaged on the server is sent again, or isn't shown."""
    style = next(file["path"] for file in files["files"] if file["kept"] and file["path"].endswith(".css"))
    kept = site.root / "kept" / style.removeprefix("public/")
    kept.write_text("half")
    first = site.shown()
    site.deploy("--no-ask")
    # Under its readers nothing is changed: the same stands beside it.
    check(site.shown() == f"{first}.again" and kept.read_bytes() == (site.out / style).read_bytes(), "a damaged release that is shown:", site.shown())
    spaces("rollback", site.root, first, "--no-ask")
    check(site.shown() == first, "back to the release that was mended:", site.shown())
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
    said = site.deploy("--no-ask", "--wait", "1", fails=True)
    check("another deployment is going on" in said and "anna" in said and lock.exists(), "two deployments:", said)
    # It ends while the next one waits.
    threading.Timer(1.5, shutil.rmtree, [lock]).start()
    site.deploy("--no-ask")
    check(not lock.exists() and site.shown() == first, "two deployments, one after the other")
    lock.mkdir()
    old = time.time() - 6 * 60
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
    # What the tests before left is older than these.
    for name in os.listdir(releases):
        if name != site.shown():
            os.utime(releases / name, (month, month))
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
