"""What a search may know of other tables: the shipped base, the user's own past, or both."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jupyter_metaml.blas_threads import one_blas_thread
from jupyter_metaml.exceptions import MissingPackageError, StorageError
from jupyter_metaml.knowledge import KnowledgeBase, Store, shipped_base
from jupyter_metaml.metalearning import default_recommender

if TYPE_CHECKING:
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.typing import Kind

logger = logging.getLogger(__name__)
# The user's own past as it was last read, shared by all who ask.
_read: list[KnowledgeBase] = []


def knowledge_for(settings: SearchSettings) -> KnowledgeBase:
    """Return what a search with these settings may know.

    With a seed that a person chose, the same call has to give the same search: the user's own past is then taken as
    it was when this process first asked for it, so that runs of this process do not change each other.

    Parameters
    ----------
    settings : SearchSettings
        `meta` says which parts count.

    Returns
    -------
    KnowledgeBase
        Empty with ``meta="off"``, and where nothing can be read; a person is told why.
    """
    if settings.meta == "off":
        return KnowledgeBase.empty()
    if settings.meta == "shipped":
        return shipped_base()
    mine = _first_look() if settings.is_seeded else own_past()
    return mine if settings.meta == "mine" else _together(shipped_base(), mine)


def recall(settings: SearchSettings, kind: Kind) -> Future[KnowledgeBase]:
    """Begin to read what a search may know, and to learn from it, in a thread: meanwhile the table is profiled.

    Parameters
    ----------
    settings : SearchSettings
    kind : {"binary", "multiclass", "regression"}
        What recommendations will be asked for.

    Returns
    -------
    Future of KnowledgeBase
        For `recommend_start`.

    Examples
    --------
    >>> from jupyter_metaml.search import SearchSettings, recall
    >>> recall(SearchSettings(meta="off"), "binary").result().n_tasks
    0
    """
    reader = ThreadPoolExecutor(1, "metaml-knowledge")
    base = reader.submit(_learned, settings, kind)
    reader.shutdown(wait=False)
    return base


def _learned(settings: SearchSettings, kind: Kind) -> KnowledgeBase:
    base = knowledge_for(settings)
    if base.n_tasks:
        with one_blas_thread():
            default_recommender().fit(base).prepare(kind)
    return base


def own_past() -> KnowledgeBase:
    """Read the user's own store; an unreadable one counts as empty, with a warning.

    While nothing was added it is the same object each time, of which recommenders remember what they learned.
    """
    if not Store.is_begun():  # a first model need not wait for a database that holds nothing
        return KnowledgeBase.empty()
    try:
        with Store.open() as store:
            return _as_before(store.read())
    except (StorageError, MissingPackageError) as error:
        logger.warning("Your own past runs are not used: %s", error)
        return KnowledgeBase.empty()


@cache
def _first_look() -> KnowledgeBase:
    return own_past()


def _as_before(base: KnowledgeBase) -> KnowledgeBase:
    if not _read or not base.says_the_same(_read[0]):
        _read[:] = [base.read_only()]
    return _read[0]


@lru_cache(maxsize=1)
def _together(shipped: KnowledgeBase, mine: KnowledgeBase) -> KnowledgeBase:
    return shipped.joined(mine) if mine.n_tasks else shipped
