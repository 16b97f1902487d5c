"""How a workflow refuses."""

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class WorkflowMissing(Missing):
    """No workflow of this id has been published by this tenant."""


class WorkflowIsRetired(Refused):
    """A retired workflow takes no new versions and no new enrolments."""

    code = "workflow_retired"


class WorkflowInUse(Refused):
    """The tenant's default workflow cannot be retired."""

    code = "workflow_in_use"


class TemplateUnknown(Unacceptable):
    """A step names a template that is neither built in nor published."""

    code = "template_unknown"


class TemplateLacksLanguage(Unacceptable):
    """A step names a template that has no words in a language its creditor writes."""

    code = "template_lacks_language"


class ClaimUnsupported(Unacceptable):
    """The words of a step announce a measure that no step behind it comes to."""

    code = "claim_unsupported"


class StepsUnusable(Unacceptable):
    """The steps contradict each other."""

    code = "steps_unusable"
