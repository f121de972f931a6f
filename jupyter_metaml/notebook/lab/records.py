"""What is told to the front end: records of JSON, bounded whatever is in the data.

Texts are shown as they stand. ``load_code`` and ``show_code`` are cells that bring a run back, and ``literal`` is the
name of a column as Python writes it: code is made here by ``repr``, or of checked parts, and never of what is shown.
"""

from __future__ import annotations

import contextlib
import keyword
import math
import re
from collections.abc import Hashable, Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from jupyter_metaml.notebook.frames import column_labels, table_names
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import NONE, spelled_score, spelled_seconds

if TYPE_CHECKING:
    from jupyter_metaml.notebook.active_runs import ActiveRun
    from jupyter_metaml.search import RunSummary

MAX_FRAMES = 100
MAX_COLUMNS = 500
MAX_NAME = 200
MAX_ACTIVE = 50
MAX_STORED = 30
# Names of runs are made by us; a folder that somebody else has put there is listed, and offers no code.
_RUN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")

Record = dict[str, Any]


def active_record(run: ActiveRun) -> Record:
    """Return what is known of a run of this kernel."""
    return {
        "key": run.key,
        "run_id": visible(run.run_id, limit=64),
        "table": visible(run.table, limit=60),
        "target": visible(run.target, limit=60),
        "mode": run.mode,
        "state": run.state,
        "metric": visible(run.metric, limit=40),
        "best": visible(run.best, limit=40),
        "n_trials": run.n_trials,
        "elapsed_s": _seconds(run.elapsed_s),
        "budget_s": _seconds(run.budget_s),
        "message": visible(run.message, limit=300),
        **_codes(run.run_id),
    }


def stored_records(runs: Iterable[RunSummary]) -> list[Record]:
    """Return the first stored runs; one whose file somebody has changed to nonsense is left out."""
    records = []
    for run in islice(runs, MAX_STORED):
        with contextlib.suppress(ArithmeticError, AttributeError, TypeError, ValueError):
            records.append(stored_record(run))
    return records


def stored_record(run: RunSummary) -> Record:
    """Return one line of the list of stored runs."""
    return {
        "run_id": visible(run.run_id, limit=64),
        "target": visible(run.target, limit=60),
        "state": visible(run.state, limit=20),
        "metric": visible(run.metric, limit=40),
        "best": spelled_score(run.score),
        "n_trials": run.n_trials,
        "time": NONE if run.seconds is None else spelled_seconds(run.seconds),
        "started": visible(run.started_at[:16].replace("T", " "), limit=20),
        "resumable": run.resumable,
        **_codes(run.run_id),
    }


def frame_records(names: Mapping[str, Any]) -> list[Record]:
    """Return the tables of a notebook with their first columns; names only, no value is looked at.

    Parameters
    ----------
    names : mapping of str to object
        The variables of the notebook.
    """
    records = []
    for name in table_names(names):
        if not name.isidentifier() or keyword.iskeyword(name) or len(name) > MAX_NAME:
            continue
        # Objects of the notebook are asked for their columns, and may answer anything.
        with contextlib.suppress(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            labels = column_labels(names[name])
            columns = [_column(label) for label in labels[:MAX_COLUMNS]]
            records.append({"name": name, "columns": columns, "n_columns": len(labels)})
    return records[:MAX_FRAMES]


def _column(label: Hashable) -> Record:
    # A cell finds a column by its text, too, so that labels of any kind can be named.
    text = str(label)
    literal = repr(text) if len(text) <= MAX_NAME else ""
    return {"shown": visible(text, limit=80), "literal": literal}


def _codes(run_id: str) -> Record:
    if not _RUN_ID.fullmatch(run_id):
        return {"load_code": "", "show_code": ""}
    return {"load_code": f"%automl_load {run_id} --into model", "show_code": f"%automl_show {run_id}"}


def _seconds(value: float) -> float:
    # JSON has no infinity.
    return round(value, 1) if math.isfinite(value) else 0.0
