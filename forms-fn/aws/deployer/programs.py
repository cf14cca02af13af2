"""The two programs of a release, with its forms → archives whose names are their hashes."""
import hashlib
import pathlib
import platform
import subprocess
import tempfile

from . import archive
from .trouble import Trouble

# What the ELF header says of a processor (e_machine), at byte 18.
MACHINES = {62: "x86_64", 183: "arm64"}
PACKAGE = "`forms-fn/package` builds it, and a release of the project has it ready"


def read(path, option):
    """A program that was given: its bytes, of a file that is one or an archive of one."""
    try:
        there = archive.program_of(pathlib.Path(path).read_bytes())
    except (OSError, KeyError) as error:
        raise Trouble(f"{option} `{path}` can't be read: {error}", PACKAGE) from error
    if there[:4] != b"\x7fELF":
        raise Trouble(f"{option} `{path}` is no program for Linux, and no archive of one", PACKAGE)
    return there


def before(bucket, key, option):
    """The program that the stack has now, for new pages alone."""
    there = bucket.read(key) if key else None
    if there is None:
        raise Trouble(f"a first deployment needs {option}", PACKAGE)
    return archive.program_of(there)


def processor(program):
    machine = int.from_bytes(program[18:20], "little")
    if machine not in MACHINES:
        raise Trouble(f"the program is for a processor that Lambda hasn't (ELF machine {machine})", PACKAGE)
    return MACHINES[machine]


def check_forms(program, folder):
    """Asks the program whether it can read the forms. False where this machine can't run it."""
    here = {"x86_64": "x86_64", "aarch64": "arm64"}.get(platform.machine())
    if platform.system() != "Linux" or processor(program) != here:
        return False
    with tempfile.TemporaryDirectory() as place:
        path = pathlib.Path(place) / "forms-fn"
        path.write_bytes(program)
        path.chmod(0o755)
        said = subprocess.run([path, "check-forms", folder], capture_output=True, text=True, env={}, check=False)
    if said.returncode != 0:
        raise Trouble(f"the program can't use the forms of this release:\n{(said.stderr or said.stdout).strip()}",
                      "take `spaces` and `forms-fn` from the same release")
    return True


def key_of(there):
    return f"functions/{hashlib.sha256(there).hexdigest()[:32]}.zip"
