"""A process that writes to a log until it is stopped, and says of each record that it is there.

MANUMIT_HOME=... python -m tests.web.office.audit.writer NAME COUNT
"""

import sys

import django
from django.conf import settings

from manumit.web.base_settings import database


def main() -> None:
    name, count = sys.argv[1:]
    apps = ["manumit.web.audit"]
    settings.configure(INSTALLED_APPS=apps, USE_TZ=True, DATABASES={"default": database("office")})
    django.setup()
    from manumit.web.audit.services import record

    for turn in range(int(count)):
        row = record(actor_id=name, agency_id="agency", act="open", target=str(turn))
        sys.stdout.write(f"{row.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
