"""A real browser and a real word processor, to look at what people are handed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 120
PROBE = """<script>
window.addEventListener("load", () => {
  const root = document.documentElement, wide = root.clientWidth;
  const out = [];
  for (const each of document.querySelectorAll("body *")) {
    const box = each.getBoundingClientRect();
    if (box.width > 0 && box.right > wide + 1 && !each.closest(".scroll"))
      out.push(each.tagName + ": " + each.textContent.slice(0, 60));
  }
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const style = getComputedStyle(document.body);
  const drawn = (sign) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = "28px " + style.fontFamily;
    pen.fillText(sign, 4, 32);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const blanks = [0x10FFFD, 0xFFFF].map((code) => drawn(String.fromCodePoint(code)));
  const signs = [...new Set(document.body.innerText)].filter((sign) => sign.trim());
  const missing = signs.filter((sign) => blanks.includes(drawn(sign)));
  const result = {wide, needed: root.scrollWidth, out, missing, ground: style.backgroundColor};
  parent.document.documentElement.setAttribute("data-probe", JSON.stringify(result));
});
</script>"""


def needed(program: str) -> str:
    """Find a program; where it is not installed the test is left out, but never where all of it has to run."""
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed; `make viewers` installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def _chromium(folder: Path, *options: str) -> str:
    command = [needed("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True)
    return done.stdout


def looked_at(page: Path, width: int, *options: str) -> Any:
    """Open a page at a width, with a probe in it: what sticks out, what has no glyph.

    The page itself allows no script; the probe is put into a copy that does. No window is as narrow as a phone, so
    the copy is shown in a frame of that width.
    """
    text = page.read_text(encoding="utf-8")
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    probed = without_policy.replace("</head>", f"{PROBE}</head>")
    framed = page.with_name("framed.html")
    frame = f'<iframe style="border:0;width:{width}px;height:2000px" srcdoc="{escape(probed)}"></iframe>'
    framed.write_text(f'<!doctype html><meta charset="utf-8"><body style="margin:0">{frame}', encoding="utf-8")
    dom = _chromium(page.parent, "--window-size=1600,2000", *options, "--dump-dom", framed.as_uri())
    found = re.search(r'data-probe="([^"]*)"', dom)
    assert found, "the probe did not run"
    probe = json.loads(unescape(found.group(1)))
    assert probe["wide"] == width
    return probe


def printed(page: Path) -> list[str]:
    """Print a page to A4; give the text of each sheet."""
    sheets = page.with_suffix(".pdf")
    _chromium(page.parent, "--no-pdf-header-footer", f"--print-to-pdf={sheets}", page.as_uri())
    return text_of_sheets(sheets)


def opened_in_a_word_processor(document: Path) -> list[str]:
    """Open a Word document in LibreOffice and print it; give the text of each sheet."""
    profile = (document.parent / "office").as_uri()
    command = [needed("soffice"), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(document.parent), str(document)], capture_output=True, timeout=SECONDS, check=True
    )
    return text_of_sheets(document.with_suffix(".pdf"))


def text_of_sheets(sheets: Path) -> list[str]:
    """Return the text of each sheet of a PDF."""
    command = [needed("pdftotext"), "-layout", str(sheets), "-"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True)
    return done.stdout.split("\f")[:-1]
