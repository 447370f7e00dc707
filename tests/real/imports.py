"""Imports every top-level module that is installed, from number argv[1] on; one line before each and one after it.

    @ MODULE begins
    @ MODULE ok | ErrorName: first line
"""

import importlib
import importlib.metadata
import re
import sys
import warnings

warnings.simplefilter("ignore")


def modules():
    found = set()
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            top = file.parts[0]
            if top in ("..", "__pycache__") or top.endswith((".dist-info", ".data", ".libs", ".pth")):
                continue
            if len(file.parts) == 1:
                match = re.match(r"([A-Za-z_]\w*)(?:\.py|(?:\.[\w-]+)?\.so)$", top)
                if match:
                    found.add(match.group(1))
            elif top.isidentifier() and file.parts[-1].endswith((".py", ".so")):
                found.add(top)
    return sorted(found)


for module in modules()[int(sys.argv[1]) :]:
    print("\n@ %s begins" % module, flush=True)
    try:
        importlib.import_module(module)
        word = "ok"
    except BaseException as error:  # a module may also call sys.exit
        word = "%s: %s" % (type(error).__name__, (str(error).splitlines() or [""])[0])
    print("\n@ %s %s" % (module, word), flush=True)
