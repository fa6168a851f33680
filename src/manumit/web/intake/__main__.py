"""`python -m manumit.web.intake`: the intake by itself, for its own process or machine."""

import click

from manumit.web.intake.server import listening, prepare, run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port; 0 for any that is free.")
def main(host: str, port: int) -> None:
    """Answer people who write for help, until stopped."""
    prepare()
    with listening(host, port) as listener:
        click.echo(f"Listening: http://{host}:{listener.getsockname()[1]}/")
        run(listener)


if __name__ == "__main__":
    main()
