"""Every reason for which a file or a part of it is refused; the words are shown in the reference."""

from enum import StrEnum


class Code(StrEnum):
    """What is wrong, for programs; ``meaning`` is for people."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> "Code":
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    TOO_LARGE = "file_too_large", "The file, or one thing in it, is larger than is read."
    ENCODING = "encoding_unreadable", "The bytes are not of the encoding that they should be of."
    XML_MALFORMED = "xml_malformed", "The file is no well-formed XML."
    XML_DOCTYPE = "xml_doctype", "The XML has a document type, which could define entities."
    XML_TOO_DEEP = "xml_too_deep", "Elements lie inside each other deeper than any document needs."
    FORMAT_UNKNOWN = "format_unknown", "The file is not of the format it was sent as."
    PDF_UNREADABLE = "pdf_unreadable", "The PDF cannot be read, or is encrypted."
    PDF_WITHOUT_INVOICE = "pdf_without_invoice", "No e-invoice is embedded in the PDF."
    MISSING = "value_missing", "Something that must be there is not."
    AMOUNT_INVALID = "amount_invalid", "This is no amount."
    DECIMALS = "amount_decimals", "The amount has more decimals than its currency."
    DAY_INVALID = "day_invalid", "There is no such day, or it is written in another form."
    CURRENCY_UNKNOWN = "currency_unknown", "This is no ISO 4217 code."
    CURRENCIES_MIXED = "currencies_mixed", "Amounts that belong together are in several currencies."
    RULE_BROKEN = "rule_broken", "A rule of EN 16931 is broken; the sentence begins with its id."
    TYPE_UNSUPPORTED = "document_type_unsupported", "The document is none that asks for money."
    DUE_UNCLEAR = "due_dates_unclear", "Which part is due on which day cannot be told."
    SIGN_UNCLEAR = "sign_unclear", "Whether the amount is owed or credited cannot be told."
    BALANCE = "statement_unbalanced", "Opening balance and entries do not come to the closing one."
    CONTROL_TOTAL = "control_total_differs", "A total or number of records does not fit the file."
    STATEMENT_BROKEN = "statement_incomplete", "The statement lacks a part, or is cut off."
    RECORD_INVALID = "record_invalid", "The line or record is not of the form it should have."
    COLUMN_MISSING = "column_missing", "A declared column is not in the file."
    LAYOUT_INVALID = "layout_invalid", "The columns or the locale are not declared as they must be."
    DIRECTION_UNKNOWN = "direction_unknown", "Whether money came in or went out cannot be told."
