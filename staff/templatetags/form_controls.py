"""Form fields as Bootstrap draws them, for our forms and for those of libraries alike."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a field's widget with its Bootstrap class, marked when the value was refused."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        name = "form-check-input"
    elif isinstance(widget, forms.Select):
        name = "form-select"
    else:
        name = "form-control"
    given = widget.attrs.get("class", "")
    refused = "is-invalid" if field.errors else ""
    classes = " ".join(part for part in (given, name, refused) if part)
    return field.as_widget(attrs={"class": classes, "placeholder": ""})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)
