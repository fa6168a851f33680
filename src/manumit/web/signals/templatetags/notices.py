"""What waits for a person, as counts on the first page: never what it says."""

from typing import Any

from django import template

from manumit.web.signals.notices import notices as found

register = template.Library()


@register.inclusion_tag("signals/_notices.html", takes_context=True)
def notices(context: Any) -> dict[str, Any]:
    """Counts with links: `{% load notices %}{% notices %}`."""
    person = context.get("me")
    given = found(person) if person else []
    return {"notices": given, "language": context.get("language")}
