"""Serves a preview and prints its port: `python -m tests.web.styleguide [account] [port]`."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""


def main() -> None:
    account = "account" in sys.argv
    settings = "account_settings" if account else "settings"
    os.environ["DJANGO_SETTINGS_MODULE"] = f"tests.web.styleguide.{settings}"
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    if account:
        from tests.web.styleguide.account_urls import prepare

        prepare()
    port = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else 0
    server = make_server("localhost", port, application, handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


main()
