"""The base that comes with the package: read-only, built by `python -m jupyter_metaml.knowledge.campaign`."""

from __future__ import annotations

import logging
from functools import cache
from importlib import resources

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.packs import read_pack

logger = logging.getLogger(__name__)
FOLDER, FILE = "shipped", "base.zip"


@cache
def shipped_base() -> KnowledgeBase:
    """Return the base that comes with the package, read once per process; empty where there is none.

    Returns
    -------
    KnowledgeBase
        Shared by all who ask: its arrays cannot be written.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> shipped_base().of_kind("binary").n_tasks > 50
    True
    """
    resource = resources.files("jupyter_metaml.knowledge").joinpath(FOLDER, FILE)
    if not resource.is_file():
        return KnowledgeBase.empty()
    try:
        with resource.open("rb") as stream:
            base, report = read_pack(stream)
    except StorageError as error:
        logger.warning("The base that comes with jupyter_metaml is left out: %s Install it again.", error)
        return KnowledgeBase.empty()
    if report.left_out:
        logger.debug("Of the base that comes with jupyter_metaml: %s", report)
    return base.read_only()
