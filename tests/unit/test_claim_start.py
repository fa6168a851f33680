"""What a claim on a case file loads, so that it starts fast and needs no optional library."""

import subprocess
import sys

from tests.helpers import ROOT

HEAVY = ("numpy", "pyarrow", "openpyxl", "jinja2", "typst", "lxml", "rich")


def test_a_claim_as_json_loads_no_heavy_library() -> None:
    case = ROOT / "examples" / "claims" / "us-overtime.yaml"
    check = (
        "from manumit.cli.main import run; import sys\n"
        f"run(['claim', {str(case)!r}, '--format', 'json'])\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"
