"""What disputes rest on outside their own events: what is read before one is opened, and the bytes of evidence."""

from typing import NamedTuple

from dispute.disputes.domain.debtor import DEBTOR
from dispute.disputes.domain.errors import EvidenceRefused, EvidenceUnacceptable
from dispute.disputes.domain.evidence import Evidence, EvidenceState
from dispute.disputes.domain.invoice import INVOICE
from dispute.disputes.domain.policy import dispute_policy_of
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import DisputeId, InvoiceId, TenantId
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_files.chunked import ChunkedFile, WrongChunk, WrongDigest
from recoup_files.scanning import Scanner
from recoup_files.sniffing import TYPES, content_type_of
from recoup_files.store import FileStore


async def load_for_opening(work: UnitOfWork, account: Account, invoice_id: InvoiceId) -> None:
    """The invoice, the debtor and the policy, read together."""
    documents = [
        DocumentKey(account, INVOICE.name, invoice_id),
        DocumentKey(account, DEBTOR.name, account.key),
    ]
    await work.preload([dispute_policy_of(account.tenant)], documents)


class EvidenceStore(NamedTuple):
    """Where the bytes are, in chunks until all are here, then as one file; and what looks into them before."""

    files: FileStore
    scanner: Scanner

    def _file(self, tenant: TenantId, dispute_id: DisputeId, evidence: Evidence) -> ChunkedFile:
        """Each dispute has its own, so that removing it takes nothing from another."""
        file = evidence.file
        key = f"{tenant}/disputes/{dispute_id}/{file.sha256}"
        return ChunkedFile(self.files, key, file.size, file.sha256)

    async def take(
        self, tenant: TenantId, dispute_id: DisputeId, evidence: Evidence, chunk: int, part: bytes
    ) -> str | None:
        """Keep a chunk; with the last missing one the evidence is whole, and has a type."""
        if evidence.state is not EvidenceState.AWAITED:
            raise EvidenceRefused(f"The evidence is {evidence.state}; announce it again.")
        file = self._file(tenant, dispute_id, evidence)
        try:
            whole = await file.take(chunk, part)
        except WrongChunk as wrong:
            raise EvidenceUnacceptable(str(wrong)) from None
        except WrongDigest as wrong:
            raise EvidenceUnacceptable(f"{wrong} Send all chunks again.") from None
        if whole is None:
            return None
        content_type = content_type_of(whole)
        if content_type is None:
            await file.tidy()
            raise EvidenceUnacceptable(
                f"The file is none of {', '.join(TYPES)}, whatever its name says, or is cut off. "
                "Send a photograph or a PDF of it."
            )
        if not await self.scanner.is_clean(whole, content_type):
            await file.tidy()
            raise EvidenceUnacceptable(
                "The file was found to carry malware and is not kept. Send a photograph of it."
            )
        await file.keep(whole, content_type)
        await file.tidy()
        return content_type

    async def read(
        self, tenant: TenantId, dispute_id: DisputeId, evidence: Evidence
    ) -> bytes | None:
        return await self._file(tenant, dispute_id, evidence).read()

    async def forget(self, tenant: TenantId, dispute_id: DisputeId, evidence: Evidence) -> None:
        await self._file(tenant, dispute_id, evidence).forget()
