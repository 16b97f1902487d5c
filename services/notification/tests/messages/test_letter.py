from notification.templates.domain.words import Words

WORDS = Words(template_version=1, language="en", subject="A reminder", text="Please pay.")


def test_the_digest_names_exactly_these_words() -> None:
    moved = WORDS.model_copy(update={"subject": "", "text": "A reminderPlease pay."})
    assert moved.digest != WORDS.digest
    assert WORDS.model_copy(update={"template_version": 2}).digest == WORDS.digest
