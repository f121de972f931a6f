"""Makers of records, and databases of every kind that a store can be kept in."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy

from jupyter_metaml.knowledge import Store, TaskRecord, TrialRecord
from jupyter_metaml.knowledge import store as store_module
from jupyter_metaml.pipelines import Configuration


@pytest.fixture
def make_task() -> Callable[..., TaskRecord]:
    """Return a maker of tasks: an id, the rest by keyword."""

    def make(name: str = "first", **changes) -> TaskRecord:
        fields = {
            "family": f"family of {name}",
            "origin": "own",
            "kind": "binary",
            "metric": "roc_auc",
            "n_rows": 500,
            "n_columns": 8,
            "n_classes": 2,
            "meta_features": {"log_rows": 2.7, "imbalance": 0.1},
        }
        return TaskRecord(id=name, **{**fields, **changes})

    return make


@pytest.fixture
def make_trial() -> Callable[..., TrialRecord]:
    """Return a maker of trials: the penalty of a linear model, the rest by keyword."""

    def make(C: float = 1.0, **changes) -> TrialRecord:
        fields = {
            "configuration": Configuration.of("linear", C=C),
            "status": "done",
            "score": 0.8,
            "loss": 0.4,
            "test_score": 0.79,
            "test_loss": 0.41,
            "fold_scores": (0.7, 0.9),
            "fit_s": 1.5,
            "predict_s": 0.25,
            "memory_mib": 120.0,
            "versions": "scikit-learn 1.6.0",
        }
        return TrialRecord(**{**fields, **changes})

    return make


@pytest.fixture(autouse=True)
def nothing_left_over(monkeypatch):
    """Let no test see what the stores of another one could not write."""
    monkeypatch.setattr(store_module, "_left_over", {})
    monkeypatch.setattr(store_module, "_noticed", set())


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """Return the home directory of a new user; it does not exist yet."""
    path = tmp_path / "home"
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(path))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sqlalchemy.URL]:
    """Start a PostgreSQL server of our own, or skip with the reason, unless the environment says it is required."""
    binaries = _postgres_binaries()
    if find_spec("pg8000") is None:
        _leave_out("the driver pg8000 is not installed")
    if binaries is None:
        _leave_out("PostgreSQL's initdb is not installed (Debian: apt-get install postgresql)")
    user, group = _unprivileged_user()
    # outside pytest's own folders: other users may not enter them
    folder = Path(tempfile.mkdtemp(prefix="metaml-postgres-"))
    if user is not None:
        os.chown(folder, user, group)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
        )

    data = str(folder / "data")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        run("initdb", "--pgdata", data, "--username", "metaml", "--auth", "trust", "--no-sync")
        run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", str(folder / "log"), "--options", settings)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        _leave_out(f"PostgreSQL does not start here: {error}")
    yield sqlalchemy.URL.create(
        "postgresql+pg8000", username="metaml", host="127.0.0.1", port=port, database="postgres"
    )
    run("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server) -> str:
    """Return the URL of a PostgreSQL database, emptied for this test."""
    execute(postgres_server, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url_of(postgres_server)


@pytest.fixture
def spare_url(postgres_server) -> Iterator[str]:
    """Return the URL of a PostgreSQL database that a test may change or drop."""
    execute(postgres_server, "CREATE DATABASE spare")
    yield url_of(postgres_server.set(database="spare"))
    execute(postgres_server, "DROP DATABASE IF EXISTS spare WITH (FORCE)")


def _leave_out(reason: str) -> NoReturn:
    if os.environ.get("JUPYTER_METAML_POSTGRES_TESTS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def execute(url: sqlalchemy.URL, *statements: str) -> None:
    """Run statements as another program would."""
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.pool.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sqlalchemy.text(statement))
    engine.dispose()


def url_of(url: sqlalchemy.URL) -> str:
    """Write a URL as a person does: without a driver."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=["file", "memory", "postgresql"])
def store(request, tmp_path) -> Iterator[Store]:
    """Open an empty store, in each kind of database."""
    urls = {"file": lambda: tmp_path / "knowledge.sqlite3", "memory": lambda: "sqlite://"}
    url = urls[request.param]() if request.param in urls else request.getfixturevalue("postgres_url")
    with Store.open(url) as opened:
        yield opened


def _postgres_binaries() -> Path | None:
    """Find the folder of the newest server: Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = shutil.which("initdb")
    candidates = [*debian, *([Path(found).resolve()] if found else [])]
    return candidates[-1].parent if candidates else None


def _unprivileged_user() -> tuple[int, int] | tuple[None, None]:
    """Return the user and the group to run the server as: it refuses root."""
    import pwd  # not on Windows

    if os.getuid() != 0:
        return None, None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    chosen = known.get("postgres") or known["nobody"]
    return chosen.pw_uid, chosen.pw_gid
