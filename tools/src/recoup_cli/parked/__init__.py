"""`recoup parked`: what services set aside, in the hands of an operator."""
