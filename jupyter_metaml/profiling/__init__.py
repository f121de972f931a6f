"""What is in a table: kinds of columns, plans, warnings, meta-features.

`profile_task` looks at a task, `profile_frame` at any table; both hand on a `Profile`.
"""

from jupyter_metaml.profiling.checks import CHECKS, Check
from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.data_warnings import DataWarning, Severity
from jupyter_metaml.profiling.kinds import ColumnKind, Storage
from jupyter_metaml.profiling.meta_features import META_FEATURES, MetaFeature
from jupyter_metaml.profiling.number_formats import NumberFormat
from jupyter_metaml.profiling.plans import ColumnPlan, Treatment
from jupyter_metaml.profiling.profile import Profile
from jupyter_metaml.profiling.profiler import profile_frame, profile_task
from jupyter_metaml.profiling.sketches import Sketch
from jupyter_metaml.profiling.target_profile import TargetProfile
from jupyter_metaml.profiling.treatments import TreatmentError

__all__ = [
    "CHECKS",
    "META_FEATURES",
    "Check",
    "ColumnKind",
    "ColumnPlan",
    "ColumnProfile",
    "DataWarning",
    "MetaFeature",
    "NumberFormat",
    "Profile",
    "Severity",
    "Sketch",
    "Storage",
    "TargetProfile",
    "Treatment",
    "TreatmentError",
    "profile_frame",
    "profile_task",
]
