"""Proving a claim: by a clause of the agreement, by law, by what is intended, or by what is in force.

15 USC 1692e(5), 940 CMR 7.04(1)(b)3: nobody is threatened with what is not lawful or not intended.
15 USC 1692f(1): nothing is asked for but what was agreed or a law permits.
12 CFR 1006.26(b): nobody is told of a suit on a debt that is too old for one.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from notification.claims.domain.agreed_terms import held_on
from notification.claims.domain.facts import AgreedClause, ClaimedItem, Facts, Proof, Unproven
from recoup_compliance.interest.fixed_sums import fixed_sum
from recoup_compliance.interest.law import Law
from recoup_compliance.interest.laws import LAWS
from recoup_compliance.limitation import CONSUMER, limitation_of
from recoup_events.invoice import Escalation
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Measure
from recoup_receivables.clauses import Held

_MEASURES = {
    Claim.ACCELERATION: Measure.ACCELERATION,
    Claim.LIEN: Measure.LIEN,
    Claim.AGENCY: Measure.AGENCY,
    Claim.SUIT: Measure.SUIT,
}
_BY_CLAUSE_ALONE = (Measure.ACCELERATION, Measure.LIEN)
"""Courts and agencies are open to every creditor; these two it has by agreement."""


def prove(claims: Collection[Claim], facts: Facts) -> tuple[Proof, ...] | Unproven:
    """A proof of every claim for every item, or the first claim that has none."""
    proofs: list[Proof] = []
    for claim in sorted(claims):
        if claim is Claim.PREPAYMENT:
            if not facts.prepays:
                return Unproven(claim=claim, reason="the customer is served on the usual terms")
            proofs.append(Proof(claim=claim))
        elif not facts.items:
            return Unproven(claim=claim, reason="the message is about no invoice")
        else:
            for item in facts.items:
                found = _of_item(claim, item, facts)
                if isinstance(found, Unproven):
                    return found
                proofs.append(found)
    return tuple(proofs)


def _of_item(claim: Claim, item: ClaimedItem, facts: Facts) -> Proof | Unproven:
    """By the terms that held when the invoice was issued."""
    held = held_on(item.issued_on, facts.agreed, facts.own_terms)
    if claim in _MEASURES:
        return _of_measure(claim, item, held, facts)
    if claim in held:
        return _proof(claim, item, agreed=_named(held, claim))
    law = _law_of(claim, item, facts)
    if law is not None:
        return _proof(claim, item, law=law)
    reason = f"no agreement that holds for the invoice has a clause {claim}, and no law known here grants it"
    return _unproven(claim, item, reason)


def _of_measure(
    claim: Claim, item: ClaimedItem, held: Mapping[str, Held], facts: Facts
) -> Proof | Unproven:
    measure = _MEASURES[claim]
    intended = next((each.on for each in item.intentions if each.measure is measure), None)
    if intended is None:
        return _unproven(claim, item, f"no step of its workflow comes to {measure}")
    too_late = _too_late(intended, item, facts) if measure is Measure.SUIT else None
    if too_late is not None:
        return _unproven(claim, item, too_late)
    days = _days_of(held, measure)
    if days is None:
        if measure in _BY_CLAUSE_ALONE:
            return _unproven(
                claim, item, f"no agreement that holds for the invoice grants {measure}"
            )
        return _proof(claim, item, intended_on=intended)
    earliest = item.due_on + timedelta(days=days)
    if intended < earliest:
        reason = (
            f"the agreement allows {measure} from {earliest} on, and it is planned for {intended}"
        )
        return _unproven(claim, item, reason)
    return _proof(claim, item, agreed=_named(held, "escalation"), intended_on=intended)


def _too_late(intended: date, item: ClaimedItem, facts: Facts) -> str | None:
    """Why a suit on that day would come too late, or might; a court has to be of the debtor's country."""
    period = limitation_of(facts.debtor_country, facts.debtor)
    if period is None:
        if facts.debtor not in CONSUMER:
            return None
        return f"until when a consumer in {facts.debtor_country} can be sued is not known here"
    over_on = period.over_on(item.due_on)
    if intended < over_on:
        return None
    return f"a suit may come too late from {over_on} on ({period.citation}), and it is planned for {intended}"


def _days_of(held: Mapping[str, Held], measure: Measure) -> int | None:
    escalation = held["escalation"].clause if "escalation" in held else None
    if not isinstance(escalation, Escalation):
        return None
    days: int | None = getattr(escalation, f"{measure}_days")
    return days


def _law_of(claim: Claim, item: ClaimedItem, facts: Facts) -> str | None:
    """Where creditor and debtor are in one country; else the agreement has to say which law it is."""
    if facts.debtor_country != facts.creditor_country:
        return None
    for law in LAWS:
        if (
            law.country == facts.debtor_country
            and facts.debtor in law.debtors
            and law.effective_from <= item.due_on
        ):
            granted = _granted(claim, law, item)
            if granted is not None:
                return granted
    return None


def _granted(claim: Claim, law: Law, item: ClaimedItem) -> str | None:
    if claim is Claim.INTEREST:
        return law.citation
    if claim is Claim.COLLECTION_COSTS and fixed_sum(law, item.amount):
        return law.fixed_sum.citation if law.fixed_sum else None
    return None


def _named(held: Mapping[str, Held], name: str) -> AgreedClause:
    terms = held[name].terms
    return AgreedClause(agreement_id=terms.agreement_id, version=terms.version, clause=name)


def _proof(claim: Claim, item: ClaimedItem, **by: object) -> Proof:
    return Proof.model_validate({"claim": claim, "receivable_id": item.receivable_id, **by})


def _unproven(claim: Claim, item: ClaimedItem, reason: str) -> Unproven:
    return Unproven(claim=claim, reason=reason, receivable_id=item.receivable_id)
