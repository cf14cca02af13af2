"""The files for systemd and for containers, as far as they can be tried without either running."""

import re
import shutil
import subprocess

import yaml

from .common import ROOT, check

# Of 10: `systemd-analyze security` calls what is above 2 more than "OK".
EXPOSURE = "20"


def all_of(server, folder):
    systemd(server, folder / "units")
    container(server)


def systemd(server, units):
    units.mkdir()
    for file in [*server.glob("*.service"), *server.glob("*.socket"), *server.glob("*.timer")]:
        text = file.read_text()
        # The programs aren't installed here.
        text = re.sub(r"^(ExecStart=)/(srv/spaces/current/forms-fn|usr/local/bin/spaces) ", r"\1/bin/true ", text, flags=re.M)
        (units / file.name).write_text(text)
    names = sorted(str(file) for file in units.iterdir())
    check(len(names) == 6, "units:", names)
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True)
    check(said.returncode == 0 and not said.stderr.strip(), "systemd-analyze verify:", said.stderr)
    for name in [name for name in names if name.endswith(".service")]:
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", name], capture_output=True, text=True)
        check(said.returncode == 0, f"{name} is too open:", said.stdout[-200:], said.stderr)
        print("        ", said.stdout.strip().splitlines()[-1].removeprefix("→ ").strip(), flush=True)


def container(server):
    steps = re.sub(r"\\\n", " ", (server / "Containerfile").read_text())
    steps = [line.split(" ", 1) for line in steps.splitlines() if line and not line.startswith("#")]
    stages = [words.split() for step, words in steps if step == "FROM"]
    check(len(stages) == 2 and stages[0][1:] == ["AS", "build"], "stages:", stages)
    last = steps[max(at for at, (step, _) in enumerate(steps) if step == "FROM"):]
    users = [words for step, words in last if step == "USER"]
    check(users == ["forms"], "runs as", users)
    copied = [words for step, words in last if step == "COPY"]
    check(copied == ["--from=build /src/target/release/forms-fn /usr/local/bin/forms-fn"], "copies", copied)
    compose = yaml.safe_load((server / "compose.yaml").read_text())
    forms_fn, caddy = (compose["services"][name] for name in ["forms-fn", "caddy"])
    check(forms_fn["build"]["dockerfile"] == "dist/server/Containerfile" and forms_fn["read_only"] and forms_fn["cap_drop"] == ["ALL"], forms_fn)
    subnet = compose["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    check(forms_fn["command"][-2:] == ["--trusted-proxies", subnet], "believes", forms_fn["command"][-1], "and not", subnet)
    check("ports" not in forms_fn, "forms-fn is open to everybody")
    alias = forms_fn["networks"]["inside"]["aliases"][0]
    check(caddy["environment"]["FORMS_AT"] == f"{alias}:8081" and "{$FORMS_AT:" in (server / "Caddyfile").read_text(), "Caddy asks", caddy["environment"])
    mounted = {volume.split(":")[0] for service in [forms_fn, caddy] for volume in service["volumes"] if not volume.startswith((".", "/"))}
    check(mounted == set(compose["volumes"]), "volumes:", mounted)
    built(server)


def built(server):
    """Where a daemon runs, the image is made; elsewhere that is said."""
    docker = shutil.which("docker") or shutil.which("podman")
    if not docker or subprocess.run([docker, "info"], capture_output=True).returncode != 0:
        print("         no daemon for containers here: the Containerfile was read and not built", flush=True)
        return
    repository = ROOT.parent.parent.parent
    said = subprocess.run([docker, "build", "-q", "-f", server / "Containerfile", repository], capture_output=True, text=True)
    check(said.returncode == 0, "the image isn't built:", said.stderr[-500:])
    if said.returncode == 0:
        run = subprocess.run([docker, "run", "--rm", said.stdout.strip(), "--version"], capture_output=True, text=True)
        check(run.stdout.startswith("forms-fn "), "the image doesn't run:", run.stdout, run.stderr)
