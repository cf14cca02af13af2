"""The programs that are measured: how each is had, and the command with which it builds a site."""

import os
import shutil
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
# What is installed here is used by the benchmark alone.
TOOLS = os.path.join(PROJECT, "target", "bench")
# The moment for which the site is built: after all stories, before all events.
NOW = "2026-11-01T12:00:00Z"
BLADES = "0.6.0"


def run(command, **more):
    """Runs a command that must succeed; what it says is shown when it doesn't."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        sys.exit("%s\nfailed:\n%s" % (" ".join(command), done.stdout))
    return done.stdout


def spaces(debug):
    """This project's generator, as it is delivered."""
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(PROJECT, "target"))
    return cargo(os.path.join(PROJECT, "Cargo.toml"), "spaces", target, "spaces", debug)


def floor(debug):
    """The program that does only what can't be left out."""
    return cargo(os.path.join(HERE, "floor", "Cargo.toml"), "floor", TOOLS, "floor", debug)


def cargo(manifest, package, target, program, debug):
    profile = [] if debug else ["--release"]
    run(["cargo", "build", "--quiet", "--locked", "--manifest-path", manifest, "-p", package, "--target-dir", target]
        + profile)
    return os.path.join(target, "debug" if debug else "release", program)


def hugo():
    """Hugo from its Python package; the program behind the package's launcher."""
    return os.path.join(package("hugo"), "binaries", "hugo")


def pagefind():
    """Pagefind's program from its Python package."""
    return os.path.join(package("pagefind_bin"), "pagefind")


def package(name):
    """The folder of a Python package, by the version in `requirements.txt`."""
    return run([python(), "-I", "-c", "import %s; print(list(%s.__path__)[0])" % (name, name)]).strip()


def python():
    """A Python with the packages of `requirements.txt`, and none else."""
    wanted = os.path.join(HERE, "requirements.txt")
    folder = os.path.join(TOOLS, "python")
    mark = os.path.join(folder, "installed.txt")
    program = os.path.join(folder, "bin", "python")
    if not (os.path.exists(mark) and read(mark) == read(wanted)):
        venv.create(folder, clear=True, with_pip=True)
        run([program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted])
        shutil.copy(wanted, mark)
    return program


def blades():
    """Blades, the fastest generator that we know of, from its crate."""
    root = os.path.join(TOOLS, "blades")
    program = os.path.join(root, "bin", "blades")
    if not os.path.exists(program):
        run(["cargo", "install", "--quiet", "--locked", "--root", root, "--version", BLADES, "blades"])
    return program


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def hugo_command(program, root, out):
    return [program, "--quiet", "--source", root, "--destination", out]


def complete_hugo_command(program, root, out):
    return [python(), os.path.join(HERE, "complete.py"), program, pagefind(), root, out]


def blades_command(program, root, out):
    # Where it writes stands in its settings; the frame of its corpus says it.
    return [program, "all"]


# Program, its corpus and its output folder → its command, which runs in the corpus.
COMMANDS = {"hugo": hugo_command, "complete-hugo": complete_hugo_command, "blades": blades_command}
