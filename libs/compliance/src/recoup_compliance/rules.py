"""All rules of contact that Recoup knows."""

from recoup_compliance.condition_rules import CONDITION_RULES
from recoup_compliance.frequency import FREQUENCY
from recoup_compliance.inconvenient import INCONVENIENT
from recoup_compliance.local_rules import LOCAL_RULES
from recoup_compliance.opt_out import OPT_OUT
from recoup_compliance.quiet_hours import QUIET_HOURS
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.state_rules import STATE_RULES

RULES = Rulebook(
    (
        *CONDITION_RULES,
        *OPT_OUT,
        *INCONVENIENT,
        *LOCAL_RULES,
        *STATE_RULES,
        *QUIET_HOURS,
        *FREQUENCY,
    )
)
"""Where two rules are equally strict, the earlier one here is quoted."""
