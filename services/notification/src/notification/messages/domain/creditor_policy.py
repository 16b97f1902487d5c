"""The creditor's own reasons to leave a debtor alone, told in the same form as the law's."""

from notification.messages.domain.message_content import MessageContent, address_hash
from notification.messages.domain.verdict import Refusal
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.money import Money

POLICY_VERSION = "pre-send-2"
"""Names the rules of this file; a changed meaning is a new name."""


def settled(balance: Money) -> Refusal:
    return _refusal("policy.settled", "nothing is owed any more", balance=balance)


def nothing_chased(balance: Money) -> Refusal:
    words = "what is contested or promised in a plan is not chased"
    return _refusal("policy.nothing_chased", words, balance=balance)


def no_address(role: ContactRole, channel: Channel) -> Refusal:
    words = "only the address the customer gave for a role is used"
    return _refusal("policy.no_address", words, role=role, channel=channel)


def invalid_address(role: ContactRole, channel: Channel) -> Refusal:
    words = "nothing is sent to what is no address; correct it in the customer's contacts"
    return _refusal("policy.invalid_address", words, role=role, channel=channel)


def outdated(queued: MessageContent, address: str, amount: Money) -> Refusal:
    return _refusal(
        "policy.outdated",
        "a message is repeated word for word to the same address, or not at all",
        queued_amount=queued.amount,
        amount=amount,
        queued_address_hash=address_hash(queued.address),
        address_hash=address_hash(address),
    )


def _refusal(rule: str, words: str, **inputs: object) -> Refusal:
    """None of these passes with time, so there is no moment to look again."""
    return Refusal(
        rule=rule,
        rules_version=POLICY_VERSION,
        citation=f"Creditor's policy: {words}",
        inputs={name: str(value) for name, value in inputs.items()},
        retry_at=None,
    )
