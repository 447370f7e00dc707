"""What the file does, from its options to its exit status: 0 done, 1 refused, 2 usage or disk, 3 network."""
import errno
import gc

FLAGS = ("no-setuptools", "no-wheel", "user", "break-system-packages", "fix-pth", "list", "manifest", "verify-only", "quiet", "help", "version")
VALUES = ("target", "prefix", "extract", "requirement", "constraint", "index-url", "cert")
SHORT = {"-t": "--target", "-r": "--requirement", "-c": "--constraint", "-i": "--index-url", "-q": "--quiet", "-h": "--help", "-f": "--find-links"}
# What get-pip.py's users write and what is so anyway.
ANYWAY = ("no-cache-dir", "upgrade", "force-reinstall", "ignore-installed", "disable-pip-version-check", "no-warn-script-location", "no-compile", "isolated", "require-hashes", "no-python-version-warning", "root-user-action")
# What only pip needs, for -r.
PIPS = ("extra-index-url", "find-links", "proxy", "trusted-host", "timeout", "retries")
PIPS_FLAGS = ("no-index", "only-binary", "prefer-binary", "no-deps", "pre")

USAGE = """usage: python FILE [options]

  --no-setuptools, --no-wheel    leave one out (as PIP_NO_SETUPTOOLS, PIP_NO_WHEEL)
  -t, --target DIR               install into DIR, to be put on sys.path
  --prefix DIR                   install below DIR, laid out as this Python's own prefix
  --user                         install into the user's own directory
  --break-system-packages        install into a Python that its distribution manages (PEP 668)
  --fix-pth                      add what is missing to the `._pth` file that isolates this Python
  -r, --requirement FILE         then let the pip just installed install FILE, each file by a digest in it
  -c, --constraint FILE          limit versions by FILE
  --list, --manifest             print what is inside, as a table or as a manifest
  --verify-only                  prove every byte, install nothing
  --extract DIR                  write the original wheels to DIR, install nothing
  -q, --quiet                    say nothing but errors
"""


def tell(line):
    if not OPTIONS.get("quiet"):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


OPTIONS = {}


def read_options(words):
    """{option: value} of the command line; what is not known is refused."""
    options = dict((name, False) for name in FLAGS)
    options.update((name, None) for name in VALUES)
    options.update(requirement=[], constraint=[], pip=[])
    words = list(words)
    while words:
        word = words.pop(0)
        if word in SHORT:
            word = SHORT[word]
        elif word[:2] in SHORT and word[:2] in ("-r", "-c", "-t", "-i", "-f"):
            words.insert(0, word[2:].lstrip("="))
            word = SHORT[word[:2]]
        name, equals, value = word[2:].partition("=")
        if word[:2] != "--":
            check_word(word)
            continue
        if name in VALUES + PIPS + ("only-binary", "root-user-action"):
            if not equals:
                if not words:
                    raise Refused("--%s needs a value" % name, status=2)
                value = words.pop(0)
            if not value:
                raise Refused("--%s needs a value" % name, status=2)
        elif equals:
            raise Refused("no such option: %s" % word, "--help lists the options.", 2)
        if name in FLAGS:
            options[name] = True
        elif name in ("requirement", "constraint"):
            options[name].append(value)
        elif name in VALUES:
            options[name] = value
        elif name in PIPS_FLAGS + PIPS:
            options["pip"] += ["--" + name] if name in PIPS_FLAGS and name != "only-binary" else ["--" + name, value]
        elif name not in ANYWAY:
            raise Refused("no such option: --%s" % name, "--help lists the options.", 2)
    options["pip"] += ["--index-url", options["index-url"]] if options["index-url"] else []
    options["pip"] += ["--cert", options["cert"]] if options["cert"] else []
    for name in ("setuptools", "wheel"):
        said = os.environ.get("PIP_NO_" + name.upper(), "")
        options["no-" + name] = options["no-" + name] or said.lower() not in ("", "0", "false", "no", "off", "n", "f")
    return options


def check_word(word):
    """A requirement on the command line: only what this file brings anyway."""
    found = [pin for pin in PINS if word.split("=")[0] and normalized(word.split("=")[0]) == pin[0]]
    if not found or "=" in word and word.partition("==")[2] != found[0][1]:
        hint = "It installs exactly what --list shows. What else is wanted goes into a file with digests, for -r."
        raise Refused("this file does not install %s" % word, hint, 2)


