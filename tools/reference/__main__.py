"""Write the reference pages, or compare them with what is on disk."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tools.reference.access import access_page
from tools.reference.catalogue import (
    conditions_page,
    facts_page,
    indicators_page,
    instruments_page,
    law_page,
)
from tools.reference.code import commands_page, errors_page, python_page
from tools.reference.compensation import compensation_page
from tools.reference.page import COMMAND, ROOT, page
from tools.reference.registers import coverage_page, languages_page, terms_page
from tools.reference.rules import rules_page
from tools.reference.wages import wage_law_page

FOLDER = ROOT / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "commands": commands_page,
    "facts": facts_page,
    "conditions": conditions_page,
    "indicators": indicators_page,
    "rules": rules_page,
    "instruments": instruments_page,
    "law": law_page,
    "wage-law": wage_law_page,
    "compensation": compensation_page,
    "access": access_page,
    "terms": terms_page,
    "coverage": coverage_page,
    "languages": languages_page,
    "errors": errors_page,
    "python": python_page,
}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the reference pages.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if any differs")
    check = parser.parse_args().check
    pages = all_pages()
    stale = [path for path, text in pages.items() if _on_disk(path) != text]
    left_over = sorted(set(FOLDER.glob("*.md")) - set(pages))
    if check:
        for path in (*stale, *left_over):
            print(f"{path.relative_to(ROOT)} is not up to date. Run: {COMMAND}")
        sys.exit(1 if stale or left_over else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
    for path in left_over:
        path.unlink()


def all_pages() -> dict[Path, str]:
    """Every page by its path."""
    written = {name: write() for name, write in PAGES.items()}
    links = [f"- [{_title(text)}]({name}.md)" for name, text in written.items()]
    index = page("Reference", "The reference: pages made from the data and the code.", links)
    return {FOLDER / f"{name}.md": text for name, text in {"index": index, **written}.items()}


def _title(text: str) -> str:
    return next(line[2:] for line in text.splitlines() if line.startswith("# "))


def _on_disk(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    main()
