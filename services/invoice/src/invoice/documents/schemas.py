"""How a document is answered: as PDF."""

from typing import Any

from starlette.responses import Response

PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "The document, as PDF/A-3b."}
}


class PdfResponse(Response):
    media_type = "application/pdf"
