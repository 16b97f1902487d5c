"""Mappings that are there from the beginning: what five ERPs call their columns, by kind of row.

They say nothing about decimal marks and dates, which an ERP writes as its user likes; an import says
them. SAP's tables are the exception: a date there is always YYYYMMDD.
"""

from collections.abc import Mapping

from invoice.imports.domain.mapping import ColumnMapping, DateForm
from invoice.imports.domain.rows import Kind

Layouts = Mapping[str, Mapping[Kind, ColumnMapping]]

_XERO = {
    Kind.CUSTOMER: ColumnMapping.of(
        columns={
            "external_id": "ContactName",
            "name": "ContactName",
            "persons.0.external_id": "EmailAddress",
            "persons.0.name": "ContactName",
            "persons.0.emails.0": "EmailAddress",
        },
        constants={"persons.0.roles.0": "billing", "kind": "entity"},
    ),
    Kind.INVOICE: ColumnMapping.of(
        columns={
            "external_id": "InvoiceNumber",
            "number": "InvoiceNumber",
            "customer_external_id": "ContactName",
            "purchase_order": "Reference",
            "total.amount": "Total",
            "total.currency": "Currency",
            "issue_date": "InvoiceDate",
            "due_date": "DueDate",
        },
        only={"Type": ("Sales invoice", "ACCREC")},
    ),
    Kind.CREDIT_NOTE: ColumnMapping.of(
        columns={
            "external_id": "InvoiceNumber",
            "number": "InvoiceNumber",
            "customer_external_id": "ContactName",
            "amount.amount": "Total",
            "amount.currency": "Currency",
            "issue_date": "InvoiceDate",
        },
        constants={"reason": "Credit note of the ERP"},
        only={"Type": ("Sales credit note", "ACCRECCREDIT")},
    ),
    Kind.OPEN_ITEM: ColumnMapping.of(
        columns={
            "external_id": "InvoiceNumber",
            "balance.amount": "InvoiceAmountDue",
            "balance.currency": "Currency",
        },
        only={"Type": ("Sales invoice", "ACCREC")},
    ),
}
_QUICKBOOKS = {
    Kind.CUSTOMER: ColumnMapping.of(
        columns={
            "external_id": "Customer",
            "name": "Customer",
            "persons.0.external_id": "Email",
            "persons.0.name": "Customer",
            "persons.0.emails.0": "Email",
        },
        constants={"persons.0.roles.0": "billing", "kind": "entity"},
    ),
    Kind.INVOICE: ColumnMapping.of(
        columns={
            "external_id": "Num",
            "number": "Num",
            "customer_external_id": "Name",
            "total.amount": "Amount",
            "total.currency": "Currency",
            "issue_date": "Date",
            "due_date": "Due date",
        },
        only={"Transaction type": ("Invoice",)},
    ),
    Kind.PAYMENT: ColumnMapping.of(
        columns={
            "external_id": "Num",
            "customer_external_id": "Name",
            "amount.amount": "Amount",
            "amount.currency": "Currency",
            "value_date": "Date",
        },
        constants={"method": "transfer"},
        only={"Transaction type": ("Payment",)},
    ),
    Kind.OPEN_ITEM: ColumnMapping.of(
        columns={
            "external_id": "Num",
            "balance.amount": "Open balance",
            "balance.currency": "Currency",
        },
        only={"Transaction type": ("Invoice",)},
    ),
}
_NETSUITE = {
    Kind.CUSTOMER: ColumnMapping.of(
        columns={
            "external_id": "ID",
            "name": "Name",
            "persons.0.external_id": "Email",
            "persons.0.name": "Name",
            "persons.0.emails.0": "Email",
        },
        constants={"persons.0.roles.0": "billing", "kind": "entity"},
    ),
    Kind.INVOICE: ColumnMapping.of(
        columns={
            "external_id": "Internal ID",
            "number": "Document Number",
            "customer_external_id": "Customer ID",
            "purchase_order": "PO/Check Number",
            "total.amount": "Amount",
            "total.currency": "Currency",
            "issue_date": "Date",
            "due_date": "Due Date/Receive By",
        },
        only={"Type": ("Invoice",)},
    ),
    Kind.PAYMENT: ColumnMapping.of(
        columns={
            "external_id": "Internal ID",
            "customer_external_id": "Customer ID",
            "amount.amount": "Amount",
            "amount.currency": "Currency",
            "value_date": "Date",
        },
        constants={"method": "transfer"},
        only={"Type": ("Payment",)},
    ),
    Kind.OPEN_ITEM: ColumnMapping.of(
        columns={
            "external_id": "Internal ID",
            "balance.amount": "Amount Remaining",
            "balance.currency": "Currency",
        },
        only={"Type": ("Invoice",)},
    ),
}
_SAGE_INTACCT = {
    Kind.CUSTOMER: ColumnMapping.of(
        columns={
            "external_id": "CUSTOMER_ID",
            "name": "CUSTOMER_NAME",
            "persons.0.external_id": "EMAIL1",
            "persons.0.name": "CUSTOMER_NAME",
            "persons.0.emails.0": "EMAIL1",
        },
        constants={"persons.0.roles.0": "billing", "kind": "entity"},
    ),
    Kind.INVOICE: ColumnMapping.of(
        columns={
            "external_id": "INVOICE_NO",
            "number": "INVOICE_NO",
            "customer_external_id": "CUSTOMER_ID",
            "purchase_order": "PO_NO",
            "total.amount": "TOTAL_DUE",
            "total.currency": "CURRENCY",
            "issue_date": "CREATED_DATE",
            "due_date": "DUE_DATE",
        },
    ),
}
_SAP = {
    Kind.CUSTOMER: ColumnMapping.of(
        columns={"external_id": "KUNNR", "name": "NAME1", "country": "LAND1"},
        constants={"kind": "entity"},
        dates=DateForm.TOGETHER,
    ),
    Kind.INVOICE: ColumnMapping.of(
        columns={
            "external_id": "{BUKRS}-{BELNR}-{GJAHR}-{BUZEI}",
            "number": "XBLNR",
            "customer_external_id": "KUNNR",
            "total.amount": "WRBTR",
            "total.currency": "WAERS",
            "issue_date": "BLDAT",
            "due_date": "FAEDT",
        },
        only={"SHKZG": ("S",)},
        dates=DateForm.TOGETHER,
    ),
    Kind.CREDIT_NOTE: ColumnMapping.of(
        columns={
            "external_id": "{BUKRS}-{BELNR}-{GJAHR}-{BUZEI}",
            "number": "XBLNR",
            "customer_external_id": "KUNNR",
            "amount.amount": "WRBTR",
            "amount.currency": "WAERS",
            "issue_date": "BLDAT",
        },
        constants={"reason": "Credit memo of the ERP"},
        only={"SHKZG": ("H",), "BLART": ("DG",)},
        dates=DateForm.TOGETHER,
    ),
    Kind.OPEN_ITEM: ColumnMapping.of(
        columns={
            "external_id": "{BUKRS}-{BELNR}-{GJAHR}-{BUZEI}",
            "balance.amount": "WRBTR",
            "balance.currency": "WAERS",
        },
        only={"SHKZG": ("S",)},
        dates=DateForm.TOGETHER,
    ),
}
LAYOUTS: Layouts = {
    "xero": _XERO,
    "quickbooks": _QUICKBOOKS,
    "netsuite": _NETSUITE,
    "sage_intacct": _SAGE_INTACCT,
    "sap": _SAP,
}
