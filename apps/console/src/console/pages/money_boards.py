"""Lists of money that came in: what the bank saw, and what the ERP sent."""

from console.pages.boards import Board, Column, Filter

RECEIPTS = Board(
    "Payments to review",
    "/v1/receipts",
    (
        Column(
            "Payer", lambda row: row["payer_name"] or row["payer_account"] or row["external_id"]
        ),
        Column(
            "Value date", lambda row: row["value_date"], "day", sort="value_date", optional=True
        ),
        Column("What the payer wrote", lambda row: row["text"], optional=True),
        Column("Best guess", lambda row: row["confidence"], "percent"),
        Column(
            "Amount",
            lambda row: row["waiting"] if row["state"] == "review" else row["amount"],
            "amount",
        ),
    ),
    "No money waits for a person: whose it is was clear each time.",
    filters=(
        Filter(
            "state",
            "Which receipts",
            (
                ("review", "To review"),
                ("applied", "Became payments"),
                ("cleared", "Agencies' transfers"),
                ("sent_back", "Sent back"),
                ("", "All"),
            ),
        ),
    ),
    passes=("creditor",),
    searched=True,
    template="payments.html",
    opens="receipt",
)
AMBIGUOUS = Board(
    "Payments to allocate",
    "/v1/payments",
    (
        Column("Payment", lambda row: row["external_id"]),
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column(
            "Value date", lambda row: row["value_date"], "day", sort="value_date", optional=True
        ),
        Column("What the payer wrote", lambda row: row["reference"], optional=True),
        Column("On account", lambda row: row["unapplied"], "amount"),
        Column("Amount", lambda row: row["amount"], "amount", optional=True),
    ),
    "No payment waits: each number that was named fits one invoice.",
    filters=(
        Filter(
            "ambiguous",
            "Which payments",
            (("true", "Number fits several invoices"), ("", "All payments")),
        ),
    ),
    passes=("creditor", "customer_id"),
    searched=True,
    template="payments.html",
    opens="payment",
)
