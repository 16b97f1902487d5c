"""What a deployment tells the dispute service: where evidence is kept, and what looks into it."""

from pydantic_settings import SettingsConfigDict

from recoup_files.settings import FileSettings
from recoup_service.settings import Settings


class DisputeSettings(FileSettings, Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret
