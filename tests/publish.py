"""Publishing by git: .ci/publish on a clone of a small site, with programs from an archive, into a folder that plays the server.
python3 publish.py ARTEFACTS     (the folder that .ci/artefacts filled)
"""

import contextlib
import filecmp
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
FAULT = "content/stories/a-fault/index.en.md"
problems = []


def check(holds, *words):
    if not holds:
        problems.append(" ".join(str(word) for word in words))


def git(folder, *words):
    names = ["-c", "user.name=Karin", "-c", "user.email=karin@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", folder, *names, *words], check=True, capture_output=True, text=True).stdout.strip()


class Place:
    """A repository with a site, a clone of it as a forge makes one, and a server's folder."""

    def __init__(self, folder, artefacts):
        self.folder, self.artefacts = folder, artefacts
        self.origin, self.server, self.home = folder / "origin.git", folder / "server", folder / "home"
        self.home.mkdir()
        self.begin()
        self.work = self.clone("work")

    def begin(self):
        """What an editor pushes: a site, .ci, and which release of the programs it is published with."""
        site = self.folder / "site"
        shutil.copytree(ROOT / "generator/tests/site", site)
        shutil.copytree(ROOT / ".ci", site / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / ".gitignore", site)
        (site / ".ci/programs").write_text(f"url {self.artefacts}\n{self.archive_line()}\n")
        # What the site's repository is asked for is what is pushed, and no setting of this machine.
        git(site, "init", "--quiet", "--initial-branch=main")
        git(site, "add", "-A")
        git(site, "commit", "--quiet", "--message", "A site")
        git(self.folder, "clone", "--quiet", "--bare", site, self.origin)
        shutil.rmtree(site)

    def archive_line(self):
        lines = (self.artefacts / "SHA256SUMS").read_text().splitlines()
        return next(line for line in lines if line.endswith(".tar.gz"))

    def clone(self, name):
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.origin}", self.folder / name)
        return self.folder / name

    def publish(self, *words, **env):
        """A step, with nothing of this machine's own environment; (status, standard output, standard error)."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run([self.work / ".ci/publish", *words], capture_output=True, text=True,
                              env={"PATH": path, "HOME": str(self.home), "SPACES_DEPLOY_OPTIONS": "--no-ask", **env})
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, **env):
        status, out, err = self.publish(*words, **env)
        if status != 0:
            raise SystemExit(f".ci/publish {' '.join(words)} ends with {status}:\n{out}{err}")
        return out + err


def programs(place):
    """Nothing runs that has another checksum than the one in the repository."""
    named, kept = place.work / ".ci/programs", place.work / ".cache/programs"
    right = named.read_text()
    named.write_text("# nothing\n")
    status, _, err = place.publish("programs")
    check(status == 1 and "no release of the programs is named" in err, "without a release:", status, err)
    named.write_text(re.sub("^[0-9a-f]{8}", "00000000", right, flags=re.MULTILINE))
    status, _, err = place.publish("programs")
    check(status == 1 and "another checksum" in err, "with a wrong checksum:", status, err)
    check(not list(kept.iterdir()), "of an archive with a wrong checksum something is left:", list(kept.rglob("*")))
    status, _, err = place.publish("check")
    check(status == 1 and "the programs are not here" in err, "check without programs:", status, err)
    named.write_text(right)
    status, _, err = place.publish("programs", SPACES_PROGRAMS="http://example.org")
    check(status == 1 and "come by https" in err, "programs by http:", status, err)
    status, _, err = place.publish("programs", SPACES_PROGRAMS="/nowhere")
    check(status == 1 and "could not be fetched from /nowhere/spaces-" in err, "programs that aren't there:", status, err)
    said = place.must("programs")
    check(re.search(r"^spaces .*\nforms-fn ", said), "the programs say", said)
    place.must("programs", SPACES_PROGRAMS="/nowhere")
    archive = next(kept.glob("*.tar.gz"))
    archive.write_bytes(archive.read_bytes()[:-1])
    check(place.publish("programs", SPACES_PROGRAMS="/nowhere")[0] != 0, "a kept archive that was changed is taken")
    place.must("programs")


def annotations(place):
    """A fault stands at its line in the way of each forge, and stops the site."""
    place.must("check")
    fault = place.work / FAULT
    fault.parent.mkdir(parents=True)
    fault.write_text("---\ntitle: A fault\nhost: nobody-of-that-name\n---\n\nWords.\n")
    status, out, _ = place.publish("check", GITHUB_ACTIONS="true")
    check(status == 1 and f"::error file={FAULT},line=3," in out, "for GitHub:", status, out)
    status, _, err = place.publish("check", GITLAB_CI="true")
    report = json.loads((place.work / "gl-code-quality-report.json").read_text())
    lines = {(issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in report}
    check(status == 1 and (FAULT, 3) in lines and FAULT in err, "for GitLab:", status, lines, err)
    status, out, err = place.publish("check", GITHUB_ACTIONS="true", FORGEJO_ACTIONS="true", SPACES_LANG="da")
    check(status == 1 and "::error" not in out and f"{FAULT}:3" in err, "for Forgejo:", status, out, err)
    (place.work / "gl-code-quality-report.json").unlink()
    # As a draft it stops a pull request, which shows it, and not the site.
    fault.write_text(fault.read_text().replace("title:", "draft: true\ntitle:"))
    check(place.publish("check")[0] == 0, "a draft with a fault stops the site")
    check(place.publish("check", GITHUB_EVENT_NAME="pull_request")[0] == 1, "a draft with a fault is not seen in a pull request")
    shutil.rmtree(fault.parent)


def record(place):
    """What is published comes into the repository; where that may not be, the site is published all the same."""
    before = git(place.origin, "rev-parse", "main")
    status, _, err = place.publish("record", SPACES_GIT_PUSH_TO="/nowhere")
    check(status == 0 and "could not be pushed" in err, "without the right to push:", status, err)
    check(git(place.work, "rev-parse", "HEAD") == before, "a commit is left that nobody has")
    check(git(place.work, "status", "--porcelain", "--", "content"), "what was recorded is lost")
    place.must("record")
    after = git(place.origin, "log", "-1", "--format=%s", "main")
    check(after == "Record what is published [skip ci]", "the last commit is", after)
    check(git(place.origin, "diff", "--name-only", before, "main").startswith("content/"), "something else was recorded")
    place.must("record")
    check(git(place.origin, "rev-list", "--count", f"{before}..main") == "1", "what is recorded is recorded again")


def main_site(place):
    """The site on the server, by its release; a second time nothing is made again."""
    status, _, err = place.publish("deploy", SPACES_DEPLOY_TO=str(place.server))
    check(status == 1 and "dist holds no release" in err, "deploy before build:", status, err)
    place.must("build")
    status, _, err = place.publish("deploy")
    check(status == 2 and "nobody said where to" in err, "deploy to nowhere:", status, err)
    output, summary = place.folder / "output", place.folder / "summary"
    place.must("deploy", SPACES_DEPLOY_TO=str(place.server), GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTOR="karin")
    release = json.loads((place.work / "dist/release.json").read_text())
    commit = git(place.work, "rev-parse", "HEAD")
    check(release["commit"] and commit.startswith(release["commit"]) and "dirty" not in release["id"], "the release is", release["id"])
    shown = os.readlink(place.server / "current")
    check(shown.startswith(f"releases/{release['id']}"), "the server shows", shown)
    check(filecmp.cmp(place.server / "current/public/en/index.html", place.work / "dist/public/en/index.html", shallow=False), "another front page is shown")
    check(os.access(place.server / "current/forms-fn", os.X_OK), "the program isn't in the release")
    check(" karin" in (place.server / "history").read_text(), "nobody knows who published")
    base = re.search(r"^baseUrl: *\"?([^\"\s]+)", (place.work / "content/site.yaml").read_text(), re.MULTILINE)[1].rstrip("/")
    check(output.read_text() == f"url={base}/\n" and f"<{base}/>" in summary.read_text(), "the address is told as", output.read_text())
    return release


def again(place, release):
    """Another run on another machine: a new clone, with the two folders that were kept."""
    first = place.work
    place.work = place.clone("again")
    for kept in (".cache", "dist"):
        shutil.move(first / kept, place.work / kept)
    place.must("programs", SPACES_PROGRAMS="/nowhere")
    said = place.must("build")
    check(re.search(r"\(0 new or changed, \d+ as they were, 0 removed\)", said), "with all that was kept, it says", said)
    now = json.loads((place.work / "dist/release.json").read_text())
    check(now == release, "the same site is another release:", now["id"], release["id"])
    shutil.rmtree(place.work / "dist")
    shutil.rmtree(place.work / ".cache")
    place.must("programs")
    place.must("build")
    now = json.loads((place.work / "dist/release.json").read_text())
    check(now == release, "without all that was kept, it is another release:", now["id"], release["id"])
    place.must("deploy", SPACES_DEPLOY_TO=str(place.server))


class Forge(http.server.BaseHTTPRequestHandler):
    """Takes comments, as Forgejo does."""
    taken = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        Forge.taken.append((self.path, self.headers["authorization"], body["body"]))
        self.send_response(201)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def forge():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
        server.shutdown()


def preview(place):
    """A pull request with a draft: beside the site, below its own address, and away again."""
    shown = os.readlink(place.server / "current")
    draft = place.work / "content/pages/only-a-draft/index.en.md"
    draft.parent.mkdir(parents=True)
    draft.write_text("---\ntitle: Only a draft\nkind: page\nsummary: Seen in a preview.\ndraft: true\n---\n\nWords that nobody else reads.\n")
    for name in ("../../etc", "PR-7", "-x", ""):
        check(place.publish("remove", name)[0] == 2, "a preview may be called", repr(name))
    status, _, err = place.publish("remove")
    check(status == 2 and "which preview?" in err, "remove without a name:", status, err)
    place.must("build", "pr-7")
    with forge() as api:
        said = place.must("deploy", "pr-7", SPACES_DEPLOY_TO=str(place.server), GITHUB_API_URL=api, GITHUB_REPOSITORY="us/site",
                          SPACES_COMMENT_ON="7", SPACES_COMMENT_TOKEN="of-this-run", GITLAB_CI="true")
    address = re.search(r"published at (\S+)", said)[1]
    check(address.endswith("/previews/pr-7/"), "the preview is at", address)
    check(Forge.taken == [("/api/v1/repos/us/site/issues/7/comments", "token of-this-run", f"Preview: {address}")], "the forge was told", Forge.taken)
    check((place.work / "published.env").read_text() == f"SPACES_URL={address}\n", "GitLab was told something else")
    pages = list((place.server / "previews/pr-7").rglob("only-a-draft/index.html"))
    check(pages and "Words that nobody else reads." in pages[0].read_text(), "the draft isn't in the preview")
    check("/previews/pr-7/" in (place.server / "previews/pr-7/en/index.html").read_text(), "its links lead out of the preview")
    check(not list((place.server / "current/public").rglob("only-a-draft")), "the draft is on the site")
    check(os.readlink(place.server / "current") == shown, "a preview is shown in place of the site")
    place.must("deploy", "pr-7", SPACES_DEPLOY_TO=str(place.server), SPACES_COMMENT_ON="7", SPACES_COMMENT_TOKEN="x",
               GITHUB_API_URL="http://127.0.0.1:9", GITHUB_REPOSITORY="us/site")
    place.must("remove", "pr-7", SPACES_DEPLOY_TO=str(place.server))
    check(not (place.server / "previews/pr-7").exists(), "the preview is still there")


def by_ssh(place):
    """The key is in an agent while ssh runs, and nowhere afterwards; who the server is must be known."""
    key = place.folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "of the test", "-f", key], check=True)
    (place.folder / "bin").mkdir()
    # In place of ssh: notes which keys there are, leaves the host away, and does the rest here.
    (place.folder / "bin/ssh").write_text(
        f'#!/bin/sh\nssh-add -l >>"{place.folder}/keys"\nwhile [ "$1" != example.org ]; do shift; done\nshift\nexec sh -c "$*"\n')
    (place.folder / "bin/ssh").chmod(0o755)
    to = {"SPACES_DEPLOY_TO": f"example.org:{place.folder}/far", "SPACES_SSH_KEY": key.read_text()}
    place.must("build")
    status, _, err = place.publish("deploy", **to)
    check(status == 1 and "SPACES_SSH_KNOWN_HOSTS is not set" in err, "to a server that nobody knows:", status, err)
    status, _, err = place.publish("deploy", **{**to, "SPACES_SSH_KEY": "ssh-ed25519 AAAA"}, SPACES_SSH_KNOWN_HOSTS="example.org ssh-ed25519 AAAA")
    check(status == 1 and "SPACES_SSH_KEY is not a private key" in err, "a key that is none:", status, err)
    place.must("deploy", **to, SPACES_SSH_KNOWN_HOSTS="example.org ssh-ed25519 AAAA")
    check("of the test" in (place.folder / "keys").read_text(), "ssh has no key")
    check("example.org ssh-ed25519 AAAA\n" in (place.home / ".ssh/known_hosts").read_text(), "the server isn't known")
    check((place.folder / "far/current/public/en/index.html").exists(), "nothing arrived by ssh")
    left = [path for path in place.folder.rglob("*") if path.is_file() and path != key and b"OPENSSH PRIVATE KEY" in path.read_bytes()]
    check(not left, "the key lies in", left)


def main(artefacts):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(pathlib.Path(folder), pathlib.Path(artefacts).resolve())
        programs(place)
        annotations(place)
        record(place)
        again(place, main_site(place))
        preview(place)
        by_ssh(place)
    print("\n".join(problems) or "published: main, preview and by ssh, from a clone, with programs from an archive")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
