"""Money in templates."""

from django import template

from practice.money import say_rupees

register = template.Library()
register.filter("rupees", say_rupees)
