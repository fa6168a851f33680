"""The office is killed in the middle of its work: nothing that was acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import ROOT

SETUP = """
from manumit.web.server import prepare
prepare("manumit.web.settings")
from tests.web.office.world import make_world
make_world().agree("INT", "LI", {"wage_claim"})
"""

CHECK = """
import sys
import django; django.setup()
from django.db import connection
from manumit.web.cases.models import Case, Part
from manumit.web.consent.models import Consent, Disclosure
from manumit.web.referrals.models import Referral
from manumit.web.vault.models import Entry
from manumit.web.vault.services import open_entries
from tests.web.office.world import world_there
world = world_there()
for line in sys.stdin:
    what, reference, id_ = line.split()
    case = Case.objects.get(reference=reference)
    if what == "entry":
        [opened] = open_entries(Entry.objects.filter(pk=id_), world.asker("INT").holder)
        assert opened.content == {"name": reference}
    elif what == "consent":
        assert Consent.objects.filter(pk=id_, case=case).exists()
    elif what == "sent":
        assert Referral.objects.get(pk=id_).state in ("sent", "accepted")
    else:
        assert Referral.objects.get(pk=id_).state == "accepted"
        assert world.door("LI", case, "wage_claim").reveal(3, "x")[0].content == {"name": reference}
for part in Part.objects.all():  # half of an acceptance is none
    assert Referral.objects.filter(case=part.case, state="accepted").count() == 1
    assert Disclosure.objects.filter(case=part.case).count() == 1
assert connection.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)
"""


def _settings(home: Path) -> dict[str, str]:
    return {
        "MANUMIT_HOME": str(home),
        "MANUMIT_ARGON_MEBIBYTES": "1",
        "DJANGO_SETTINGS_MODULE": "manumit.web.settings",
    }


def _python(code: str, home: Path, given: str = "") -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | _settings(home),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _killed_after(home: Path, seconds: float) -> str:
    """What the process acknowledged, whole lines only, until it was killed in a later case."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.web.office.work", str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        while "accepted" not in said:
            line = process.stdout.readline()
            assert line, "it ended by itself"
            said += line
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.read()
    return said[: said.rfind("\n") + 1]


def _kill_often(home: Path, times: int) -> None:
    _python(SETUP, home)
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    said = ""
    for _ in range(times):
        said += _killed_after(home, moments.uniform(0.01, 0.4))
    _python(CHECK, home, said)
    assert _manumit("audit", "checkpoint", "--home", str(home)) == 0
    assert _manumit("audit", "verify", "--home", str(home)) == 0


def _manumit(*arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "manumit", *arguments], cwd=ROOT, capture_output=True, check=False
    ).returncode


def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    _kill_often(tmp_path / "home", 2)


@pytest.mark.study
def test_what_was_acknowledged_is_there_after_100_times_kill_9(tmp_path: Path) -> None:
    _kill_often(tmp_path / "home", 100)
