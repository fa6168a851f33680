"""Renewing the keys of entries of cases, beside the bare cryptography of the same bytes.

    python -m bench.casework_keys JOB ENTRIES       one job, which prints JSON

Each case has ten entries of one class under one key. Goal: 100,000 entries in under 10 minutes. The
default is smaller; the work is one case after another, so that the time grows in step with the
entries, which the second size shows.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter, process_time

from bench.measure import Cost, Row, Section, megabytes, middle, run_job, say, seconds, times
from manumit.web.sealing import KeyPair

EACH = 10
"""Entries of a case."""

WORDS = "They took my passport and I work twelve hours a day. " * 8
ALL, MOST_SECONDS = 100_000, 600.0


def measure(entries: int, runs: int) -> Section:
    """Two sizes, each in a process of its own, and the bare cryptography of the larger one."""
    sizes = (entries // 4, entries)
    jobs = [("renew", size) for size in sizes] + [("bare", entries)]
    costs: dict[tuple[str, int], list[Cost]] = {job: [] for job in jobs}
    for turn in range(runs):
        for name, size in jobs:
            say(f"Run {turn + 1} of {runs}: {name}, {size:,} entries")
            costs[name, size].append(run_job("bench.casework_keys", name, str(size)))
    of = {job: middle(each) for job, each in costs.items()}
    whole = of["renew", entries].cpu / entries * ALL
    return Section(
        f"Renewing the keys of {entries:,} entries",
        [
            Row(
                f"{size:,} entries in {size // EACH:,} cases, SQLite; peer: AES-GCM alone",
                times(of["renew", size]),
                times(of["bare", entries]) if size == entries else "",
                f"{of['renew', size].cpu / of['bare', entries].cpu:.1f}" if size == entries else "",
                "",
                None,
                megabytes(of["renew", size].peak),
            )
            for size in sizes
        ]
        + [
            Row(
                f"{ALL:,} entries, reckoned from the line above",
                seconds(whole),
                "",
                "",
                f"under {MOST_SECONDS:g} s CPU",
                whole < MOST_SECONDS,
            )
        ],
        [
            "Renewing an entry reads it, opens it, seals it under the new key and writes it back; "
            "each case is a transaction of its own, and its new key is sealed for those who may "
            "hold it. The peer opens and seals, and keeps nothing.",
            f"A quarter of the entries takes {of['renew', sizes[0]].cpu / sizes[0] * 1000:.2f} ms "
            f"CPU an entry, all of them {of['renew', entries].cpu / entries * 1000:.2f} ms.",
        ],
    )


def renew(entries: int) -> Callable[[], None]:
    """The office's database with cases of one agency, and what renews their keys."""
    os.environ["MANUMIT_HOME"] = tempfile.mkdtemp(prefix="manumit-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "manumit.web.settings"
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()
    for database in ("default", "mailbox"):
        call_command("migrate", database=database, verbosity=0)
    from manumit.web.sealing import new_pair
    from manumit.web.vault import renewal
    from manumit.web.vault.services import Holder

    pair = new_pair()
    holder = Holder(pair.private, agency=_fill(pair, entries))
    renewal.mark(holder.agency)

    def job() -> None:
        left = renewal.go_on(holder, timezone.now())
        if left:
            sys.exit(f"{left} cases are left")

    return job


def _fill(pair: KeyPair, entries: int) -> str:
    """Cases with their entries; the id of the agency that leads them."""
    from django.db import transaction
    from django.utils import timezone

    from manumit.web.accounts.models import Agency
    from manumit.web.cases.models import Case
    from manumit.web.vault.services import Author, Holder, write

    agency = Agency.objects.create(name="Helpline", role="INT", public_key=pair.public)
    holder = Holder(pair.private, agency=str(agency.id))
    for _ in range(entries // EACH):
        with transaction.atomic():
            case = Case.objects.create(owner=agency)
            author = Author(holder, timezone.now())
            for _ in range(EACH):
                content = {"text": WORDS}
                write(case, "account", content, author)
    return str(agency.id)


def bare(entries: int) -> Callable[[], None]:
    """The same bytes opened and sealed, from memory to memory."""
    from manumit.web.sealing import Place, decrypt, encrypt, new_key

    old, new, place = new_key(), new_key(), Place("vault_entry", "body", "1" * 90)
    sealed = [encrypt(old, WORDS.encode(), place) for _ in range(entries)]

    def job() -> None:
        for each in sealed:
            encrypt(new, decrypt(old, each, place), place)

    return job


def main() -> None:
    name, entries = sys.argv[1], int(sys.argv[2])
    job = {"renew": renew, "bare": bare}[name](entries)
    cpu, wall = process_time(), perf_counter()
    job()
    print(json.dumps({"cpu": process_time() - cpu, "wall": perf_counter() - wall}))


if __name__ == "__main__":
    main()
