"""Where placements meet enrolments, agencies and money."""
