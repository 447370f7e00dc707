"""Validates locks and selects from them with `packaging`: one JSON request a line in, one JSON value a line out.

Run by differ.ts in an environment that holds packaging 26.4. A request is {"lock": document, "environment", "tags", "extras", "groups"}; in the document
{"$time": text} stands for a date-time and {"$float": number} for a float.
"""

import datetime
import json
import logging
import sys

from packaging import pylock, tags

logging.disable()


def value_of(value):
    if isinstance(value, list):
        return [value_of(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$time" in value:
        return datetime.datetime.fromisoformat(value["$time"])
    if "$float" in value:
        return float(value["$float"])
    return {key: value_of(each) for key, each in value.items()}


def answer(request):
    try:
        lock = pylock.Pylock.from_dict(value_of(request["lock"]))
    except pylock.PylockUnsupportedVersionError:
        return {"invalid": "version"}
    except Exception as error:  # every refusal is an answer
        return {"invalid": str(error)[:200]}
    try:
        chosen = lock.select(
            environment=request["environment"],
            tags=[tags.Tag(*each.split("-")) for each in request["tags"]],
            extras=request["extras"],
            dependency_groups=request["groups"],
        )
        return {"selected": [f"{package.name} {described(choice)}" for package, choice in chosen]}
    except Exception as error:  # every refusal is an answer
        return {"unselected": f"{type(error).__name__} {error}"[:200]}


def described(choice):
    return getattr(choice, "filename", None) or type(choice).__name__.removeprefix("Package").lower()


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
