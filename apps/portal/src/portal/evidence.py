"""A debtor's file beside a dispute: of a type that its bytes show, whatever it is called."""

from hashlib import sha256

from starlette.datastructures import UploadFile

from portal.visit import Visit
from recoup_files.sniffing import content_type_of

MOST_BYTES = 8 * 1024 * 1024
KEPT = ("image/jpeg", "image/png", "application/pdf")
NAME = "Sent on the portal"
"""No name of a person, as names of files may be."""


async def keep_file(visit: Visit, dispute_id: str, file: object) -> bool | None:
    """Whether it is kept with its digest; ``None`` where none was chosen. Sent again it is the same."""
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    content = await file.read(MOST_BYTES + 1)
    if not content or len(content) > MOST_BYTES or content_type_of(content) not in KEPT:
        return False
    digest = sha256(content).hexdigest()
    path = f"/v1/disputes/{dispute_id}/evidence"
    body = {"name": NAME, "provided_by": "debtor", "sha256": digest, "size": len(content)}
    answer = await visit.api.send("POST", path, body)
    if not answer.done:
        return False
    [kept] = [each for each in answer.body["evidence"] if each["sha256"] == digest]
    for number in range(kept["chunks"]):
        at = number * kept["chunk_bytes"]
        answer = await visit.api.put(
            f"{path}/{kept['id']}/chunks/{number}",
            content[at : at + kept["chunk_bytes"]],
            {"Content-Type": "application/octet-stream"},
        )
    files = answer.body["evidence"] if answer.done else []
    return any(each["id"] == kept["id"] and each["state"] == "received" for each in files)
