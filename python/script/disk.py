"""What is on the disk: looked at through no link, made with exact modes, flushed before it counts."""
import stat


def kind_of(path):
    """'file', 'directory', 'link', 'other', or None for nothing."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise
    if stat.S_ISLNK(mode):
        return "link"
    return "file" if stat.S_ISREG(mode) else "directory" if stat.S_ISDIR(mode) else "other"


def read_file(path, limit):
    with open(path, "rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise Refused("%s is larger than it may be" % path, status=2)
    return content


def is_there(item):
    """True when the planned file is there with its bytes and its mode."""
    try:
        found = os.lstat(item["path"])
        if not stat.S_ISREG(found.st_mode) or found.st_size != item["size"]:
            return False
        if not NT and stat.S_IMODE(found.st_mode) != item["mode"]:
            return False
        with open(item["path"], "rb") as stream:
            return record_digest(stream.read()) == item["digest"]
    except (IOError, OSError) as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return False
        raise


def create(path, content, mode):
    """A new file; the umask was set aside."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), mode)
    try:
        while content:
            content = content[os.write(handle, content) :]
    finally:
        os.close(handle)


def make_directories(path):
    """What was missing of `path`, outermost first."""
    made = []
    while kind_of(path) is None:
        made.insert(0, path)
        path = parent(path)
    for each in made:
        try:
            os.mkdir(each, 493)
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise
    return made


def parent(path):
    return path.rpartition("/")[0] or "/"


def inside(folder, path):
    return len(path) > len(folder) and path.startswith(folder.rstrip("/") + "/")


def remove(path):
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise


def remove_tree(path):
    """`path` and what is below it, through no link."""
    kind = kind_of(path)
    if kind == "directory":
        for name in os.listdir(path):
            remove_tree(path + "/" + name)
        os.rmdir(path)
    elif kind is not None:
        remove(path)


def rename(old, new):
    """One rename; what stands at `new` is in the way on Windows only for the journal, which nothing else holds."""
    if NT and kind_of(new) == "file":
        os.unlink(new)
    os.rename(old, new)


def sync(path):
    if NT:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EPERM):
            raise
    finally:
        os.close(handle)


def sync_tree(path):
    """Everything below, in one call where the system has a program for it."""
    for program in ("/usr/bin/sync", "/bin/sync"):
        if sys.platform.startswith("linux") and os.path.exists(program):
            if os.spawnve(os.P_WAIT, program, ["sync", "-f", path], {}) == 0:
                return
            break
    for folder, _, names in os.walk(path):
        for name in names:
            sync(folder + "/" + name)
        sync(folder)


def no_link(root, folder, seen):
    """Nothing is written or removed through a link below `root`."""
    while inside(root, folder) and folder not in seen:
        seen.add(folder)
        if kind_of(folder) == "link":
            raise Refused("%s is a link; nothing is written or removed through it" % folder)
        folder = parent(folder)


# The lock: a file that names its holder, as `truewheel` writes it, so that the two wait for one another.


def fields_of(pid):
    """The fields of /proc/PID/stat from the third on."""
    return from_proc("/proc/%d/stat" % pid).rpartition(")")[2].split()


def from_proc(path):
    try:
        with open(path, "rb") as stream:
            return str(stream.read(4096).decode("latin-1"))
    except (IOError, OSError):
        return ""


def identity():
    """What tells this process from every other."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")
    except (OSError, AttributeError):
        namespace = ""
    boot = from_proc("/proc/sys/kernel/random/boot_id").strip()
    host = os.uname()[1] if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    own = {"pid": os.getpid(), "host": host, "machine": from_proc("/etc/machine-id").strip(), "boot": boot, "namespace": namespace}
    own["started"] = (fields_of(own["pid"])[19:20] or [""])[0]
    return own


def is_dead(holder):
    """True only when it is proved that no such process runs."""
    import json

    own = identity()
    try:
        other = json.loads(holder.decode("utf-8"))
        pid = int(other["pid"])
    except (ValueError, KeyError, TypeError):
        return False
    if other.get("host") != own["host"] or other.get("machine", "") != own["machine"]:
        return False
    if other.get("boot", "") != own["boot"]:
        return bool(other.get("boot")) and bool(own["boot"])
    if other.get("namespace", "") != own["namespace"] or NT:
        return False
    found = fields_of(pid)
    if found[:1] in (["Z"], ["X"]):
        return True
    try:
        os.kill(pid, 0)
    except OSError as error:
        if error.errno == errno.ESRCH:
            return True
    return bool(other.get("started")) and (found[19:20] or [""])[0] != other["started"]


def take_lock(workspace):
    """Holds the workspace; returns what lets it go. Waits five minutes for another."""
    import time

    lock, own = workspace + "/lock", identity()
    own["token"] = hex_digest(os.urandom(16))[:32]
    own = coded(dump(own))
    deadline, told = time.time() + 300, False
    while True:
        aside = "%s.%s" % (lock, hex_digest(os.urandom(16))[:32])
        try:
            create(aside, own, 420)
            try:
                getattr(os, "link", os.rename)(aside, lock)
                return lambda: remove(lock)
            finally:
                remove(aside)
        except OSError as error:
            if error.errno == errno.ENOENT:
                make_directories(workspace)
                continue
            if error.errno != errno.EEXIST:
                raise
        try:
            holder = read_file(lock, 4096)
        except IOError:
            continue
        if is_dead(holder):
            take_over(lock, holder)
        elif not told:
            told = True
            tell("waiting for another process that changes this Python (%s)" % lock)
        if time.time() > deadline:
            raise Refused("another process holds %s" % lock, "Wait for it to end. If nothing runs, remove the file.", 3)
        time.sleep(0.05)


def take_over(lock, holder):
    """Removes the file of a dead holder, one process at a time."""
    import time

    guard = lock + ".takeover"
    try:
        os.mkdir(guard, 493)
    except OSError:
        try:
            if time.time() - os.lstat(guard).st_mtime > 5:
                os.rmdir(guard)
        except OSError:
            pass
        return
    try:
        if read_file(lock, 4096) == holder:
            remove(lock)
    except IOError:
        pass
    finally:
        os.rmdir(guard)
