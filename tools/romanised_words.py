"""Write the Chinese trade words and legal forms in pinyin, for names that were romanised whole.

python -m tools.romanised_words            # write data/names/words/zh-Latn.csv
python -m tools.romanised_words --check    # exit 1 if it is not what it would be
"""

import csv
import io
import sys
from pathlib import Path

from manumit.supply.names.romanise import latin, pinyin, plain_words

WORDS = Path("src/manumit/data/names/words")
SHORTEST = 4
"""Letters of a romanised word that is kept; shorter ones mean too many things."""


def romanised() -> str:
    """The file: words of two characters and more in pinyin; of one spelling the first stays."""
    with (WORDS / "zh.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["word"]) > 1]
    with (WORDS / "en.csv").open(encoding="utf-8", newline="") as file:
        english = {row["word"] for row in csv.DictReader(file)}
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        spelled = " ".join(plain_words(latin(pinyin(row["word"]))))
        if len(spelled) >= SHORTEST and row["kind"] != "particle" and spelled not in english:
            found.setdefault(spelled, (row["kind"], row["means"]))
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("word", "kind", "means"))
    writer.writerows((word, *found[word]) for word in sorted(found))
    return made.getvalue()


def main() -> None:
    """Write the file, or check it."""
    target = WORDS / "zh-Latn.csv"
    if "--check" in sys.argv:
        sys.exit(0 if target.read_text(encoding="utf-8") == romanised() else 1)
    target.write_text(romanised(), encoding="utf-8")
    print(f"written: {target}")


if __name__ == "__main__":
    main()
