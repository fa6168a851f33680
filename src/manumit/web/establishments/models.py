"""Establishments, recruiters and buyers. Nothing here is about a worker."""

from django.db import models

from manumit.web.accounts.models import Agency
from manumit.web.common import new_id

KINDS = {"establishment": "establishment", "recruiter": "recruiter", "buyer": "buyer"}


class Establishment(models.Model):
    """A place of work, a recruiter or a buyer.

    Attributes:
        company: The account of the company itself, if it has one.
        history: What is public of its record of enforcement, as the authority published it.
        checked: Whether the inspectorate has entered or checked it. What others propose is seen by
            those who may propose, until it is: that something was proposed could tell of a case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=KINDS, default="establishment")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, default="", blank=True)
    territory = models.CharField(max_length=2, default="", blank=True)
    industry = models.CharField(max_length=10, default="", blank=True)
    company = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="establishments")
    history = models.TextField(default="", blank=True)
    checked = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
