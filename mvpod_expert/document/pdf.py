"""A document as PDF, laid out from its page without a browser. Only this file knows WeasyPrint."""

from __future__ import annotations

import logging
from typing import Any

from weasyprint import HTML
from weasyprint.logger import LOGGER

from mvpod_expert.document.html import html
from mvpod_expert.document.office_files import MARK
from mvpod_expert.document.tree import Document, Rendered


def pdf(document: Document) -> Rendered:
    """Return a document as PDF: tagged, with an outline, and the same bytes for the same document and fonts."""
    # WeasyPrint reports every property that it does not lay out; what the page is to look like is tested.
    level = LOGGER.level
    LOGGER.setLevel(logging.CRITICAL)
    missing: dict[str, None] = {}

    def finished(pages: Any, written: Any) -> None:
        del written
        for font in pages.fonts.values():
            missing.update(dict.fromkeys(map(chr, font.missing)))

    try:
        pages = HTML(string=html(document, own_styles=True), url_fetcher=_no_address).render()
        pages.metadata.generator = MARK
        content = pages.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=MARK.encode(), finisher=finished)
    finally:
        LOGGER.setLevel(level)
    return Rendered(content, missing="".join(missing))


def _no_address(address: str) -> Any:
    """Refuse every address: a page needs nothing else, and a client's text is none."""
    raise ValueError(address)
