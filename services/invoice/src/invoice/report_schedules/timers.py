"""What happens when a scheduled report is due: a run of it begins."""

from datetime import datetime

from invoice.report_schedules.domain.run import REPORT_RUN, StartRun
from invoice.report_schedules.domain.schedule import REPORT_SCHEDULE, FallDue
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date


async def begin_run(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    due_at = (await work.state(REPORT_SCHEDULE, stream)).next_at
    await work.execute(REPORT_SCHEDULE, stream, FallDue(at=now), cause)
    schedule = await work.state(REPORT_SCHEDULE, stream)
    if due_at is None or schedule.run_id is None:
        return
    run = REPORT_RUN.stream(*stream.account, schedule.run_id)
    command = StartRun(
        run_id=run.id,
        schedule_id=stream.id,
        wish=schedule.wanted,
        as_of=local_date(due_at, schedule.wanted.rhythm.time_zone),
        due_at=due_at,
    )
    await work.execute(REPORT_RUN, run, command, cause)
