"""A program and the folder of forms → the archive of a function. The same files make the same bytes.

    python3 -m deployer.archive PROGRAM ARCHIVE [FORMS]
"""
import io
import pathlib
import sys
import zipfile

# No times, no owners, a fixed order.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def make(program, forms=()):
    """`program`: its bytes. `forms`: pairs of a path below the folder and the bytes there."""
    files = [("bootstrap", program, 0o755)] + [(f"forms/{path}", there, 0o644) for path, there in sorted(forms)]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, there, mode in files:
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.create_system, entry.compress_type, entry.external_attr = 3, zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            out.writestr(entry, there)
    return archive.getvalue()


def folder(forms):
    """What `make` takes, of a folder."""
    forms = pathlib.Path(forms)
    return [(path.relative_to(forms).as_posix(), path.read_bytes()) for path in forms.rglob("*") if path.is_file()]


def program_of(there):
    """The program in bytes that are one, or an archive of one."""
    if there[:2] != b"PK":
        return there
    with zipfile.ZipFile(io.BytesIO(there)) as archive:
        return archive.read("bootstrap")


def main():
    program, archive, *forms = map(pathlib.Path, sys.argv[1:])
    files = folder(forms[0]) if forms else []
    archive.write_bytes(make(program_of(program.read_bytes()), files))
    sizes = [path.stat().st_size / 1e6 for path in (program, archive)]
    print(f"{archive}: program {sizes[0]:.2f} MB, archive {sizes[1]:.2f} MB, {len(files) + 1} files")


if __name__ == "__main__":
    main()
