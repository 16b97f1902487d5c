"""Every personal value of every event is marked, so that it is known what has to be forgotten."""

from collections.abc import Iterator, Set
from typing import get_args

from recoup_cli.language.events import recorded_events
from recoup_events.kernel.event import Value
from recoup_events.kernel.personal import personal_fields

PERSONAL = {
    "AgreementAccepted": {"accepted_by"},
    "AddressConfirmed": {"source"},
    "AddressOptedIn": {"words"},
    "AddressOptedOut": {"source"},
    "CallMade": {"note"},
    "CallReceived": {"note"},
    "CallRequested": {"phone"},
    "CategoryOverridden": {"reason"},
    "ChannelOptedOut": {"source"},
    "ConsentGranted": {"words"},
    "ConsentWithdrawn": {"words"},
    "ContactEntered": {"evidence", "salt"},
    "CustomerConditionLifted": {"reason"},
    "CustomerConditionRecorded": {"source", "note"},
    "CustomerDetailsChanged": {"name", "addresses"},
    "CustomerRegistered": {"name", "addresses"},
    "MessageContent": {"recipient", "address", "post", "company", "words"},
    "Person": {
        *("name", "emails", "phones", "address"),
        *("inconvenient_times", "inconvenient_addresses"),
    },
    "PlacementActivityReported": {"note"},
    "PlacementContactReported": {"note"},
    "PlacementDisputeReported": {"note"},
    "PlacementHardshipReported": {"note"},
    "PlacementOfferReported": {"note"},
    "DisputeEntryAdded": {"words"},
    "DisputeRequested": {"statement"},
    "HardshipSignalled": {"words"},
    "PlanOfferReferred": {"words"},
    "PromiseMade": {"words"},
    "ReplyHandled": {"note"},
    "ReplyReceived": {"subject_line", "text"},
    "SatisfactionAnswered": {"words"},
    "ReportMade": {"recipients"},
    "ReportMailAsked": {"recipient"},
    "TaskCompleted": {"note"},
    "TaskCreated": {"words"},
    "ReceiptRecorded": {"payer_name", "payer_account", "text"},
}
NAMES = {"name", "email", "emails", "phone", "phones", "address", "recipient", "words"}
NOT_OF_PERSONS = {
    "AgencyTerms",
    "ApiKeyIssued",
    "AttachedFile",
    "StoredFile",
    "BankAccount",
    "CreditorDetails",
    "EvidenceFile",
    "CustomerAddress",  # a part of what is marked
    "Letterhead",
    "PlacementRule",
    "ReportWish",
    "Rule",
    "SenderIdentity",
    "SimulationAsked",
    "Step",
    "TriedWorkflow",
    "Team",
    "TemplateDraftSaved",
    "TemplatePublished",
    "TemplateRetired",
    "TenantOpened",
    "ViewDropped",
    "ViewSaved",
    "WorkflowPublished",
}


def test_these_are_the_personal_values_of_events() -> None:
    marked = {kind.__name__: set(personal_fields(kind)) for kind in _kinds()}
    assert {name: fields for name, fields in marked.items() if fields} == PERSONAL


def test_what_is_called_like_a_personal_value_is_one() -> None:
    for kind in _kinds():
        unmarked = NAMES & set(kind.model_fields) - PERSONAL.get(kind.__name__, set())
        assert not unmarked or kind.__name__ in NOT_OF_PERSONS, (kind.__name__, unmarked)


def _kinds() -> Set[type[Value]]:
    found: set[type[Value]] = set()
    for event in recorded_events().values():
        found |= set(_within(event))
    return found


def _within(kind: type[Value]) -> Iterator[type[Value]]:
    yield kind
    for field in kind.model_fields.values():
        for part in _parts(field.annotation):
            yield from _within(part)


def _parts(annotation: object) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)
