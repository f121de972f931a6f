"""Which configurations may enter the knowledge base: names, types and ranges that the families themselves declare.

What a stranger's pack or a file on disk says is compared with these rules and never executed: a family is looked up
by its name, a parameter by its name, and a value is a word that the family knows or a number within its range.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.pipelines import Configuration, Family, TableShape, families
from jupyter_metaml.typing import Kind, ParamValue

# Published values lie beyond the spaces searched here; these factors keep them, and keep out what no machine can fit.
ROOM_FOR_NUMBERS = 100.0
ROOM_FOR_WHOLE_NUMBERS = 10
ROOM_FOR_DEPTHS, HIGHEST_DEPTH = 3, 10  # memory doubles with each

UNKNOWN_FAMILY = "unknown family of models"
UNKNOWN_PARAMETER = "unknown parameter"
UNKNOWN_WORD = "word that the parameter does not know"
WRONG_TYPE = "value of another type"
OUT_OF_RANGE = "value out of range"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """What one parameter may be.

    Parameters
    ----------
    words : frozenset of str, bool and None
        Values that are no numbers; none other than these.
    is_whole : bool
        Whether numbers have to be whole.
    low, high : float or None
        Range of numbers, ends included; None where the parameter takes no number.
    """

    words: frozenset[str | bool | None]
    is_whole: bool
    low: float | None
    high: float | None

    def why_not(self, value: ParamValue) -> str | None:
        """Return None for a value that is allowed, else the reason."""
        if value is None or isinstance(value, bool | str):
            return None if value in self.words else UNKNOWN_WORD
        if self.low is None or self.high is None or (self.is_whole and not isinstance(value, int)):
            return WRONG_TYPE
        return None if self.low <= value <= self.high else OUT_OF_RANGE


def why_not_allowed(configuration: Configuration) -> str | None:
    """Tell why a configuration may not be kept.

    Parameters
    ----------
    configuration : Configuration
        Of whatever origin.

    Returns
    -------
    str or None
        A reason without any word of the configuration; None when it is allowed.
    """
    rules = rules_of(configuration.family)
    if rules is None:
        return UNKNOWN_FAMILY
    for name, value in configuration.params:
        rule = rules.get(name)
        reason = UNKNOWN_PARAMETER if rule is None else rule.why_not(value)
        if reason is not None:
            return reason
    return None


@cache
def rules_of(family_name: str) -> dict[str, ValueRule] | None:
    """Return the rules of a family by name of the parameter; None for a family that does not exist.

    They are read from its defaults and spaces on tables of many shapes.
    """
    family = families().get(family_name)
    if family is None:
        return None
    seen: dict[str, list[ParamValue | BaseDistribution]] = {}
    for shape in _shapes(family):
        for name, value in (*family.default(shape).items(), *family.space(shape).items()):
            seen.setdefault(name, []).append(value)
    return {name: _rule(values) for name, values in seen.items()}


def _rule(seen: list[ParamValue | BaseDistribution]) -> ValueRule:
    values: list[ParamValue] = []
    for item in seen:
        if isinstance(item, CategoricalDistribution):
            values.extend(item.choices)
        elif isinstance(item, FloatDistribution | IntDistribution):
            values.extend((item.low, item.high))
        elif not isinstance(item, BaseDistribution):
            values.append(item)
    words = frozenset(value for value in values if value is None or isinstance(value, bool | str))
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not numbers:
        return ValueRule(words=words, is_whole=False, low=None, high=None)
    is_whole = all(isinstance(value, int) for value in numbers)
    highest = max(numbers)
    # a searched share such as that of columns per tree ends at 1
    is_share = any(isinstance(item, FloatDistribution) for item in seen) and highest <= 1
    high = 1.0 if is_share else highest * _room(highest, is_whole=is_whole)
    return ValueRule(words=words, is_whole=is_whole, low=min(0.0, *numbers), high=max(high, 1.0))


def _room(highest: float, *, is_whole: bool) -> float:
    if not is_whole:
        return ROOM_FOR_NUMBERS
    return ROOM_FOR_DEPTHS if highest <= HIGHEST_DEPTH else ROOM_FOR_WHOLE_NUMBERS


def _shapes(family: Family) -> Iterator[TableShape]:
    """Yield tables of many shapes that suit a family."""
    kinds: dict[Kind, int] = {"binary": 2, "multiclass": 5, "regression": 0}
    sizes = ((200, 5), (2_000, 40), (20_000, 12), (200_000, 20))
    for (kind, n_classes), (n_rows, n_features), (n_categories, levels), n_texts in itertools.product(
        kinds.items(), sizes, ((0, 0), (3, 6), (3, 300)), (0, 1)
    ):
        shape = TableShape(
            kind=kind,
            n_rows=n_rows,
            n_columns=n_features + n_texts,
            n_features=n_features,
            n_classes=n_classes,
            n_numbers=n_features - n_categories,
            n_categories=n_categories,
            max_levels=levels,
            n_texts=n_texts,
            n_dates=0,
            missing_share=0.05,
        )
        if kind in family.kinds and family.suits(shape) is None:
            yield shape
