"""The recoup command: everything a person does with Recoup on one machine."""

import sys

import typer
from rich.console import Console

from recoup_cli import keys
from recoup_cli.api_reference import app as api_reference_app
from recoup_cli.demo.command import app as demo_app
from recoup_cli.docs import app as docs_app
from recoup_cli.importing.command import app as import_app
from recoup_cli.kafka_access.command import app as kafka_access_app
from recoup_cli.load.command import app as load_app
from recoup_cli.new_service.command import app as new_service_app
from recoup_cli.parked.commands import app as parked_app
from recoup_cli.python_client.command import app as python_client_app
from recoup_cli.rebuild import app as rebuild_app
from recoup_cli.recovery import app as recovery_app
from recoup_cli.settle import app as time_app
from recoup_cli.stack import StackFailed
from recoup_cli.stack.commands import app as stack_app
from recoup_cli.verify import app as verify_app

app = typer.Typer(no_args_is_help=True, help="Recoup on this machine.")
app.add_typer(stack_app)
app.add_typer(time_app)
app.add_typer(demo_app)
app.add_typer(docs_app)
app.add_typer(api_reference_app)
app.add_typer(load_app)
app.add_typer(import_app)
app.add_typer(new_service_app)
app.add_typer(python_client_app)
app.add_typer(rebuild_app)
app.add_typer(recovery_app)
app.add_typer(keys.app, name="keys")
app.add_typer(parked_app, name="parked")
app.add_typer(verify_app, name="verify")
app.add_typer(kafka_access_app, name="kafka-access")


def main() -> None:
    """Say a foreseen failure in its own words, without a traceback."""
    try:
        app()
    except StackFailed as failure:
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(str(failure))
        sys.exit(1)
