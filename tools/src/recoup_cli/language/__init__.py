"""The language as documents, all made from the classes in ``recoup_events``."""
