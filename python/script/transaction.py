"""One change of a target, whole or not at all, in the workspace and with the journal that `truewheel` has: either repairs what the other left.

New files are written below the stage, the renames to come are written down and flushed, then made one after another; a last rename of the
journal commits them. A rename whose source is still there was not made: so what has to be undone can be read off the disk.
"""


def commit(workspace, moves):
    """Makes all moves or none. The stage is written, the lock is held."""
    sync_tree(workspace + "/stage")
    draft, journal = workspace + "/journal.tmp", workspace + "/journal.json"
    remove(draft)
    create(draft, coded(journal_text(moves)), 384)
    sync(draft)
    rename(draft, journal)
    try:
        sync(workspace)
        for move in moves:
            os.rename(move["from"], move["to"])
        for folder in sorted(set(parent(move["to"]) for move in moves)):
            sync(folder)
        rename(journal, workspace + "/committed.json")
    except BaseException:
        undo(moves, workspace)
        remove(journal)
        raise
    try:
        sync(workspace)
    except OSError:
        pass  # It is done; should the power fail first, the journal is still there and all is taken back.


def journal_text(moves):
    """The journal as JSON."""
    entries = []
    for move in moves:
        fields = ['"from":' + quoted(move["from"]), '"to":' + quoted(move["to"])]
        if "files" in move:
            fields.append('"files":[' + ",".join(map(quoted, move["files"])) + "]")
        entries.append("{" + ",".join(fields) + "}")
    return '{"version":1,"moves":[' + ",".join(entries) + "]}"


def quoted(path):
    """A path as JSON has it; nearly all need nothing but quotes, which is seen at once."""
    if repr(path) == "'" + path + "'" and '"' not in path and len(coded(path)) == len(path):
        return '"' + path + '"'
    return dump(path)


def recover(workspace, scheme):
    """Brings the target back to old or on to new after a kill; the lock is held."""
    for name in ("stage", "trash"):
        if kind_of(workspace + "/" + name) not in (None, "directory"):
            raise unreadable(workspace)
    journal = workspace + "/journal.json"
    if kind_of(journal) is not None:
        moves = read_journal(journal, workspace, scheme)
        undo(moves, workspace)
        remove(journal)
        tell("took back an installation that was interrupted")
    sweep(workspace)


def sweep(workspace):
    """Removes what a transaction that is over left, either way."""
    if kind_of(workspace) is None or kind_of(workspace + "/journal.json") is not None:
        return
    remove_tree(workspace + "/stage")
    try:
        remove_tree(workspace + "/trash")
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.ENOTEMPTY):
            raise
    remove(workspace + "/journal.tmp")
    for name in os.listdir(workspace):
        if name.startswith("lock.") and all(letter in "0123456789abcdef" for letter in name[5:]):
            remove(workspace + "/" + name)
    remove(workspace + "/committed.json")


def undo(moves, workspace):
    """Takes back, last first, each rename that was made."""
    for move in reversed(moves):
        source, target = kind_of(move["from"]), kind_of(move["to"])
        out = inside(workspace + "/trash", move["to"])
        if source is not None and target is not None and out:
            hint = "What stood there before is kept in %s. Move one of the two away and run the file again." % move["to"]
            raise Refused("%s was made again while an installation was interrupted" % move["from"], hint, 2)
        if source is None and target is not None:
            take_back(move)
        elif source is None and out:
            raise Refused("%s vanished while an interrupted installation was taken back" % move["to"], "Run the file again.", 2)


def take_back(move):
    """A directory in which somebody has put something meanwhile stays for that."""
    own = set(move["to"] + "/" + path for path in move.get("files", ()))
    if "files" in move and holds_others(move["to"], own):
        remove_own(move["to"], own)
    else:
        os.rename(move["to"], move["from"])


def holds_others(folder, own):
    for name in os.listdir(folder):
        path = folder + "/" + name
        if kind_of(path) == "directory":
            if holds_others(path, own):
                return True
        elif path not in own and not (folder.endswith("/__pycache__") and name.endswith(".pyc")):
            return True
    return False


def remove_own(folder, own):
    for name in os.listdir(folder):
        path = folder + "/" + name
        if kind_of(path) == "directory":
            remove_own(path, own)
        elif path in own:
            remove(path)
    if not os.listdir(folder):
        os.rmdir(folder)


def read_journal(path, workspace, scheme):
    """The moves of a journal, each into or out of its own workspace and nowhere else."""
    import json

    try:
        top = json.loads(read_file(path, 1 << 28).decode("utf-8"))
        moves = [dict((str_of(key), moved(value)) for key, value in move.items()) for move in top["moves"]]
        if top["version"] != 1:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise unreadable(workspace)
    for move in moves:
        if not set(["from", "to"]) <= set(move) <= set(["from", "to", "files"]) or isinstance(move["from"], list) or isinstance(move["to"], list):
            raise unreadable(workspace)
        into = inside(workspace + "/stage", move["from"])
        dotted = [path for path in [move["from"], move["to"]] + list(move.get("files", [])) if set(path.split("/")) & set([".", ".."])]
        if dotted or into == inside(workspace + "/trash", move["to"]):
            raise unreadable(workspace)
        outside = move["to"] if into else move["from"]
        roots = [root for root in scheme.values() if inside(root, outside)]
        # A scheme's directory that was not there came whole, with what it holds written down.
        came = into and isinstance(move.get("files"), list)
        above = [root for root in list(scheme.values()) + [workspace] if inside(outside, root) or root == outside and not came]
        if above or not roots or inside(workspace, outside):
            raise unreadable(workspace)
        no_link(roots[0], parent(outside), set())
    return moves


def moved(value):
    return [str_of(each) for each in value] if isinstance(value, list) else str_of(value)


def str_of(value):
    """JSON's text as a path of this Python."""
    return value if isinstance(value, str) else value.encode("utf-8")


def unreadable(workspace):
    hint = "Look at it before you remove it: an installation was interrupted here and could not be taken back."
    return Refused("%s/journal.json is no journal of this program" % workspace, hint, 2)
