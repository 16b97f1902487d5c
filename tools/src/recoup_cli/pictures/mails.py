"""Twelve mails, as two mail programs show them: ``make mail-pictures``.

Six languages, three levels, three creditors. Each picture shows a mail at the width of a desktop and
of a telephone, side by side; the last one shows it in the dark.
"""

import shutil
import subprocess
import sys
from base64 import b64encode
from datetime import date, timedelta
from html import escape
from pathlib import Path

from notification.channels.email.payment_picture import picture_of
from notification.templates.domain.context import TemplateContext
from notification.templates.domain.words import PAYMENT_CODE, Words
from notification.templates.renderer.templates import Templates
from recoup_cli.pictures.examples import AGENCY, BOLTS, READERS, SWISS, items_of, measures_of
from recoup_events.kernel.channels import Channel

LEVELS = ("upcoming", "friendly_reminder", "final_notice")
WIDTHS = (680, 360)
TODAY = date(2026, 3, 9)
MAILS = (
    ("en", "GB", BOLTS, "upcoming"),
    ("de", "DE", BOLTS, "friendly_reminder"),
    ("fr", "FR", BOLTS, "final_notice"),
    ("es", "ES", BOLTS, "friendly_reminder"),
    ("it", "CH", SWISS, "friendly_reminder"),
    ("nl", "NL", BOLTS, "upcoming"),
    ("de", "CH", SWISS, "final_notice"),
    ("fr", "CH", SWISS, "upcoming"),
    ("en", "US", AGENCY, "friendly_reminder"),
    ("es", "US", AGENCY, "final_notice"),
    ("it", "IT", BOLTS, "final_notice"),
    ("nl", "NL", BOLTS, "friendly_reminder"),
)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "mail-pictures")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no chromium here. Install it, e.g. with apt-get install chromium.")
    templates = Templates()
    for nth, (language, country, creditor, level) in enumerate(MAILS, start=1):
        due = TODAY + timedelta(days=7) if level == "upcoming" else TODAY - timedelta(days=24)
        swiss, agency = creditor is SWISS, creditor is AGENCY
        context = TemplateContext(
            creditor=creditor,
            customer=READERS[language].customer,
            consumer=agency,
            country=country,
            subdivision="US-CA" if agency else None,
            recipient=READERS[language].name,
            today=TODAY,
            items=items_of(level, due, "CHF" if swiss else "USD" if agency else "EUR"),
            intended=measures_of(TODAY) if level == "final_notice" else (),
            opt_out_link="https://mail.recoup.example/u/8f3k" if nth % 2 else None,
        )
        words = templates.render(Channel.EMAIL, level, language, context)
        name = f"{nth:02}-{language}-{level}-{country.lower()}"
        (folder / f"{name}.txt").write_text(f"Subject: {words.subject}\n\n{words.text}\n")
        _taken(chromium, folder, name, words, dark=nth == len(MAILS))
        sys.stdout.write(f"{folder / name}.png\n")


def _taken(chromium: str, folder: Path, name: str, words: Words, *, dark: bool) -> None:
    page = folder / f"{name}.html"
    page.write_text(_page(_mail(words)))
    picture = folder / f"{name}.png"
    subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []),
            *("--disable-background-networking", f"--screenshot={picture}"),
            *(f"--window-size={sum(WIDTHS) + 48},1500", page.as_uri()),
        ],
        check=True,
        capture_output=True,
    )


def _mail(words: Words) -> str:
    html = words.html or ""
    if words.payment_code is None:
        return html
    picture = b64encode(picture_of(words.payment_code)).decode()
    return html.replace(f"cid:{PAYMENT_CODE}", f"data:image/png;base64,{picture}")


def _page(mail: str) -> str:
    frames = "".join(
        f'<iframe srcdoc="{escape(mail)}" style="width: {width}px; height: 1470px; border: 0"></iframe>'
        for width in WIDTHS
    )
    return (
        f'<body style="margin: 12px; display: flex; gap: 16px; background: #b9bec6">{frames}</body>'
    )


if __name__ == "__main__":
    main()
