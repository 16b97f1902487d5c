"""The debtor's own yes and no to a channel, honoured from the instant it is known."""

from datetime import date

from recoup_compliance.moment import Moment
from recoup_compliance.rule import Basis, Checked, Measure, Obstacle, Rule
from recoup_compliance.scopes import (
    EVERYONE,
    US_CONSUMER_DEBT,
    US_TEXTS,
    US_TEXTS_AND_CALLS,
    US_TEXTS_TO_PEOPLE,
)
from recoup_events.kernel.channels import Medium
from recoup_events.notification import ConsentBasis


class HonourOptOut(Measure):
    """Nothing by a channel the debtor said no to, until the debtor expressly agrees again."""

    across: tuple[Medium, ...] | None = None
    """The channels of which a no to one is a no to all; ``None`` takes each by itself."""

    @property
    def words(self) -> str:
        if self.across is None:
            return "nothing by a channel the debtor opted out of or withdrew consent to"
        return f"nothing by {' or '.join(self.across)} once the debtor opted out of either"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        asked = moment.attempt.channel
        opt_outs = (moment.opted_out(channel) for channel in self.across or (asked,))
        opt_out = next((each for each in opt_outs if each is not None), None)
        if opt_out is None:
            return None
        return Obstacle(None, lambda: {"channel": asked, "opted_out_at": opt_out.at.isoformat()})


class RequireConsent(Measure):
    """Nothing by a channel until the debtor has agreed to it."""

    bases: tuple[ConsentBasis, ...]

    @property
    def words(self) -> str:
        kinds = " or ".join(basis.replace("_", " ") for basis in self.bases)
        return f"nothing by a channel without the debtor's consent to it on record ({kinds})"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        channel = moment.attempt.channel
        if any(consent.basis in self.bases for consent in moment.consents(channel)):
            return None
        return Obstacle(None, lambda: {"channel": channel, "consent": "none on record"})


OPT_OUT = (
    Rule(
        id="us9-channel-opt-out",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(h)",
        effective_from=date(2021, 11, 30),
        dated=Checked.SECONDARY_SOURCE,
        applies_to=US_CONSUMER_DEBT,
        measure=HonourOptOut(),
    ),
    Rule(
        # By any reasonable means since 2015; the ten business days to act, written down in 2025,
        # are not taken: Recoup needs none.
        id="us21-sms-consent-withdrawn",
        version=2,
        basis=Basis.LAW,
        citation="47 USC 227(b)(1)(A); FCC 15-72; 47 CFR 64.1200(a)(10)",
        effective_from=date(2015, 7, 10),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=US_TEXTS,
        measure=HonourOptOut(),
    ),
    Rule(
        # A number that was given for the contract is a consent; texts that nothing dials by itself
        # may need none (Facebook v. Duguid), which is for counsel to say. Fails closed for people.
        id="us20-text-consent",
        basis=Basis.LAW,
        citation="47 USC 227(b)(1)(A); 47 CFR 64.1200(a)(1)",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(1992, 12, 20),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=US_TEXTS_TO_PEOPLE,
        measure=RequireConsent(bases=(ConsentBasis.EXPRESS_CONSENT, ConsentBasis.CONTRACT)),
    ),
    Rule(
        # Waived until the end of January 2027: until then a no to texts is one to texts alone.
        id="us22-revoke-all",
        basis=Basis.LAW,
        citation="47 CFR 64.1200(a)(10), as the FCC's order of 6 January 2026 waives it",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(2027, 1, 31),
        dated=Checked.SECONDARY_SOURCE,
        applies_to=US_TEXTS_AND_CALLS,
        measure=HonourOptOut(across=(Medium.SMS, Medium.CALL)),
    ),
    Rule(
        id="policy-channel-opt-out",
        basis=Basis.POLICY,
        citation="Creditor's policy: every debtor's no to a channel is honoured",
        applies_to=EVERYONE,
        measure=HonourOptOut(),
    ),
)
