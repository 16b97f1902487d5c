"""How settings are read: from the environment, where each has ``RECOUP_`` before its name."""

from pydantic_settings import SettingsConfigDict

FROM_ENVIRONMENT = SettingsConfigDict(
    env_prefix="RECOUP_", frozen=True, extra="ignore", use_attribute_docstrings=True
)
WITH_SECRETS = SettingsConfigDict(
    **FROM_ENVIRONMENT, env_ignore_empty=True, hide_input_in_errors=True
)
"""For those whose values no error may show."""
