"""The page of access: who may do what with which class of data, and under which conditions."""

from collections.abc import Iterator

from manumit.casework.policy import CONDITIONS, Letter, matrix
from manumit.casework.records import kinds
from manumit.reference.words import say
from tools.reference.page import heading, page, sources, table, words_of

LETTERS = {
    "W": "write",
    "R": "read",
    "C": "read under consent",
    "M": "know that there is something",
    "D": "know a decision that follows from it",
    "J": "read under an order",
    "S": "the worker's own data",
    "X": "read by exception",
    "E": "enter, which gives no right to read",
    "A": "in aggregates only",
    "-": "never",
}


def access_page() -> str:
    """Roles and classes of data, purposes, conditions, kinds of entries."""
    found = matrix()
    lines = [
        "A person may do something with a class of data if a rule of the cell allows it: one of"
        " those set apart by a bar, with all of its conditions. What no rule allows is refused. A"
        " closed account, a conflict of interest and a purpose of another role refuse everything.",
        "",
        f"- Status: {found.status}",
        *sources(found.source),
        "- Where this departs from the printed requirements:"
        " [the matrix of access](../decisions/2026-11-24-access-matrix.md)",
        "",
        *heading(2, "Classes and roles", "matrix"),
        *_matrix(),
        *_emergency(),
        *heading(2, "Letters", "letters"),
        *_letters(),
        *heading(2, "Conditions", "conditions"),
        *_conditions(),
        *heading(2, "Roles and purposes", "roles"),
        *_roles(),
        *heading(2, "Kinds of entries", "kinds"),
        *_kinds(),
    ]
    return page("Access", "Who may do what with which class of data.", lines)


def _matrix() -> Iterator[str]:
    found = matrix()
    header = ["Class", "What", *found.roles]
    rows = (
        (
            number,
            say(f"access.class.{each.code}", "en"),
            *(each.cells[role] for role in found.roles),
        )
        for number, each in found.classes.items()
    )
    yield from table(header, rows)
    open_ = [number for number, each in found.classes.items() if each.scope == "open"]
    personal = [number for number, each in found.classes.items() if each.personal == "yes"]
    sealed = [number for number, each in found.classes.items() if each.sealed == "yes"]
    logged = [number for number, each in found.classes.items() if each.logged == "yes"]
    yield f"- About no case, so that no part in one is needed: {', '.join(open_)}"
    yield (
        "- Personal, so that an agency which does not lead the case needs the worker's consent for"
        f" what it would see by taking part alone, whatever the letter: {', '.join(personal)}"
    )
    yield f"- Sealed, so that the database holds ciphertext: {', '.join(sealed)}"
    yield f"- Opened only with a reason, which is logged: {', '.join(logged)}"
    yield f"- Never found in lists or searches: {', '.join(found.never_found)}"
    yield f"- Never exported: {', '.join(found.never_exported)}"
    yield ""


def _emergency() -> Iterator[str]:
    glass = matrix().break_glass
    yield (
        "An emergency look reads without consent what otherwise needs it, but never classes"
        f" {', '.join(glass.except_)}, and never for {', '.join(glass.never_for)}."
    )
    yield ""


def _letters() -> Iterator[str]:
    rows = (
        (sign, LETTERS[sign], ", ".join(each.verbs) or "nothing", _form(each), _needs(each))
        for sign, each in matrix().letters.items()
    )
    yield from table(("Letter", "Means", "Verbs", "Form", "Needs"), rows)
    yield (
        "A form after a colon takes the place of that of the letter: `redacted` keeps what concerns"
        " working conditions, or the text of a complaint; `own` what concerns the own agency;"
        " `public` what is public. A cell may add conditions after `if`."
    )
    yield ""


def _form(letter: Letter) -> str:
    return "" if letter.form == "none" else letter.form


def _needs(letter: Letter) -> str:
    return ", ".join(f"[{need}](#conditions)" for need in letter.needs)


def _conditions() -> Iterator[str]:
    rows = ((f"`{name}`", say(f"access.needs.{name}", "en")) for name in CONDITIONS)
    yield from table(("Condition", "Holds if"), rows)
    yield (
        "An auditor needs no `part`. `addressed` and `paper` are never met within a case: the pages"
        " of orders and of certificates answer those, and show nothing of a case."
    )
    yield ""


def _roles() -> Iterator[str]:
    rows = (
        (
            f"`{role}`",
            say(f"access.role.{role}", "en"),
            ", ".join(say(f"access.purpose.{code}", "en") for code in each.purposes),
        )
        for role, each in matrix().roles.items()
    )
    yield from table(("Role", "Who", "Purposes"), rows)


def _kinds() -> Iterator[str]:
    rows = (
        (
            words_of(code),
            str(kind.data_class),
            ", ".join(f"`{name}`" for name in kind.fields),
            ", ".join(f"`{name}`" for name in kind.redacted),
        )
        for code, kind in kinds().items()
    )
    yield from table(("Kind", "Class", "Fields", "The redacted form keeps"), rows)
