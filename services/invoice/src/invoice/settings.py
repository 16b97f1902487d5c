"""What a deployment tells the invoice service: where files are kept, and for how long."""

from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, HttpUrl, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from recoup_files.folder import FolderStore
from recoup_files.s3 import S3Store
from recoup_files.signing import Credentials
from recoup_files.store import FileStore
from recoup_service.clock import SystemClock
from recoup_service.settings import Settings


class InvoiceSettings(Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret

    files: str | None = None
    """Where documents that come in are kept: a folder by its whole path (`/var/lib/recoup/files`), which
    all processes share, or a bucket (`s3://recoup-documents`). Unset, none are taken."""
    files_endpoint: HttpUrl | None = None
    """With a bucket: where S3 or what speaks like it is, e.g. `https://s3.eu-central-1.amazonaws.com`."""
    files_region: str = "us-east-1"
    """With a bucket: as requests are signed for."""
    files_key_id: str | None = None
    """With a bucket: who asks. It may put, get and delete objects of the bucket and list it (without that, S3
    does not say of an object that it is not there), and needs no more."""
    files_secret: SecretStr | None = None
    """With a bucket: what goes with the key's id."""
    import_files_kept_days: int = Field(default=30, ge=1, le=3650)
    """How long the file of a dry run, or of an import that was never started or has failed, is kept after its
    last chunk. Of one that is completed only the rows are kept."""

    @model_validator(mode="after")
    def _can_be_opened(self) -> Self:
        if self.files is None or Path(self.files).is_absolute():
            return self
        if self.bucket is None:
            raise ValueError(
                "RECOUP_FILES is the whole path of a folder, or s3:// and a bucket's name."
            )
        if None in (self.files_endpoint, self.files_key_id, self.files_secret):
            raise ValueError(
                "A bucket needs RECOUP_FILES_ENDPOINT, RECOUP_FILES_KEY_ID and RECOUP_FILES_SECRET."
            )
        return self

    @property
    def bucket(self) -> str | None:
        scheme, _, name = (self.files or "").partition("://")
        return name.strip("/") or None if scheme == "s3" else None

    def file_store(self) -> FileStore | None:
        """What is signed has the time outside, whatever clock Recoup goes by."""
        if self.files is None:
            return None
        if self.bucket is None:
            return FolderStore(Path(self.files))
        secret = "" if self.files_secret is None else self.files_secret.get_secret_value()
        credentials = Credentials(self.files_key_id or "", secret, self.files_region)
        return S3Store(str(self.files_endpoint), self.bucket, credentials, SystemClock().now)

    @property
    def import_files_kept_for(self) -> timedelta:
        return timedelta(days=self.import_files_kept_days)
