"""What was seen before: the shipped base, and a user's own experience."""

from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.records import TaskOrigin, TaskRecord, TrialRecord

__all__ = ["KnowledgeBase", "TaskOrigin", "TaskRecord", "TrialRecord"]
