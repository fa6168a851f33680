"""Write the built-in editions of outside lists anew from the files that their publishers issue.

    python -m tools.built_in_lists us_dhs_uflpa=FILE us_cbp_forced_labor=FILE

Afterwards set `as_of` in `src/manumit/data/lists/ID.yml` to the day of the edition, and review the
difference with `git diff`.
"""

import sys
from pathlib import Path

from manumit.lists.load import read_list
from manumit.lists.own import write

DATA = Path(__file__).parents[1] / "src/manumit/data/lists"


def main(arguments: list[str]) -> None:
    """Read each `ID=FILE`, and write the edition that is built in."""
    for argument in arguments:
        id_, _, name = argument.partition("=")
        path = Path(name)
        found = read_list(path.read_bytes(), path.name, id_)
        for signal in found.signals:
            print(f"{id_}: {signal}", file=sys.stderr)
        (DATA / f"{id_}.csv").write_text(write(found.entries), encoding="utf-8")
        print(f"{id_}: {len(found.entries)} entries, edition of {found.as_of}")


if __name__ == "__main__":
    main(sys.argv[1:])
