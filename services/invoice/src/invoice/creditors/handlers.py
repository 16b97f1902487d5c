"""The registered creditor that a document or a payment is about, and what of it takes two people."""

from invoice.approvals.handlers import request_approval, withdraw_request
from invoice.creditors.domain.commands import ChangeBankAccounts, ChangeBooks
from invoice.creditors.domain.creditor import CREDITOR, Creditor, NoCreditor, State, registered
from invoice.creditors.domain.errors import UnknownCreditor
from recoup_events.invoice import (
    ApprovalApproved,
    BankAccount,
    BankAccountsChange,
    Books,
    BooksChange,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, TenantId, creditor_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


def creditor_stream(tenant: TenantId, code: str) -> Stream:
    """The history of the creditor that a tenant calls by this code."""
    id = creditor_id_of(tenant, code)
    return CREDITOR.stream(tenant, id, id)


async def registered_creditor(
    work: UnitOfWork, tenant: TenantId, code: str, *, creditor_at: str = "/creditor"
) -> CreditorId:
    """Its id; read without its lock, as a creditor that was registered stays so."""
    stream = creditor_stream(tenant, code)
    creditor: State = await work.state(CREDITOR, stream)
    if isinstance(creditor, NoCreditor):
        raise UnknownCreditor(
            f"No creditor has the code {code!r}; register it first, or correct the code.",
            pointer=creditor_at,
        )
    return CreditorId(stream.id)


async def creditor_of(work: UnitOfWork, tenant: TenantId, id: CreditorId) -> Creditor:
    """The creditor of a document that was issued; its books are read without its lock."""
    return registered(await work.state(CREDITOR, CREDITOR.stream(tenant, id, id)))


async def change_bank_accounts(
    work: UnitOfWork, stream: Stream, accounts: tuple[BankAccount, ...], cause: Cause
) -> Stream | None:
    """The approval they wait for, as a single person may be deceived or a thief; ``None`` if they stand."""
    creditor = registered(await work.state(CREDITOR, stream))
    request = BankAccountsChange(creditor_id=creditor.creditor_id, bank_accounts=accounts)
    if accounts == creditor.bank_accounts:
        await withdraw_request(work, stream.account, request, cause)
        return None
    return await request_approval(work, stream.account, request, cause)


async def change_books(
    work: UnitOfWork, stream: Stream, books: Books, cause: Cause
) -> Stream | None:
    """The approval it waits for where one person would be allowed more by it."""
    creditor = registered(await work.state(CREDITOR, stream))
    request = BooksChange(creditor_id=creditor.creditor_id, books=books)
    if _allows_more(books.write_off_limit, creditor.books.write_off_limit):
        return await request_approval(work, stream.account, request, cause)
    await withdraw_request(work, stream.account, request, cause)
    await work.execute(CREDITOR, stream, ChangeBooks(books=books), cause)
    return None


def _allows_more(limit: Money | None, before: Money | None) -> bool:
    """The first limit allows less than none."""
    if before is None:
        return False
    return limit is None or limit.currency != before.currency or before < limit


async def follow_approved(
    work: UnitOfWork, approved: Envelope[ApprovalApproved], cause: Cause
) -> None:
    """From now on it is as two people agreed."""
    request, by = approved.event.request, approved.event.approved_by
    stream = CREDITOR.stream(approved.tenant, approved.account.key, request.creditor_id)
    match request:
        case BankAccountsChange(bank_accounts=accounts):
            command = ChangeBankAccounts(bank_accounts=accounts, by=by)
            await work.execute(CREDITOR, stream, command, cause)
        case BooksChange(books=books):
            await work.execute(CREDITOR, stream, ChangeBooks(books=books), cause)
        case _:
            pass  # it is about a thing of another feature
