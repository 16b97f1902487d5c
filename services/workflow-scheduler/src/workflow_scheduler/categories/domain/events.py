"""What is recorded of categories for this service alone."""

from pydantic import AwareDatetime

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId


class CategoryReviewPlanned(Event, type="customer.category_review_planned.v1"):
    """What has expired by then, or a person's decision that has ended, may make another category of it."""

    customer_id: CustomerId
    review_at: AwareDatetime | None
