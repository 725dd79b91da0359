"""Draw the job summary that README shows: `python -m tools.picture`; `make picture` runs it.

The Markdown is what `submit` writes for examples/checkout as a build of GitHub, against a local
Scorecards API. npm's marked and github-markdown-css give it GitHub's look, chromium draws it. The
picture carries its Markdown in a chunk of text, by which a test sees that the program's words are
still those.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from scorecard_action.mapping.loader import load
from scorecard_action.sandbox import running

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/summary.png"
EXAMPLE = ROOT / "examples/checkout"
# What GitHub says of the build that "ran" here; README shows what it prints, too.
BUILD = {
    "COLUMNS": "120",
    "DD_API_KEY": "an-api-key-of-the-example",
    "DD_APP_KEY": "an-app-key-of-the-example",
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/checkout",
    "GITHUB_RUN_ID": "1184",
    "GITHUB_RUN_NUMBER": "57",
    "GITHUB_JOB": "test",
    "GITHUB_SHA": "3f2a9c1d8e5b4a7c9f0e1d2c3b4a5968778695a4",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_WORKSPACE": "/build/checkout",  # where the example's reports were written
}
PACKAGES = ("marked@18.2.1", "github-markdown-css@5.9.0")
WIDTH = 900  # pixels of the page; the picture has two for each
DRAW = """
import {readFileSync, writeFileSync} from "node:fs";
import {marked} from "marked";
const css = readFileSync("node_modules/github-markdown-css/github-markdown-light.css", "utf8");
writeFileSync("page.html", `<!doctype html><meta charset="utf-8"><style>${css}
body {margin: 0} article {padding: 24px}</style>
<article class="markdown-body">${marked.parse(readFileSync("summary.md", "utf8"))}</article>
<script>document.title = document.querySelector("article").offsetHeight</script>`);
"""
CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --hide-scrollbars --force-device-scale-factor=2"
).split()


def run(folder: Path) -> tuple[str, str]:
    """Evaluate the example, copied below `folder`; return what is printed, and the summary."""
    workspace = folder / "checkout"
    # A copy: its reports are as new as a build would leave them, and nothing is written here.
    shutil.copytree(EXAMPLE, workspace, copy_function=shutil.copy)
    names = [rule.label for rule in load(EXAMPLE / "scorecard.datadog.yaml").rules]
    summary = folder / "summary.md"
    with running(rules=[{"name": name, "scorecard_name": "Quality"} for name in names]) as url:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "scorecard_action", "submit", "--api-url", url],
            cwd=workspace,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "GITHUB_STEP_SUMMARY": str(summary),
                **BUILD,
            },
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    return done.stdout, summary.read_text("utf-8")


def draw(markdown: str, folder: Path) -> bytes:
    """Draw Markdown as GitHub shows it; gives a PNG. Needs npm, node, chromium and the network."""
    (folder / "summary.md").write_text(markdown, "utf-8")
    (folder / "draw.mjs").write_text(DRAW, "utf-8")
    (folder / "package.json").write_text("{}", "utf-8")
    quiet = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    chromium = [*CHROMIUM, f"--user-data-dir={folder / 'profile'}"]
    page = (folder / "page.html").as_uri()
    _said(["npm", "install", *quiet, *PACKAGES], folder)
    _said(["node", "draw.mjs"], folder)
    dom = _said([*chromium, f"--window-size={WIDTH},600", "--dump-dom", page], folder)
    height = dom.partition("<title>")[2].partition("</title>")[0]
    _said([*chromium, f"--window-size={WIDTH},{height}", "--screenshot=page.png", page], folder)
    return (folder / "page.png").read_bytes()


def _said(command: list[str], folder: Path) -> str:
    ran = subprocess.run(  # noqa: S603 - commands of this file alone
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return ran.stdout


# A chunk of international text: its keyword; not compressed, in no language, not translated.
KEYWORD = b"Source" + bytes(5)
END = 12  # bytes of a PNG's last chunk


def signed(picture: bytes, text: str) -> bytes:
    """Put a text into a PNG, before its last chunk (PNG, 11.3.3.4)."""
    body = KEYWORD + text.encode()
    chunk = len(body).to_bytes(4) + b"iTXt" + body + zlib.crc32(b"iTXt" + body).to_bytes(4)
    return picture[:-END] + chunk + picture[-END:]


def text_of(picture: bytes) -> str:
    """Return the text that `signed` put into a PNG."""
    return picture[: -END - 4].partition(KEYWORD)[2].decode()


def main() -> int:
    """Draw the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        _, summary = run(Path(folder))
        PICTURE.write_bytes(signed(draw(summary, Path(folder)), summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
