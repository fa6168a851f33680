"""Serves the style guide: `python -m tests.web.styleguide [port]`."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.styleguide.settings")
    from django.core.wsgi import get_wsgi_application

    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


main()
