"""What several test files share."""

import socket
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from manumit.core import Answer
from manumit.identify import Assessment, Case, FactRecord, assess
from manumit.io.case_file import CaseFile, parse_case

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DAY = date(2026, 11, 22)


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    with ExitStack() as held:
        found = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in found]


def shared(*parts: str) -> Path:
    """A public file that lies outside the project; the test is skipped where it is not there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not here")
    return path


def examples(number: int) -> settings:
    """So many examples in the full run of a property, and a quarter of them in the quick one."""
    return settings(max_examples=max(number * settings.default.max_examples // 100, 5))


# libyaml is ten times as fast and comes with nearly every PyYAML.
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def as_yaml(written: Any) -> str:
    """The text of a case file."""
    return str(yaml.dump(written, Dumper=_Dumper, allow_unicode=True))


def from_yaml(path: Path) -> Any:
    """What a file says; every scalar stays text."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506


def case_file(written: dict[str, Any], id_: str = "case-1") -> CaseFile:
    """A case file from the short form of the test cases."""
    defaults: dict[str, Any] = {
        "id": id_,
        "fact_finding": "complete",
        "actor": "private",
        "work": "yes",
    }
    body = defaults | {key: value for key, value in written.items() if key not in ("age", "moved")}
    person = {key: written[key] for key in ("age", "moved") if key in written}
    return parse_case(as_yaml(body | {"person": person}), Path(f"{id_}.yaml"))


def assessed(written: dict[str, Any], **options: Any) -> Assessment:
    """The assessment of a case in the short form."""
    return assess(case_file(written).case, DAY, **options)


def fact(answer: str, *phases: Any) -> tuple[FactRecord, ...]:
    """A record of one fact."""
    return (FactRecord(Answer(answer), phases),)


def a_case(**fields: Any) -> Case:
    """A case with complete fact-finding on private work."""
    return Case(
        **(
            {"id": "c1", "age": 30, "actor": "private", "work": Answer.YES, "complete": True}
            | fields
        )
    )
