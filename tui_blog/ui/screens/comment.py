"""Write a comment: the text, the fields that this blog asks for, and the comment as it will look."""

from asyncio import to_thread
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Button, ContentSwitcher, Input, Static, TextArea

from tui_blog.model.comment import Access, Draft, FieldName, FormField, ThreadLine
from tui_blog.services.commenting import Prepared
from tui_blog.ui.comment_words import LABELS, notices
from tui_blog.ui.documents import preview_document
from tui_blog.ui.editor import edit_in_editor
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.verdicts import Complaint, Discard, Keep, Send
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.words import counted

PAUSE_SECONDS = 0.25
"""Between a key and the keeping of the draft, whether or not the person pauses: keys go on meanwhile.

A second is promised. A key may have to wait for the keeping of those before it, and that for a slow disk.
"""

MARKUP_HINTS = {
    "html": "*emphasis* **strong** `code` [link](https://…) > quote",
    "markdown": "*emphasis* **strong** `code` [link](https://…) > quote",
    "plain": "Plain text",
}
_DISCARD = "Discard what you wrote? It cannot be brought back."
_DISCARD_CHANGE = "Discard your changes? The comment stays on the blog as it is."
NOTES: dict[FieldName, str] = {"email": " (not shown)"}


class CommentScreen(Dialog[Send | Keep | Discard]):
    """Returns what to do with the draft and does nothing of it itself; `keep` is told of every pause."""

    BINDINGS = [
        Binding("ctrl+s", "send", "Post", priority=True, id="comment.send", tooltip="Post the comment"),
        Binding("f2", "preview", "Preview", priority=True, id="comment.preview",
                tooltip="The comment as the thread will show it"),
        Binding("ctrl+e", "editor", "$EDITOR", priority=True, id="comment.editor",
                tooltip="Write in your own editor"),
        Binding("escape", "keep", "Keep draft", priority=True, id="comment.keep",
                tooltip="Close; the draft is kept"),
        # Before the field hears of them, so that what is typed next cannot come to where the cursor was.
        Binding("tab", "app.focus_next", "Next field", priority=True, show=False, id="comment.next_field",
                tooltip="To the next field"),
        Binding("shift+tab", "app.focus_previous", "Previous field", priority=True, show=False,
                id="comment.previous_field", tooltip="To the field before"),
    ]  # fmt: skip

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-roomy")]

    pages = query_one(ContentSwitcher)
    complaint = query_one("#complaint", Static)
    count = query_one("#count", Static)

    def __init__(
        self,
        prepared: Prepared,
        keep: Callable[[Draft], None],
        preview: Callable[[Draft], ThreadLine],
        complaint: Complaint | None = None,
    ) -> None:
        super().__init__()
        self._prepared = prepared
        self._keep = keep
        self._preview = preview
        self._first_complaint = complaint
        self._pause: Timer | None = None
        self._draft = prepared.draft
        self._left = False
        # Held, not looked up: the program's end takes them off the screen, last letters and all.
        self.body = TextArea(prepared.draft.body, id="write", placeholder="Write your comment here")
        self._inputs = {field.name: self._input(field.name) for field in self._fields}

    def _input(self, name: FieldName) -> Input:
        return Input(getattr(self._prepared.draft, name), id=f"field-{name}", compact=True)

    @property
    def _is_for_browser(self) -> bool:
        return self._prepared.form.access is Access.BROWSER

    @property
    def _fields(self) -> tuple[FormField, ...]:
        """What the blog asks for here; its form in the browser asks there."""
        return () if self._is_for_browser else self._prepared.form.fields

    # --- looks -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Whom it answers, the text or its preview, the fields, the ways out."""
        form = self._prepared.form
        with Vertical(classes="dialog"):
            yield Static(_heading(self._prepared), id="heading")
            yield Static(notices(self._prepared), id="notice", markup=False)
            yield Static("", id="complaint", markup=False)
            with ContentSwitcher(initial="write"):
                yield self.body
                yield DocumentView(id="preview")
            with Horizontal(id="fields"):
                for field in self._fields:
                    yield self._field(field.name, field.required)
                if form.signed_in_as:
                    yield Static(f"Signed by your account {form.signed_in_as}.", markup=False)
            with Horizontal(id="hints"):
                yield Static(MARKUP_HINTS[form.markup], id="hint", markup=False)
                yield Static("", id="count")
            with Horizontal(classes="dialog--buttons"):
                send = "Browser" if self._is_for_browser else "Change" if self._prepared.is_change else "Post"
                yield Button(f"{send}  ^s", variant="primary", id="send", compact=True)
                yield Button("Preview  F2", id="show", compact=True)
                yield Button("Editor  ^e", id="editor", compact=True)
                yield Button("Keep  Esc", id="keep", compact=True)
                yield Button("Discard", variant="error", id="discard", compact=True)

    def _field(self, name: FieldName, required: bool) -> Vertical:
        label = LABELS[name] + (" *" if required else "") + NOTES.get(name, "")
        return Vertical(Static(label), self._inputs[name], classes="field")

    def on_mount(self) -> None:
        """The cursor stands where the person goes on: in the text, or in the field at fault."""
        self.body.move_cursor(self.body.document.end)
        self._complain(self._first_complaint or Complaint(""))
        self.query_one("#notice").display = bool(notices(self._prepared))
        self._show_count()

    def _complain(self, complaint: Complaint) -> None:
        self.complaint.update(complaint.sentence)
        self.complaint.display = bool(complaint.sentence)
        if complaint.sentence:
            self._turn_to("write")
        at_fault = self._inputs.get(complaint.field) if complaint.field else None
        (at_fault or self.body).focus()

    def _show_count(self) -> None:
        form = self._prepared.form
        limit, used = form.limit, form.length_of(self.body.text)
        near = limit is not None and used > limit * 0.8
        self.count.update(
            f"{used:,} of {limit:,} {form.counts}" if near else counted(len(self.body.text.split()), "word")
        )
        self.count.set_class(limit is not None and used > limit, "-over")

    # --- the draft -------------------------------------------------------------------------------

    def _read_fields(self) -> Draft:
        typed: dict[str, Any] = {name: field.value for name, field in self._inputs.items()}
        return replace(self._draft, body=self.body.text, **typed)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        """Remember every key, keep them within a pause."""
        self._draft = self._read_fields()
        self._show_count()
        if self._pause is None:
            self._pause = self.set_timer(PAUSE_SECONDS, self._keep_now)

    @work(group="draft")
    async def _keep_now(self) -> None:
        """Keep what was typed; one text after the other, so that no older one comes to stand last."""
        kept = self._draft
        await to_thread(self._keep, kept)
        self._pause = None
        if self._draft != kept:
            self._typed()

    def on_unmount(self) -> None:
        """The program ends under an open comment: what was typed is kept all the same."""
        if not self._left:
            self._keep(self._read_fields())

    # --- ways out --------------------------------------------------------------------------------

    def _when_typed(self, act: Callable[[], object]) -> None:
        self.when_typed((self.body, *self._inputs.values()), act)

    def _leave(self, result: Send | Keep | Discard) -> None:
        self._left = True
        self.dismiss(result)

    @on(Button.Pressed, "#send")
    def action_send(self) -> None:
        """Post it, unless something is plainly missing."""
        self._when_typed(self._send)

    def _send(self) -> None:
        self._draft = self._read_fields()
        missing = self._missing()
        if missing is None:
            self._leave(Send(self._draft))
        else:
            self._complain(missing)

    def _missing(self) -> Complaint | None:
        draft, form = self._draft, self._prepared.form
        if draft.is_empty:
            return Complaint("There is no text yet.")
        if form.limit is not None and form.length_of(draft.body) > form.limit:
            return Complaint(f"The text is longer than this blog takes ({form.limit:,} {form.counts}).")
        for field in self._fields:
            if field.required and not str(getattr(draft, field.name)).strip():
                return Complaint(f"This blog asks for your {LABELS[field.name].lower()}.", field.name)
        return None

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Close without asking; the draft is kept."""
        self._when_typed(lambda: self._leave(Keep(self._read_fields())))

    @on(Button.Pressed, "#discard")
    def action_discard(self) -> None:
        """Throw the draft away; asks when there is text."""
        self._when_typed(self._discard)

    def _discard(self) -> None:
        if self._read_fields().is_empty:
            self._leave(Discard(self._draft))
        else:
            question = _DISCARD_CHANGE if self._prepared.is_change else _DISCARD
            self.app.push_screen(ConfirmScreen(question, "Discard it"), self._discard_if)

    def _discard_if(self, sure: bool | None) -> None:
        if sure:
            self._leave(Discard(self._draft))
        else:
            self.body.focus()

    # --- preview and editor ----------------------------------------------------------------------

    @on(Button.Pressed, "#show")
    def action_preview(self) -> None:
        """Show the comment as the thread will show it, and back."""
        self._when_typed(self._turn)

    def _turn(self) -> None:
        previewing = self.pages.current == "preview"
        self._turn_to("write" if previewing else "preview")
        if previewing:
            self.body.focus()
        else:
            view = self.query_one(DocumentView)
            view.show(preview_document(self._preview(self._read_fields())))
            view.focus()

    def _turn_to(self, page: str) -> None:
        """Show the text or the preview, and say on the button what the key does next."""
        self.pages.current = page
        self.query_one("#show", Button).label = "Preview  F2" if page == "write" else "Write  F2"

    @on(Button.Pressed, "#editor")
    def action_editor(self) -> None:
        """Write in $VISUAL or $EDITOR, and come back with the text."""
        self._when_typed(self._edit)

    def _edit(self) -> None:
        with self.app.suspend():
            edited = edit_in_editor(self.body.text)
        if isinstance(edited, str):
            self.body.text = edited
            self.body.move_cursor(self.body.document.end)
            self.body.focus()
        else:
            self._complain(Complaint(edited.sentence))


def _heading(prepared: Prepared) -> Content:
    """Whom it answers; quoted text is cut to a line here and to a few by the style."""
    if prepared.quoted is None:
        kind = "Your comment on " if prepared.is_change else "Comment on "
        return Content.assemble((kind, "bold"), prepared.subject.post.title or prepared.subject.post.url)
    author = prepared.quoted.comment.author or "Anonymous"
    return Content.assemble(("Reply to ", "bold"), author, ": ", (prepared.quotation, "italic dim"))
