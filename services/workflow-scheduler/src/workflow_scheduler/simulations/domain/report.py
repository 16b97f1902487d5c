"""The report of a simulation as one HTML file: no scripts, nothing fetched, readable on paper."""

from collections.abc import Iterator, Sequence
from html import escape

from workflow_scheduler.simulations.domain.lawfulness import APPROXIMATED
from workflow_scheduler.simulations.domain.picture import bars, weeks
from workflow_scheduler.simulations.domain.summary import Pair, Summary
from workflow_scheduler.simulations.domain.trial import Policy, Trial

STYLE = """
:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;max-width:60rem;
margin:2rem auto;padding:0 1rem}h1{font-size:1.7rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2.2rem 0 .5rem;
border-bottom:1px solid #d9dee4;padding-bottom:.2rem}table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid #eef1f4;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}th{color:#52606d;font-weight:600}svg{width:100%;height:auto;
font-family:system-ui,sans-serif;margin:.4rem 0}.lead{color:#52606d;margin-top:0}.more{color:#0b6e8f}
.less{color:#8a5a00}.note{background:#f5f7fa;padding:.6rem 1rem;border-radius:4px}.good{color:#0b6b3a;
font-weight:600}.bad{color:#9b1c1c;font-weight:600;overflow-wrap:anywhere}code{overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none;font-size:11px}h2,svg,tr{break-inside:avoid}h2{break-after:avoid}}
"""
NOT_SIMULATED = (
    "Debtors do not react to what they did not get: payments, disputes, plans and replies stay as they "
    "happened, unless a response model is declared above.",
    "What people did with tasks stays as it was done; a task that nobody was asked for then stays open here.",
    "Outages are no part of it: what is tried is never late, what was recorded may have been.",
)


def report(trial: Trial, summary: Summary, title: str = "What if") -> str:
    """The whole file."""
    body = "".join(_sections(trial, summary, title))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _sections(trial: Trial, summary: Summary, title: str) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    yield (
        f'<p class="lead">{trial.begins:%-d %B %Y} to {trial.ends:%-d %B %Y} (UTC) · '
        f"{summary.customers:,} customers · {summary.enrolments:,} enrolments · "
        f"{summary.changed_customers:,} customers get other messages</p>"
    )
    yield _described(trial)
    yield _identity(summary)
    yield "<h2>In numbers</h2>" + _table("", summary.totals)
    yield (
        f"<p>{summary.messages_same:,} messages are the same under both, by customer, day, channel and "
        f"template; <b>{summary.messages_added:,}</b> are added and <b>{summary.messages_dropped:,}</b> "
        "dropped. One that comes on another day counts as both.</p>"
    )
    yield _section("Messages by week", weeks("Messages by week", summary.by_week), ())
    yield _section("Messages", bars("Messages", summary.messages), summary.messages)
    yield _section("Tasks by week", weeks("Tasks by week", summary.tasks_by_week), ())
    yield _section("Tasks", "", summary.tasks)
    yield _section("Decisions on escalation", "", summary.escalations)
    yield _section("Blocked, by rule", bars("Blocked by rule", summary.blocked), summary.blocked)
    yield _section("Postponed, by rule", "", summary.postponed)
    yield _section("How enrolments ended", bars("Outcomes", summary.ended), summary.ended)
    yield _section("Paid by the response model", "", summary.paid_by_model)
    yield _section("Messages by group of customers", "", summary.by_group)
    yield _section("Messages by workflow", "", summary.by_workflow)
    yield _limits(summary)


def _described(trial: Trial) -> str:
    rows = [("Before", _policy(trial.before)), ("Tried", _policy(trial.after))]
    if trial.response is not None:
        words = "; ".join(trial.response.words)
        rows.append(("Response model", f"declared, no forecast: {words}"))
    chosen = trial.selection
    if chosen.creditor_id is not None:
        rows.append(("Creditor", chosen.creditor_id))
    if chosen.customers:
        rows.append(("Customers", f"{len(chosen.customers):,} named ones"))
    if chosen.sample_percent < 100:
        rows.append(("Sample", f"{chosen.sample_percent} % of the customers"))
    lines = "".join(f"<b>{name}:</b> {escape(words)}<br>" for name, words in rows)
    return f'<p class="note">{lines}</p>'


def _policy(policy: Policy) -> str:
    if policy.is_live:
        return "as it was"
    parts = []
    if policy.workflow is not None:
        tried = policy.workflow
        parts.append(f"workflow {tried.name} v{tried.version} ({len(tried.steps)} steps)")
    if policy.assignment is not None:
        parts.append(f"{len(policy.assignment.rules)} assignment rules")
    if policy.contact_policy is not None:
        hour = policy.contact_policy.hour
        at = "as soon as something falls due" if hour is None else f"at {hour:%H:%M}"
        parts.append(f"messages {at}, {policy.contact_policy.bundling}")
    if policy.rules_version is not None:
        parts.append(f"rules of contact {policy.rules_version}")
    if policy.rules_as_of is not None:
        parts.append(f"rules of contact as in force on {policy.rules_as_of}")
    return ", ".join(parts)


def _identity(summary: Summary) -> str:
    if not summary.compared:
        return ""
    if not summary.differing:
        words = f"The live policy over {summary.compared:,} customers differs nowhere from what was recorded."
        return f'<p class="good">{words}</p>'
    words = f"{summary.differing:,} of {summary.compared:,} customers differ. First: {summary.difference}"
    return f'<p class="bad">{escape(words)}</p>'


def _section(title: str, picture: str, pairs: Sequence[Pair]) -> str:
    if not picture and not pairs:
        return ""
    return f"<h2>{escape(title)}</h2>{picture}{_table('', pairs) if pairs else ''}"


def _table(name: str, pairs: Sequence[Pair]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.label or '—')}</td><td>{each.before:,}</td><td>{each.after:,}</td>"
        f"<td{_colour(each)}>{each.change:+,}</td></tr>"
        for each in pairs
    )
    heads = f"<tr><th>{escape(name)}</th><th>Before</th><th>Tried</th><th>Change</th></tr>"
    return f"<table><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def _colour(pair: Pair) -> str:
    if not pair.change:
        return ""
    return ' class="more"' if pair.change > 0 else ' class="less"'


def _limits(summary: Summary) -> str:
    faults = summary.faults
    counted = [
        f"{faults.broken:,} events could not be read or failed, and were left out."
        if faults.broken
        else "",
        f"{faults.unfit:,} acts of people would not have been possible under what is tried."
        if faults.unfit
        else "",
        f"{faults.as_recorded:,} events of people's acts were taken over as they were recorded."
        if faults.as_recorded
        else "",
        *(f"Left out: {each}" for each in faults.named),
    ]
    items = [*NOT_SIMULATED, *APPROXIMATED, *(each for each in counted if each)]
    listed = "".join(f"<li>{escape(each)}</li>" for each in items)
    return f"<h2>What is not simulated, and what is approximated</h2><ul>{listed}</ul>"
