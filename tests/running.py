"""docs/running.md as a stranger follows it: its commands run in a folder that plays the server, one after the other, as they stand
there. What needs a machine of its own is played: packages, users, systemd, the address of the release.   python3 running.py ARTEFACTS
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs/running.md"
# Folders of a server, which lie below the test's.
PLACES = re.compile(r"(?<![\w.~/-])/(srv|etc|usr/local/bin|usr/local/src|var/lib)(?=[/\s;&)]|$)")
# What a stand-in does with its arguments, as sh. Each is written down first.
STAND_INS = {
    "apt-get": ":",
    "useradd": ":",
    "systemctl": ":",
    "runuser": 'shift 3; exec "$@"',
    # curl -fsSLO URL -O URL: the last parts of the addresses, from the release that was made here.
    "curl": 'for word; do case $word in https://*) cp "$ARTEFACTS/${word##*/}" . ;; esac; done',
    "install": 'while :; do case $1 in -o|-g) shift 2 ;; -d) d=-d; shift ;; *) break ;; esac; done; exec /usr/bin/install $d "$@"',
}
problems = []


def check(holds, *words):
    if not holds:
        problems.append(" ".join(str(word) for word in words))


def commands(heading):
    """The commands below a heading, up to the next one of any kind."""
    text = re.split(r"^##+ ", GUIDE.read_text(), flags=re.MULTILINE)
    [part] = [part for part in text if part.startswith(heading + "\n")]
    blocks = re.findall(r"^( *)```sh\n(.*?)^ *```$", part, re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in block.strip("\n").split("\n")) for indent, block in blocks]


class Machine:
    """A server with nothing on it but what Debian brings."""

    def __init__(self, folder, artefacts):
        self.folder, self.log = folder, folder / "log"
        for place in ("bin", "srv", "usr/local/src", "usr/local/bin", "etc/systemd/system", "etc/polkit-1/rules.d", "etc/caddy", "var/lib", "home"):
            (folder / place).mkdir(parents=True)
        for name, does in STAND_INS.items():
            (folder / "bin" / name).write_text(f'#!/bin/sh\nprintf "%s %s\\n" {name} "$*" >>"{self.log}"\n{does}\n')
            (folder / "bin" / name).chmod(0o755)
        site = self.repository()
        self.env = {
            "PATH": f"{folder}/usr/local/bin:{folder}/bin:{os.environ['PATH']}", "HOME": f"{folder}/home", "ARTEFACTS": str(artefacts),
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.file://{site}.insteadOf", "GIT_CONFIG_VALUE_0": "https://example.org/our-site.git",
        }

    def git(self, *words, where="."):
        subprocess.run(["git", "-C", self.folder / where, "-c", "user.name=Karin", "-c", "user.email=karin@example.org", *words],
                       check=True, capture_output=True)

    def repository(self):
        """The site of the tests, in a repository that editors push to."""
        site = self.folder / "site"
        shutil.copytree(ROOT / "generator/tests/site", site)
        shutil.copy(ROOT / ".gitignore", site)
        self.git("init", "--quiet", "--initial-branch=main", where="site")
        self.commit()
        return site

    def commit(self):
        self.git("add", "-A", where="site")
        self.git("commit", "--quiet", "--message", "As it is now", where="site")

    def here(self, command):
        """A command with the folders of this machine. Nobody answers at the site's address, so nobody is asked."""
        command = PLACES.sub(lambda found: f"{self.folder}/{found[1]}", command)
        return re.sub(r"spaces (deploy|rollback) (\S+)(?!.*--no-ask)", r"spaces \1 \2 --no-ask", command)

    def run(self, command, where=None):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", self.here(command)], cwd=where or self.folder, env=self.env,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"docs/running.md: a command ends with {done.returncode}:\n  {command}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def shown(self):
        return os.readlink(self.folder / "srv/spaces/current")


