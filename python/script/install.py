"""Brings planned distributions into the target as one transaction: look, lock, recover, compare, stage, commit, sweep."""


def install(planned, edit, kind, scheme):
    """True when something was changed; False when everything was there already, every file hashed again."""
    workspace = scheme["purelib"] + "/.truewheel"
    if kind_of(workspace) not in (None, "directory"):
        raise Refused("%s is no directory of this program" % workspace)
    if kind_of(workspace) is None and edit is None and not compare(planned, scheme)[0]:
        return False
    made = make_directories(workspace)
    try:
        release = take_lock(workspace)
        try:
            recover(workspace, scheme)
            return replace(planned, edit, kind, scheme, workspace)
        finally:
            release()
    finally:
        for folder in [workspace] + made[::-1]:
            try:
                os.rmdir(folder)
            except OSError:
                break


def compare(planned, scheme):
    """(planned that are missing, installed that leave)."""
    installed = find_installed(scheme, set(each["name"] for each in planned))
    missing = []
    for each in planned:
        others = [found for found in installed if found[0] == each["name"] and found[2] != each["info"]]
        if others or not all(is_there(item) for item in each["files"][::-1]):
            missing.append(each)
    names = set(each["name"] for each in missing)
    return missing, [found for found in installed if found[0] in names]


def replace(planned, edit, kind, scheme, workspace):
    """The changing part."""
    missing, old = compare(planned, scheme)
    if not missing and edit is None:
        return False
    owned = leaving(missing, old, kind, scheme)
    new = dict((item["path"], item) for each in missing for item in each["files"])
    if len(new) != sum(len(each["files"]) for each in missing):
        raise Refused("two of the distributions want one place")
    if edit is not None:
        new[edit[0]] = planned_file(edit[0], edit[1], 420)
        if kind_of(edit[0]) is not None:
            owned.add(edit[0])
    root = common_root(list(new))
    seen = set()
    for folder in set(parent(path) for path in new):
        roots = [each for each in scheme.values() if folder == each or inside(each, folder)]
        if roots:
            no_link(roots[0], folder, seen)
    stage, trash = workspace + "/stage", fresh_trash(workspace)
    out = removals(owned, protected(root, scheme, workspace), trash)
    arriving = arrivals(root, stage, new, set(move["from"] for move in out))
    same_disk(out + arriving, workspace)
    try:
        write(new, root, stage)
        make_directories(trash)
        commit(workspace, out + arriving)
    finally:
        sweep(workspace)
    return True


def leaving(missing, old, kind, scheme):
    """Every file of what leaves, but for those that what stays lists too."""
    owned = set()
    for found in old:
        same = [each for each in missing if each["info"] == found[2]]
        metadata = [item for each in same for item in each["files"] if item["path"] == found[2] + "/METADATA"]
        known = [item["path"] for item in same[0]["files"]] if metadata and is_there(metadata[0]) else []
        owned |= owned_files(found, known, kind, scheme)
    if owned:
        gone = set(found[2] for found in old)
        for stays in find_installed(scheme):
            if stays[2] not in gone:
                try:
                    owned.difference_update(claimed(stays, kind))
                except Refused:
                    pass
    return owned


def common_root(paths):
    root = parent(paths[0])
    for path in paths:
        while not inside(root, path):
            root = parent(root)
    return root


def protected(root, scheme, workspace):
    """Never moved as a whole: the scheme's directories and everything above them."""
    found = set([root, "/"])
    for at in list(scheme.values()) + [workspace]:
        while at != parent(at) and at:
            found.add(at)
            at = parent(at)
    return found


def fresh_trash(workspace):
    number = 0
    while kind_of("%s/trash/t%d" % (workspace, number)) is not None:
        number += 1
    return "%s/trash/t%d" % (workspace, number)


def removals(owned, roots, trash):
    """The old files' way out: whole directories where nothing else lives in them; what registers a distribution goes first."""
    memory = {}

    def wholly(folder):
        if folder not in memory:
            paths = [folder + "/" + name for name in os.listdir(folder)]
            memory[folder] = folder not in roots and all(wholly(path) if kind_of(path) == "directory" else path in owned for path in paths)
        return memory[folder]

    tops = set()
    for path in owned:
        while parent(path) not in roots and wholly(parent(path)):
            path = parent(path)
        tops.add(path)

    def rank(path):
        return (0 if ".dist-info/" in path + "/" or path.endswith(".pth") else 1, path)

    return [{"from": path, "to": "%s/%d" % (trash, at)} for at, path in enumerate(sorted(tops, key=rank))]


def arrivals(root, stage, new, gone):
    """The new files' way in: a new directory whole, one that stays entered; registrations last."""
    tree = {}
    for path in new:
        at = tree
        for part in path[len(root.rstrip("/")) + 1 :].split("/")[:-1]:
            at = at.setdefault(part, {})
        at[path.rpartition("/")[2]] = None
    moves = []

    def enter(folder, staged, children):
        for name in sorted(children):
            target, child = folder.rstrip("/") + "/" + name, children[name]
            kind = None if target in gone else kind_of(target)
            if kind is None:
                move = {"from": staged + "/" + name, "to": target}
                if child is not None:
                    move["files"] = leaves(child, "")
                moves.append(move)
            elif kind == "directory" and child is not None:
                enter(target, staged + "/" + name, child)
            elif kind == "link" and child is not None:
                raise Refused("%s is a link; nothing is written through it" % target)
            elif kind != "file" or child is not None or not is_there(new[target]):
                hint = "Move it away if it is left over from a broken installation, or install into a new environment."
                raise Refused("%s is there already and belongs to no distribution that is being replaced" % target, hint)

    enter(root, stage, tree)

    def rank(move):
        return (2 if ".dist-info" in move["to"] else 1 if move["to"].endswith(".pth") else 0, move["to"])

    return sorted(moves, key=rank)


def leaves(tree, prefix):
    found = []
    for name in sorted(tree):
        found.extend([prefix + name] if tree[name] is None else leaves(tree[name], prefix + name + "/"))
    return found


def same_disk(moves, workspace):
    """Renames do not cross file systems: better said before anything was moved."""
    device = os.lstat(workspace).st_dev
    for move in moves:
        folder = parent(move["from"] if inside(workspace, move["to"]) else move["to"])
        if kind_of(folder) is not None and os.lstat(folder).st_dev != device:
            raise Refused("%s is on another file system than %s" % (folder, workspace), "Use --target DIR on one of them.", 2)


def write(new, root, stage):
    known = set()
    make_directories(stage)
    for path in sorted(new):
        staged = stage + "/" + path[len(root.rstrip("/")) + 1 :]
        folder = parent(staged)
        if folder not in known:
            make_directories(folder)
            while inside(stage, folder):
                known.add(folder)
                folder = parent(folder)
        create(staged, new[path]["content"], new[path]["mode"])
