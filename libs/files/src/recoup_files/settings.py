"""What a deployment tells the services that keep files, or read them: where they are."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, HttpUrl, SecretStr, model_validator

from recoup_files.folder import FolderStore
from recoup_files.s3 import S3Store
from recoup_files.scanning import HttpScanner, NoScanner, Scanner
from recoup_files.signing import Credentials
from recoup_files.store import FileStore


class FileSettings(BaseModel):
    """The same for all of them: one writes what another reads."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    files: str | None = None
    """Where files are kept, the same for all services that have this: a folder by its whole path
    (`/var/lib/recoup/files`), which all their processes share, or a bucket (`s3://recoup-documents`). Unset, none
    are taken, and none go along with mails."""
    files_endpoint: HttpUrl | None = None
    """With a bucket: where S3 or what speaks like it is, e.g. `https://s3.eu-central-1.amazonaws.com`."""
    files_region: str = "us-east-1"
    """With a bucket: as requests are signed for."""
    files_key_id: str | None = None
    """With a bucket: who asks. It may put, get and delete objects of the bucket and list it (without that, S3
    does not say of an object that it is not there), and needs no more."""
    files_secret: SecretStr | None = None
    """With a bucket: what goes with the key's id."""
    files_scan_url: HttpUrl | None = None
    """Gets the bytes of debtors' evidence by POST before they are kept, and answers 200 where they are clean and 406
    where they are not, as ClamAV's REST adapters do. Unset, nothing looks into them."""

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

    def scanner(self) -> Scanner:
        return NoScanner() if self.files_scan_url is None else HttpScanner(str(self.files_scan_url))

    def file_store(self, now: Callable[[], datetime]) -> FileStore | None:
        """What is signed has the time outside, whatever clock Recoup goes by."""
        if self.files is None:
            return None
        if self.bucket is None:
            return FolderStore(Path(self.files))
        secret = "" if self.files_secret is None else self.files_secret.get_secret_value()
        credentials = Credentials(self.files_key_id or "", secret, self.files_region)
        return S3Store(str(self.files_endpoint), self.bucket, credentials, now)