class Forms:
    """forms-fn as its unit starts it, on a free port."""

    def __init__(self, machine):
        unit = (machine.folder / "etc/systemd/system/forms-fn.service").read_text()
        start = machine.here(re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1])
        words = shlex.split(start.replace("127.0.0.1:8081", "127.0.0.1:0"))
        settings = (machine.folder / "etc/forms-fn.env").read_text().splitlines()
        env = {**machine.env, **dict(line.split("=", 1) for line in settings)}
        # systemd makes its StateDirectory.
        (machine.folder / "var/lib/forms-fn").mkdir(mode=0o700)
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("http"):
            raise SystemExit(f"forms-fn doesn't start: {self.process.stderr.read()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)

    def ask(self, path):
        with urllib.request.urlopen(self.address.rstrip("/") + path, timeout=30) as answer:
            return answer.read().decode()


def started(machine):
    """What command 9 starts was put there by command 8."""
    units = machine.folder / "etc/systemd/system"
    [enabled] = re.findall(r"^systemctl enable --now (.*)$", machine.log.read_text(), re.MULTILINE)
    for name in enabled.split():
        check((units / name).exists(), "command 9 starts a unit that command 8 doesn't put there:", name)
    check(machine.shown().startswith("releases/"), "nothing is shown after command 6")
    mode = (machine.folder / "etc/forms-fn.env").stat().st_mode & 0o777
    check(mode == 0o600, "the mail account's password may be read by others:", oct(mode))
    done = subprocess.run(["caddy", "validate", "--adapter", "caddyfile", "--config", machine.folder / "etc/caddy/Caddyfile"],
                          capture_output=True, text=True, env={**os.environ, "HOME": f"{machine.folder}/home"})
    check(done.returncode == 0, "Caddy refuses its settings:", done.stderr[-500:])


def one_server(machine):
    ten = commands("One server, in ten commands")
    check(len(ten) == 10, "One server, in", len(ten), "commands")
    for command in ten[:9]:
        machine.run(command)
    started(machine)
    with Forms(machine) as forms:
        said = machine.run(ten[9])
        check("karin@example.org" in said, "command 10 says", said)
        check(forms.ask("/readyz").startswith("ok"), "/readyz says", forms.ask("/readyz"))
        check("<form" in forms.ask("/en/forms/registration?event=dinner"), "there is no form")
    first = machine.shown()
    change(machine)
    check(machine.shown() != first, "a change isn't shown")
    program = machine.folder / "usr/local/bin/forms-fn"
    check(program.resolve() == (machine.folder / "srv/spaces/current/forms-fn").resolve(), "the command forms-fn is another program than the service")
    listed, back = "\n".join(commands("Go back")).split("\n")
    check(machine.run(listed).count("\n") == 2, "other releases are listed")
    machine.run(back)
    check(machine.shown() == first, "the way back leads elsewhere")


def change(machine):
    """An editor's computer records and pushes; the server only fetches, so that it never has changes of its own."""
    own = machine.folder / "own"
    machine.git("clone", "--quiet", machine.folder / "site", own)
    for key, value in (("user.name", "Karin"), ("user.email", "karin@example.org")):
        machine.git("config", key, value, where="own")
    machine.git("config", "receive.denyCurrentBranch", "updateInstead", where="site")
    page = next((own / "content/pages").glob("*/index.en.md"))
    page.write_text(page.read_text() + "\nMore words.\n")
    record, show = commands("A change")
    machine.run(record, own)
    machine.run(show)
    left = subprocess.run(["git", "-C", machine.folder / "srv/site", "status", "--porcelain"], check=True, capture_output=True, text=True).stdout
    check(not left, "the server's clone has changes, which stop the next one:", left)


def by_git(machine):
    """What stands in .ci/programs, and the key's place on the server."""
    text = GUIDE.read_text()
    [named] = re.findall(r"^ *(url https://\S+)\n *([0-9a-f]{64}  \S+)$", text, re.MULTILINE)
    known = (ROOT / ".ci/programs").read_text()
    check(all(f"#   {line}\n" in known for line in named), ".ci/programs shows other lines than", named)
    check(text.count(f"u={named[0].removeprefix('url ').replace('0.1.0', '$v')};") == 2, "the programs are fetched from another form of address")
    (machine.folder / "publish.pub").write_text("ssh-ed25519 AAAA\n")
    placed = commands("Publish by git")[0].replace("~deploy", f"{machine.folder}/deploy")
    machine.run(placed)
    check((machine.folder / "deploy/.ssh/authorized_keys").stat().st_mode & 0o777 == 0o600, "the key may be written by others")


def on_aws(machine):
    """Up to AWS itself, which tests/aws.py plays; of the deployer's commands, whether it knows their words."""
    five = commands("AWS, in five commands")
    check(len(five) == 5, "AWS, in", len(five), "commands")
    where = machine.folder / "site"
    for command in five[:3]:
        machine.run(command, where)
    check((machine.folder / "home/aws-secrets/secrets.json").stat().st_mode & 0o077 == 0, "the secrets may be read by others")
    words = re.findall(r"forms-fn/aws/deploy [^`\n]+", GUIDE.read_text())
    check(len(words) > 4, "too few commands of the deployer are looked at:", words)
    for line in words:
        parse = "import sys; sys.argv[:] = sys.argv[1:]; from deployer.__main__ import arguments; arguments()"
        done = subprocess.run([sys.executable, "-c", parse, *shlex.split(line)], cwd=ROOT / "forms-fn/aws", capture_output=True, text=True)
        check(done.returncode == 0, "the deployer refuses:", line, done.stderr)
    for flag in ("--program", "--desk-program"):
        program = re.search(rf"{flag} (\S+)", five[3])[1]
        check((where / program).exists(), "no file of the release:", program)


def main(artefacts):
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(pathlib.Path(folder).resolve(), pathlib.Path(artefacts).resolve())
        one_server(machine)
        by_git(machine)
        on_aws(machine)
    print("\n".join(problems) or "docs/running.md: each command was run, in a folder that plays the server")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
