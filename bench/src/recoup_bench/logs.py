"""What a benchmark's own services say: no line for each thing they do."""

import logging

import structlog


def warnings_alone() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
