"""Each kind of harm is found, and only where it is done."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from recoup_attack import command, playing
from recoup_attack.honest import load
from recoup_attack.rehearsal import FakeTarget, Harm, served
from recoup_attack.scene import Outcome, Scene, Takes
from recoup_attack.scenes.calm import calm
from recoup_attack.target import Process, Target
from recoup_attack.verdict import Answered, Observed, harms

pytestmark = pytest.mark.slow

SCENE = Scene("test", "test", "", calm)
SHOWN_AS = {
    Harm.FAILS: "wrong answers to the other tenant, such as: 500",
    Harm.REFUSES: "told to come again",
    Harm.IS_SLOW: "p99 was",
    Harm.MISREADS: "was read as",
    Harm.MISSTATES: "the statement of",
    Harm.LOSES_A_PAYMENT: "is paid, and its enrolment says None",
    Harm.CHASES_TWICE: "has 2 enrolments",
    Harm.FORGETS_TO_CHASE: "has 0 enrolments",
    Harm.MAILS_TWICE: "got 2 mails in place of 1",
    Harm.MAILS_NOT: "got 0 mails in place of 1",
    Harm.MAILS_STRANGERS: "went to 2 recipients",
    Harm.MAILS_OTHER_WORDS: "has the headers ['reply-to']",
    Harm.LOSES_A_CREDIT: "the upheld dispute was credited",
    Harm.LOSES_AN_INSTALMENT: "the payment was matched to the plan",
    Harm.STAYS_UNREADY: "is not ready",
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "PATIENCE_SECONDS", 20.0)
    monkeypatch.setattr(load, "PER_SECOND", 4)
    monkeypatch.setattr(playing, "CALM_SECONDS", 0.3)


async def played(fake: FakeTarget, scene: Scene = SCENE, **more: object) -> list[str]:
    async with served(fake) as target:
        with ThreadPoolExecutor(1) as pool:
            seen = await playing.play(scene, replace(target, **more), pool)  # type: ignore[arg-type]
    return harms(seen, scene.takes, timed=fake.harm in {Harm.IS_SLOW, Harm.REFUSES})


async def test_who_does_no_harm_is_not_accused(tmp_path: Path) -> None:
    assert await played(FakeTarget(tmp_path)) == []


def test_every_harm_is_looked_for() -> None:
    assert {Harm.NONE, *SHOWN_AS} == set(Harm)


async def test_every_harm_is_found(tmp_path: Path) -> None:
    """All of them at once: what never comes right is waited for."""

    async def found(harm: Harm) -> str:
        mail = tmp_path / harm.name
        mail.mkdir()
        return "; ".join(await played(FakeTarget(mail, harm)))

    recorded = dict(zip(SHOWN_AS, await asyncio.gather(*map(found, SHOWN_AS)), strict=True))
    assert {
        harm: recorded[harm] for harm, words in SHOWN_AS.items() if words not in recorded[harm]
    } == {}


async def test_a_mail_in_doubt_may_come_twice(tmp_path: Path) -> None:
    assert await played(FakeTarget(tmp_path, Harm.MAILS_TWICE, in_doubt=True)) == []


async def test_a_process_that_dies_is_found(tmp_path: Path) -> None:
    child = await asyncio.create_subprocess_exec("sleep", "60")

    async def killing(target: Target) -> Outcome:
        psutil.Process(target.processes["sleeper"].pid).kill()
        return Outcome("a kill")

    scene = replace(SCENE, attack=killing)
    found = await played(FakeTarget(tmp_path), scene, processes={"sleeper": Process.of(child.pid)})
    await child.wait()
    assert found == ["sleeper died"]


FINE = Observed(Outcome("nothing"), [Answered(0.01)] * 100, recovered_seconds=1.0)


@pytest.mark.parametrize(
    ("seen", "recorded"),
    [
        (replace(FINE, outcome=Outcome("a key", ("a key was made",))), "a key was made"),
        (replace(FINE, answered=[Answered(0.01)] * 98 + [Answered(0.3)] * 2), "p99 was 300 ms"),
        (replace(FINE, answered=[]), "nothing is known"),
        (replace(FINE, recovered_seconds=None, still_wrong=["a mail is lost"]), "a mail is lost"),
        (replace(FINE, dead=["invoice"]), "invoice died"),
        (replace(FINE, growth={"invoice": 200}), "invoice grew by 200 MiB"),
        (replace(FINE, answered=[Answered(0.01, wrong="500")]), "500"),
        (replace(FINE, answered=[Answered(0.01, told_to_wait=True)]), "told to come again"),
    ],
)
def test_the_rule_names_what_it_found(seen: Observed, recorded: str) -> None:
    [found] = harms(seen, Takes.ITS_OWN, timed=True)
    assert recorded in found


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert harms(FINE, Takes.ITS_OWN, timed=True) == []


def test_without_a_database_one_may_be_told_to_wait_and_nothing_else() -> None:
    waiting = replace(FINE, answered=[Answered(9.0, told_to_wait=True)] * 10)
    assert harms(waiting, Takes.THE_DATABASE, timed=True) == []
    failing = replace(FINE, answered=[Answered(9.0, wrong="500")])
    assert len(harms(failing, Takes.THE_DATABASE, timed=True)) == 1


def test_being_slow_is_no_harm_where_others_use_the_machine() -> None:
    answered = [Answered(0.3), Answered(0.01, told_to_wait=True)]
    assert harms(replace(FINE, answered=answered), Takes.ITS_OWN, timed=False) == []


SLOW = replace(FINE, answered=[Answered(0.3)] * 100)


@pytest.mark.parametrize(
    ("takes", "times", "found"),
    [
        ([FINE], 1, []),
        ([SLOW, FINE], 2, []),
        ([SLOW, SLOW], 2, ["the other tenant's p99 was 300 ms"]),
        (
            [replace(SLOW, dead=["invoice"])],
            1,
            ["the other tenant's p99 was 300 ms", "invoice died"],
        ),
    ],
    ids=["fine", "slow once", "slow twice", "slow and more"],
)
async def test_what_is_slow_and_nothing_else_is_played_again(
    takes: list[Observed],
    times: int,
    found: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = list(takes)

    async def perform(scenes: list[Scene], _home: Path, **_: object) -> command.Played:
        seen = left.pop(0)
        return [(scene, seen, harms(seen, scene.takes, timed=True)) for scene in scenes]

    monkeypatch.setattr(command, "perform", perform)
    [(_, _, judged)] = await command.judge([SCENE], tmp_path, seconds=1, timed=True)
    assert judged == found
    assert len(takes) - len(left) == times
