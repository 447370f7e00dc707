"""Wheels, read by our own hands: the archive from its end and from its start, then RECORD against every file. Nothing is written here.

Sources: PKWARE APPNOTE 4.3 and 4.4; binary distribution format specification. Only the plain form is read that the closure's wheels
have; everything else is refused. The bytes were compared with their SHA-256 before.
"""
import binascii
import struct
import zlib


class Refused(Exception):
    """Why nothing is done, for a person; `hint` says what would help, `status` is the exit status."""

    def __init__(self, message, hint=None, status=1):
        Exception.__init__(self, message)
        self.message = message
        self.hint = hint
        self.status = status


def hex_digest(data):
    return hashlib.sha256(data).hexdigest()


def record_digest(data):
    """SHA-256 as RECORD has it: URL-safe base64 without padding."""
    coded = binascii.b2a_base64(hashlib.sha256(data).digest())[:-1].decode("ascii")
    return coded.replace("+", "-").replace("/", "_").rstrip("=")


def check_path(path, filename):
    """A relative path that every system reads alike."""
    for part in path.split("/"):
        odd = part in ("", ".", "..") or part[-1] in ". " or not PLAIN.issuperset(part)
        if odd or part.partition(".")[0].lower() in DEVICES:
            raise Refused("%s holds the path %r, which not every system reads alike" % (filename, path))


PLAIN = frozenset(chr(code) for code in range(32, 127)) - frozenset('\\:<>"|?*')
DEVICES = frozenset(["con", "prn", "aux", "nul"] + [name + str(number) for name in ("com", "lpt") for number in range(10)])


def read_archive(blob, filename):
    """{path: (bytes, executable)} of a ZIP whose two readings agree, byte for byte, with nothing before, between or after."""

    def bad(why):
        return Refused("%s is no archive that can be used: %s" % (filename, why))

    end = len(blob) - 22
    if end < 0 or blob[end : end + 4] != b"PK\5\6":
        raise bad("it does not end in an end record")
    disk, first, here, entries, length, start, comment = struct.unpack("<4x4H2LH", blob[end:])
    if disk or first or here != entries or comment or start + length != end:
        raise bad("its end record is wrong")
    files, at, expected, seen = {}, start, 0, set()
    for _ in range(entries):
        if at + 46 > end:
            raise bad("its directory ends early")
        head = struct.unpack("<4s4H4L5H2L", blob[at : at + 46])
        sign, _, needed, flags, method, when, crc, packed, size, name, extra, note, part, _, attributes, offset = head
        raw = blob[at + 46 : at + 46 + name]
        at += 46 + name + extra + note
        kind = attributes >> 28
        if sign != b"PK\1\2" or needed > 20 or flags & ~0x80E or method not in (0, 8) or note or part or kind not in (0, 4, 8) or at > end:
            raise bad("an entry is of a kind that is not read")
        if offset != expected:
            raise bad("its files do not follow one another")
        local = struct.unpack("<4s3H4L2H", blob[offset : offset + 30])
        data = offset + 30 + local[8] + local[9]
        sizes = (crc, packed, size)
        same = local[0] == b"PK\3\4" and local[1:5] == (needed, flags, method, when) and blob[offset + 30 : offset + 30 + local[8]] == raw
        expected = data + packed
        if flags & 8:
            same = same and local[5:8] in (sizes, (0, 0, 0)) and blob[expected : expected + 16] == struct.pack("<4s3L", b"PK\7\10", *sizes)
            expected += 16
        elif local[5:8] != sizes:
            same = False
        if not same or expected > start:
            raise bad("its two readings differ")
        path = raw.decode("ascii") if str is not bytes else raw
        if path.endswith("/"):
            if size:
                raise bad("a directory holds data")
            continue
        check_path(path, filename)
        if path.lower() in seen:
            raise bad("it holds %r twice" % path)
        seen.add(path.lower())
        content = blob[data : data + packed]
        files[path] = (unpack(content, method, size, crc, bad), bool(attributes >> 16 & 0o111))
    if at != end or expected != start:
        raise bad("bytes belong to no file")
    return files


