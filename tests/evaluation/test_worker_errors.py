from __future__ import annotations

import pickle
import signal

import pytest

from jupyter_metaml.evaluation import WorkerDiedError, WorkerMemoryError, WorkerTimeoutError
from jupyter_metaml.exceptions import EvaluationError

ERRORS = [
    WorkerTimeoutError.after(30.0),
    WorkerMemoryError.beyond(900.4, 800.0),
    WorkerMemoryError.from_system(),
    WorkerDiedError.from_exit(3),
    WorkerDiedError.from_exit(None),
    WorkerDiedError.from_raised(SystemExit(1)),
    WorkerDiedError.stopped(),
    WorkerDiedError.not_started("no processes left"),
]


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_error_survives_the_way_between_processes(error):
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy)) == (type(error), str(error))
    assert isinstance(error, EvaluationError)


WORDS = {
    -signal.SIGSEGV: "SIGSEGV: native code touched memory",
    -signal.SIGABRT: "SIGABRT: native code gave up",
    -signal.SIGTERM: "SIGTERM",
    -9: "most likely the machine ran out of memory",
    -99: "signal 99",
    0: "exit code 0",
    0xC0000005: "exit code 3221225477",
}


@pytest.mark.parametrize(("code", "words"), WORDS.items())
def test_exit_code_is_put_into_words(code, words):
    assert words in str(WorkerDiedError.from_exit(code))
