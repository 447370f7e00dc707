"""Writes archives of the same three files with Python's own modules, each in its own way, into the directory named. Any Python from 2.7 on."""
import io
import os
import stat
import sys
import tarfile
import zipfile

out = sys.argv[1]
FILES = [("p/__init__.py", b""), ("p/a.py", b"a = 1\n" * 200), ("p/x.txt", bytes(bytearray(range(256))))]


class Pipe(object):
    """A file that cannot seek."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        self.file.flush()

    def close(self):
        self.file.close()


def zips():
    for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(os.path.join(out, name + ".zip"), "w", method) as z:
            for path, body in FILES:
                z.writestr(path, body)
    with zipfile.ZipFile(os.path.join(out, "infos.zip"), "w") as z:
        for path, body in FILES:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.external_attr = (stat.S_IFREG | 0o755) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, body)
    tree = os.path.join(out, "tree")
    os.makedirs(os.path.join(tree, "p"))
    for path, body in FILES:
        with open(os.path.join(tree, path), "wb") as f:
            f.write(body)
    with zipfile.ZipFile(os.path.join(out, "written.zip"), "w", zipfile.ZIP_DEFLATED) as z:
        z.write(os.path.join(tree, "p"), "p")
        for path, _ in FILES:
            z.write(os.path.join(tree, path), path)
    if sys.version_info < (3, 6):
        return
    for name, method in (("streamed", zipfile.ZIP_DEFLATED), ("streamed-stored", zipfile.ZIP_STORED)):
        pipe = Pipe(os.path.join(out, name + ".zip"))
        with zipfile.ZipFile(pipe, "w", method) as z:
            for path, body in FILES:
                z.writestr(path, body)
        pipe.close()
    for name, target in (
        ("zip64", os.path.join(out, "zip64.zip")),
        ("streamed-zip64", Pipe(os.path.join(out, "streamed-zip64.zip"))),
    ):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
            for path, body in FILES:
                with z.open(path, "w", force_zip64=True) as f:
                    f.write(body)
        if name != "zip64":
            target.close()
    with zipfile.ZipFile(os.path.join(out, "opened.zip"), "w", zipfile.ZIP_DEFLATED) as z:
        for path, body in FILES:
            with z.open(path, "w") as f:
                f.write(body)
    with zipfile.ZipFile(os.path.join(out, "commented.zip"), "w") as z:
        z.comment = b"made by hand"
    with zipfile.ZipFile(os.path.join(out, "twice.zip"), "w") as z:
        z.writestr("p/a.py", b"one")
        with __import__("warnings").catch_warnings():
            __import__("warnings").simplefilter("ignore")
            z.writestr("p/a.py", b"two")
    with zipfile.ZipFile(os.path.join(out, "bzip2.zip"), "w", zipfile.ZIP_BZIP2) as z:
        z.writestr("p/a.py", b"one" * 99)


def tars():
    formats = (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT))
    for name, form in formats:
        with tarfile.open(os.path.join(out, name + ".tar.gz"), "w:gz", format=form) as t:
            folder = tarfile.TarInfo("s-1.0")
            folder.type = tarfile.DIRTYPE
            folder.mode = 0o755
            t.addfile(folder)
            files = FILES + [("d" * 90 + "/" + "e" * 60 + ".py", b"long")]
            if form != tarfile.USTAR_FORMAT:
                files.append(("f" * 200 + ".py", b"longer"))
            for path, body in files:
                info = tarfile.TarInfo("s-1.0/" + path)
                info.size = len(body)
                info.mode = 0o755 if path.endswith("x.txt") else 0o644
                info.mtime = 1700000000 if form != tarfile.PAX_FORMAT else 1700000000.25
                info.uname = info.gname = "somebody"
                t.addfile(info, io.BytesIO(body))


{"zips": zips, "tars": tars}[sys.argv[2]]()
