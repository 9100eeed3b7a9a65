"""One self-contained page: no script, no font, no image, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.model import Finding, Report
from generator.report.frame import rows, visible
from generator.report.run import Run, elsewhere, marks_of, place_of, plural, problems, scale, unverified, verdict

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2128; --soft: #57606a; --paper: #fff; --card: #f6f8fa; --line: #d0d7de;
  --error: #b42318; --warning: #8a5a00; --info: #0b5cad; --unverifiable: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --paper: #0d1117; --card: #161b22;
  --line: #30363d; --error: #ff8a80; --warning: #e3b341; --info: #79c0ff; --unverifiable: #d2a8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; }
p { margin: .25rem 0; }
.scale, .place, .more { color: var(--soft); }
article { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-left-width: 4px;
  border-radius: 6px; background: var(--card); }
article h2 { margin: 0 0 .25rem; font-size: 1rem; overflow-wrap: anywhere; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .5rem .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px;
  background: var(--paper); }
pre .number { color: var(--soft); user-select: none; }
pre .beside { color: var(--soft); }
.tag { font-weight: 600; }
.error { border-left-color: var(--error); } .error .tag, .error .mark { color: var(--error); }
.warning { border-left-color: var(--warning); } .warning .tag, .warning .mark { color: var(--warning); }
.info { border-left-color: var(--info); } .info .tag, .info .mark { color: var(--info); }
.unverifiable { border-left-color: var(--unverifiable); }
.unverifiable .tag, .unverifiable .mark { color: var(--unverifiable); }
ul { margin: .5rem 0 0; padding-left: 1.25rem; } li { overflow-wrap: anywhere; }
summary { cursor: pointer; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(report: Report, run: Run) -> str:
    """The page: verdict, notes, every problem with its frame, what could not be verified folded away."""
    notes = "".join(f"<p>{_prose(note)}</p>\n" for note in run.notes)
    cards = "".join(_card(finding, run) for finding in problems(report))
    waiting = unverified(report)
    if waiting:
        folded = "".join(_card(finding, run) for finding in waiting)
        cards += (
            f"<details><summary>{plural(len(waiting), 'reference')} not verifiable: the other side lives outside what "
            f"was given</summary>\n{folded}</details>\n"
        )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>argosy: {_text(verdict(report, run))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_text(verdict(report, run))}</h1>\n"
        f'<p class="scale">{_text(scale(report, run))} checked in {run.seconds:.1f} s '
        f"by argosy {_text(run.version)}</p>\n"
        f"{notes}{cards}</body>\n</html>\n"
    )


def _card(finding: Finding, run: Run) -> str:
    remarks = "".join(f"<li>{row}</li>\n" for row in _remarks(finding))
    listed = f"<ul>\n{remarks}</ul>\n" if remarks else ""
    return (
        f'<article class="{finding.severity}">\n<h2><span class="tag">{finding.severity}</span> '
        f"{_prose(finding.message)}</h2>\n"
        f'<p class="place"><code>{_text(str(place_of(finding)))}</code> · <code>{_text(finding.rule)}</code></p>\n'
        f"{_snippet(finding, run)}{listed}</article>\n"
    )


def _snippet(finding: Finding, run: Run) -> str:
    origin = place_of(finding)
    lines = run.lines(origin.file) if origin.line else None
    drawn = rows(lines, marks_of(finding)) if lines is not None else []
    if not drawn:
        return ""
    gutter = len(str(max(row.number for row in drawn)))
    out = []
    for row in drawn:
        kind = "" if row.number else ("mark" if row.main else "beside")
        text = f'<span class="{kind}">{_text(row.text)}</span>' if kind else _text(row.text)
        out.append(f'<span class="number">{row.number or "":>{gutter}} │</span> {text}\n')
    return f"<pre>{''.join(out)}</pre>\n"


def _remarks(finding: Finding) -> Iterator[str]:
    if finding.fix:
        yield f"Fix: {_prose(finding.fix.text)}"
    rendered = elsewhere(finding)
    if rendered is not None:
        yield f"Rendered: <code>{_text(str(rendered))}</code>"
    for related in finding.related:
        yield f"{_text(related.message)}: <code>{_text(str(related.origin))}</code>"
    if finding.object:
        yield f'<span class="more">{_text(finding.object)}</span>'


def _text(text: str) -> str:
    return escape(visible(text))


def _prose(text: str) -> str:
    """A sentence; what stands between backticks is code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(f"<code>{escape(p)}</code>" if n % 2 else escape(p) for n, p in enumerate(parts))
