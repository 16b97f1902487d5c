"""A small collection agency's program: it accepts placements, reports, remits, disputes, and gives back.

Standard library and `standardwebhooks` alone. It is called with RECOUP_API, AGENCY_KEY and a folder:

    python agency.py listen INBOX
    python agency.py contact|remit|dispute INBOX ...
"""

import json
import os
import sys
import urllib.error
import urllib.request
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

Json = dict[str, Any]
SMALLEST = Decimal("100.00")
"""Below that a placement is not worth our while."""
COMMISSION = Decimal("0.20")


class Refused(Exception):
    """What Recoup said no to: a problem with a code, a sentence and where in the request it lies."""

    def __init__(self, status: int, problem: Json) -> None:
        where = "".join(f" ({each['pointer']})" for each in problem.get("errors", ()))
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}{where}")
        self.status = status


class Recoup:
    """The part of the API that an agency's key opens."""

    def __init__(self, api: str, key: str) -> None:
        self._api, self._key = api, key

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        request = urllib.request.Request(
            f"{self._api}/agency{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._key}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                shown: Json = json.load(answer)
                return shown
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.load(error)) from None

    def get(self, path: str) -> Json:
        return self.ask("GET", path)

    def post(self, path: str, body: Json) -> Json:
        return self.ask("POST", path, body)

    def put(self, path: str, body: Json) -> Json:
        return self.ask("PUT", path, body)


class Agency:
    """What we do when something happens to a placement."""

    def __init__(self, recoup: Recoup, inbox: Path) -> None:
        self.recoup, self.inbox = recoup, inbox

    def say(self, words: str) -> None:
        with (self.inbox / "log").open("a") as log:
            log.write(words + "\n")

    def handle(self, type: str, data: Json) -> None:
        """Events come at least once, so everything here may be done twice without harm."""
        name = type.rpartition(".v")[0]
        self.say(name)
        match name:
            case "placement.approved":
                self._answer(data["placement_id"])
            case "placement.recall_requested":
                self._give_back(data["placement_id"])
            case "placement.suspended":
                self.say(f"stopped all contact: {', '.join(data['conditions'])}")
            case "placement.balance_changed":
                self.say(f"may ask for {data['askable']['minor_units']}")
            case _:
                pass

    def _answer(self, id: str) -> None:
        placement = self.recoup.get(f"/placements/{id}")
        if placement["state"] != "offered":
            return
        if Decimal(placement["balance"]["amount"]) < SMALLEST:
            self.recoup.post(f"/placements/{id}/decline", {"reason": "too_small"})
        else:
            self.recoup.post(f"/placements/{id}/acceptance", {"reference": f"our-{id[-6:]}"})

    def _give_back(self, id: str) -> None:
        """We report and remit as we go, so nothing is open."""
        self.recoup.post(f"/placements/{id}/return", {"reason": "recalled"})

    def contact(self, id: str, person: str, channel: str, moment: str) -> None:
        """Ask first: the creditor and we share what the law allows."""
        wanted = {"placement_id": id, "person_id": person, "channel": channel, "contacts": 1}
        lease = self.recoup.post("/contact-leases", wanted)
        if lease["state"] != "granted":
            self.say(f"must not {channel}: {lease['rule']}, ask again at {lease['retry_at']}")
            return
        report = {
            "kind": "contact",
            "external_id": lease["id"],
            "person_id": person,
            "channel": channel,
            "contacted_at": moment,
            "reached": False,
            "lease_id": lease["id"],
        }
        self.recoup.post(f"/placements/{id}/reports", report)
        self.say(f"contacted by {channel}, counted under its lease")

    def remit(self, id: str, amount: str, currency: str, day: str, name: str) -> None:
        """The debtor's money gross, dated on the day we had it; our commission apart."""
        [item, *_] = self.recoup.get(f"/placements/{id}")["items"]
        money = {"amount": amount, "currency": currency}
        payment = {
            "placement_id": id,
            "receivable_id": item["receivable_id"],
            "amount": money,
            "received_on": day,
        }
        kept = {"amount": str(round(Decimal(amount) * COMMISSION, 2)), "currency": currency}
        sent = self.recoup.post(
            "/remittances", {"external_id": name, "payments": [payment], "commission": kept}
        )
        self.say(f"remitted {sent['gross']['amount']}, transfer {sent['net']['amount']}")

    def dispute(self, id: str, amount: str, currency: str, reason: str, name: str) -> None:
        [item, *_] = self.recoup.get(f"/placements/{id}")["items"]
        report = {
            "kind": "dispute",
            "external_id": name,
            "receivable_id": item["receivable_id"],
            "amount": {"amount": amount, "currency": currency},
            "reason": reason,
        }
        self.recoup.post(f"/placements/{id}/reports", report)
        self.say(f"disputed {amount}")

    def listen(self) -> None:
        """Say where, read the secret, and receive until we are stopped."""
        server = HTTPServer(("127.0.0.1", 0), receiver(self))
        url = f"http://127.0.0.1:{server.server_port}/recoup"
        self.recoup.put("/webhook-endpoint", {"url": url})
        [secret, *_] = self.recoup.get("/webhook-endpoint/secrets")["data"]
        (self.inbox / "secret").write_text(secret["secret"])
        self.say("listening")
        server.serve_forever()


def receiver(agency: Agency) -> type[BaseHTTPRequestHandler]:
    """Verify, keep, answer, and only then work: a late answer counts as none."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            secret = (agency.inbox / "secret").read_text()
            try:  # the bytes as they came: parsed and written again they would be others
                event = Webhook(secret).verify(body, dict(self.headers))
            except WebhookVerificationError:
                return self.answer(400)
            kept = agency.inbox / f"{self.headers['webhook-id']}.json"
            if kept.exists():
                return self.answer(204)
            kept.write_bytes(body)
            self.answer(204)
            try:
                agency.handle(event["type"], event["data"])
            except Refused as refused:
                agency.say(f"refused: {refused}")

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """The log says what matters."""

    return Receiver


def main(what: str, inbox: str, *arguments: str) -> None:
    agency = Agency(Recoup(os.environ["RECOUP_API"], os.environ["AGENCY_KEY"]), Path(inbox))
    try:
        getattr(agency, what)(*arguments)
    except Refused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main(*sys.argv[1:])
