"""The head of public pages."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString

register = template.Library()

# Inside <script> only these could end the element or begin another; as JSON escapes they mean the same.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


@register.simple_tag
def structured_data(data: Mapping[str, Any]) -> SafeString:
    """Return JSON-LD as a data block. Browsers do not run data blocks, so the policy against inline scripts holds."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
