"""The menu of each role, and how it fares while a feature is not there."""

import json
import os
import subprocess
import sys

SCRIPT = """
import json, django
django.setup()
from manumit.web.look.context import NAV, navigation
from manumit.reference.words import say
print(json.dumps([
    navigation("SOC", "/", "fr"),
    navigation("IMM", "/elsewhere/", "ar"),
    [say(f"look.{word}", "es") for _, word, _ in NAV],
    [route for route, _, roles in NAV if "IMM" in roles],
    [route for route, _, roles in NAV if "ADM" in roles],
]))
"""


def test_the_menu_leaves_out_what_is_not_there_and_marks_what_is_open() -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "tests.web.styleguide.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | environment,
    )
    social, border, words, immigration, administrators = json.loads(done.stdout)
    assert social == [["/", "Mon travail", True]]
    assert border == [["/", "عملي", False]]
    assert len(set(words)) == len(words)
    assert immigration == ["certificate_verify"]
    assert administrators == ["people_list", "agency_list"]
