"""For mkdocstrings: the docstrings say `Example:`, griffe reads `Examples:` as code."""

import re
from typing import Any

import griffe

_HEAD = re.compile(r"^Example:$", re.MULTILINE)


class ReadExamples(griffe.Extension):
    """Gives griffe the heading that it knows."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called for every object as it is loaded."""
        if obj.docstring is not None:
            obj.docstring.value = _HEAD.sub("Examples:", obj.docstring.value)
