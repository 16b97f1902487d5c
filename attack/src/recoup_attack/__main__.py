"""`python -m recoup_attack`."""

from recoup_attack.command import app

if __name__ == "__main__":
    app()
