"""The creditor's own reasons to leave a debtor alone, in the same form as the law's."""

from collections.abc import Collection, Mapping, Sequence

from notification.claims.domain.facts import Unproven
from notification.consents.domain.address import Bounce
from notification.debtors.domain.debtor import Recipient
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.verdict import Refusal
from recoup_compliance.contact_ledger.line import Evidence
from recoup_events.kernel.channels import ContactRole, Medium
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import LastResort

POLICY_VERSION = "pre-send-7"
"""Names the rules of this file; a changed meaning is a new name."""


def settled(items: int) -> Refusal:
    words = "nothing is owed any more"
    return _refusal("policy.settled", words, items=items)


def nothing_chased(items: int) -> Refusal:
    words = "what is contested or promised in a plan is not chased"
    return _refusal("policy.nothing_chased", words, items=items)


def held_back(items: int) -> Refusal:
    words = "what a person holds, or chases no more, is not asked for"
    return _refusal("policy.held_back", words, items=items)


def no_address(roles: Sequence[ContactRole], channel: Medium) -> Refusal:
    words = "only the addresses given of the persons in a role are used"
    return _refusal("policy.no_address", words, roles=", ".join(roles), channel=channel)


def invalid_address(recipient: Recipient, channel: Medium) -> Refusal:
    words = "nothing is sent to what is no address; correct it in the customer's persons"
    return _refusal("policy.invalid_address", words, person=recipient.person_id, channel=channel)


def bounced(recipient: Recipient, channel: Medium, bounce: Bounce) -> Refusal:
    words = "nothing is sent where nothing arrives; correct the address, or confirm it"
    return _refusal(
        "policy.bounced",
        words,
        person=recipient.person_id,
        channel=channel,
        bounced_at=bounce.at.isoformat(),
    )


def outdated(
    queued: MessageContent, address_hash: str, amounts: Mapping[ReceivableId, Money]
) -> Refusal:
    before = {item.receivable_id: item.amount for item in queued.items}
    return _refusal(
        "policy.outdated",
        "a message is repeated word for word to the same address, or not at all",
        items_changed=len(dict(set(before.items()) ^ set(amounts.items()))),
        queued_address_hash=queued.address_hash,
        address_hash=address_hash,
    )


def credit_changed(terms: str, now: str) -> Refusal:
    words = "the terms have changed again before they could be announced"
    return _refusal("policy.credit_changed", words, terms=terms, now=now)


def credit_policy_changed(version: int, now: int) -> Refusal:
    words = "the credit policy has changed again before it could be announced"
    return _refusal("policy.credit_policy_changed", words, version=version, now=now)


def credit_notice_repeated(terms: str) -> Refusal:
    words = "nobody is notified twice of the same terms"
    return _refusal("policy.credit_notice_repeated", words, terms=terms)


def remedy_not_intended(missing: Collection[LastResort], receivable_id: ReceivableId) -> Refusal:
    words = "a remedy is intended once two people have chosen it as the last resort"
    named = ", ".join(sorted(missing))
    return _refusal("policy.remedy_not_intended", words, remedies=named, receivable=receivable_id)


def unproven(found: Unproven) -> Refusal:
    words = "nothing is claimed that is not agreed or lawful, and intended"
    return _refusal(
        "policy.unproven_claim",
        words,
        claim=found.claim,
        reason=found.reason,
        receivable=found.receivable_id or "",
    )


def _refusal(rule: str, words: str, **inputs: object) -> Refusal:
    """None of these passes with time, so there is no moment to look again."""
    texts = {name: str(value) for name, value in inputs.items()}
    return Refusal(
        rule=rule,
        rules_version=POLICY_VERSION,
        citation=f"Creditor's policy: {words}",
        inputs=texts,
        retry_at=None,
        evidence=Evidence(inputs=texts),
    )
