"""Texts that try to be more than texts: as names of columns, values, labels, classes, files, and words of errors.

Everything that is shown or written is tried with each of them. A new one belongs here, never into a single test.
"""

from __future__ import annotations

HOSTILE = {
    # Fault rows F1 and F2: markup, and names that clobber those of a page.
    "image": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "svg": "</style></td></table><svg onload=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x="',
    "style": "' style='position:fixed' y='",
    "template": "{{7*7}} ${7*7} {% x %}",
    "entities": "]]><!-- --> &lt;b&gt; &#60;",
    "markdown": "[link](javascript:alert(1)) `code` **bold**",
    "math": "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "clobber": "<form id=jupyterapp name=body><a id=mml-panel class=mml-panel href=//x data-commandlinker-command=x>",
    "names": "mml-panel model close_panel",
    "constructor": "constructor",
    "prototype": "__proto__",
    # F3: what moves a cursor, turns text around or is not seen.
    "terminal": "a\x1b[31mred\x1b]8;;http://x\x07",
    "direction": "abc\u202egnp.exe\u200b\u2066",
    "control": "null\0byte\r\nnext line\ttab",
    "surrogate": "lone \ud800 surrogate",
    # F6, F7, F10: paths, SQL, code.
    "path": "../../etc/passwd",
    "drive": "C:\\CON. ",
    "sql": "'; DROP TABLE runs; --",
    "code": "{__import__('os').getcwd()} $(id) `id` !id",
    # F12: formulas of spreadsheets.
    "formula": "=cmd|' /C calc'!A0",
    "formula with a sign": '@SUM(1)+HYPERLINK("http://x")',
    # F15: very long.
    "long": "x" * 5_000,
}
