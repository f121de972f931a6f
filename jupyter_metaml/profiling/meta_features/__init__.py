"""Numbers that describe a task; importing this registers all of them."""

from jupyter_metaml.profiling.meta_features import information, landmarks, simple, statistical
from jupyter_metaml.profiling.meta_features.digest import Digest, digest_of
from jupyter_metaml.profiling.meta_features.registry import META_FEATURES, MetaFeature, measure_all, meta_feature

__all__ = [
    "META_FEATURES",
    "Digest",
    "MetaFeature",
    "digest_of",
    "information",
    "landmarks",
    "measure_all",
    "meta_feature",
    "simple",
    "statistical",
]
