"""Keys pressed by somebody without a mouse, counted: what is typed as free text or as a case number is not."""

from playwright.sync_api import Page, expect

from browser import press_access_key, tap_access_key


class Keys:
    """The key events on a page since it was opened."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> "Keys":
        """One key."""
        self.page.keyboard.press(key)
        self.pressed += 1
        return self

    def type(self, text: str) -> "Keys":
        """Free text or a case number: not counted."""
        self.page.keyboard.type(text)
        return self

    def alt(self, letter: str) -> "Keys":
        """Alt and a letter, which stays on the page: one key event."""
        tap_access_key(self.page, letter)
        self.pressed += 1
        return self

    def save(self, letter: str) -> "Keys":
        """Alt and a letter, which sends the form: one key event."""
        press_access_key(self.page, letter)
        self.pressed += 1
        return self

    def recorded(self, says: str) -> int:
        """How many key events it took until this was recorded."""
        expect(self.page.get_by_role("status").first).to_contain_text(f"Recorded: {says}.")
        return self.pressed
