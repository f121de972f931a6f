"""Colours and the style sheet of everything that is shown as HTML.

Text and background follow the host (JupyterLab, VS Code); where it says nothing, and for our own few colours, there is
a light and a dark value. Which of the two counts is told by the host's theme, or else by the reader's system.
Every output carries the sheet with it, so that it looks the same in a saved notebook.
"""

from __future__ import annotations

# Name -> (light, dark). The contrasts are tested: text 4.5 : 1, marks of charts and bars 3 : 1.
PALETTE = {
    "text": ("#1f2328", "#e4e6ea"),
    "back": ("#ffffff", "#111418"),
    "muted": ("#57606a", "#a2aab4"),
    "edge": ("#d5dae0", "#3a414a"),
    "track": ("#e6eaee", "#2b3138"),
    "accent": ("#0a62b5", "#6db3f8"),
    "good": ("#1a7337", "#5fd07a"),
    "warn": ("#8a5a00", "#e2b340"),
    "bad": ("#b7202b", "#ff8a80"),
}
MARKS = ("accent", "good", "warn", "bad")
TEXTS = ("text", "muted", "accent", "good", "warn", "bad")

_HOST = {
    "text": "--jp-content-font-color1,var(--vscode-editor-foreground,{})",
    "back": "--jp-layout-color0,var(--vscode-editor-background,{})",
}


def _variables(value: int | None) -> str:
    """Return the declarations of the palette: the light values, or both for browsers that choose."""
    lines = []
    for name, pair in PALETTE.items():
        own = pair[value] if value is not None else f"light-dark({pair[0]},{pair[1]})"
        host = _HOST.get(name)
        lines.append(f"--mml-{name}:" + (f"var({host.format(own)})" if host else own))
    return ";".join(lines)


_RULES = """
.mml{color-scheme:light dark;color:var(--mml-text);background:var(--mml-back);
font:13px/1.45 var(--jp-ui-font-family,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif);
font-variant-numeric:tabular-nums;max-width:60rem;padding:2px 8px 6px 2px;box-sizing:border-box}
body[data-jp-theme-light="true"] .mml,body.vscode-light .mml{color-scheme:light}
body[data-jp-theme-light="false"] .mml,body.vscode-dark .mml,html[theme=dark] .mml{color-scheme:dark}
.mml h3{font-size:15px;font-weight:600;margin:0;line-height:1.4}
.mml h4{font-size:13px;font-weight:600;margin:10px 0 2px}
.mml p{margin:2px 0}
.mml code{font:12px/1.45 var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);background:none;
color:inherit;padding:0}
.mml .mml-muted{color:var(--mml-muted)}
.mml .mml-good{color:var(--mml-good)}.mml .mml-warn{color:var(--mml-warn)}.mml .mml-bad{color:var(--mml-bad)}
.mml .mml-head{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline}
.mml .mml-state{font-weight:600}
.mml .mml-big{font-size:22px;font-weight:600;line-height:1.3}
.mml .mml-figure{margin:0}.mml .mml-figure>*{display:block}
.mml .mml-row{display:flex;flex-wrap:wrap;gap:2px 28px;margin:6px 0;align-items:flex-end}
.mml .mml-bar{height:6px;border-radius:3px;background:var(--mml-track);overflow:hidden;margin:6px 0 3px}
.mml .mml-bar>div{height:100%;border-radius:3px;background:var(--mml-accent)}
.mml .mml-scroll{overflow-x:auto;container-type:inline-size}
@container (max-width:780px){.mml .mml-extra{display:none}}
.mml table{border-collapse:collapse;font-size:12px;margin:6px 0 2px;border:0;color:inherit;background:none;
table-layout:auto}
.mml caption{caption-side:top;text-align:left;font-weight:600;font-size:13px;padding:2px 0;color:inherit}
.mml th,.mml td{text-align:left;vertical-align:top;padding:2px 14px 2px 0;border:0;
border-bottom:1px solid var(--mml-edge);background:none;color:inherit;white-space:normal;max-width:26rem;
overflow-wrap:break-word}
.mml tbody tr,.mml tbody tr:nth-child(odd),.mml tbody tr:hover{background:none}
.mml thead th{font-weight:400;color:var(--mml-muted);white-space:nowrap}
.mml tbody th{font-weight:400}
.mml .mml-num{text-align:right;white-space:nowrap}
.mml .mml-nowrap{white-space:nowrap}
.mml .mml-best td,.mml .mml-best th{font-weight:600}
.mml ul{margin:4px 0;padding:0;list-style:none}.mml ol{margin:4px 0 4px 20px;padding:0}
.mml li{margin:3px 0}
.mml details{margin:3px 0}.mml summary{cursor:pointer;font-weight:600}
.mml summary:focus-visible{outline:2px solid var(--mml-accent);outline-offset:2px}
.mml details>div{padding:2px 0 6px 14px}
.mml svg{display:block;max-width:100%;height:auto}
.mml td svg{display:inline-block;vertical-align:middle;margin-right:6px}
.mml svg text{fill:var(--mml-muted);font-size:11px}
.mml .mml-curve{fill:none;stroke:var(--mml-accent);stroke-width:2}
.mml .mml-dot{fill:var(--mml-accent)}
.mml .mml-base{fill:none;stroke:var(--mml-muted);stroke-width:1;stroke-dasharray:4 3}
.mml .mml-axis{fill:none;stroke:var(--mml-edge);stroke-width:1}
.mml .mml-bin{fill:var(--mml-accent)}
.mml dl{display:grid;grid-template-columns:max-content 1fr;gap:1px 14px;margin:4px 0}
.mml dt{color:var(--mml-muted)}.mml dd{margin:0;overflow-wrap:anywhere}
"""

# Named three times over, our rules outweigh those that JupyterLab has for tables and code in outputs.
_STRONG_RULES = _RULES.replace("\n", "").replace(".mml ", ".mml.mml.mml ")
STYLE = f".mml{{{_variables(0)}}}@supports (color:light-dark(red,red)){{.mml{{{_variables(None)}}}}}{_STRONG_RULES}"
