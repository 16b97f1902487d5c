"""The variables of the language of templates; docs/how-to/write-a-template.md lists them as well."""

from collections.abc import Mapping, Sequence

from recoup_events.notification import TemplateCategory

COMMON = {
    "salutation": "“Dear Ada Byron,”; a neutral one where no person's name is known",
    "recipient": "the reader's name as it was registered",
    "customer": "the customer's name",
    "creditor": "in whose name it is written",
    "today": "the reader's day",
    "what": "“invoice R-1” or “3 invoices”",
    "item": "the only receivable; nothing where there are several",
    "items": "the receivables, those due longest first, at most 50",
    "count": "how many there are",
    "late": "how many are late",
    "oldest": "the earliest due date",
    "due": "“is due on …”, “is due today” or “was due on …”: of the only one, or of the oldest",
    "total": "what all come to, in each currency",
    "totals": "the same as a list",
}
REMINDER = {
    "milder": "true where some items are not at their last reminder yet",
    "measures": "what the workflow really intends: acceleration, lien, agency, suit",
    "consequence": "a sentence that says what is decided next, and when; claims what is intended",
}
CREDIT = {
    "limit": "what all that is owed may come to; empty without one, and in other notices, as the next three",
    "prepay": "a list of what makes new orders paid in advance, each in words",
    "hold": "the same of what stops delivery",
    "remedies": "what a closing notice names, each in words",
    "acceptance_needed": "true where the creditor's terms have to be accepted first",
}
STATEMENT = {"statement": "the list of the receivables, as a table in HTML"}
SMS = {
    "opt_out": "how to stop texts, as fits the sender: STOP, a telephone number or a link",
    "disclosures": "what the law wants said by an agency; empty for most",
}
VARIABLES: Mapping[TemplateCategory, Mapping[str, str]] = {
    TemplateCategory.EMAIL: {**COMMON, **REMINDER, **STATEMENT},
    TemplateCategory.SMS: {**COMMON, **REMINDER, **SMS},
    TemplateCategory.NOTICE: {**COMMON, **CREDIT, **STATEMENT},
}
_ITEM = (
    *("number", "instalment", "purchase_order", "payment_reference", "issue_date", "due_date"),
    *("days_late", "amount", "balance"),
)
ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "creditor": (
        *("name", "legal_name", "on_behalf_of", "address", "register_line", "vat_id", "phone"),
        *("iban", "pay_link"),
    ),
    "item": _ITEM,
    "loop": ("index", "first", "last"),
}
"""Of what each is; nothing else has parts."""
LISTS: Mapping[str, str] = {
    "items": "item",
    "totals": "total",
    "measures": "measure",
    "prepay": "rule",
    "remedies": "remedy",
    "hold": "rule",
}
"""What a loop goes over, and what its variable is then."""
