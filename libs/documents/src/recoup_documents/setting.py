"""Sets a letter with Typst; what stands in it comes as data, never as markup."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from recoup_documents import factur_x
from recoup_documents.codes import code_svg
from recoup_documents.letter import Letter, Pdf

NO_FONT = "could not be displayed with font"


@cache
def _template() -> bytes:
    return files("recoup_documents").joinpath("letter.typ").read_bytes()


def set_letter(letter: Letter) -> Pdf:
    """As PDF/A-3b: whole in itself, to be kept for years. Equal letters give equal bytes anywhere.

    A script that no font has stands as boxes, which PDF/A forbids: such a letter is a PDF and no more.
    """
    try:
        content = _compiled(letter, "a-3b")
    except typst.TypstError as error:
        if NO_FONT not in str(error):
            raise
        return Pdf(_compiled(letter.model_copy(update={"einvoice": None}), "1.7"), archival=False)
    if letter.einvoice is not None:
        content = factur_x.with_metadata(content, letter.einvoice.profile)
    return Pdf(content, archival=True)


def _compiled(letter: Letter, standard: Literal["a-3b", "1.7"]) -> bytes:
    return typst.compile(
        _template(),
        format="pdf",
        pdf_standards=standard,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_data(letter), ensure_ascii=False)},
    )


def _data(letter: Letter) -> dict[str, Any]:
    data: dict[str, Any] = letter.model_dump(mode="json", exclude={"made_at", "language"})
    made = letter.made_at
    data["made"] = [made.year, made.month, made.day, made.hour, made.minute, made.second]
    data["lang"] = letter.language.partition("-")[0]
    if letter.how_to_pay is not None:
        code = letter.how_to_pay.code
        data["how_to_pay"]["code_svg"] = code and code_svg(code)
    if letter.einvoice is not None:
        data["einvoice"]["file"] = factur_x.FILE
    return data
