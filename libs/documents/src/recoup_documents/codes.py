"""The codes that banking apps read, for letters and for mails."""

from collections.abc import Sequence
from typing import cast

import zxingcpp


def code_svg(content: str) -> str:
    """A drawing without a margin."""
    return zxingcpp.write_barcode_to_svg(_code(content), add_quiet_zones=False)


def code_rows(content: str) -> Sequence[bytes]:
    """One byte for a module, 0 where it is dark and 255 where not; without a margin."""
    image = zxingcpp.write_barcode_to_image(_code(content), scale=1, add_quiet_zones=False)
    side, octets = (
        image.shape[0],
        bytes(cast(bytes, image)),
    )  # it is a buffer; its stubs do not say so
    return [octets[start : start + side] for start in range(0, side * side, side)]


def _code(content: str) -> zxingcpp.Barcode:
    """What is not of ASCII goes as it is in UTF-8, which both payment standards ask for, unannounced."""
    data = content if content.isascii() else content.encode()
    return zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
