"""What pairs of facilities are compared by, as settings of Splink."""

from typing import Any

from manumit.supply.duplicates.columns import KEYS

DUPLICATES_A_ROW = 0.1
"""Rows that are the same facility as a given one, expected before any evidence."""
NEVER = 1e-15
"""Probability that rows of one facility have other unit numbers or lie in other territories."""


def settings(rows: int) -> Any:
    """Settings for a file of so many rows.

    Each level of a comparison begins with the probability of being reached by rows of one facility
    (m) and of two (u); training replaces them, but for the m of what rules a pair out.
    """
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=min(2 * DUPLICATES_A_ROW / max(rows - 1, 1), 0.5),
        comparisons=[
            _name(),
            _making(),
            _street(),
            _houses(),
            _town(),
            _same("unit", 1 - NEVER, 0.15),
            _same("territory", 1 - NEVER, 0.3),
        ],
        blocking_rules_to_generate_predictions=[block_on(key) for key in KEYS],
        retain_matching_columns=False,
    )


def _comparison(
    name: str, levels: list[tuple[Any, float, float]], unknown: Any = None, *, fixed: bool = False
) -> Any:
    """Levels from the closest, each with its m and u; what is unknown says nothing."""
    from splink.comparison_level_library import ElseLevel, NullLevel
    from splink.comparison_library import CustomComparison

    rest = [1 - sum(level[at] for level in levels) for at in (1, 2)]
    return CustomComparison(
        [
            unknown or NullLevel(name),
            *(
                level.configure(m_probability=m, u_probability=u, fix_m_probability=fixed)
                for level, m, u in levels
            ),
            ElseLevel().configure(
                m_probability=rest[0], u_probability=rest[1], fix_m_probability=fixed
            ),
        ],
        output_column_name=name,
    )


def _name() -> Any:
    from splink import comparison_level_library as levels

    return _comparison(
        "name",
        [
            (levels.ExactMatchLevel("name", term_frequency_adjustments=True), 0.5, 1e-4),
            (levels.ExactMatchLevel("words"), 0.05, 5e-5),
            (levels.JaroWinklerLevel("name", 0.95), 0.2, 5e-5),
            (levels.JaroWinklerLevel("name", 0.88), 0.12, 5e-4),
            (levels.ArrayIntersectLevel("words", 1), 0.06, 3e-3),
            (levels.JaroWinklerLevel("name", 0.78), 0.05, 1e-2),
        ],
    )


def _making() -> Any:
    """Trade words and goods together, as one follows from the other."""
    from splink import comparison_level_library as levels

    return _comparison(
        "making",
        [
            (levels.ExactMatchLevel("trade"), 0.6, 0.01),
            (levels.ArrayIntersectLevel("trade", 1), 0.3, 0.15),
            (levels.ExactMatchLevel("goods"), 0.08, 0.1),
        ],
        unknown=_both_unknown("trade", "goods"),
    )


def _street() -> Any:
    from splink import comparison_level_library as levels

    return _comparison(
        "street",
        [
            (levels.ExactMatchLevel("street"), 0.5, 1e-4),
            (levels.JaroWinklerLevel("street", 0.92), 0.15, 1e-4),
            (levels.ArraySubsetLevel("roads"), 0.15, 1e-3),
            (levels.ArrayIntersectLevel("roads", 1), 0.15, 8e-3),
        ],
    )


def _houses() -> Any:
    from splink import comparison_level_library as levels

    return _comparison(
        "houses",
        [
            (levels.ExactMatchLevel("houses"), 0.85, 0.005),
            (levels.ArrayIntersectLevel("houses", 1), 0.1, 0.02),
        ],
    )


def _town() -> Any:
    """Postal code and town together, as one follows from the other."""
    from splink import comparison_level_library as levels

    same_town = levels.ArrayIntersectLevel("towns", 1)
    return _comparison(
        "town",
        [
            (levels.ExactMatchLevel("postcode"), 0.6, 2e-4),
            (levels.And(levels.NullLevel("postcode"), same_town), 0.3, 5e-3),
            (same_town, 0.06, 5e-3),
        ],
        unknown=_both_unknown("postcode", "towns"),
    )


def _both_unknown(one: str, other: str) -> Any:
    from splink import comparison_level_library as levels

    return levels.And(levels.NullLevel(one), levels.NullLevel(other)).configure(is_null_level=True)


def _same(column: str, m: float, u: float) -> Any:
    """A comparison of what is the same or another; training does not change its m."""
    from splink import comparison_level_library as levels

    level = levels.ExactMatchLevel(column)
    return _comparison(column, [(level, m, u)], fixed=True)
