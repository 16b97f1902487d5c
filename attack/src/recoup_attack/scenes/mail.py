"""Trouble at the mail relay: about the attacker's mails, and then at the relay itself."""

import asyncio
from functools import partial

from recoup_attack.honest import books
from recoup_attack.relay import Trouble, make
from recoup_attack.scene import Outcome, Scene
from recoup_attack.scenes.words import attacker
from recoup_attack.target import Target

DEBTORS = 12
ANSWERS = {
    "mail-deferred": ("451 4.3.0 Later, <{who}> and nobody else", "answers 451"),
    "mail-rejected": ("550 5.1.1 <{who}> is not known here", "answers 550"),
    "mail-garbled": ("999 \x1b[31m what?", "answers what is no answer"),
    "mail-dropped": ("drop", "drops the connection"),
    "mail-full": ("452 4.2.2 Mailbox full", "answers 452"),
}


async def trouble(scene: str, answer: str, target: Target) -> Outcome:
    """The relay takes every mail but the attacker's, which come in numbers."""
    make(target.mail, Trouble("@trouble\\.example", answer.format(who="a@trouble.example")))
    try:
        async with attacker(target) as api:
            for number in range(DEBTORS):
                name = f"{scene}-{number}"
                address = f"{name}@trouble.example"
                await api.insist("POST", "invoice", "customers", books.customer(name, address))
                total = {"amount": "12.50", "currency": "EUR"}
                invoice = books.invoice(name, name, total, overdue=True)
                await api.insist("POST", "invoice", "invoices", invoice)
        await asyncio.sleep(target.seconds)
    finally:
        make(target.mail, None)
    return Outcome(f"{DEBTORS} reminders that the relay does not take")


SCENES = tuple(
    Scene(
        "mail",
        name,
        f"the relay {what} for the attacker's addresses",
        partial(trouble, name, answer),
    )
    for name, (answer, what) in ANSWERS.items()
)
