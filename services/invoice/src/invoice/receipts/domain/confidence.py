"""How sure each kind of match is, in per cent: one table, the same for every creditor.

Who wants less booked by itself, or more, sets the threshold and not these.
"""

REFERENCE_EXACT = 100
REFERENCE_PART = 97
REFERENCE_MORE = 92
"""More than is owed there: the rest stays on account."""
NUMBER_EXACT = 98
NUMBER_PART = 91
"""Less money than is owed on the one invoice that is named; naming wins over amounts."""
NUMBER_OTHER = 70
"""Money that neither covers nor is covered by what is named."""
NUMBER_AMBIGUOUS = 50
"""Several invoices bear the number, and none is over just this amount."""
SHORT_NUMBER = 15
"""Less, where a number has fewer than five digits: a year and a street have as many."""
DIGITS_ALONE = 6
"""Less, where only the digits of a number are written, without its letters."""
AMOUNT_OF_ACCOUNT = 93
AMOUNT_OF_NAME = 75
SUM_OF_ACCOUNT = 90
SUM_OF_NAME = 70
SEVERAL_SUMS = 50
"""Other invoices of other amounts come to the same sum."""
SHARED_PAYER = 40
"""At most, where several customers pay from this account or bear this name."""
LONGEST_DUE_OF_ACCOUNT = 60
LONGEST_DUE_OF_NAME = 40
SURE_ENOUGH = 90
"""The threshold of a creditor that has set none."""
