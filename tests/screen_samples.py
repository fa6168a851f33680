"""Screened suppliers that several test files share; all names are invented."""

from collections.abc import Iterator
from datetime import date

from manumit.core import Because, Citation, PartialDate
from manumit.lists import Entry, Good, OutsideList, Party, Place
from manumit.supply.model import Match, MatchKind, MatchStatus, Screened, Supplier

NASTY = '<script>alert(1)</script> & "quoted" \''

MILL = Entry(
    "alpha-mill",
    "Alpha Mill Co., Ltd.",
    who=(Party("entity", ("Alpha Mill Co., Ltd.", "阿尔法纺织有限公司"), subsidiaries=True),),
    where=(Place("CN", "Xinjiang"),),
    starts=PartialDate.parse("2022-06-21"),
    authority="A task force",
    provision="s. 2(d)",
    practices=("forced_labour",),
    note="Formerly Beta Mill",
)
GARMENTS = Entry("garments-bd", "Garments, Bangladesh", (), (Good("Garments"),), (Place("BD"),))
LISTS = (
    OutsideList(
        "parties",
        "List of parties",
        "A department",
        "https://example.org/parties",
        "public domain",
        date(2026, 7, 9),
        "built in",
        (MILL,),
    ),
    OutsideList(
        "goods",
        f"List of goods {NASTY}",
        "",
        "javascript:alert(1)",
        "not stated",
        None,
        "goods.csv",
        (GARMENTS,),
        ("Row 7: the status is not known.",),
    ),
)


def supplier(row: int, name: str = "Gamma Garments", territory: str = "BD") -> Supplier:
    """A supplier without a point on the map."""
    return Supplier(
        "ours.csv", row, (name,), address="1 High Road", territory=territory, goods=("shirts",)
    )


def located(row: int, latitude: float, longitude: float, name: str = "Delta Works") -> Supplier:
    """A supplier with a point on the map."""
    return Supplier(
        "ours.csv", row, (name,), territory="BD", latitude=latitude, longitude=longitude
    )


def match(
    probability: float = 0.93,
    status: MatchStatus = "proposed",
    kind: MatchKind = "name",
    entry: Entry | None = None,
) -> Match:
    """A match with three reasons; by good it is with the list of goods."""
    by_good = kind == "good"
    cites = Citation(
        "parties.alpha-mill", "List of parties, s. 2(d)", "https://example.org/parties"
    )
    top = Because(
        "“Alpha Mill” may be “Alpha Mill Co., Ltd.”",
        value=f"{probability:.2f}",
        cites=(cites,),
        because=(
            Because("Distinctive words: alpha / alpha.", value="+5.20", rule="screen.core"),
            Because("Territories: CN / CN", value="+0.58", rule="screen.territory"),
            Because("Numbers in the names: 2 / 3", value="-0.31", rule="screen.number"),
            Because("Before any evidence", value="-3.99", rule="screen.start"),
        ),
    )
    listed = entry or (GARMENTS if by_good else MILL)
    return Match("goods" if by_good else "parties", listed, kind, probability, status, (top,))


def screened() -> Iterator[Screened]:
    """One supplier of each kind that a report has to show."""
    yield Screened(supplier(2, "Alpha Mill", "CN"), (match(),))
    yield Screened(supplier(3), (match(0.6, kind="good"),), ("Origin unknown: cotton.",))
    yield Screened(supplier(4, "Zeta"), (), ("Origin unknown: wool.", "Goods are not given."))
    yield Screened(supplier(5, "Eta", "IN"), ())
    yield Screened(supplier(6, "Theta", ""), (match(0.0, "rejected"),))
    yield Screened(supplier(7, f"Iota {NASTY}", "VN"), (match(1.0, "confirmed"),))
    yield Screened(located(8, 23.8, 90.4), ())
    yield Screened(located(9, 24.6, 90.4, "Kappa Works"), (match(0.71),), ("Goods are not given.",))
