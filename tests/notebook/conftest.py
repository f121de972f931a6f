"""A shell with the magics, what it has shown, and records to show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from sklearn.dummy import DummyRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from traitlets.config import Config

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style></td></table><svg onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' style='position:fixed' y='",
    "{{7*7}} ${7*7} {% x %}",
    "]]><!-- --> &lt;b&gt; &#60;",
    "[link](javascript:alert(1)) `code` **bold**",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "a\x1b[31mred\x1b]8;;http://x\x07",
    "abc\u202egnp.exe\u200b\u2066",
    "null\0byte\r\nnext line\ttab",
    "lone \ud800 surrogate",
    "x" * 5_000,
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `hostile` once for each hostile text."""
    if "hostile" in metafunc.fixturenames:
        metafunc.parametrize("hostile", HOSTILE, ids=[f"text{number}" for number in range(len(HOSTILE))])


@dataclass
class Shell:
    """A shell, and what cells do in it."""

    ip: InteractiveShell

    def run(self, cell: str) -> Any:
        """Run a cell and return its value."""
        result = self.ip.run_cell(cell)
        result.raise_error()
        return result.result

    def error(self, cell: str) -> BaseException:
        """Run a cell that fails, and return the error."""
        result = self.ip.run_cell(cell)
        assert result.error_in_exec is not None, "the cell did not fail"
        return result.error_in_exec

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return bundles in the order in which they were displayed, updates marked."""
        return self.ip.display_pub.outputs

    def bundles(self) -> list[dict[str, Any]]:
        """Return what stands on the screen at the end: an update replaces what it updates."""
        places: dict[object, dict[str, Any]] = {}
        for number, output in enumerate(self.shown):
            places[(output.get("transient") or {}).get("display_id", number)] = output["data"]
        return list(places.values())

    @property
    def session(self) -> Any:
        """Return what the kernel keeps."""
        return self.ip.magics_manager.registry["AutoMLMagics"]._session

    @property
    def names(self) -> dict[str, Any]:
        """Return the variables of the notebook."""
        return self.ip.user_ns


@pytest.fixture
def bare_shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """Return a shell without the extension."""
    monkeypatch.delenv("JUPYTER_METAML_DISPLAY", raising=False)
    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    ip = InteractiveShell.instance(config=config)
    ip.display_pub = CapturingDisplayPublisher()
    ip.Completer.use_jedi = False
    yield Shell(ip)
    ip.restore_sys_module_state()
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(bare_shell: Shell) -> Shell:
    """Return a shell with the extension and a table."""
    bare_shell.run("%load_ext jupyter_metaml")
    bare_shell.names["df"] = pd.DataFrame(
        {"net price": [1.0, 2.0, 3.0, 4.0], "rooms": [1, 2, 3, 4], "town": list("abab")}
    )
    return bare_shell


@pytest.fixture
def make_profile() -> Callable[..., Any]:
    """Return a maker of profiles in which every text of the data is the given one."""
    from jupyter_metaml.profiling import (
        ColumnKind,
        ColumnPlan,
        ColumnProfile,
        DataWarning,
        Profile,
        Sketch,
        TargetProfile,
        Treatment,
    )

    def column(
        name: str, label: Any, sketch: Any, kind: Any = ColumnKind.NUMBER, treatment: Any = Treatment.NUMBER
    ) -> Any:
        plan = ColumnPlan(name=name, kind=kind, treatment=treatment, reason=str(label))
        return ColumnProfile(
            name=name,
            label=label,
            dtype="float64",
            storage="number",
            kind=kind,
            plan=plan,
            n_missing=1,
            n_distinct=9,
            sketch=sketch,
        )

    def make(said: str = "plain", *, n_columns: int = 0) -> Any:
        numbers = Sketch(counts=(1, 0, 3), edges=(0.0, 1.0, 2.0, 3.0), minimum=0.0, mean=1.0, maximum=3.0)
        dates = Sketch(counts=(1, 3), edges=(0.0, 1e9, 2e9), minimum=0.0, mean=1e9, maximum=2e9)
        values = Sketch(counts=(3, 2), values=(said, said), n_other=1)
        columns = [
            column("a", said, numbers),
            column("b", 7, dates, ColumnKind.DATE, Treatment.DATE),
            column("c", (said, 1), values, ColumnKind.CATEGORY, Treatment.CATEGORY),
            column("d", None, Sketch(), ColumnKind.CONSTANT, Treatment.DROP),
        ]
        columns += [column(f"e{number}", f"e{number}", numbers) for number in range(n_columns)]
        warnings = [
            DataWarning(code=f"MML00{place}", severity=severity, columns=("a",), message=said, advice=said)
            for place, severity in enumerate(("serious", "warning", "note"))
        ]
        target = TargetProfile(label=said, kind="binary", n_distinct=2, sketch=values)
        return Profile(
            n_rows=100,
            n_columns=len(columns),
            kind="binary",
            columns=tuple(columns),
            warnings=tuple(warnings),
            target=target,
        )

    return make


@pytest.fixture
def make_report(make_profile: Callable[..., Any]) -> Callable[..., Any]:
    """Return a maker of reports in which every text of the data is the given one."""
    from jupyter_metaml.automl import LeaderboardRow, RunReport
    from jupyter_metaml.automl.report import FailureGroup, QuestionReport, RecommendationReport, ScoreReport
    from jupyter_metaml.search import HonestScore

    def row(trial: int, said: str, score: float | None, weight: float) -> Any:
        return LeaderboardRow(
            rank=trial + 1,
            trial=trial,
            model=said,
            family="linear",
            origin="searched" if trial else "baseline",
            status="done",
            reason=said,
            score=score,
            spread=0.02,
            loss=0.3,
            fit_s=1.5,
            predict_ms=4.0,
            weight=weight,
            params=(("C", 1.0),),
        )

    def make(said: str = "plain", **changes: Any) -> Any:
        fields = {
            "run_id": said,
            "state": "done",
            "question": QuestionReport(
                kind="binary",
                target=said,
                metric=said,
                metric_title=said,
                greater_is_better=True,
                n_rows=100,
                n_columns=4,
                classes=(said, said),
                n_classes=2,
                splits=said,
                notes=(said,),
            ),
            "scores": ScoreReport(
                search=0.91,
                test=0.88,
                honest=HonestScore(
                    value=0.9, low=0.85, high=0.94, level=0.95, baseline_value=0.5, beats_baseline=True, method=said
                ),
            ),
            "leaderboard": (row(1, said, 0.9, 0.6), row(2, said, 0.89, 0.4), row(0, said, 0.5, 0.0)),
            "progress": ((0, 0.5), (1, 0.9), (2, 0.9)),
            "recommendations": (RecommendationReport(rank=1, title=said, family="linear", why=said, params=()),),
            "profile": make_profile(said),
            "trials_by_status": {"done": 2, "failed": 1},
            "failures": (FailureGroup(status="failed", reason=said, n_trials=1, families=("svm",)),),
            "settings": {"time_budget_s": 30.0, "random_state": 0, "exclude": said, "max_trials": None},
            "versions": {"python": "3.11"},
            "stop_reason": "budget",
            "started_at": "2026-11-23T07:00:00+00:00",
            "seconds": 30.1,
            "useful_budget_s": 3.0,
        }
        return RunReport(**{**fields, **changes})

    return make


@pytest.fixture
def make_run(make_report: Callable[..., Any]) -> Callable[..., Any]:
    """Return a maker of runs that were never run."""
    from jupyter_metaml.automl import Run

    class ReportedRun(Run):
        """A run that knows its report and its pipeline only."""

        def __init__(self, report: Any) -> None:
            self._shown = report
            self.pipeline: Pipeline = make_pipeline(DummyRegressor()).fit(np.zeros((2, 1)), [1.0, 2.0])
            self.saved_in: Any = None

        best_single = DummyRegressor()

        def report(self) -> Any:
            return self._shown

        def __repr__(self) -> str:
            return f"<Run {self._shown.run_id}>"

        def save(self, path: Any) -> None:
            self.saved_in = path

    return lambda said="plain", **changes: ReportedRun(make_report(said, **changes))


@pytest.fixture
def make_events(make_profile: Callable[..., Any]) -> Callable[..., list[Any]]:
    """Return a maker of the events of a small search, in order, in which every text of the data is the given one."""
    from jupyter_metaml.automl import TableProfiled, TaskChecked
    from jupyter_metaml.evaluation import Trial, TrialStatus
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.search import (
        Blend,
        IncumbentChanged,
        Recommendation,
        SearchStarted,
        Ticked,
        TrialFinished,
        TrialStarted,
    )
    from jupyter_metaml.tasks import make_task

    def trial(number: int, family: str, score: float | None, status: Any = TrialStatus.DONE, said: str = "") -> Any:
        return Trial(
            number=number,
            configuration=Configuration.of(family),
            origin="recommended",
            status=status,
            reason=said,
            fold_scores=() if score is None else (score - 0.01, score + 0.01),
            score=score,
            fold_losses=(),
            loss=None if score is None else 1 - score,
            oof=None,
            fit_s=0.5,
            predict_s=0.0,
            memory_mib=0.0,
            found={},
            model_file=None,
            model_mib=0.0,
            n_models=0,
        )

    def make(said: str = "plain") -> list[Any]:
        frame = pd.DataFrame({"x": range(60), "y": ["a", "b", "b"] * 20})
        linear, forest = Configuration.of("linear"), Configuration.of("random_forest")
        blend = Blend(members=(1,), weights=(1.0,), loss=0.1, score=0.9)
        recommended = (
            Recommendation(rank=1, configuration=linear, title=said, why=said),
            Recommendation(rank=2, configuration=forest, title=said, why=said),
        )
        return [
            TaskChecked(elapsed_s=0.1, task=make_task(frame, "y")),
            TableProfiled(elapsed_s=0.2, profile=make_profile(said)),
            SearchStarted(
                elapsed_s=0.5,
                run_id=said,
                budget_s=30.0,
                baseline=trial(0, "baseline", 0.5),
                recommendations=recommended,
            ),
            TrialStarted(elapsed_s=0.6, number=1, configuration=linear, origin="recommended"),
            TrialStarted(elapsed_s=0.6, number=2, configuration=forest, origin="recommended"),
            TrialFinished(elapsed_s=1.5, trial=trial(1, "linear", 0.9)),
            IncumbentChanged(elapsed_s=1.6, blend=blend),
            TrialFinished(elapsed_s=2.5, trial=trial(2, "random_forest", None, TrialStatus.FAILED, said)),
            Ticked(elapsed_s=3.0),
        ]

    return make


@pytest.fixture
def fake_fit(monkeypatch: pytest.MonkeyPatch, make_run: Callable[..., Any], make_events: Callable[..., Any]) -> Any:
    """Replace the search; what it was asked is kept, and what it does can be chosen."""
    from jupyter_metaml.notebook import search_job

    class Fit:
        """A search without a search."""

        asked: dict[str, Any]
        raises: BaseException | None = None
        meanwhile: Callable[[], Any] = staticmethod(lambda: None)

        def __init__(self) -> None:
            self.asked = {}
            self.run = make_run("plain")

        def __call__(self, data: Any, *, listeners: Any, **options: Any) -> Any:
            self.asked = {"data": data, **options}
            for event in make_events():
                for listener in listeners:
                    listener(event)
            self.meanwhile()
            if self.raises is not None:
                raise self.raises
            return self.run

    made = Fit()
    monkeypatch.setattr(search_job, "fit", made)
    return made


@pytest.fixture
def go_on(shell: Shell, fake_fit: Any) -> Iterator[threading.Event]:
    """Hold searches until this is set; the end of the test sets it, so that none draws into the next test."""
    event = threading.Event()
    fake_fit.meanwhile = lambda: event.wait(60)
    yield event
    event.set()
    for run in tuple(shell.session.backgrounds.values()):
        run.ends_within()
