from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sklearn.utils.parallel import Parallel, delayed

from jupyter_metaml.warning_filters import silenced, softened


@pytest.fixture(autouse=True)
def own_list() -> Iterator[None]:
    with warnings.catch_warnings():
        yield


def warn(category: type[Warning] = UserWarning) -> None:
    warnings.warn("from a library", category, stacklevel=2)


def in_a_thread(act: Callable[[], None]) -> BaseException | None:
    """Return what a function raises in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).exception()


def test_silence_is_for_this_thread_and_these_categories():
    warnings.simplefilter("error")

    with silenced(UserWarning):
        warn()
        assert isinstance(in_a_thread(warn), UserWarning)
        with pytest.raises(FutureWarning):
            warn(FutureWarning)
    with pytest.raises(UserWarning):
        warn()


def test_errors_become_warnings_in_this_thread_only():
    warnings.simplefilter("error")

    with softened():
        with pytest.warns(UserWarning, match="from a library"):
            warn()
        assert isinstance(in_a_thread(warn), UserWarning)
    with pytest.raises(UserWarning):
        warn()


def test_what_was_silenced_stays_silent(capsys: pytest.CaptureFixture[str]):
    warnings.simplefilter("default")
    warnings.filterwarnings("ignore", "from a")
    warnings.filterwarnings("error", "other")

    with softened():
        warn()

    assert capsys.readouterr().err == ""


def test_filters_for_several_categories_at_once_reach_the_threads_of_scikit_learn():
    warnings.simplefilter("ignore", (FutureWarning, UserWarning))

    with softened():
        assert Parallel(n_jobs=1)([delayed(warn)()]) == [None]


def test_blocks_that_overlap_leave_nothing_behind():
    before = list(warnings.filters)
    first, second = silenced(Warning), softened()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)

    assert list(warnings.filters) == before


def test_a_block_that_the_list_was_swapped_under_is_still_over():
    warnings.simplefilter("error")
    with warnings.catch_warnings():
        block = silenced(Warning)
        block.__enter__()
        kept = list(warnings.filters)
    block.__exit__(None, None, None)

    warnings.filters[:] = kept

    with pytest.raises(UserWarning):
        warn()


def test_a_warning_that_was_given_inside_can_be_an_error_outside():
    warnings.simplefilter("error")

    def library() -> None:
        warnings.warn_explicit("again", UserWarning, "library.py", 1, registry=registry)

    registry: dict[object, object] = {}
    with softened(), pytest.warns(UserWarning, match="again"):
        library()

    with pytest.raises(UserWarning):
        library()


def test_filters_reach_the_helper_threads_of_scikit_learn_and_not_those_of_others():
    warnings.simplefilter("error")

    def work(n_jobs: int) -> None:
        Parallel(n_jobs=n_jobs, backend="threading")(delayed(warn)() for _ in range(2))

    with silenced(Warning):
        work(1)
        work(2)
    with ThreadPoolExecutor(1) as thread:
        block = silenced(Warning)
        thread.submit(block.__enter__).result()
        with pytest.raises(UserWarning):
            work(1)
        thread.submit(block.__exit__, None, None, None).result()
