"""Templates in JSON."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from notification.templates.domain.content import (
    Finding,
    FindingKind,
    Template,
    TemplateContent,
    TemplateText,
)
from notification.templates.domain.template import OwnTemplate
from recoup_events.notification import Claim, TemplateCategory
from recoup_service.api.fields import SEVERAL_LINES, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource

Language = Literal["en", "de", "fr", "es", "it", "nl"]
TemplateName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"),
    Field(
        description="By which steps of workflows name it. That of a built-in one replaces it.",
        examples=["friendly_reminder"],
    ),
]


class TextBody(RequestBody):
    """The words in one language, in the language of templates."""

    subject: Annotated[str, StringConstraints(max_length=500, pattern=SEVERAL_LINES)] | None = (
        Field(
            default=None,
            description="Of mails; a text message has none.",
            examples=["{{ what | capital }} over {{ total }} {{ due }}"],
        )
    )
    text: Annotated[
        str, StringConstraints(min_length=1, max_length=20_000, pattern=SEVERAL_LINES)
    ] = Field(
        description="Paragraphs, with an empty line between them. How to pay, whom to talk to, what "
        "the law wants said and how to stop mails stand below it by themselves.",
        examples=["{{ salutation }}\n\nA short note about {{ what }}.\n\n{{ statement }}"],
    )


class ContentBody(RequestBody):
    """What messages say."""

    texts: dict[Language, TextBody] = Field(
        min_length=1, description="By language; those that the creditor writes have to be there."
    )
    claims: list[Claim] = Field(
        default=[],
        max_length=20,
        description="What the words assert. Each is proven for every message, or it is not sent; "
        "what `{{ consequence }}` names is proven anyway and not listed here.",
    )
    asks_satisfaction: bool = Field(
        default=False, description="Ask the reader at the end whether the message was helpful."
    )

    @property
    def content(self) -> TemplateContent:
        return TemplateContent(
            texts=tuple(
                TemplateText(language=language, subject=text.subject or "", text=text.text)
                for language, text in sorted(self.texts.items())
            ),
            claims=tuple(dict.fromkeys(self.claims)),
            asks_satisfaction=self.asks_satisfaction,
        )


class NewTemplate(ContentBody):
    """A draft: of a new template, or in place of the draft that stands."""

    category: TemplateCategory = Field(description="What it is for.")
    name: TemplateName
    creditor: Name | None = Field(
        default=None,
        description="Your code of the only creditor that uses it; left out, it is all of them.",
        examples=["default"],
    )


class Publication(RequestBody):
    """How what was found about the draft is judged."""

    accept_tone: Words | None = Field(
        default=None,
        description="Why what the word lists found about the tone is no fault; it is recorded with "
        "your name. Findings of kind `fault` are not accepted.",
        examples=["“prison” is our customer's trade: it builds them"],
    )


class TemplateState(StrEnum):
    DRAFT = "draft"
    """It was never published."""
    PUBLISHED = "published"
    RETIRED = "retired"


class TextShown(BaseModel):
    subject: str = Field(description="Empty for a text message.")
    text: str


class ContentShown(BaseModel):
    texts: dict[str, TextShown] = Field(description="By language.")
    claims: list[Claim]
    asks_satisfaction: bool

    @classmethod
    def of(cls, content: TemplateContent | None) -> "ContentShown | None":
        if content is None:
            return None
        return cls(
            texts={
                text.language: TextShown(subject=text.subject, text=text.text)
                for text in content.texts
            },
            claims=list(content.claims),
            asks_satisfaction=content.asks_satisfaction,
        )


class FindingShown(BaseModel):
    """Something about the draft that stands in the way of publishing it."""

    kind: FindingKind = Field(
        description="A `fault` has to be mended; `tone` may be accepted with a reason."
    )
    language: str | None
    part: str = Field(description="`subject` or `text`.")
    line: int | None = Field(description="Of that part, from 1.")
    problem: str
    suggestion: str | None = Field(description="What to do.")

    @classmethod
    def of(cls, finding: Finding) -> "FindingShown":
        return cls(**finding.model_dump())


class TemplateShown(Resource):
    """A template of yours."""

    id: str = Field(examples=["tpl_5c1f"])
    category: TemplateCategory
    name: str
    creditor_id: str | None = Field(description="`null`: of all creditors.")
    state: TemplateState
    version: int = Field(description="Of what is published; `0`: nothing was.")
    draft: ContentShown | None
    published: ContentShown | None = Field(description="What messages say, unless it is retired.")
    findings: list[FindingShown] = Field(description="About the draft; an empty list can go out.")


class TemplateListed(Resource):
    """A template in a list, without its words."""

    id: str
    category: TemplateCategory
    name: str
    creditor_id: str | None
    state: TemplateState
    version: int
    languages: list[str] = Field(description="Of what is published, else of the draft.")


class VersionShown(BaseModel):
    """What was published once; messages that were written from it say which version it was."""

    template_id: str
    version: int
    content: ContentShown
    published_at: datetime


class BuiltInShown(BaseModel):
    """A template that every tenant has; its words are there to be copied."""

    id: str = Field(description="For previews.", examples=["email.friendly_reminder"])
    category: TemplateCategory
    name: str
    version: int
    content: ContentShown


class BuiltIns(BaseModel):
    """All of them."""

    data: list[BuiltInShown]


def state_of(template: OwnTemplate) -> TemplateState:
    if template.retired:
        return TemplateState.RETIRED
    return TemplateState.PUBLISHED if template.version else TemplateState.DRAFT


def shown(template: OwnTemplate, findings: list[Finding], dates: Dates) -> TemplateShown:
    return TemplateShown(
        **dates,
        id=template.template_id,
        category=template.category,
        name=template.name,
        creditor_id=template.creditor_id,
        state=state_of(template),
        version=template.version,
        draft=ContentShown.of(template.draft),
        published=ContentShown.of(template.published),
        findings=[FindingShown.of(each) for each in findings],
    )


def listed(row: Mapping[str, Any]) -> TemplateListed:
    return TemplateListed.model_validate(dict(row))


def built_in_shown(category: TemplateCategory, template: Template) -> BuiltInShown:
    content = ContentShown.of(template.content)
    assert content is not None, "a built-in template has words"
    return BuiltInShown(
        id=f"{category}.{template.name}",
        category=category,
        name=template.name,
        version=template.version,
        content=content,
    )


def version_shown(row: Mapping[str, Any]) -> VersionShown:
    content = ContentShown.of(TemplateContent.model_validate_json(row["content"]))
    assert content is not None, "what was published has words"
    return VersionShown(
        template_id=row["template_id"],
        version=row["version"],
        content=content,
        published_at=row["published_at"],
    )
