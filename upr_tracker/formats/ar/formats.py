"""23 كانون الثاني/يناير 2024; 1 234,5.

Months have two names in Arabic, and the UN writes both: they stand in formats/locale, in place of Django's. A point
between thousands would be taken for a decimal one, so that there is a space, as the UN has it.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i e"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y, H:i e"
YEAR_MONTH_FORMAT = "F Y"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
