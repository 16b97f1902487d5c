"""How much of an invoice a Factur-X file says."""

from enum import StrEnum


class Profile(StrEnum):
    """Of Factur-X 1.0, as the metadata of the PDF name it; the fullest last."""

    MINIMUM = "MINIMUM"
    """Who, to whom and how much."""
    BASIC_WL = "BASIC WL"
    """All but the lines."""
    EN_16931 = "EN 16931"

    @property
    def guideline(self) -> str:
        """BT-24."""
        return _GUIDELINES[self]

    @property
    def is_invoice(self) -> bool:
        """Whether it can take the place of what is printed; the others are data beside it."""
        return self is Profile.EN_16931

    @property
    def needs_lines(self) -> bool:
        return self is Profile.EN_16931


_GUIDELINES = {
    Profile.MINIMUM: "urn:factur-x.eu:1p0:minimum",
    Profile.BASIC_WL: "urn:factur-x.eu:1p0:basicwl",
    Profile.EN_16931: "urn:cen.eu:en16931:2017",
}
