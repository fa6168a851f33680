"""The end of a certificate: from then on it is as if it had never been."""

import secrets
from datetime import datetime

from django.db.models import QuerySet

from manumit.web.certificates.models import Certificate


def end_certificates(found: QuerySet[Certificate], now: datetime) -> int:
    """End certificates: the digest of the code is overwritten and the content deleted.

    A code that once opened one is then a code that never did, also in the time that a search takes.
    """
    ended = 0
    for certificate in found.filter(ended=None):
        certificate.ended, certificate.sealed = now, b""
        certificate.code_digest = secrets.token_hex(32)
        certificate.save(update_fields=["ended", "sealed", "code_digest"])
        ended += 1
    return ended
