"""Records to show in which every text that can come from data is the given one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jupyter_metaml.automl import LeaderboardRow, RunReport, TableProfiled, TaskChecked
from jupyter_metaml.automl.report import FailureGroup, QuestionReport, RecommendationReport, ScoreReport
from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.pipelines import Configuration
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
from jupyter_metaml.search import (
    Blend,
    HonestScore,
    IncumbentChanged,
    Recommendation,
    Recommended,
    SearchStarted,
    Ticked,
    TrialFinished,
    TrialStarted,
)
from jupyter_metaml.tasks import make_task


def profile_of(said: str = "plain", *, n_columns: int = 0) -> Any:
    """Return a profile; further columns have harmless names."""
    numbers = Sketch(counts=(1, 0, 3), edges=(0.0, 1.0, 2.0, 3.0), minimum=0.0, mean=1.0, maximum=3.0)
    dates = Sketch(counts=(1, 3), edges=(0.0, 1e9, 2e9), minimum=0.0, mean=1e9, maximum=2e9)
    values = Sketch(counts=(3, 2), values=(said, said), n_other=1)
    columns = [
        _column("a", said, numbers),
        _column("b", 7, dates, ColumnKind.DATE, Treatment.DATE),
        _column("c", (said, 1), values, ColumnKind.CATEGORY, Treatment.CATEGORY),
        _column("d", None, Sketch(), ColumnKind.CONSTANT, Treatment.DROP),
    ]
    columns += [_column(f"e{number}", f"e{number}", numbers) for number in range(n_columns)]
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


def report_of(said: str = "plain", **changes: Any) -> Any:
    """Return the report of a run; `changes` are fields."""
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
        "leaderboard": (_row(1, said, 0.9, 0.6), _row(2, said, 0.89, 0.4), _row(0, said, 0.5, 0.0)),
        "progress": ((0, 0.5), (1, 0.9), (2, 0.9)),
        "recommendations": (RecommendationReport(rank=1, title=said, family="linear", why=said, params=()),),
        "profile": profile_of(said),
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


def events_of(said: str = "plain") -> list[Any]:
    """Return the events of a small search, in order."""
    frame = pd.DataFrame({"x": range(60), "y": ["a", "b", "b"] * 20})
    linear, forest = Configuration.of("linear"), Configuration.of("random_forest")
    blend = Blend(members=(1,), weights=(1.0,), loss=0.1, score=0.9)
    recommended = (
        Recommendation(rank=1, configuration=linear, title=said, why=said),
        Recommendation(rank=2, configuration=forest, title=said, why=said),
    )
    return [
        TaskChecked(elapsed_s=0.1, task=make_task(frame, "y")),
        TableProfiled(elapsed_s=0.2, profile=profile_of(said)),
        SearchStarted(
            elapsed_s=0.5,
            run_id=said,
            budget_s=30.0,
            baseline=_trial(0, "baseline", 0.5),
            recommendations=recommended[:1],
        ),
        TrialStarted(elapsed_s=0.5, number=1, configuration=linear, origin="recommended"),
        Recommended(elapsed_s=0.6, recommendations=recommended),
        TrialStarted(elapsed_s=0.6, number=2, configuration=forest, origin="recommended"),
        TrialFinished(elapsed_s=1.5, trial=_trial(1, "linear", 0.9)),
        IncumbentChanged(elapsed_s=1.6, blend=blend),
        TrialFinished(elapsed_s=2.5, trial=_trial(2, "random_forest", None, TrialStatus.FAILED, said)),
        Ticked(elapsed_s=3.0),
    ]


def _column(
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


def _row(trial: int, said: str, score: float | None, weight: float) -> Any:
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
        predict_row_ms=6.3 if trial else None,
        weight=weight,
        params=(("C", 1.0),),
    )


def _trial(number: int, family: str, score: float | None, status: Any = TrialStatus.DONE, said: str = "") -> Any:
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
        predict_row_s=None if score is None else 0.0063,
        memory_mib=0.0,
        found={},
        model_file=None,
        model_mib=0.0,
        n_models=0,
    )
