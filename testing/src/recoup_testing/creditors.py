"""The creditor that examples are asked for by."""

from recoup_events.kernel.ids import CreditorId

CREDITOR = CreditorId("crd_1")
