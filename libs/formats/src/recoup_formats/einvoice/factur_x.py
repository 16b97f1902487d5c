"""A Factur-X file: written, and held to the arithmetic that files which come in are held to."""

from recoup_formats.einvoice.cii import CII
from recoup_formats.einvoice.cii_writer import write_cii
from recoup_formats.einvoice.document import EInvoice
from recoup_formats.einvoice.profile import Profile
from recoup_formats.einvoice.reading import Reading
from recoup_formats.einvoice.rules import broken_rules
from recoup_formats.einvoice.sums import Sums
from recoup_formats.problems import FileRefused
from recoup_formats.xml import document

_WITHOUT_LINES = frozenset(("BR-CO-10",))
_ABOUT_NO_TERMS = frozenset(("BR-CO-10", "BR-CO-25"))
_SILENT = {Profile.BASIC_WL: _WITHOUT_LINES, Profile.MINIMUM: _ABOUT_NO_TERMS}
"""Rules about what a profile has no room for."""


def factur_x(einvoice: EInvoice, profile: Profile) -> bytes:
    """Raises ``FileRefused`` with each rule of EN 16931 that what was written breaks."""
    written = write_cii(einvoice, profile)
    figures = Sums(document(written), CII, Reading(CII.namespaces)).figures()
    silent = _SILENT.get(profile, frozenset())
    broken = [each for each in broken_rules(figures) if each.rule not in silent]
    if broken:
        raise FileRefused(*broken)
    return written
