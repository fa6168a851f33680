"""A process that writes to a log until it is stopped, and says of each record that it is there.

python -m tests.web.office.audit_writer HOME NAME COUNT
"""

import sys
from pathlib import Path

from tests.web.office.audit_office import open_office


def main() -> None:
    home, name, count = sys.argv[1:]
    open_office(Path(home))
    from manumit.web.audit.services import record

    for turn in range(int(count)):
        row = record(actor_id=name, agency_id="agency", act="open", target=str(turn))
        sys.stdout.write(f"{row.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
