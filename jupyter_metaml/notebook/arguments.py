"""What the magics can be asked: each option is declared here, once.

A new option is one field of one request. The line, the body, ``%config``, ``--help``, ``%automl?`` and completion
follow from it.
"""

# ruff: noqa: RUF009 (`option` makes a field, as `dataclasses.field` does)

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_metaml.notebook import option_values as values
from jupyter_metaml.notebook.options import Option, option
from jupyter_metaml.typing import Meta

TREATMENTS = ("number", "category", "text", "date", "drop", "keep")

DATA = Option(
    help="name of a table in this notebook (a DataFrame; also polars, pyarrow, NumPy)",
    read=values.read_table,
    metavar="DATA",
    completes="frame",
    is_positional=True,
)
TARGET = Option(help="column to predict", read=values.read_label, metavar="COL", short="t", completes="column")
TASK = Option(
    help="kind of question; auto decides from the target",
    read=values.one_of("auto", "classification", "regression"),
    metavar="KIND",
    completes="choice",
    choices=("auto", "classification", "regression"),
)
GROUPS = Option(
    help="column of groups (patients, shops) that stay on one side of every split",
    read=values.read_label,
    metavar="COL",
    completes="column",
)
WEIGHTS = Option(help="column of row weights", read=values.read_label, metavar="COL", completes="column")
ORDER = Option(
    help="column of times: measure on later rows only",
    read=values.read_label,
    metavar="COL",
    aliases=("time_column",),
    completes="column",
)
IGNORE = Option(
    help="columns to leave out", read=values.read_labels, metavar="COL,...", completes="column", is_list=True
)
TREAT = Option(
    help=f"how to read single columns, COL=KIND with KIND one of {', '.join(TREATMENTS)}",
    read=values.read_treatments,
    metavar="COL=KIND,...",
    completes="column",
    choices=TREATMENTS,
    is_list=True,
)
ALLOW_MISSING = Option(
    help="go on when the target is missing in most rows; those are left out", read=values.read_switch
)
META = Option(
    help="knowledge of other tables that decides what is tried first: all, mine (your past runs), shipped, off",
    read=values.one_of("all", "mine", "shipped", "off"),
    metavar="WHICH",
    completes="choice",
    choices=("all", "mine", "shipped", "off"),
    is_configurable=True,
)
SEED = Option(
    help="decides folds, proposals and models; 0 when left out",
    read=values.whole_number(0, 2**32 - 1),
    metavar="N",
    is_configurable=True,
)
DISPLAY = Option(
    help="what is shown: auto, html, text or none",
    read=values.one_of("auto", "html", "text", "none"),
    metavar="MODE",
    completes="choice",
    choices=("auto", "html", "text", "none"),
    is_configurable=True,
)
RUNS_DIR = Option(
    help="folder of the runs, instead of the one in your data directory",
    read=values.read_folder,
    metavar="DIR",
    is_configurable=True,
)
DEBUG = Option(
    help="show the whole traceback of an error",
    read=values.read_switch,
    aliases=("traceback",),
    is_configurable=True,
)
RUN = Option(
    help="name of a run in this notebook, or the id of a stored one; the last one when left out",
    read=values.read_text,
    metavar="RUN",
    completes="run",
    is_positional=True,
)
ACTIVE_RUN = Option(
    help="name, id or number of a run that has not ended",
    read=values.read_text,
    metavar="RUN",
    completes="active run",
    is_positional=True,
)
FORCE = Option(help="let the names replace what they stand for now", read=values.read_switch, aliases=("overwrite",))
INTO = Option(help="name for the fitted pipeline", read=values.read_text, metavar="NAME", completes="name")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRequest:
    """What one ``%automl_profile`` asks for."""

    data: object = option(None, DATA)
    target: object = option(None, TARGET)
    task: str = option("auto", TASK)
    groups: object = option(None, GROUPS)
    weights: object = option(None, WEIGHTS)
    order: object = option(None, ORDER)
    ignore: tuple[Hashable, ...] = option((), IGNORE)
    treat: Mapping[Hashable, str] | None = option(None, TREAT)
    allow_missing_target: bool = option(False, ALLOW_MISSING)
    seed: int | None = option(None, SEED)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRequest:
    """What one ``%%automl``, ``%automl`` or ``%automl_suggest`` asks for."""

    data: object = option(None, DATA)
    target: object = option(None, TARGET)
    task: str = option("auto", TASK)
    time: float = option(
        60.0,
        Option(
            help="time for everything: 60, 90s, 2m, 1h30m, '10 minutes', 00:10:00",
            read=values.read_duration,
            metavar="TIME",
            short="b",
            is_configurable=True,
        ),
    )
    trials: int | None = option(
        None,
        Option(
            help="stop after so many trials",
            read=values.whole_number(1, 1_000_000),
            metavar="N",
            is_configurable=True,
        ),
    )
    metric: object = option(
        None,
        Option(
            help="what counts: a scikit-learn scorer, or the name of a function of yours",
            read=values.read_metric,
            metavar="NAME",
            completes="metric",
        ),
    )
    folds: int | None = option(
        None,
        Option(help="parts for cross-validation", read=values.whole_number(2, 100), metavar="N", is_configurable=True),
    )
    models: tuple[str, ...] | None = option(
        None,
        Option(
            help="only these families of models",
            read=values.read_names,
            metavar="NAME,...",
            completes="family",
            is_list=True,
            is_configurable=True,
        ),
    )
    exclude: tuple[str, ...] = option(
        (),
        Option(
            help="families of models to leave out",
            read=values.read_names,
            metavar="NAME,...",
            completes="family",
            is_list=True,
            is_configurable=True,
        ),
    )
    groups: object = option(None, GROUPS)
    weights: object = option(None, WEIGHTS)
    order: object = option(None, ORDER)
    ignore: tuple[Hashable, ...] = option((), IGNORE)
    treat: Mapping[Hashable, str] | None = option(None, TREAT)
    test: object = option(
        None,
        Option(
            help="name of a second table, never searched on, to score the result",
            read=values.read_table,
            metavar="DATA",
            completes="frame",
        ),
    )
    into: str = option("model", INTO)
    run: str = option("run", Option(help="name for the run", read=values.read_text, metavar="NAME", completes="name"))
    allow_missing_target: bool = option(False, ALLOW_MISSING)
    seed: int | None = option(None, SEED)
    meta: Meta = option("all", META)
    remember: bool = option(
        True,
        Option(
            help="keep the trials of this run out of your past ones (never cells or names, only statistics)",
            read=values.read_switch,
            is_configurable=True,
        ),
    )
    jobs: int | None = option(
        None,
        Option(
            help="worker processes; all allowed cores when left out, as with -1",
            read=values.whole_number(1, 1_000, also=(-1,)),
            metavar="N",
            is_configurable=True,
        ),
    )
    executor: object = option(
        "isolated",
        Option(
            help="where trials run: isolated, inline, dask, the address of a Dask scheduler, or the name of a client",
            read=values.read_executor,
            metavar="WHERE",
            is_configurable=True,
        ),
    )
    single: bool = option(
        False,
        Option(
            help="bind the best single pipeline, refitted on all rows, instead of the blend",
            read=values.read_switch,
            is_configurable=True,
        ),
    )
    background: bool = option(
        False,
        Option(
            help="search while the notebook goes on; the name of the run stands for a handle with wait and stop",
            read=values.read_switch,
            is_configurable=True,
        ),
    )
    plan: bool = option(False, Option(help="stop after the suggestions, run nothing", read=values.read_switch))
    suggest: bool = option(
        True,
        Option(help="leave the suggestions out of what is shown", read=values.read_switch, is_configurable=True),
    )
    resume: str | None = option(
        None,
        Option(
            help="go on with the trials of a stored run; table and settings have to be the same",
            read=values.read_text,
            metavar="RUN",
            completes="run",
        ),
    )
    save: Path | None = option(
        None, Option(help="also save the run in this folder", read=values.read_folder, metavar="DIR")
    )
    runs_dir: Path | None = option(None, RUNS_DIR)
    display: str = option("auto", DISPLAY)
    quiet: bool = option(
        False,
        Option(help="show one line at the end and nothing before", read=values.read_switch, is_configurable=True),
    )
    force: bool = option(False, FORCE)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsRequest:
    """What one ``%automl_runs`` asks for."""

    runs_dir: Path | None = option(None, RUNS_DIR)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    """What one ``%automl_show`` asks for."""

    run: str | None = option(None, RUN)
    runs_dir: Path | None = option(None, RUNS_DIR)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRequest:
    """What one ``%automl_stop`` asks for."""

    run: str | None = option(None, ACTIVE_RUN)
    after_trial: bool = option(False, Option(help="let the running trials end", read=values.read_switch))
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRequest:
    """What one ``%automl_wait`` asks for."""

    run: str | None = option(None, ACTIVE_RUN)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRequest:
    """What one ``%automl_load`` asks for."""

    run: str | None = option(None, RUN)
    into: str = option("model", INTO)
    runs_dir: Path | None = option(None, RUNS_DIR)
    force: bool = option(False, FORCE)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorRequest:
    """What one ``%automl_doctor`` asks for."""

    runs_dir: Path | None = option(None, RUNS_DIR)
    display: str = option("auto", DISPLAY)
    debug: bool = option(False, DEBUG)
