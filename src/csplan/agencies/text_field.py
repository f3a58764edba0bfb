"""A field for what somebody types: a browser cuts nothing off, and the form tells at it how much too long it is."""

from typing import Any, ClassVar, Final

from django import forms

TOO_LONG: Final = "This is too long: at most %(limit_value)d letters, and there are %(show_value)d. Shorten it."


class TextField(forms.CharField):
    """A text of a limited length. With `maxlength` on it, a browser would drop the end of what is pasted unseen."""

    default_error_messages: ClassVar = {"max_length": TOO_LONG}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The attributes of its input: those of any text, without a length at which the browser stops."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
