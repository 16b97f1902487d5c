"""What a deployment tells the invoice service: where files are kept, and for how long."""

from datetime import timedelta

from pydantic import Field, HttpUrl, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from recoup_files.settings import FileSettings
from recoup_service.settings import Settings, sent_encrypted


class InvoiceSettings(FileSettings, Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret

    import_files_kept_days: int = Field(default=30, ge=1, le=3650)
    """How long the file of a dry run, or of an import that was never started or has failed, is kept after its
    last chunk. Of one that is completed only the rows are kept."""
    made_files_kept_days: int = Field(default=1096, ge=1, le=3650)
    """How long documents that went along with mails are kept. Their digests stay on record."""
    import_rows_kept_days: int = Field(default=90, ge=1, le=3650)
    """How long what became of each row of an import is kept after the import has ended; its counts stay."""

    payment_provider_url: HttpUrl | None = None
    """Who collects online: `https://api.stripe.com`, or what speaks like it. Unset, nobody pays online."""
    payment_provider_key: SecretStr = SecretStr("")
    """The provider's secret key; sent over encrypted connections alone."""
    payment_webhook_secret: SecretStr = SecretStr("")
    """Of the provider's webhook to `/open/payment-callbacks`; unset, every callback is refused."""

    @field_validator("payment_provider_key")
    @classmethod
    def _is_not_sent_in_clear(cls, key: SecretStr, others: ValidationInfo) -> SecretStr:
        return sent_encrypted(key, others, "payment_provider_url")

    @property
    def import_files_kept_for(self) -> timedelta:
        return timedelta(days=self.import_files_kept_days)

    @property
    def made_files_kept_for(self) -> timedelta:
        return timedelta(days=self.made_files_kept_days)

    @property
    def import_rows_kept_for(self) -> timedelta:
        return timedelta(days=self.import_rows_kept_days)
