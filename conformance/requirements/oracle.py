"""Reads requirements files as pip does: one JSON request a line in, one JSON value a line out.

Run by differ.ts in an environment that holds pip 26.3. A request is {"files": {name: text}, "variables": {name: value}}; `r.txt` is read.
The answer lists what pip understood; a refusal is {"error": name of the exception}. Nothing is fetched: names of hosts do not resolve.
"""

import json
import os
import sys
import tempfile

from pip._internal.cache import WheelCache  # noqa: F401  (imports in the order that pip needs)
from pip._internal.index.collector import LinkCollector
from pip._internal.index.package_finder import PackageFinder
from pip._internal.models.release_control import ReleaseControl
from pip._internal.models.format_control import FormatControl
from pip._internal.models.search_scope import SearchScope
from pip._internal.models.selection_prefs import SelectionPreferences
from pip._internal.network.session import PipSession
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.utils.filetypes import is_archive_file
from pip._internal.req.req_file import parse_requirements


class Options:
    """The part of pip's command line that a file may change."""

    def __init__(self):
        self.require_hashes = False
        self.no_require_hashes = False
        self.features_enabled = []


def answer(request, session):
    for name, text in request["files"].items():
        with open(name, "w", encoding="utf-8", newline="", errors="surrogatepass") as file:
            file.write(text)
    os.environ.update(request["variables"])
    finder = PackageFinder.create(
        link_collector=LinkCollector(session, SearchScope([], ["default:"], False)),
        selection_prefs=SelectionPreferences(
            allow_yanked=True, format_control=FormatControl(set(), set()), release_control=ReleaseControl(set(), set())
        ),
    )
    options = Options()
    items = []
    for parsed in parse_requirements("r.txt", session, finder=finder, options=options):
        req = install_req_from_parsed_requirement(parsed)
        items.append(
            {
                "line": parsed.comes_from.replace(os.getcwd() + "/", ""),
                "editable": parsed.is_editable,
                "constraint": parsed.constraint,
                "hashes": sorted(f"{a}:{d.lower()}" for a, ds in req.hash_options.items() for d in set(x.lower() for x in ds)),
                "settings": (parsed.options or {}).get("config_settings") or {},
                "name": None if req.req is None else canonical(req.req.name),
                "extras": sorted({canonical(extra) for extra in req.extras}),
                "specifier": [] if req.req is None else sorted(str(one) for one in req.req.specifier),
                "marker": None if req.markers is None else str(req.markers),
                "link": None if req.link is None else kind_of(req.link),
            }
        )
    scope = finder.search_scope
    return {
        "items": items,
        "index": [url for url in scope.index_urls if url != "default:"],
        "no_index": scope.no_index,
        "find_links": [place.replace(os.getcwd() + "/", "") for place in scope.find_links],
        "no_binary": sorted(finder.format_control.no_binary),
        "only_binary": sorted(finder.format_control.only_binary),
        "all_releases": sorted(finder.release_control.all_releases),
        "only_final": sorted(finder.release_control.only_final),
        "prefer_binary": finder.prefer_binary,
        "require_hashes": options.require_hashes,
    }


def kind_of(link):
    if link.is_vcs:
        return "vcs"
    if link.scheme != "file":
        return "url"
    return "file" if is_archive_file(link.path) else "directory"


def canonical(name):
    from pip._vendor.packaging.utils import canonicalize_name

    return canonicalize_name(name)


def main():
    known = dict(os.environ)
    with PipSession(retries=0) as session:
        for line in sys.stdin:
            os.environ.clear()
            os.environ.update(known)
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                os.mkdir("d")
                with open("d/pyproject.toml", "w", encoding="utf-8"):
                    pass
                try:
                    result = answer(json.loads(line), session)
                except Exception as error:  # every refusal is an answer
                    result = {"error": type(error).__name__, "why": str(error)[:300]}
                os.chdir("/")
            print(json.dumps(result), flush=True)


main()
