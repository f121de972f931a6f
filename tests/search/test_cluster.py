"""How a cluster is found and checked, with pretend clients."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import cloudpickle
import pytest

from jupyter_metaml.exceptions import MissingPackageError, SearchError, UsageError
from jupyter_metaml.search import SearchSettings, cluster, connected
from jupyter_metaml.search.cluster import PACKAGES, Cluster, names_cluster

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")


def described(**changes):
    versions, _ = cluster._describe_by_value()(PACKAGES)
    return versions | changes


def client_of(answers, **changes):
    """Return a pretend client; `answers` is what each worker says of itself."""
    fields = {
        "status": "running",
        "asynchronous": False,
        "nthreads": lambda: dict.fromkeys(answers, 2),
        "run": lambda function, *arguments, on_error: answers,
    }
    return SimpleNamespace(**{**fields, **changes})


@pytest.mark.parametrize(
    ("executor", "expected"),
    [("dask", True), ("tcp://host:8786", True), ("isolated", False), ("inline", False), (object(), False)],
)
def test_cluster_is_told_from_other_places(executor, expected):
    assert names_cluster(executor) is expected


def test_nothing_of_dask_is_loaded_for_other_places():
    # LightGBM looks for Dask by itself, in older versions.
    code = (
        "import sys; import lightgbm; before = 'distributed' in sys.modules\n"
        "from jupyter_metaml.search import SearchSettings, connected; settings = SearchSettings()\n"
        "with connected(settings) as placed: print(placed is settings, ('distributed' in sys.modules) != before)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "False"]


def test_missing_package_is_named_with_its_extra(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)

    with (
        pytest.raises(MissingPackageError, match=r"jupyter_metaml\[dask\]"),
        connected(SearchSettings(executor="dask")),
    ):
        pass


def test_client_of_this_process_has_to_be_there():
    with pytest.raises(UsageError, match="there is none"), connected(SearchSettings(executor="dask")):
        pass


@pytest.mark.filterwarnings("ignore")
def test_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_S", 0.2)

    with (
        pytest.raises(SearchError, match=r"No Dask scheduler answers at 'tcp://127\.0\.0\.1:1'"),
        connected(SearchSettings(executor="tcp://127.0.0.1:1")),
    ):
        pass


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"asynchronous": True}, "asynchronous"), ({"status": "closed"}, "'closed'")],
)
def test_client_that_cannot_be_used_is_refused(changes, said):
    with pytest.raises(UsageError, match=said):
        Cluster(client_of({"a": (described(), None)}, **changes), is_ours=False)


def test_cluster_without_workers_is_refused():
    with pytest.raises(SearchError, match="no workers"):
        Cluster(client_of({}), is_ours=False)


@pytest.mark.parametrize("there", ["0.1", None])
def test_worker_of_other_versions_is_refused_and_named(there):
    answers = {"tcp://good": (described(), None), "tcp://bad": (described(**{"scikit-learn": there}), None)}

    with pytest.raises(SearchError, match=rf"tcp://bad cannot .* scikit-learn .* here and {there or 'none'} there"):
        Cluster(client_of(answers), is_ours=False)


def test_package_that_only_the_worker_has_does_not_matter(monkeypatch):
    monkeypatch.setattr(cluster, "PACKAGES", (*PACKAGES, "nowhere-else"))

    made = Cluster(client_of({"a": (described(**{"nowhere-else": "1.0"}), None)}), is_ours=False)

    assert made.n_threads == 2


def test_smallest_worker_says_how_much_memory_there_is():
    answers = {name: (described(), mib * 2**20) for name, mib in (("a", 4_000), ("b", 1_000))}

    assert Cluster(client_of(answers), is_ours=False).memory_mib == 1_000


def test_worker_without_the_package_can_say_so(tmp_path):
    (tmp_path / "describe.pkl").write_bytes(cloudpickle.dumps(cluster._describe_by_value()))
    code = (
        "import pathlib, pickle, sys; sys.modules['jupyter_metaml'] = None\n"
        f"print(pickle.loads(pathlib.Path({str(tmp_path / 'describe.pkl')!r}).read_bytes())(())[0]['jupyter_metaml'])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "None"


def test_each_worker_is_warmed_once():
    asked = []
    answers = dict.fromkeys(["a", "b"], (described(), None))
    made = Cluster(client_of(answers, submit=lambda *_, workers, **options: asked.append(workers)), is_ours=False)

    made.warm_up()
    made.warm_up()

    assert asked == [["a"], ["b"]]


@pytest.mark.parametrize(("takes_all", "n_jobs"), [(True, 4), (False, 3)])
def test_cluster_runs_as_many_trials_as_it_has_threads_unless_a_number_is_given(monkeypatch, takes_all, n_jobs):
    closed = []
    answers = dict.fromkeys(["a", "b"], (described(), None))
    monkeypatch.setattr(distributed, "default_client", lambda: client_of(answers, close=closed.append))

    with connected(SearchSettings(executor="dask", n_jobs=3, takes_all=takes_all)) as placed:
        assert placed.n_jobs == n_jobs
        assert placed.public()["executor"] == "dask"
        with connected(placed) as again:
            assert again is placed

    assert closed == []  # who made the client keeps it
