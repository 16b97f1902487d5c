"""Single sentences of a message, each as true as what is known."""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote

from babel import Locale

from notification.templates.domain.context import RuleContext, TemplateContext
from notification.templates.domain.disclosures import disclosures_of
from notification.templates.domain.untrusted import one_line
from notification.templates.renderer.phrases import Phrases
from recoup_events.invoice.credit_standing import CreditMeasure
from recoup_receivables import localized


def help_of(context: TemplateContext, phrases: Phrases) -> str | None:
    if context.bare:
        return None
    creditor = context.creditor
    replies = creditor.reply_to is not None and not context.on_paper
    match replies, creditor.phone is not None:
        case True, True:
            how = "reply_or_call"
        case True, False:
            how = "reply"
        case False, True:
            how = "call"
        case _:
            how = "otherwise"
    help = phrases(f"help.{how}", phone=one_line(creditor.phone or ""))
    return f"{phrases('help.paid')} {help}" if context.items else help


def disclosed(context: TemplateContext, language: str, *, briefly: bool = False) -> tuple[str, ...]:
    client = context.creditor.on_behalf_of or context.creditor.legal_name
    named = disclosures_of(
        context.creditor.role, context.country, context.subdivision, consumer=context.consumer
    )
    texts = (each.text_in(language, briefly=briefly).replace("{client}", client) for each in named)
    return tuple(one_line(each) for each in texts if each)


def answers_of(context: TemplateContext, phrases: Phrases) -> Iterator[tuple[str, str]]:
    for name in ("satisfied", "unsatisfied"):
        word = phrases(f"closing.{name}")
        if context.answer_link is not None:
            yield word, f"{context.answer_link}&answer={name}"
            continue
        yield word, f"mailto:{context.creditor.reply_to}?subject={quote(word)}"


def satisfaction_text(context: TemplateContext, phrases: Phrases) -> str:
    """Where nobody can click a word, the address itself."""
    if context.answer_link is None:
        return phrases("closing.satisfaction_text")
    return f"{phrases('closing.satisfaction')} {context.answer_link}"


def opt_out_of(context: TemplateContext, phrases: Phrases) -> str | None:
    """The way that is really there; of emails a letter says nothing."""
    creditor = context.creditor
    if context.on_paper:
        return None
    if context.opt_out_link is not None:
        return phrases("closing.stop_link", link=context.opt_out_link)
    if creditor.reply_to is not None:
        return phrases("closing.stop_reply")
    if creditor.phone is not None:
        return phrases("closing.stop_call", phone=one_line(creditor.phone))
    return phrases("closing.stop_write")


def stop_texts(context: TemplateContext, phrases: Phrases) -> str:
    """A name as sender takes no replies, so none is asked for."""
    creditor = context.creditor
    sender = creditor.sms_sender or ""
    if sender.startswith("+") or sender.isdigit():
        return phrases("closing.stop_sms_reply")
    if creditor.phone is not None:
        return phrases("closing.stop_sms_call", phone=one_line(creditor.phone))
    return phrases("closing.stop_sms_write")


def due_of(context: TemplateContext, due: date, phrases: Phrases, locale: Locale) -> str:
    if context.today < due:
        return phrases("due.future", date=localized.day(due, locale))
    if context.today == due:
        return phrases("due.today")
    return phrases("due.past", date=localized.day(due, locale))


def rule_of(rule: RuleContext, phrases: Phrases, locale: Locale) -> str:
    """What has to be so for it to be reached."""
    if rule.amount is not None:
        return phrases(f"credit.{rule.measure}", amount=localized.amount(rule.amount, locale))
    one = rule.threshold == 1 and rule.measure is not CreditMeasure.LATE_SHARE
    return phrases(f"credit.{rule.measure}{'_one' if one else ''}", count=rule.threshold)


def consequence_of(context: TemplateContext, phrases: Phrases, locale: Locale) -> str:
    """What is really intended, and nothing else; either way it goes on until there is an outcome."""
    until = phrases("measures.until")
    measures: Sequence[str] = context.measures
    if context.decided_from is None:
        return f"{phrases('measures.none')} {until}"
    named = [phrases(f"measures.{measure}") for measure in measures]
    words = f" {phrases('measures.or')} ".join(named)
    intro = phrases("measures.intro", date=localized.day(context.decided_from, locale))
    return f"{intro} {words}. {until}"