def wheels_of(options):
    """The chosen pins with their bytes: each wheel compared with its digest, then read, then every file compared with RECORD."""
    blobs = fetch_all(options) if FETCH else embedded()
    left = [name for name in ("setuptools", "wheel") if options["no-" + name]]
    if "wheel" in left:
        left.append("packaging")  # in the closure only because wheel needs it
    return [(pin, blob, read_wheel(pin, blob)) for pin, blob in zip(PINS, blobs)], left


def embedded():
    """The wheels inside this file: the payload's digest first, then one after another by their sizes."""
    if OFFSETS is None:
        payload = binascii.a2b_base64(parts[3].split(b"-----")[2])
    else:
        payload = b"".join(whole[start : start + pin[3]] for start, pin in zip(OFFSETS, PINS))
    if hex_digest(payload) != PAYLOAD:
        raise Refused("this file is damaged: its payload is not the one it was made with. Nothing was written.")
    blobs, at = [], 0
    for pin in PINS:
        blobs.append(payload[at : at + pin[3]])
        at += pin[3]
    if at != len(payload):
        raise Refused("this file is damaged: its payload has another size. Nothing was written.")
    return blobs


def extract(folder, proved):
    """The original wheels under their own names; a file that is there already is replaced by its equal only."""
    folder = absolute(folder)
    made = make_directories(folder)
    for pin, blob, _ in proved:
        path = folder + "/" + pin[2]
        if kind_of(path) is not None:
            if kind_of(path) != "file" or read_file(path, len(blob)) != blob:
                raise Refused("%s is there already and is another file" % path)
            continue
        draft = path + ".part"
        remove(draft)
        try:
            create(draft, blob, 420)
            os.rename(draft, path)
        except BaseException:
            remove(draft)
            for each in made[::-1]:
                if not os.listdir(each):
                    os.rmdir(each)
            raise
    for pin, _, _ in proved:
        tell("wrote %s/%s" % (folder, pin[2]))


def listing():
    rows = [("name", "version", "file", "bytes", "sha256")] + [tuple(str(word) for word in pin[:5]) for pin in PINS]
    widths = [max(len(each[at]) for each in rows) for at in range(4)]
    return "".join("  ".join([word.ljust(width) for word, width in zip(each, widths)] + [each[4]]) + "\n" for each in rows)


def main():
    try:
        return run(sys.argv[1:])
    except Refused as refused:
        sys.stderr.write("error: %s\n" % refused.message)
        if refused.hint:
            sys.stderr.write("hint: %s\n" % refused.hint)
        return refused.status
    except (IOError, OSError) as error:
        what = "the disk is full" if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)) else error.strerror or str(error)
        where = ": %s" % error.filename if getattr(error, "filename", None) else ""
        sys.stderr.write("error: %s%s\nhint: Nothing was changed in the target; what was staged is taken back, now or by the next run.\n" % (what, where))
        return 2
    except KeyboardInterrupt:
        return 130


def run(words):
    gc.disable()  # a second's work on a few thousand objects
    OPTIONS.update(read_options(words))
    options = OPTIONS
    os.umask(18)  # 022: modes are exact, whoever runs this
    printed = USAGE if options["help"] else listing() if options["list"] else MANIFEST if options["manifest"] else VERSION_LINE if options["version"] else None
    if printed is not None:
        sys.stdout.write(printed)
        return 0
    named = check_requirements(options["requirement"], options["constraint"])
    proved, left = wheels_of(options)
    if options["verify-only"]:
        for pin, _, wheel in proved:
            tell("%s: sha256 %s, and %d files as RECORD has them" % (pin[2], pin[4], len(wheel["files"])))
        return 0
    if options["extract"]:
        extract(options["extract"], proved)
        return 0
    return install_all([each for each in proved if each[0][0] not in left], options, named)


def install_all(proved, options, named):
    python = describe(False)
    kind, scheme = scheme_of(options, python)
    refuse_managed(kind, options, python)
    edit = mend_pth(kind, options, python, scheme)
    wheels = [wheel for _, _, wheel in proved]
    launchers = launchers_in(wheels) if NT else None
    planned = [plan(wheel, scheme, launchers) for wheel in wheels]
    changed = install(planned, edit, kind, scheme)
    names = ", ".join("%s %s" % (each["name"], each["version"]) for each in planned)
    done = "installed: %s; every file was hashed before it was put there" if changed else "unchanged: %s; every installed file was hashed again and is right"
    tell(done % names)
    tell("tree: sha256 " + tree_digest(planned, scheme))
    if options["requirement"]:
        return 1 if run_pip(options, kind, scheme, named, planned, proved) else 0
    return 0


sys.exit(main())
