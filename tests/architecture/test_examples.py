"""Whatever people import shows how it is used, and what it shows is true."""

from __future__ import annotations

import doctest
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import jupyter_metaml

ROOT = Path(jupyter_metaml.__file__).parent
PACKAGES = sorted({path.parent for path in ROOT.rglob("__init__.py")})
WITH_EXAMPLES = [path for path in sorted(ROOT.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]

# Nobody makes these by hand, so each is shown by the example of what hands it out, which is named here.
SHOWN_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "automl.Run": ("automl.LeaderboardRow", "automl.RunReport"),
    "automl.InputContract": ("automl.Reading", "automl.UnseenLevels"),
    "automl.conduct": (
        "automl.TableProfiled",
        "automl.TaskChecked",
        "search.IncumbentChanged",
        "search.Recommended",
        "search.SearchFinished",
        "search.SearchStarted",
        "search.Ticked",
        "search.TrialFinished",
        "search.TrialStarted",
    ),
    "automl.MetaLearner": ("search.Lessons",),
    "evaluation.run_trial": ("evaluation.Trial",),
    # Workers and their files: what starts processes is run by a search, not by an example.
    "search.run_search": (
        "evaluation.DataHandle",
        "evaluation.IsolatedExecutor",
        "evaluation.load_models",
        "evaluation.shared_executor",
        "search.Blend",
        "search.History",
        "search.HonestScore",
        "search.SearchResult",
    ),
    "search.RunStore": ("search.RunSummary",),
    "notebook.load_ipython_extension": ("notebook.lab.LabLink",),
    # Parts of profiling that take what only it makes.
    "profiling.profile_task": (
        "profiling.meta_features.digest_of",
        "profiling.meta_features.measure_all",
        "profiling.meta_features.meta_feature",
    ),
}


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").relative_to(ROOT.parent).parts).removesuffix(".__init__")


def public() -> Iterator[tuple[str, object]]:
    """Yield functions and classes of every `__all__` once; errors show themselves where they are raised."""
    seen = set()
    for folder in PACKAGES:
        module = importlib.import_module(dotted(folder))
        for name in getattr(module, "__all__", ()):
            found = inspect.unwrap(getattr(module, name))
            is_error = inspect.isclass(found) and issubclass(found, BaseException)
            if (inspect.isclass(found) or inspect.isfunction(found)) and not is_error and id(found) not in seen:
                seen.add(id(found))
                yield f"{module.__name__}.{name}", found


def test_every_public_name_has_an_example_that_runs():
    pytest.importorskip("torch")

    without = [
        name
        for name, found in public()
        if ">>> " not in (found.__doc__ or "") or "doctest: +SKIP" in (found.__doc__ or "")
    ]

    assert sorted(without) == sorted(f"jupyter_metaml.{name}" for names in SHOWN_ELSEWHERE.values() for name in names)


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=dotted)
def test_examples_are_true(path: Path):
    if "few_shot" in path.parts:
        pytest.importorskip("torch")
    module = importlib.import_module(dotted(path))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []

    # Without the names of the module: an example holds all that a reader has to type.
    for example in doctest.DocTestFinder().find(module, dotted(path), globs={}):
        runner.run(example, out=report.append)

    assert runner.tries
    assert not runner.failures, "".join(report)
