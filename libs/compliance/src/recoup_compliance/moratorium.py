"""Times in which a place lets nobody collect."""

from recoup_compliance.moment import Moment
from recoup_compliance.rule import Measure, Obstacle


class NoContact(Measure):
    """Nothing at all, as long as the rule is in force."""

    @property
    def words(self) -> str:
        return "no contact at all"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        return Obstacle(None, lambda: {"day": moment.day.isoformat()})
