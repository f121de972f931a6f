"""The kernel's side of the JupyterLab extension: runs and tables on request, news of running searches unasked.

``messages``
    What the front end may ask, and what is made of everything else.
``records``
    What is told, in words and bounded.
``link``
    The comm that carries both.

The other side is ``labextension/``. Both are held to the examples in ``tests/notebook/lab/messages``. Without the
extension nothing here is ever asked, and everything else works.
"""

from jupyter_metaml.notebook.lab.link import LabLink

__all__ = ["LabLink"]
