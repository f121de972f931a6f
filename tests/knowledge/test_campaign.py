"""The campaign: tables become pieces, pieces become a base, and a second start measures only what is missing."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.evaluation import IsolatedExecutor
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.knowledge.campaign import __main__ as command
from jupyter_metaml.knowledge.campaign.campaign import measure_table
from jupyter_metaml.knowledge.campaign.candidates import candidates, drawn
from jupyter_metaml.knowledge.campaign.layout import lay_out
from jupyter_metaml.knowledge.campaign.made_up import derived_tables, generated_tables
from jupyter_metaml.knowledge.campaign.pieces import Pieces
from jupyter_metaml.knowledge.campaign.published import published
from jupyter_metaml.knowledge.campaign.scales import LARGE, ORDINARY, Scale
from jupyter_metaml.knowledge.campaign.sources import CampaignTable, real_tables
from jupyter_metaml.pipelines import FAMILIES, family
from jupyter_metaml.pipelines.registry import why_unavailable

SMALL = Scale(
    suffix="-small",
    min_rows=0,
    max_rows=120,
    max_cells=10_000,
    max_test_rows=60,
    n_folds=3,
    budget_s=1.0,
    deadline_s=5.0,
    n_candidates=3,
)

# A campaign measures what learns from the table alone.
EVERYWHERE = {name for name, found in FAMILIES.items() if found.weights is None} - {"prior_fitted"}


def table(kind: str = "binary", n_rows: int = 240) -> CampaignTable:
    rng = np.random.default_rng(0)
    size, colour = rng.normal(size=n_rows), rng.choice(["red", "green", "blue"], size=n_rows)
    signal = size + (colour == "red") + 0.3 * rng.normal(size=n_rows)
    target = {
        "binary": np.where(signal > 0.3, "yes", "no"),
        "multiclass": np.array(["low", "middle", "high"])[np.digitize(signal, [-0.3, 0.8])],
        "regression": signal,
    }[kind]
    frame = pd.DataFrame({"size": size, "colour": colour, "answer": target})
    return CampaignTable(id=f"made-{kind}", family="made", origin="real", frame=frame, target="answer", kind=kind)


def write_corpus(folder: Path) -> None:
    """Make a folder as `--corpus` takes it, with one table."""
    folder.mkdir()
    table().frame.to_csv(folder / "t.csv", index=False)
    entry = {"id": "t", "file": "t.csv", "target": "answer", "kind": "binary", "family": "f", "split": "kb"}
    (folder / "tasks.json").write_text(json.dumps([entry]))


@pytest.fixture(scope="module")
def executor():
    with IsolatedExecutor(1) as made:
        yield made


# ------------------------------------------------------------------ what is measured


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_there_are_enough_candidates_of_every_family(kind):
    found = candidates(kind)

    assert len(found) >= 120
    assert len(set(found)) == len(found)
    assert set(Counter(candidate.family for candidate in found)) == EVERYWHERE


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_candidates_name_only_values_that_their_family_has(kind):
    from jupyter_metaml.knowledge.campaign.candidates import _reference_shape

    shape = _reference_shape(kind)
    for candidate in candidates(kind):
        known = {*family(candidate.family).default(shape), *family(candidate.family).space(shape)}
        assert {name for name, _ in candidate.params} <= known, candidate


def test_defaults_come_first():
    first = candidates("binary")[: len(EVERYWHERE)]

    assert {candidate.family for candidate in first} == EVERYWHERE
    assert all(not candidate.params for candidate in first)


def test_drawing_is_the_same_each_time():
    assert drawn("regression") == drawn("regression")


def test_penalties_have_the_name_of_the_kind():
    classes = {name for candidate in published("binary") for name, _ in candidate.params}
    numbers = {
        name for candidate in published("regression") if candidate.family == "linear" for name, _ in candidate.params
    }

    assert "C" in classes
    assert "C" not in numbers
    assert "alpha" in numbers


# ------------------------------------------------------------------ where


def test_rows_are_capped_by_cells_and_classes():
    assert ORDINARY.n_rows(1_000_000, 10, 2) == 2_000
    assert ORDINARY.n_rows(1_000_000, 100, 2) == 400
    assert ORDINARY.n_rows(1_000_000, 100, 10) == 200
    assert ORDINARY.n_rows(1_000_000, 5_000, 2) == 100
    assert ORDINARY.n_rows(50, 10, 2) == 50
    assert LARGE.n_rows(1_000_000, 10, 2) == 40_000


def test_a_corpus_is_read_split_by_split(tmp_path: Path):
    frame = pd.DataFrame({"a": [1.5, None], "b": ["None", "x"], "y": ["1", "0"]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    entry = {"id": "t", "file": "t.csv", "target": "y", "kind": "binary", "family": "f", "split": "kb"}
    (tmp_path / "tasks.json").write_text(json.dumps([entry, {**entry, "id": "other", "split": "dev"}]))

    (read,) = real_tables(tmp_path, "kb")

    assert (read.id, read.family, read.kind) == ("t", "f", "binary")
    assert read.frame["b"].tolist() == ["None", "x"]
    assert read.frame["a"].isna().tolist() == [False, True]
    assert read.frame["y"].tolist() == ["1", "0"]


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match=r"no tasks\.json"):
        list(real_tables(tmp_path, "kb"))


def test_made_up_tables_are_the_same_each_time():
    generated = [maker() for maker in generated_tables(2)]
    cut = [maker() for maker in derived_tables(2, [table("multiclass")])]

    for before, maker in zip(generated, generated_tables(2), strict=True):
        pd.testing.assert_frame_equal(before.frame, maker().frame)
    assert {one.origin for one in generated} == {"generated"}
    assert {one.family for one in cut} == {"made"}
    assert len({one.id for one in [*generated, *cut]}) == 4


# ------------------------------------------------------------------ how


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_test_rows_are_kept_apart(tmp_path: Path, kind: str):
    laid_out = lay_out(table(kind), SMALL, tmp_path / "data")
    data = laid_out.handle.load()

    assert laid_out.record.n_rows == len(data.y) == 120
    assert len(laid_out.test.y) == 60
    assert data.splits.n_folds == 3
    assert laid_out.record.meta_features
    train = {tuple(row) for row in data.views["dense"][0]}
    assert not train & {tuple(row) for row in laid_out.test.matrices["dense"]}


def test_a_table_is_measured_once(tmp_path: Path, executor: IsolatedExecutor):
    pieces = Pieces(tmp_path / "pieces")

    first = measure_table(table(), SMALL, pieces, executor, n_candidates=2)
    more = measure_table(table(), SMALL, pieces, executor, n_candidates=100)
    again = measure_table(table(), SMALL, pieces, executor, n_candidates=100)

    third = family(candidates("binary")[2].family)  # needs a package that may not be here
    assert (first, more, again) == (2, int(why_unavailable(third) is None), 0)
    ((record, trials),) = pieces.read()
    assert record.id == "made-binary-small"
    assert {trial.configuration for trial in trials} <= set(candidates("binary")[:3])
    assert all(trial.score is not None and trial.score > 0.8 for trial in trials)
    assert all(trial.test_score is not None and trial.test_score > 0.8 for trial in trials)
    assert all(trial.fit_s > 0 and trial.versions for trial in trials)


def test_predictions_are_kept_beside_the_scores(tmp_path: Path, executor: IsolatedExecutor):
    pieces = Pieces(tmp_path)
    measure_table(table("regression"), SMALL, pieces, executor, n_candidates=1)

    folder = tmp_path / "made-regression-small"
    truth, test = np.load(folder / "truth.npy"), np.load(folder / "test.npy")
    with np.load(folder / "predictions" / f"{candidates('regression')[0].id}.npz") as kept:
        assert np.corrcoef(kept["oof"], truth)[0, 1] > 0.8
        assert np.corrcoef(kept["test"], test)[0, 1] > 0.8


def test_a_cut_line_is_measured_again(tmp_path: Path, executor: IsolatedExecutor):
    pieces = Pieces(tmp_path)
    measure_table(table(), SMALL, pieces, executor, n_candidates=1)
    path = tmp_path / "made-binary-small" / "trials.jsonl"
    path.write_text(path.read_text()[:-20])

    assert pieces.done("made-binary-small") == set()
    assert measure_table(table(), SMALL, pieces, executor, n_candidates=1) == 1
    assert pieces.done("made-binary-small") == set(candidates("binary")[:1])


def test_a_table_that_cannot_be_used_is_left_out(tmp_path: Path, executor: IsolatedExecutor, caplog):
    frame = pd.DataFrame({"a": range(50), "answer": ["same"] * 50})
    bad = CampaignTable(id="bad", family="bad", origin="real", frame=frame, target="answer", kind="binary")

    assert measure_table(bad, SMALL, Pieces(tmp_path), executor, n_candidates=2) == 0
    assert "bad-small is left out" in caplog.text


def test_the_command_runs_and_distils(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from jupyter_metaml.knowledge.packs import read_pack

    corpus, out, pack = tmp_path / "corpus", tmp_path / "out", tmp_path / "base.zip"
    write_corpus(corpus)
    run = ["run", "--corpus", str(corpus), "--out", str(out), "--generated", "0", "--derived", "0", "--waves", "1,2"]
    for arguments in ([*run, "--jobs", "1"], ["distil", "--out", str(out), "--pack", str(pack)]):
        monkeypatch.setattr(sys, "argv", ["campaign", *arguments])
        command.main()

    base, _ = read_pack(pack)
    assert isinstance(base, KnowledgeBase)
    assert [task.id for task in base.tasks] == ["t"]
    assert set(base.configurations) == set(candidates("binary")[:2])
    assert np.isfinite(base.test_loss).all()


def test_a_campaign_goes_on_from_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from jupyter_metaml.knowledge.packs import read_pack

    corpus, first, second = tmp_path / "corpus", tmp_path / "first.zip", tmp_path / "second.zip"
    write_corpus(corpus)
    run = ["run", "--corpus", str(corpus), "--jobs", "1", "--generated", "0", "--derived", "0"]

    for arguments in (
        [*run, "--out", str(tmp_path / "a"), "--waves", "1"],
        ["distil", "--out", str(tmp_path / "a"), "--pack", str(first)],
        [*run, "--out", str(tmp_path / "b"), "--waves", "2", "--known", str(first)],
        ["distil", "--out", str(tmp_path / "b"), "--pack", str(second), "--known", str(first)],
    ):
        monkeypatch.setattr(sys, "argv", ["campaign", *arguments])
        command.main()

    assert Pieces(tmp_path / "b").done("t") == set(candidates("binary")[1:2])
    base, _ = read_pack(second)
    assert set(base.configurations) == set(candidates("binary")[:2])
    assert base.loss[0, base.configurations.index(candidates("binary")[0])] == read_pack(first)[0].loss[0, 0]
