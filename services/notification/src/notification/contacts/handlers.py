"""What a contact's check rests on, read at once."""

from notification.consents.domain.address import ADDRESS, Address, stream_of
from notification.consents.domain.wishes import WISHES
from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.contact_ledger.domain.chain import CHAIN
from notification.contacts.domain.known_contact import KnownContact
from notification.creditors.domain.creditor import CREDITOR, account_of
from notification.debtors.domain.debtor import Debtor
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CreditorId, PersonId
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


async def known_contact(
    work: UnitOfWork,
    account: Account,
    debtor: Debtor,
    person_id: PersonId | None,
    creditor_id: CreditorId,
    address_hash: str,
) -> KnownContact:
    """The address and the creditor are read without their locks; a "no" recorded before is seen."""
    person = person_id or ""
    of_creditor = account_of(account.tenant, creditor_id)
    keys = [DocumentKey(account, view.name, person) for view in (WISHES, ATTEMPTS)]
    keys.append(DocumentKey(account, CHAIN.name, account.key))  # a line is added whatever comes
    keys.append(DocumentKey(of_creditor, CREDITOR.name, creditor_id))
    await work.preload(documents=keys)
    address = Address()
    if address_hash:
        address = await work.state(ADDRESS, stream_of(account.tenant, address_hash))
    return KnownContact(
        debtor=debtor,
        wishes=await work.document(WISHES, account, person),
        attempts=await work.document(ATTEMPTS, account, person),
        address=address,
        address_hash=address_hash,
        creditor=await work.document(CREDITOR, of_creditor, creditor_id),
    )
