"""The creditor that examples are asked for by."""

from recoup_events.invoice import BankAccount, CreditorDetails, CreditorRegistered, SenderIdentity
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.postal_address import PostalAddress

CREDITOR = CreditorId("crd_1")
CREDITOR_REGISTERED = CreditorRegistered(
    creditor_id=CREDITOR,
    code="default",
    details=CreditorDetails(
        legal_name="Bolts GmbH",
        register_line="Amtsgericht Charlottenburg, HRB 12345 B",
        address=PostalAddress(
            lines=("Schraubenweg 1",), postal_code="10115", city="Berlin", country="DE"
        ),
        currency="EUR",
        languages=("de", "en"),
        time_zone="Europe/Berlin",
        sender=SenderIdentity(
            name="Bolts Receivables", reply_to="receivables@bolts.example", phone="+4930901820"
        ),
    ),
    bank_accounts=(
        BankAccount(
            currency="EUR", holder="Bolts GmbH", iban="DE89370400440532013000", bic="COBADEFFXXX"
        ),
    ),
)
