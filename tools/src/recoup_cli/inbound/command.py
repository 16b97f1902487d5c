"""`recoup mails`: what came back by mail is handed to the API, from a mailbox or a pipe."""

import sys
from functools import partial
from typing import Annotated

import httpx
import typer

from recoup_cli.inbound.api import NotTaken, TryLater, hand_in
from recoup_cli.inbound.mailbox import Folders, MailboxFailed, connection_to, empty
from recoup_cli.stack import StackFailed

app = typer.Typer(no_args_is_help=True, help="Hand in what came back by mail.")
TEMPORARY = 75
"""``EX_TEMPFAIL``: a mail server that pipes keeps the mail and tries again."""
Api = Annotated[str, typer.Option(envvar="RECOUP_API", help="Where the API is reached.")]
Keys = Annotated[
    str,
    typer.Option(
        envvar="RECOUP_API_KEY",
        help="A key with replies:write; several, separated by spaces, where tenants share the mailbox.",
    ),
]


@app.command()
def fetch(
    mailbox: Annotated[str, typer.Argument(help="imaps://<user>@<host>[:<port>].")],
    api: Api,
    api_key: Keys,
    password: Annotated[str, typer.Option(envvar="RECOUP_IMAP_PASSWORD", help="Of the mailbox.")],
    incoming: Annotated[str, typer.Option(help="The folder that is emptied.")] = "INBOX",
    filed: Annotated[str, typer.Option(help="Where to what answers a message of ours.")] = "Filed",
    others: Annotated[str, typer.Option(help="Where to what people have to look at.")] = "Others",
) -> None:
    """Empty a mailbox once; run it every minute. What is broken off is handed in again, which is safe."""
    try:
        connect = connection_to(mailbox, password)
        with httpx.Client(base_url=api, timeout=30, trust_env=False) as client:
            handing = partial(hand_in, client, api_key.split())
            kinds = empty(connect, Folders(incoming, filed, others), handing)
    except (ValueError, MailboxFailed, TryLater) as error:
        raise StackFailed(str(error)) from error
    typer.echo(", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())) or "nothing came")


@app.command()
def pipe(api: Api, api_key: Keys) -> None:
    """Hand in the one mail on standard input, as mail servers pipe it."""
    mail = sys.stdin.buffer.read()
    try:
        with httpx.Client(base_url=api, timeout=30, trust_env=False) as client:
            typer.echo(hand_in(client, api_key.split(), mail))
    except TryLater as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(TEMPORARY) from error
    except NotTaken as error:
        raise StackFailed(str(error)) from error