def unpack(content, method, size, crc, bad):
    """The bytes of one entry: exactly the announced size, from exactly the packed bytes, with the right checksum."""
    if method == 8:
        machine = zlib.decompressobj(-15)
        try:
            content = machine.decompress(content, size + 1)
        except zlib.error:
            raise bad("its data is damaged")
        if machine.unconsumed_tail or machine.unused_data or not getattr(machine, "eof", True):
            raise bad("its data is damaged")
    if len(content) != size or zlib.crc32(content) & 0xFFFFFFFF != crc:
        raise bad("its data is damaged")
    return content


def read_record(text, filename):
    """{path: (digest, size)} of a wheel's RECORD."""
    rows = {}
    for line in text.splitlines():
        fields = line.split(",")
        if len(fields) != 3 or '"' in line or fields[0] in rows:
            raise Refused("RECORD of %s cannot be read" % filename)
        rows[fields[0]] = (fields[1], fields[2])
    return rows


def read_wheel(pin, blob):
    """One wheel of the closure, proved: what `plan` needs of it."""
    name, version, filename, size, digest = pin[:5]
    if len(blob) != size or hex_digest(blob) != digest:
        raise Refused("%s is not the file that was pinned" % filename)
    files = read_archive(blob, filename)
    tops = [top for top in set(path.split("/")[0] for path in files) if top.endswith((".dist-info", ".data", ".egg-info"))]
    if len(tops) != 1 or normalized(tops[0].split("-")[0]) != name or tops[0].split("-", 1)[1] != version + ".dist-info":
        raise Refused("%s has not exactly one .dist-info of its own, or has a .data" % filename)
    info = tops[0] + "/"
    rows = read_record(text_of(files, info + "RECORD"), filename)
    record = files.pop(info + "RECORD")
    if rows.pop(info + "RECORD", None) != ("", "") or set(rows) != set(files) or not record:
        raise Refused("RECORD of %s does not list exactly its files" % filename)
    digests = {}
    for path, (content, _) in files.items():
        digests[path] = record_digest(content)
        if rows[path][0] != "sha256=" + digests[path] or rows[path][1] not in ("", str(len(content))):
            raise Refused("%s of %s is not the file that RECORD describes" % (path, filename))
        last = path.split("/")[-1].lower()
        if last in ("pyvenv.cfg", "pybuilddir.txt") or last.endswith("._pth") or path in (info + "INSTALLER", info + "REQUESTED"):
            raise Refused("%s brings %s, which no wheel may" % (filename, path))
    wheel = dict(line.split(": ", 1) for line in text_of(files, info + "WHEEL").splitlines() if line.count(": ") == 1 and line[:4] != "Tag:")
    if wheel.get("Wheel-Version", "").split(".")[0] != "1" or wheel.get("Root-Is-Purelib", "").lower() != "true":
        raise Refused("%s is no wheel of pure Python in format 1" % filename)
    points = text_of(files, info + "entry_points.txt") if info + "entry_points.txt" in files else ""
    return {"name": name, "version": version, "info": tops[0], "files": files, "digests": digests, "commands": commands(points)}


def text_of(files, path):
    if path not in files:
        raise Refused("a wheel has no %s" % path)
    return str(files[path][0].decode("utf-8"))


def normalized(name):
    """PEP 503."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name


def commands(text):
    """{group: [(name, module, attribute)]} of the two groups of entry_points.txt that are commands."""
    groups, group = {"console_scripts": [], "gui_scripts": []}, None
    for line in text.splitlines():
        line = line.strip()
        if line[:1] == "[":
            group = groups.get(line[1:-1])
        elif line and line[0] not in "#;" and group is not None:
            name, _, reference = line.partition("=")
            module, _, attribute = reference.split("[")[0].strip().partition(":")
            words = [name.strip(), module.strip(), attribute.strip()]
            for word in words:
                if not word or not all(letter.isalnum() or letter in "._-" for letter in word):
                    raise Refused("a command of a wheel cannot be read: %r" % line)
            if words[0].lower().split(".")[0].rstrip("0123456789") in ("python", "pythonw", "pypy", "activate", "deactivate"):
                raise Refused("a command of a wheel would stand in for the interpreter: %r" % line)
            group.append(tuple(words))
    return groups
