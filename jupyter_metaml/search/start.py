"""What to try first while nothing is known about similar tables: a fixed order, cut by size.

The order puts different biases first, each with values that published systems found for short runs, so that any
later end leaves a blend. It is a list, to be read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration, available_families, families, why_unavailable

if TYPE_CHECKING:
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.pipelines import Family, TableShape
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.typing import ParamValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEntry:
    """A line of the order.

    Parameters
    ----------
    family : str
        Name of the family.
    why : str
        Reason shown to people.
    note : str, default=""
        What is special about it, added to the title.
    params : mapping, default={}
        Values that differ from the family's defaults.
    min_rows : int, default=0
        Rows below which it is left out.
    """

    family: str
    why: str
    note: str = ""
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    min_rows: int = 0


SHALLOW: dict[str, ParamValue] = {
    "extra_trees": True,
    "learning_rate": 0.086,
    "num_leaves": 6,
    "min_child_samples": 10,
    "colsample_bytree": 0.5,
}

# AutoGluon's "Large" LightGBM (128 leaves, 0.9 of the columns, leaves of three rows), its rate raised to the tuned
# default of Holzmueller et al. (0.04 for 1,000 trees) since minutes do not pay for more trees.
LEAFY: dict[str, ParamValue] = {
    "learning_rate": 0.069,
    "num_leaves": 128,
    "min_child_samples": 3,
    "colsample_bytree": 0.9,
}

# What may run in this process while the workers start, where it cannot take long.
FIRST_FAMILY = "linear"
FIRST_TREES = "lightgbm"
# How long workers take to start, libraries loaded; and how long LightGBM takes to be loaded here.
WORKER_START_S = 1.5
LOADING_TREES_S = 0.5

LARGE_TREES = StartEntry(
    family="lightgbm",
    note="large trees",
    why="many rows carry trees of many leaves, learned fast",
    params=LEAFY,
    min_rows=5_000,
)

PRETRAINED = StartEntry(
    family="prior_fitted", why="trained on many small tables, so it fits nothing, and strong on few rows"
)

# For who has them; whatever is quicker on a processor goes before them.
OF_OTHERS: tuple[StartEntry, ...] = (
    StartEntry(family="tabicl", why="trained on generated tables by others, strong and slow; you have its weights"),
    StartEntry(family="tabpfn", why="trained on generated tables by others, strong and slow; you have its weights"),
)

ORDER: tuple[StartEntry, ...] = (
    StartEntry(family="linear", why="answers first, and is hard to beat on small or near-linear tables"),
    StartEntry(family="lightgbm", why="the strongest model for its seconds on tables of any size"),
    PRETRAINED,
    StartEntry(family="text_linear", why="words taken straight, the strongest simple reading of text columns"),
    StartEntry(family="catboost", why="the best single family at its defaults, above all with categories"),
    LARGE_TREES,
    StartEntry(family="extra_trees", why="errs differently from boosted trees, so the blend gains"),
    StartEntry(family="mlp", why="a smooth model beside the trees"),
    StartEntry(
        family="lightgbm",
        note="near-additive",
        why="many small trees, for small tables and smooth effects",
        params=SHALLOW,
    ),
    StartEntry(family="svm", why="strong on small tables with numeric columns"),
    StartEntry(family="xgboost", why="boosted trees of another kind, for the blend"),
    StartEntry(family="random_forest", why="robust against noise and odd columns"),
    StartEntry(family="hist_gradient_boosting", why="boosted trees of another kind, for the blend"),
    StartEntry(family="nearest_neighbours", why="finds local patterns that trees cut across"),
    *OF_OTHERS,
)
# With many rows per second a boosted model is worth more than a linear one that is not there before workers are, and
# large trees more than small ones.
LARGE_ORDER: tuple[StartEntry, ...] = (
    StartEntry(family="lightgbm", why="the strongest model for its seconds on tables of any size"),
    LARGE_TREES,
    StartEntry(family="text_linear", why="words taken straight, the strongest simple reading of text columns"),
    StartEntry(family="linear", why="a quick model of another kind, for the blend"),
    PRETRAINED,
    StartEntry(family="xgboost", why="boosted trees of another kind, for the blend"),
    StartEntry(family="catboost", why="the best single family at its defaults, above all with categories"),
    StartEntry(family="extra_trees", why="errs differently from boosted trees, so the blend gains"),
    StartEntry(family="mlp", why="a smooth model beside the trees"),
    StartEntry(family="nearest_neighbours", why="finds local patterns that trees cut across"),
    StartEntry(family="hist_gradient_boosting", why="boosted trees of another kind, for the blend"),
    StartEntry(family="random_forest", why="robust against noise and odd columns"),
    *OF_OTHERS,
)
LARGE = 20_000.0


def recommended_start(shape: TableShape, effort: Effort, settings: SearchSettings) -> tuple[Recommendation, ...]:
    """Return the first configurations for a table of this shape.

    Parameters
    ----------
    shape : TableShape
        Rows, columns by kind and classes.
    effort : Effort
        Size against budget, and number of trees.
    settings : SearchSettings
        Families asked for and left out.

    Returns
    -------
    tuple of Recommendation
        Best first, at least one; values that a configuration leaves out are the defaults of its family.

    Raises
    ------
    UsageError
        If the settings leave no family that suits the table.
    """
    families = {family.name: family for family in usable_families(shape, settings)}
    order = LARGE_ORDER if effort.cells_per_second > LARGE else ORDER
    entries = [entry for entry in order if entry.family in families and shape.n_rows >= entry.min_rows]
    known = {entry.family for entry in entries}
    entries += [
        StartEntry(family=name, why="installed beside the built-in ones") for name in families if name not in known
    ]
    entries = _affordable(entries, shape, effort)
    if begins_here(shape, effort):
        entries.sort(key=lambda entry: entry.family != FIRST_FAMILY)
    return tuple(
        Recommendation(
            rank=rank,
            configuration=_asked(entry),
            title=f"{families[entry.family].title} ({entry.note})" if entry.note else families[entry.family].title,
            why=entry.why,
            expected_s=effort.known_s(_asked(entry), shape),
        )
        for rank, entry in enumerate(entries, start=1)
    )


def head_of(order: Sequence[Recommendation]) -> Recommendation | None:
    """Return what runs first whatever is known of the table: the linear model, where the fixed order begins with it."""
    return order[0] if order[0].configuration.family == FIRST_FAMILY else None


def begins_here(shape: TableShape, effort: Effort) -> bool:
    """Return whether a linear model is there before workers, and before trees that run in this process could be."""
    if FIRST_FAMILY not in families_here(shape, effort):
        return False
    return effort.first_model_s(shape) <= LOADING_TREES_S + effort.first_trees_s(shape)


def families_here(shape: TableShape, effort: Effort) -> frozenset[str]:
    """Return the families whose first trial may run in this process while the workers start: they end before."""
    seconds = {FIRST_FAMILY: effort.first_model_s(shape), FIRST_TREES: effort.first_trees_s(shape)}
    return frozenset(name for name, expected_s in seconds.items() if expected_s <= WORKER_START_S)


def _asked(entry: StartEntry) -> Configuration:
    return Configuration.of(entry.family, **entry.params)


def _affordable(entries: list[StartEntry], shape: TableShape, effort: Effort) -> list[StartEntry]:
    """Leave out what is known to take longer than a trial may; if that is all there is, it stays."""
    left = [entry for entry in entries if (effort.known_s(_asked(entry), shape) or 0.0) <= effort.slot_s]
    return left or entries


def usable_families(shape: TableShape, settings: SearchSettings) -> tuple[Family, ...]:
    """Return the families that are installed, suit the table and are wanted.

    Raises
    ------
    UsageError
        If a family is unknown, or none is left.
    """
    present = {family.name: family for family in available_families(shape.kind, shape)}
    wanted = present if settings.families is None else settings.families
    left = tuple(present[name] for name in wanted if name in present and name not in settings.exclude)
    if not left:
        message = (
            f"No family of models is left: families={settings.families!r}, exclude={settings.exclude!r}. "
            f"For this table there are: {', '.join(present)}.{_reasons(wanted, shape)}"
        )
        raise UsageError(message)
    return left


def _reasons(wanted: Container[str], shape: TableShape) -> str:
    """Say why families that were asked for are not there; starts with a space."""
    asked = [found for name, found in families().items() if name in wanted]
    reasons = {found.name: why_unavailable(found, shape.kind) or found.suits(shape) for found in asked}
    return "".join(f" {name!r}: {reason}." for name, reason in reasons.items() if reason)
