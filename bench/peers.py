"""The environment of the peers that cannot share one with Manumit.

nomenklatura needs pyicu, which is compiled on the spot, and holds back other libraries.
"""

import os
import sys
import venv
from pathlib import Path

from bench.measure import CACHE, run, say

PACKAGES = ("nomenklatura==4.17.4", "dedupe==3.0.3", "BTrees<6", "scikit-learn", "unidecode")
"""BTrees 6 lacks what dedupe 3.0.3 calls."""
FOLDER = CACHE / "peers"
SETTING = "MANUMIT_PEER_PYTHON"


def python_of_peers(given: Path | None = None, *, make: bool = False) -> str:
    """The Python that has the peers: the one given, that of the setting, or that of the cache.

    Raises:
        SystemExit: There is none, and it was not asked for.
    """
    if given is not None:
        return str(given)
    if SETTING in os.environ:
        return os.environ[SETTING]
    python = FOLDER / "bin" / "python"
    if make:
        say("Installing the peers, which takes minutes and needs a compiler and libicu")
        venv.create(FOLDER, with_pip=True)
        run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES])
    if not python.exists():
        sys.exit(f"The peers are not here: give --peers to install them into {FOLDER}.")
    return str(python)
