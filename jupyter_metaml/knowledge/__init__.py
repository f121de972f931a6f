"""What was seen before: the shipped base, and a user's own experience.

::

    run -> remember (privacy) -> Store (database) -> KnowledgeBase (arrays)
    campaign -> write_pack -> shipped_base -> KnowledgeBase
    Store.export -> pack -> somebody else's Store.merge
"""

from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.packs import PackReport, read_pack, write_pack
from jupyter_metaml.knowledge.privacy import opted_out, remember
from jupyter_metaml.knowledge.records import TaskOrigin, TaskRecord, TrialRecord
from jupyter_metaml.knowledge.shipped import shipped_base
from jupyter_metaml.knowledge.store import Store

__all__ = [
    "KnowledgeBase",
    "PackReport",
    "Store",
    "TaskOrigin",
    "TaskRecord",
    "TrialRecord",
    "opted_out",
    "read_pack",
    "remember",
    "shipped_base",
    "write_pack",
]
