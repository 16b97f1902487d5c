"""Whether a contact's name is a person's: nobody is greeted as "Dear Accounts payable"."""

import re

_OFFICES = re.compile(
    r"\b("
    r"accounts?|accounting|payables?|receivables?|billing|finance|financial|invoices?|invoicing|"
    r"department|dept|team|office|desk|treasury|purchasing|procurement|admin|administration|"
    r"buchhaltung|finanzbuchhaltung|rechnungswesen|kreditoren(buchhaltung)?|debitoren(buchhaltung)?|"
    r"rechnung(en|seingang)?|abteilung|einkauf|verwaltung|sekretariat|zentrale|"
    r"comptabilité|comptabilite|comptable|facturation|factures?|service|achats?|"
    r"contabilidad|facturación|facturacion|facturas|administración|administracion|pagos|compras|"
    r"contabilità|contabilita|fatturazione|fatture|amministrazione|ufficio|acquisti|"
    r"boekhouding|crediteuren(administratie)?|debiteuren(administratie)?|administratie|facturen|"
    r"financiën|inkoop|afdeling|"
    r"gmbh|ag|kg|ohg|ug|ltd|limited|llc|llp|inc|corp|plc|sarl|sas|sa|srl|spa|sl|bv|nv|company|co"
    r")\b\.?",
    re.IGNORECASE,
)
_OTHER = re.compile(r"[0-9@/&]")


def person_named(recipient: str, customer: str) -> str | None:
    """The name to greet by; ``None`` where it is an office's, a company's or nobody's."""
    name = " ".join(recipient.split())
    if not name or name.casefold() == " ".join(customer.split()).casefold():
        return None
    if _OTHER.search(name) or _OFFICES.search(name) or not re.search(r"[^\W\d_]", name):
        return None
    return name
