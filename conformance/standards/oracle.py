"""Answers the requests of `truewheel debug standards` with `packaging`: one JSON object a line in, one JSON value a line out.

Run by differ.ts in environments that hold packaging 26.3 and 25.0. A refusal is {"error": name of the exception}.
"""

import json
import sys
import warnings

from packaging import _manylinux, _musllinux, licenses, markers, metadata, requirements, specifiers, tags, utils, version

warnings.simplefilter("ignore")


def version_parse(request):
    one = version.Version(request["text"])
    return {
        "str": str(one),
        "public": one.public,
        "base": one.base_version,
        "epoch": str(one.epoch),
        "release": [str(number) for number in one.release],
        "pre": None if one.pre is None else [one.pre[0], str(one.pre[1])],
        "post": None if one.post is None else str(one.post),
        "dev": None if one.dev is None else str(one.dev),
        "local": one.local,
        "is_prerelease": one.is_prerelease,
        "is_postrelease": one.is_postrelease,
        "canonical": utils.canonicalize_version(one),
    }


def version_cmp(request):
    a, b = map(version.Version, request["versions"])
    return -1 if a < b else 1 if a > b else 0


def spec_contains(request):
    item = version.Version(request["version"])
    return specifiers.SpecifierSet(request["spec"]).contains(item, prereleases=request["prereleases"])


def spec_filter(request):
    parsed = [version.Version(text) for text in request["versions"]]
    found = {id(one) for one in specifiers.SpecifierSet(request["spec"]).filter(parsed, request["prereleases"])}
    return [text for one, text in zip(parsed, request["versions"]) if id(one) in found]


def requirement_parse(request):
    one = requirements.Requirement(request["text"])
    return {
        "name": one.name,
        "norm": utils.canonicalize_name(one.name),
        "extras": sorted(one.extras),
        "specifier": sorted(map(str, one.specifier)),
        "url": one.url,
        "marker": None if one.marker is None else str(one.marker),
    }


def wheel_filename(request):
    name, ver, build, found = utils.parse_wheel_filename(request["text"])
    parts = [str(build[0]), build[1]] if build else []
    return {"name": name, "version": str(ver), "build": parts, "tags": sorted(map(str, found))}


def sdist_filename(request):
    name, ver = utils.parse_sdist_filename(request["text"])
    return {"name": name, "version": str(ver)}


def name_normalize(request):
    try:
        utils.canonicalize_name(request["text"], validate=True)
        valid = True
    except utils.InvalidName:
        valid = False
    return {"norm": utils.canonicalize_name(request["text"]), "valid": valid}


def metadata_parse(request):
    one = metadata.Metadata.from_email(request["text"], validate=True)
    return {
        "name": one.name,
        "version": str(one.version),
        "requires_dist": [str(each) for each in one.requires_dist or []],
        "requires_python": None if one.requires_python is None else str(one.requires_python),
        "provides_extra": list(one.provides_extra or []),
    }


def manylinux(request):
    _manylinux._have_compatible_abi = lambda executable, archs: True
    _manylinux._get_glibc_version = lambda: tuple(request["glibc"])
    return list(_manylinux.platform_tags([request["arch"]]))


def musllinux(request):
    _musllinux._get_musl_version = lambda executable: _musllinux._MuslVersion(*request["musl"])
    return list(_musllinux.platform_tags([request["arch"]]))


def listed(found):
    return [str(each) for each in found]


KINDS = {
    "version.parse": version_parse,
    "version.cmp": version_cmp,
    "version.sort": lambda r: sorted(r["versions"], key=version.Version),
    "spec.parse": lambda r: sorted(map(str, specifiers.SpecifierSet(r["text"]))),
    "spec.contains": spec_contains,
    "spec.filter": spec_filter,
    "marker.parse": lambda r: str(markers.Marker(r["text"])),
    "marker.eval": lambda r: markers.Marker(r["marker"]).evaluate(r["env"]),
    "requirement.parse": requirement_parse,
    "wheel.filename": wheel_filename,
    "sdist.filename": sdist_filename,
    "name.normalize": name_normalize,
    "license": lambda r: licenses.canonicalize_license_expression(r["text"]),
    "metadata.parse": metadata_parse,
    "tags.manylinux": manylinux,
    "tags.musllinux": musllinux,
    "tags.macos": lambda r: list(tags.mac_platforms(tuple(r["version"]), r["arch"])),
    "tags.ios": lambda r: list(tags.ios_platforms(tuple(r["version"]), r["multiarch"])),
    "tags.android": lambda r: list(tags.android_platforms(r["api"], r["abi"])),
    "tags.cpython": lambda r: listed(tags.cpython_tags(tuple(r["python"]), r["abis"], r["platforms"])),
    "tags.compatible": lambda r: listed(tags.compatible_tags(tuple(r["python"]), r["interpreter"], r["platforms"])),
    "tags.generic": lambda r: listed(tags.generic_tags(r["interpreter"], r["abis"], r["platforms"])),
}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = KINDS[request["kind"]](request)
        except Exception as error:
            answer = {"error": type(error).__name__}
        print(json.dumps(answer))


main()
