"""The services as data, as tests know them."""

from recoup_cli.houses import built, every_house, heard_by

__all__ = ["built", "every_house", "heard_by"]
